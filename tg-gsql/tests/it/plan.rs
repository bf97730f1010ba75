//! Plans: steps, losses and refusals.

use proptest::prelude::*;
use tg_gsql::apply::{self, script};
use tg_gsql::diff::{self, Rename, Renamed};
use tg_gsql::model::Catalog;
use tg_gsql::plan::{Action, CopyOf, Goal, Loss, Plan, plan};
use tg_gsql::syntax::ast::Statement;
use tg_gsql::syntax::parse;

use tg_test_support::catalogs::catalog;

fn made(text: &str) -> Catalog {
    let script = script(text);
    assert!(script.is_ok(), "{:?}", script.findings);
    script.catalog
}

/// Runs a script as a server does: a statement that fails changes nothing.
fn run(catalog: &mut Catalog, text: &str) -> Result<(), String> {
    let parsed = parse(text);
    if !parsed.findings.is_empty() {
        return Err(format!("{:?} in\n{text}", parsed.findings));
    }
    let (mut graph, mut jobs) = (None, Vec::new());
    for statement in &parsed.statements {
        let outcome = match &statement.value {
            Statement::UseGraph(name) => {
                graph = Some(name.value.clone());
                continue;
            }
            Statement::CreateSchemaChangeJob(job) => {
                jobs.push(job.clone());
                continue;
            }
            Statement::RunSchemaChangeJob { name } => {
                let job = jobs.iter().find(|job| job.name.value == name.value);
                apply::run_job(catalog, graph.as_deref(), job.ok_or("no job")?)
            }
            other => apply::apply(catalog, graph.as_deref(), other),
        };
        if !outcome.is_ok() {
            return Err(format!("{:?} in\n{text}", outcome.findings));
        }
    }
    Ok(())
}

/// The catalog after the first steps.
fn after(have: &Catalog, plan: &Plan, steps: usize) -> Result<Catalog, String> {
    let mut catalog = have.clone();
    for step in &plan.steps[..steps] {
        if let Action::Gsql(script) = &step.action {
            run(&mut catalog, script)?;
        }
    }
    Ok(catalog)
}

fn local(graph: &str, changes: &str) -> String {
    format!(
        "CREATE GRAPH {graph} () USE GRAPH {graph}\n\
         CREATE SCHEMA_CHANGE JOB j FOR GRAPH {graph} {{ {changes} }}\n\
         RUN SCHEMA_CHANGE JOB j DROP JOB j\n"
    )
}

fn plan_of(have: &str, want: &str, renames: &[Rename]) -> Plan {
    let (have, want) = (made(have), made(want));
    let plan = plan(&Goal { renames, ..Goal::new(&have, &want, "g") });
    if plan.refusals.is_empty() {
        let left: Vec<_> = plan.remaining.iter().map(|left| left.difference.clone()).collect();
        let end = after(&have, &plan, plan.steps.len());
        let found = end.map(|end| diff::graph(&end, &want, "g", &[]));
        assert_eq!(found, Ok(left));
    }
    plan
}

fn losses(plan: &Plan) -> Vec<String> {
    plan.losses().map(ToString::to_string).collect()
}

fn rename(what: Renamed, old: &str, new: &str) -> Rename {
    Rename { what, old: old.into(), new: new.into() }
}

#[test]
fn a_graph_is_made_from_nothing_and_nothing_is_lost() {
    let want = format!(
        "TYPEDEF TUPLE <a INT> t CREATE VERTEX G (PRIMARY_ID id STRING) {}\
         CREATE GLOBAL SCHEMA_CHANGE JOB k {{ ADD VERTEX G TO GRAPH g; }} RUN GLOBAL SCHEMA_CHANGE JOB k",
        local("g", "ADD VERTEX A (PRIMARY_ID id STRING, x t); ADD DIRECTED EDGE e (FROM A, TO A);")
    );
    let plan = plan_of("", &want, &[]);
    assert!(plan.is_additive(), "{plan}");
    // The names of jobs end with a fingerprint of their text.
    let text = plan.to_string();
    let words = text.split_inclusive([' ', '\n']).map(|word| match word.rsplit_once('_') {
        Some((job, _)) if job.starts_with("change_") => {
            format!("{job}{}", &word[word.trim_end().len()..])
        }
        _ => word.to_owned(),
    });
    assert_eq!(
        words.collect::<String>(),
        "Change the schema of `g` in 3 steps:\n\
         \n\
         1. adds\n\
         \u{20}      USE GLOBAL\n\
         \u{20}      TYPEDEF TUPLE <a INT> t\n\
         \u{20}      CREATE VERTEX G (PRIMARY_ID id STRING)\n\
         \u{20}      CREATE GRAPH g ()\n\
         \n\
         2. adds\n\
         \u{20}      USE GLOBAL\n\
         \u{20}      CREATE GLOBAL SCHEMA_CHANGE JOB change_global_types_of_g {\n\
         \u{20}          ADD VERTEX G TO GRAPH g;\n\
         \u{20}      }\n\
         \u{20}      RUN GLOBAL SCHEMA_CHANGE JOB change_global_types_of_g\n\
         \u{20}      DROP JOB change_global_types_of_g\n\
         \n\
         3. adds\n\
         \u{20}      USE GRAPH g\n\
         \u{20}      CREATE SCHEMA_CHANGE JOB change_g FOR GRAPH g {\n\
         \u{20}          ADD VERTEX A (PRIMARY_ID id STRING, x t);\n\
         \u{20}          ADD DIRECTED EDGE e (FROM A, TO A);\n\
         \u{20}      }\n\
         \u{20}      RUN SCHEMA_CHANGE JOB change_g\n\
         \u{20}      DROP JOB change_g\n"
    );
    assert!(plan_of(&want, &want, &[]).is_empty());
}

#[test]
fn types_that_ddl_cannot_alter_are_dropped_and_created_again() {
    let have = local(
        "g",
        "ADD VERTEX A (PRIMARY_ID id STRING, n INT, s STRING); ADD VERTEX B (PRIMARY_ID id STRING); \
         ADD DIRECTED EDGE e (FROM A, TO B) WITH REVERSE_EDGE=\"r\"; \
         ADD DIRECTED EDGE f (FROM B, TO B | FROM A, TO A); ADD DIRECTED EDGE h (FROM A, TO A); \
         ALTER VERTEX A ADD INDEX i ON (n);",
    );
    let case = |want: &str, expected: &[&str]| {
        let plan = plan_of(&have, &local("g", want), &[]);
        assert_eq!(losses(&plan), expected, "{plan}");
        assert!(plan.refusals.is_empty(), "{plan}");
    };
    let rest = "ADD DIRECTED EDGE f (FROM B, TO B | FROM A, TO A); \
                ADD DIRECTED EDGE h (FROM A, TO A); ALTER VERTEX A ADD INDEX i ON (n);";
    // The type of an attribute; its index is created again.
    case(
        &format!(
            "ADD VERTEX A (PRIMARY_ID id STRING, n UINT, s STRING); ADD VERTEX B (PRIMARY_ID id STRING); \
             ADD DIRECTED EDGE e (FROM A, TO B) WITH REVERSE_EDGE=\"r\"; {rest}"
        ),
        &["index A.i", "attribute A.n"],
    );
    // A key: all edge types that end there are created again.
    case(
        &format!(
            "ADD VERTEX A (PRIMARY_ID id STRING, n INT, s STRING); ADD VERTEX B (PRIMARY_ID id INT); \
             ADD DIRECTED EDGE e (FROM A, TO B) WITH REVERSE_EDGE=\"r\"; {rest}"
        ),
        &["edge e", "edge f", "vertex B"],
    );
    // The reverse, and an endpoint.
    case(
        "ADD VERTEX A (PRIMARY_ID id STRING, n INT, s STRING); ADD VERTEX B (PRIMARY_ID id STRING); \
         ADD DIRECTED EDGE e (FROM A, TO B) WITH REVERSE_EDGE=\"q\"; \
         ADD DIRECTED EDGE f (FROM B, TO B); ADD UNDIRECTED EDGE h (FROM A, TO A); \
         ALTER VERTEX A ADD INDEX i ON (n);",
        &["edge e", "edge f", "edge h"],
    );
    // Unexpected types are dropped last, after the additions.
    let plan = plan_of(
        &have,
        &local(
            "g",
            "ADD VERTEX A (PRIMARY_ID id STRING, n INT, new BOOL); ADD DIRECTED EDGE h (FROM A, TO A);",
        ),
        &[],
    );
    assert_eq!(
        losses(&plan),
        ["edge e", "edge f", "vertex B", "index A.i", "attribute A.s"],
        "{plan}"
    );
}

#[test]
fn a_name_that_is_needed_for_another_type_is_freed_first() {
    let have = local(
        "g",
        "ADD VERTEX A (PRIMARY_ID id STRING); ADD VERTEX X (PRIMARY_ID id STRING); \
         ADD DIRECTED EDGE r (FROM A, TO A);",
    );
    let want = local(
        "g",
        "ADD VERTEX A (PRIMARY_ID id STRING); ADD DIRECTED EDGE X (FROM A, TO A) WITH REVERSE_EDGE=\"r\";",
    );
    let plan = plan_of(&have, &want, &[]);
    assert_eq!(losses(&plan), ["edge r", "vertex X"], "{plan}");
    assert_eq!(plan.steps.len(), 2, "{plan}");
}

#[test]
fn kept_differences_are_listed_and_not_dropped() {
    let have = made(&local(
        "g",
        "ADD VERTEX A (PRIMARY_ID id STRING, x INT); ADD VERTEX B (PRIMARY_ID id STRING); \
         ADD UNDIRECTED EDGE e (FROM A, TO A | FROM A, TO B);",
    ));
    let want = made(&local(
        "g",
        "ADD VERTEX A (PRIMARY_ID id STRING, y INT); ADD UNDIRECTED EDGE e (FROM A, TO A);",
    ));
    let plan = plan(&Goal { keep_extra: true, ..Goal::new(&have, &want, "g") });
    assert!(plan.is_additive() && plan.steps.len() == 1, "{plan}");
    let text = plan.to_string();
    for line in [
        "vertex `A`: attribute `x INT` exists and is not expected (kept on request)",
        "vertex `B` exists and is not expected (kept on request)",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn harmless_differences_that_ddl_cannot_remove_stay() {
    let have = local("g", "ADD VERTEX A (PRIMARY_ID id STRING, x INT, y INT);");
    let want = local(
        "g",
        "ADD VERTEX A (PRIMARY_ID id STRING, y INT DEFAULT 3, x INT) WITH STATS=\"none\";",
    );
    let plan = plan_of(&have, &want, &[]);
    assert!(plan.steps.is_empty() && plan.refusals.is_empty(), "{plan}");
    assert_eq!(plan.remaining.len(), 3, "{plan}");
}

#[test]
fn a_tuple_with_other_fields_takes_the_attributes_of_its_type_with_it() {
    let types = "ADD VERTEX A (PRIMARY_ID id STRING, price t, n INT);";
    let have = format!("TYPEDEF TUPLE <a INT> t {}", local("g", types));
    let want = format!("TYPEDEF TUPLE <a INT, b STRING(3)> t {}", local("g", types));
    let plan = plan_of(&have, &want, &[]);
    assert_eq!(losses(&plan), ["attribute A.price", "tuple t"], "{plan}");
    let elsewhere = format!("{have} {}", local("other", "ADD VERTEX X (PRIMARY_ID id INT, p t);"));
    let plan = plan_of(&elsewhere, &want, &[]);
    assert!(plan.steps.is_empty() && plan.refusals[0].contains("`X`"), "{plan}");
}

#[test]
fn an_attribute_is_renamed_by_a_copy() {
    let have = local("g", "ADD VERTEX A (PRIMARY_ID id STRING, colour STRING, n INT);");
    let want = local("g", "ADD VERTEX A (PRIMARY_ID id STRING, color STRING, n INT);");
    let renames = [rename(Renamed::VertexAttribute("A".into()), "colour", "color")];
    let plan = plan_of(&have, &want, &renames);
    assert_eq!(plan.steps.len(), 3, "{plan}");
    let Action::Copy(copy) = &plan.steps[1].action else { panic!("{plan}") };
    assert_eq!(copy.what, CopyOf::VertexAttributes("A".into()));
    assert_eq!(copy.attributes, [("colour".to_owned(), "color".to_owned())]);
    assert_eq!(losses(&plan), ["attribute A.colour"]);
    assert_eq!(plan.copied_to(plan.losses().next().unwrap()), Some("color"));
    assert!(plan.to_string().contains("loses attribute A.colour, which is copied to color before"));
    // Without a declared rename it is a loss.
    let guess = plan_of(&have, &want, &[]);
    assert_eq!(guess.copied_to(guess.losses().next().unwrap()), None, "{guess}");
    // After the rename, there is nothing left to do.
    assert!(plan_of(&want, &want, &renames).is_empty());
}

#[test]
fn types_are_renamed_by_a_copy() {
    let have = local(
        "g",
        "ADD VERTEX Old (PRIMARY_ID id STRING, a INT); ADD VERTEX B (PRIMARY_ID id STRING); \
         ADD DIRECTED EDGE at (FROM Old, TO B, w INT) WITH REVERSE_EDGE=\"has\";",
    );
    let want = local(
        "g",
        "ADD VERTEX New (PRIMARY_ID id STRING, b INT); ADD VERTEX B (PRIMARY_ID id STRING); \
         ADD DIRECTED EDGE placed (FROM New, TO B, w INT) WITH REVERSE_EDGE=\"holds\";",
    );
    let vertex = rename(Renamed::Vertex, "Old", "New");
    let edge = rename(Renamed::Edge, "at", "placed");
    let attribute = rename(Renamed::VertexAttribute("New".into()), "a", "b");
    let plan = plan_of(&have, &want, &[vertex.clone(), edge.clone(), attribute]);
    let copies: Vec<_> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            Action::Copy(copy) => Some(copy.clone()),
            Action::Gsql(_) => None,
        })
        .collect();
    assert_eq!(copies.len(), 2, "{plan}");
    assert_eq!(copies[0].attributes, [("a".to_owned(), "b".to_owned())]);
    let ends = [("Old".to_owned(), "New".to_owned()), ("B".to_owned(), "B".to_owned())];
    assert!(matches!(&copies[1].what, CopyOf::Edges { ends: it, .. } if *it == ends));
    assert_eq!(losses(&plan), ["edge at", "vertex Old"], "{plan}");
    // The vertex type alone cannot be renamed.
    let same_edge = want.replace("placed", "at").replace("holds", "has");
    let plan = plan_of(&have, &same_edge, &[vertex]);
    assert!(plan.steps.is_empty() && plan.refusals[0].contains("rename `at`"), "{plan}");
    // Nor can the edge type with the same reverse.
    let same = have.replace("EDGE at", "EDGE placed");
    let plan = plan_of(&have, &same, &[edge]);
    assert!(plan.refusals[0].contains("another name"), "{plan}");
}

#[test]
fn a_rename_that_would_lose_data_is_rejected() {
    let case = |have: &str, want: &str, what: Renamed, old: &str, new: &str, reason: &str| {
        let plan = plan_of(&local("g", have), &local("g", want), &[rename(what, old, new)]);
        assert!(plan.steps.is_empty(), "{plan}");
        assert!(plan.refusals.iter().any(|it| it.contains(reason)), "{plan}");
    };
    let of = || Renamed::VertexAttribute("A".into());
    case(
        "ADD VERTEX A (PRIMARY_ID id STRING);",
        "ADD VERTEX A (PRIMARY_ID key STRING);",
        of(),
        "id",
        "key",
        "it is the key",
    );
    case(
        "ADD VERTEX A (id STRING PRIMARY KEY);",
        "ADD VERTEX A (key STRING PRIMARY KEY);",
        of(),
        "id",
        "key",
        "it is the key",
    );
    case(
        "ADD VERTEX A (PRIMARY_ID id STRING, a INT);",
        "ADD VERTEX A (PRIMARY_ID id STRING, b UINT);",
        of(),
        "a",
        "b",
        "it is INT, and UINT is expected",
    );
    case(
        "ADD VERTEX A (PRIMARY_ID id STRING); ALTER VERTEX A ADD VECTOR ATTRIBUTE v (DIMENSION=3);",
        "ADD VERTEX B (PRIMARY_ID id STRING); ALTER VERTEX B ADD VECTOR ATTRIBUTE v (DIMENSION=3);",
        Renamed::Vertex,
        "A",
        "B",
        "vector attributes",
    );
    case(
        "ADD VERTEX A (PRIMARY_ID id STRING);",
        "ADD VERTEX B (PRIMARY_ID id INT);",
        Renamed::Vertex,
        "A",
        "B",
        "the key is another",
    );
    case(
        "ADD VERTEX A (PRIMARY_ID id STRING); ADD DIRECTED EDGE e (FROM A, TO A, DISCRIMINATOR(d INT));",
        "ADD VERTEX A (PRIMARY_ID id STRING); ADD DIRECTED EDGE e (FROM A, TO A, DISCRIMINATOR(f INT));",
        Renamed::EdgeAttribute("e".into()),
        "d",
        "f",
        "discriminator",
    );
    case(
        "ADD VERTEX A (PRIMARY_ID id STRING); ADD DIRECTED EDGE e (FROM A, TO A);",
        "ADD VERTEX A (PRIMARY_ID id STRING); ADD UNDIRECTED EDGE f (FROM A, TO A);",
        Renamed::Edge,
        "e",
        "f",
        "direction",
    );
}

#[test]
fn a_type_that_another_graph_shares_only_leaves_the_graph() {
    let shared = "CREATE VERTEX S (PRIMARY_ID id STRING, x INT) CREATE VERTEX T (PRIMARY_ID id INT) \
                  CREATE DIRECTED EDGE e (FROM S, TO S) ";
    let have = format!("{shared} CREATE GRAPH g (S, T, e) CREATE GRAPH h (S, T, e)");
    let plan = plan_of(&have, &format!("{shared} CREATE GRAPH g (T)"), &[]);
    assert_eq!(losses(&plan), ["member e", "member S"], "{plan}");
    let mut end = made(&have);
    for step in &plan.steps {
        let Action::Gsql(script) = &step.action else { panic!("{plan}") };
        run(&mut end, script).unwrap();
    }
    assert_eq!(diff::graph(&end, &made(&have), "h", &[]), []);
    // Its attributes remain, too.
    let fewer = shared.replace(", x INT", "");
    let plan = plan_of(&have, &format!("{fewer} CREATE GRAPH g (S, T, e)"), &[]);
    assert!(plan.steps.is_empty() && plan.remaining.len() == 1, "{plan}");
    // A change that would drop something is rejected.
    let other = shared.replace("x INT", "x UINT");
    let plan = plan_of(&have, &format!("{other} CREATE GRAPH g (S, T, e)"), &[]);
    assert!(plan.refusals[0].contains("`h`"), "{plan}");
    let other = shared.replace("T (PRIMARY_ID id INT", "T (PRIMARY_ID id UINT");
    let plan = plan_of(&have, &format!("{other} CREATE GRAPH g (S, T, e)"), &[]);
    assert!(plan.refusals[0].contains("`h`"), "{plan}");
}

#[test]
fn losses_are_read_as_they_are_printed() {
    for text in [
        "vertex A",
        "edge e",
        "attribute A.x",
        "vector A.v",
        "index A.i",
        "tuple t",
        "member A",
        "loading_job g.j",
    ] {
        let loss: Loss = text.parse().unwrap();
        assert_eq!(loss.to_string(), text);
    }
    for text in
        ["", "vertex", "vertex A.x", "attribute A", "attribute .x", "attribute A.", "colour A"]
    {
        let error = text.parse::<Loss>().unwrap_err();
        assert!(error.to_string().contains("attribute T.a"), "{error}");
    }
}

/// Returns an error unless everything of a graph still exists; additions are accepted.
fn is_untouched(before: &Catalog, new: &Catalog, graph: &str) -> Result<(), String> {
    let found = diff::graph(new, before, graph, &[]);
    match found.iter().find(|it| !it.is_extra() && !it.is_cosmetic()) {
        Some(lost) => Err(format!("{graph}: {lost}")),
        None => Ok(()),
    }
}

/// Values under the new name may come from a plan that was interrupted, or from another writer.
#[test]
fn a_copy_that_overwrites_is_announced() {
    let of = Renamed::VertexAttribute("A".into());
    let want = local("g", "ADD VERTEX A (PRIMARY_ID id STRING, new INT);");
    for (have, over) in [("old INT", false), ("old INT, new INT", true)] {
        let have = local("g", &format!("ADD VERTEX A (PRIMARY_ID id STRING, {have});"));
        let text = plan_of(&have, &want, &[rename(of.clone(), "old", "new")]).to_string();
        assert!(text.contains("copies in A old to new"), "{text}");
        assert_eq!(text.contains("overwriting existing data under the new name"), over, "{text}");
    }
    let types = |names: &[&str]| {
        let adds = names.iter().map(|it| format!("ADD VERTEX {it} (PRIMARY_ID id STRING);"));
        local("g", &adds.collect::<String>())
    };
    for (have, over) in [(&["A"][..], false), (&["A", "B"], true)] {
        let plan = plan_of(&types(have), &types(&["B"]), &[rename(Renamed::Vertex, "A", "B")]);
        assert_eq!(plan.to_string().contains("overwriting existing data"), over, "{plan}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_reaches_its_goal_from_wherever_it_was_interrupted(
        have in catalog(), want in catalog(), keep_extra in any::<bool>(),
    ) {
        for graph in ["g0", "g1"] {
            let goal = Goal { keep_extra, ..Goal::new(&have, &want, graph) };
            let plan = plan(&goal);
            if want.graph(graph).is_none() || !plan.refusals.is_empty() {
                prop_assert!(plan.steps.is_empty());
                continue;
            }
            for done in 0..=plan.steps.len() {
                let midway = after(&have, &plan, done).map_err(TestCaseError::fail)?;
                let goal = Goal { keep_extra, ..Goal::new(&midway, &want, graph) };
                let rest = super::plan::plan(&goal);
                prop_assert_eq!(&rest.refusals, &Vec::<String>::new(), "after {} of {}", done, plan);
                let end = after(&midway, &rest, rest.steps.len()).map_err(TestCaseError::fail)?;
                let left: Vec<_> = rest.remaining.iter().map(|it| it.difference.clone()).collect();
                prop_assert_eq!(diff::graph(&end, &want, graph, &[]), left);
                for other in have.graphs.iter().filter(|it| it.name != graph) {
                    is_untouched(&have, &end, &other.name).map_err(TestCaseError::fail)?;
                }
                if done == plan.steps.len() {
                    prop_assert!(rest.steps.is_empty(), "{}", rest);
                }
            }
        }
    }

    #[test]
    fn from_nothing_nothing_is_lost(want in catalog()) {
        for graph in &want.graphs {
            let have = Catalog::default();
            let plan = plan(&Goal::new(&have, &want, &graph.name));
            prop_assert_eq!(&plan.refusals, &Vec::<String>::new());
            prop_assert!(plan.is_additive());
            prop_assert!(plan.remaining.is_empty(), "{}", plan);
        }
    }
}
