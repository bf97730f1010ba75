//! Statements of the shell: USE, SHOW, DROP, secrets, EXIT.

use tg_gsql::Rule;
use tg_gsql::syntax::ast::{Drop, Selection, Show, ShowKind, Statement};

use super::{findings, statement, statements, values};

#[test]
fn statements_need_no_terminator_and_no_line_of_their_own() {
    let text = "USE GRAPH g SHOW QUERY q*\nls CREATE SECRET\nCREATE SECRET mine;;DROP JOB *
        BEGIN
        DROP VERTEX A, B
        END
        drop graph g cascade DROP ALL clear graph store -HARD help query use global
        SHOW SECRET DROP SECRET 3fa9, mine\nINSTALL QUERY -FORCE -SINGLE a, b.c\nINSTALL QUERY ALL";
    let all = statements(text);
    let show = |what, pattern: &str| Statement::Show(Show { what, pattern: pattern.into() });
    assert_eq!(all[1], show(ShowKind::Query, "q*"));
    assert_eq!(all[2], Statement::Ls);
    assert_eq!(all[3], Statement::CreateSecret { alias: None });
    assert!(matches!(&all[4], Statement::CreateSecret { alias: Some(a) } if a.value == "mine"));
    assert_eq!(all[5], Statement::Drop(Drop::Jobs(Selection::All)));
    assert_eq!((&all[6], &all[8]), (&Statement::Begin, &Statement::End));
    assert!(matches!(&all[9], Statement::Drop(Drop::Graph { cascade: true, .. })));
    assert_eq!(all[11], Statement::ClearGraphStore { hard: true });
    assert!(matches!(&all[12], Statement::Help { topic: Some(_) }));
    assert_eq!(all[14], show(ShowKind::Secret, ""));
    assert!(
        matches!(&all[15], Statement::Drop(Drop::Secrets(it)) if values(it) == ["3fa9", "mine"])
    );
    assert!(matches!(&all[16], Statement::InstallQuery { options, queries: Selection::Named(q) }
        if options.len() == 2 && values(q) == ["a", "b.c"]));
    assert_eq!(all.len(), 18);
}

#[test]
fn secrets_have_arbitrary_characters() {
    assert!(matches!(
        statement("DROP SECRET 3fa9e-x, \"my alias\" , b"),
        Statement::Drop(Drop::Secrets(names)) if values(&names) == ["3fa9e-x", "my alias", "b"]
    ));
}

#[test]
fn an_exit_ends_with_its_word() {
    assert_eq!(findings("EXIT\nCREAT VERTEX V"), [(Rule::UnknownStatement, "CREAT")]);
    assert_eq!(statements("LS\nquit;\nLS").len(), 3);
}

#[test]
fn patterns_are_the_rest_of_the_line() {
    for (text, pattern) in [
        ("SHOW VERTEX co?*y", "co?*y"),
        ("SHOW VERTEX ?????  ;", "?????"),
        ("SHOW VERTEX -r \"a.*\" // c", "-r \"a.*\""),
        ("SHOW VERTEX", ""),
    ] {
        let show = Show { what: ShowKind::Vertex, pattern: pattern.into() };
        assert_eq!(statement(text), Statement::Show(show), "{text}");
    }
}
