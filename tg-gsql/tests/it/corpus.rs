//! The scripts in `tests/scripts`: forms that people, tutorials, exports and tools write.

use tg_gsql::Rule::{
    self, Deprecated, NothingToDrop, QuotedDefault, ReservedInQueries, TrailingComma, UnquotedBool,
};
use tg_gsql::apply::script;
use tg_gsql::model::Catalog;
use tg_gsql::syntax::parse;
use tg_gsql::{print, report};

pub(crate) struct Script {
    name: &'static str,
    pub(crate) text: &'static str,
    /// The number of tuples, vertex types, edge types, graphs and statements.
    counts: [usize; 5],
    /// The rules of its warnings.
    warnings: &'static [Rule],
}

macro_rules! scripts {
    ($($name:literal $counts:tt $warnings:tt)*) => {
        &[$(Script {
            name: $name,
            text: include_str!(concat!("../scripts/", $name, ".gsql")),
            counts: $counts,
            warnings: &$warnings,
        }),*]
    };
}

pub(crate) const SCRIPTS: &[Script] = scripts! {
    "catalog" [0, 1, 1, 1, 60] []
    "citations" [0, 1, 1, 1, 10] []
    "client_tests" [2, 7, 6, 1, 21] [NothingToDrop]
    "drug_reports" [2, 7, 2, 1, 20] []
    "exported" [0, 3, 3, 1, 13] [ReservedInQueries]
    "fraud" [0, 4, 4, 1, 32] []
    "identities" [0, 9, 5, 1, 20] [UnquotedBool]
    "legacy" [0, 2, 1, 1, 14] [ReservedInQueries, Deprecated]
    "movies" [0, 3, 4, 1, 17] [TrailingComma]
    "social_benchmark" [0, 11, 15, 1, 33] []
    "supply" [0, 3, 4, 1, 18] [TrailingComma, UnquotedBool, QuotedDefault, NothingToDrop]
    "tutorial" [0, 1, 1, 1, 24] []
    "vectors" [0, 4, 4, 1, 19] [UnquotedBool]
    "windows" [0, 2, 1, 1, 4] [TrailingComma]
};

#[test]
fn every_script_is_read_and_its_canonical_form_is_the_same_schema() {
    for Script { name, text, counts, warnings } in SCRIPTS {
        let read = script(text);
        let findings = report::findings(name, text, &read.findings);
        assert!(read.is_ok(), "{findings}");
        let Catalog { tuples, vertices, edges, graphs } = &read.catalog;
        let statements = parse(text).statements.len();
        let found = [tuples.len(), vertices.len(), edges.len(), graphs.len(), statements];
        let mut rules: Vec<_> = read.findings.iter().map(|finding| finding.rule).collect();
        rules.sort();
        rules.dedup();
        assert_eq!((found, &rules[..]), (*counts, *warnings), "{name}: {findings}");
        let canonical = print::catalog(&read.catalog);
        let again = script(&canonical);
        assert_eq!(again.findings.iter().filter(|it| it.is_error()).count(), 0, "{canonical}");
        assert_eq!(again.catalog, read.catalog, "{canonical}");
    }
}
