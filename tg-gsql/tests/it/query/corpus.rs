//! The queries in `tests/queries`, each about one part of the language.

use tg_gsql::query::parse;
use tg_gsql::report;
use tg_gsql::syntax::ast::query::{Query, Statement};
use tg_gsql::syntax::{Span, ast, parse as parse_script};

macro_rules! queries {
    ($($name:literal $statements:literal)*) => {
        &[$(($name, include_str!(concat!("../../queries/", $name, ".gsql")), $statements)),*]
    };
}

/// Name, text, and the number of statements of the body.
pub(super) const QUERIES: &[(&str, &str, usize)] = queries! {
    "chained_else" 1
    "control" 12
    "cypher" 0
    "data" 11
    "declarations" 49
    "empty" 0
    "expressions" 16
    "gql" 10
    "interpreted" 6
    "mixed_else" 2
    "names" 7
    "nested_else" 2
    "one_hop" 9
    "packaged" 6
    "parameters" 5
    "patterns" 16
    "sets" 20
    "snapshot" 7
    "subquery" 5
    "tables" 10
};

pub(super) fn read(name: &str, text: &str) -> Query {
    let parsed = parse(text);
    let findings = report::findings(name, text, &parsed.findings);
    assert!(parsed.findings.is_empty(), "{findings}");
    let Some(query) = parsed.query else { unreachable!("{name} has no findings and no query") };
    query
}

#[test]
fn every_query_is_read() {
    for (name, text, statements) in QUERIES {
        let query = read(name, text);
        assert_eq!(query.statements().len(), *statements, "{name}");
    }
}

#[test]
fn a_query_has_the_same_extent_in_a_script() {
    for (name, text, _) in QUERIES {
        let query = read(name, text);
        let script = format!("USE GRAPH social\n{text}\nINSTALL QUERY ALL\n");
        let parsed = parse_script(&script);
        assert_eq!((parsed.statements.len(), &parsed.findings[..]), (3, &[][..]), "{name}");
        let statement = &parsed.statements[1];
        let again = read(name, statement.span.of(&script));
        assert_eq!(again.statements().len(), query.statements().len(), "{name}");
        let ast::Statement::CreateQuery(stored) = &statement.value else { continue };
        assert_eq!(Some(&stored.name.value), query.name.as_ref().map(|name| &name.value));
        assert_eq!(stored.body.of(&script), query.body_span.of(text), "{name}");
        let graph = |name: &Option<tg_gsql::syntax::Name>| name.as_ref().map(|it| it.value.clone());
        assert_eq!(graph(&stored.graph), graph(&query.graph), "{name}");
    }
}

#[test]
fn statements_lie_in_the_body_one_after_the_other() {
    for (name, text, _) in QUERIES {
        let query = read(name, text);
        let mut last = query.body_span.start + 1;
        for Statement { span: Span { start, end }, .. } in query.statements() {
            assert!(*start >= last && end > start && *end < query.body_span.end, "{name}");
            last = *end;
        }
    }
}
