//! Text to statements: correct text, mistakes, and arbitrary bytes.

mod jobs;
mod mistakes;
mod opaque;
mod session;
mod types;

use proptest::prelude::*;
use tg_gsql::syntax::ast::Statement;
use tg_gsql::syntax::{Name, Parsed, parse};
use tg_gsql::{Finding, Rule};

fn statements(text: &str) -> Vec<Statement> {
    let parsed = parse(text);
    assert_eq!(parsed.findings, [], "{text}");
    parsed.statements.into_iter().map(|statement| statement.value).collect()
}

fn statement(text: &str) -> Statement {
    let mut all = statements(text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all.remove(0)
}

fn values(names: &[Name]) -> Vec<&str> {
    names.iter().map(|name| name.value.as_str()).collect()
}

/// The rule of each finding and the text that it points at.
fn findings(text: &str) -> Vec<(Rule, &str)> {
    parse(text).findings.iter().map(|it| (it.rule, it.span.of(text))).collect()
}

/// Every finding lies in a statement, statements do not overlap, and their order is that of the
/// text: the emulator relies on this when it answers one after the other.
fn assert_orderly(text: &str, parsed: &Parsed) {
    let spans: Vec<_> = parsed.statements.iter().map(|statement| statement.span).collect();
    assert!(
        spans.iter().all(|span| span.start < span.end && text.get(span.start..span.end).is_some())
    );
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{text:?}: {spans:?}");
    let statement_of = |finding: &Finding| {
        let before = spans.partition_point(|span| span.start <= finding.span.start);
        before.checked_sub(1).filter(|index| spans[*index].covers(finding.span))
    };
    let mut reported: Vec<_> = parsed.findings.iter().map(statement_of).collect();
    assert!(!reported.contains(&None), "{text:?}: {parsed:?}");
    reported.dedup();
    let broken = parsed.statements.iter().filter(|it| it.value == Statement::Broken).count();
    assert!(broken <= reported.len(), "{text:?}: {parsed:?}");
}

pub(crate) const PIECES: &[&str] = &[
    "CREATE",
    "VERTEX",
    "DIRECTED",
    "UNDIRECTED",
    "EDGE",
    "GRAPH",
    "QUERY",
    "SCHEMA_CHANGE",
    "JOB",
    "GLOBAL",
    "FOR",
    "ADD",
    "ALTER",
    "DROP",
    "ATTRIBUTE",
    "INDEX",
    "VECTOR",
    "PAIR",
    "TUPLE",
    "TYPEDEF",
    "USE",
    "RUN",
    "SHOW",
    "LS",
    "HELP",
    "BEGIN",
    "END",
    "INSTALL",
    "INTERPRET",
    "SECRET",
    "PRIMARY_ID",
    "PRIMARY",
    "KEY",
    "FROM",
    "TO",
    "DISCRIMINATOR",
    "WITH",
    "DEFAULT",
    "INT",
    "STRING",
    "LIST",
    "MAP",
    "LOADING",
    "SET",
    "CLEAR",
    "STORE",
    "ON",
    "a",
    "b",
    "T",
    "1",
    "-2.5",
    "\"s\"",
    "\"",
    "'",
    "\"\"\"",
    "`",
    "(",
    ")",
    "<",
    ">",
    "{",
    "}",
    ",",
    ";",
    "|",
    "*",
    "=",
    "-",
    "@",
    "@@",
    ".",
    "$",
    "\n",
    "//",
    "#",
    "/*",
    "*/",
    "é",
    "“",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn token_soup_is_read_in_order(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
        glue in proptest::sample::select(&[" ", "", "\n"][..]),
    ) {
        let text = pieces.join(glue);
        assert_orderly(&text, &parse(&text));
    }

    #[test]
    fn any_bytes_are_read_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        assert_orderly(&text, &parse(&text));
    }
}

#[test]
fn long_and_deep_texts_take_linear_time() {
    for piece in
        ["{", "(", "<", "}", "CREATE QUERY q() {", "CREATE VERTEX A (", "\"", "/*", "|", "@a'"]
    {
        let text = piece.repeat(100_000);
        assert_orderly(&text, &parse(&text));
    }
}
