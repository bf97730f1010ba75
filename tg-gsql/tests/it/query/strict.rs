//! Correct queries, about which nothing is reported.

use tg_gsql::query::{Context, split};
use tg_gsql::{Rule, check, report};

use super::check::social;
use super::corpus::{QUERIES, read};

const LIBRARY: &str = include_str!("../../queries/library.gsql");

/// Returns the findings about a text, with the schema of `tests/queries` and without it.
fn findings(text: &str) -> Vec<tg_gsql::Finding> {
    let catalog = social();
    let query = read("query", text);
    let schema = Some((&catalog, "social"));
    [schema, None]
        .into_iter()
        .flat_map(|schema| {
            let context = Context { schema, ..Context::default() };
            check::query_in(text, &query, &context)
        })
        .collect()
}

#[test]
fn correct_queries_have_no_findings() {
    let queries = split(LIBRARY);
    assert_eq!((queries.queries.len(), &queries.findings[..]), (6, &[][..]));
    for part in queries.queries {
        let text = part.span.of(LIBRARY);
        let findings = findings(text);
        assert!(findings.is_empty(), "{}", report::findings("library", text, &findings));
    }
}

/// The files about one part of the language are not complete: they use accumulators, sets and types
/// without declaring them. Everything else about them is correct.
#[test]
fn correct_parts_of_queries_have_no_other_findings() {
    let incomplete = [
        Rule::UnknownAccumulator,
        Rule::UnknownName,
        Rule::UnknownType,
        Rule::UnknownAttributeType,
        Rule::UnknownAttribute,
        Rule::ImpossibleHop,
        Rule::ValueCount,
    ];
    for (name, text, _) in QUERIES {
        let mut findings = findings(text);
        findings.retain(|finding| !incomplete.contains(&finding.rule));
        assert!(findings.is_empty(), "{}", report::findings(name, text, &findings));
    }
}
