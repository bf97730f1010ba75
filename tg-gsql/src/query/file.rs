//! Files with several queries.

use crate::finding::{Finding, Rule};
use crate::syntax::ast::Statement;
use crate::syntax::{Name, Span, parse};

/// The queries of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The queries, in the order of the text.
    pub queries: Vec<Part>,
    /// The mistakes that are not inside of a query: other statements, and what cannot be read.
    pub findings: Vec<Finding>,
}

/// A query of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name; none for an interpreted query.
    pub name: Option<Name>,
    /// The graph of `FOR GRAPH`.
    pub graph: Option<Name>,
    /// The position of the query's text in the file.
    pub span: Span,
}

/// Divides a text into its queries, which are `CREATE QUERY` and `INTERPRET QUERY` statements.
/// All spans are of `text`; [`query::parse`](super::parse) reads the text of a [`Part::span`].
///
/// ```
/// use tg_gsql::query::split;
///
/// let text = "CREATE QUERY a() { PRINT 1; }\n// the second one\nCREATE QUERY b() { PRINT a(); }";
/// let split = split(text);
/// assert_eq!(split.queries[1].name.as_ref().unwrap().value, "b");
/// assert!(split.queries[1].span.of(text).starts_with("CREATE QUERY b"));
/// assert_eq!(split.findings, []);
/// ```
#[must_use]
pub fn split(text: &str) -> Split {
    let parsed = parse(text);
    let (mut queries, mut others) = (Vec::new(), Vec::new());
    for statement in parsed.statements {
        let (name, graph) = match statement.value {
            Statement::CreateQuery(query) => (Some(query.name), query.graph),
            Statement::InterpretQuery { graph } => (None, graph),
            _ => {
                let message = "only queries are read here";
                let written = statement.span.of(text);
                let help = if is_interpreted_with_name(written) {
                    "an interpreted query has no name: write `INTERPRET QUERY (..) ..` into a file \
                     of its own, whose name is the query's"
                } else {
                    "`tg gsql FILE` runs other statements"
                };
                others.push(Finding::new(Rule::Syntax, statement.span, message).help(help));
                continue;
            }
        };
        queries.push(Part { name, graph, span: statement.span });
    }
    let mut findings = parsed.findings;
    // After a mistake, the parts of a query look like statements.
    if !findings.iter().any(Finding::is_error) {
        findings.append(&mut others);
    }
    Split { queries, findings }
}

/// Returns `true` for `INTERPRET QUERY name(..) { .. }`, where a name means a stored query.
fn is_interpreted_with_name(statement: &str) -> bool {
    let word = statement.split_whitespace().next().unwrap_or_default();
    word.eq_ignore_ascii_case("INTERPRET") && statement.ends_with('}')
}
