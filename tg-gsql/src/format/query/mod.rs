//! Files of queries in canonical layout.
//!
//! Tokens, comments and the line breaks within statements are kept; indentation, blanks and the
//! line breaks between statements are normalised. The tree of a query tells where its statements
//! begin, so that no word is taken for a keyword that is a name.

mod blank;
mod layout;
mod lines;

use crate::finding::Finding;
use crate::query::{Split, parse, split};

/// Returns a file of queries in canonical layout: one statement per line, blocks and clauses
/// indented by two spaces, at most one empty line in a row.
///
/// A query keeps its tokens, its comments, and the line breaks within its statements. Formatting a
/// formatted file does not change it.
///
/// ```
/// let text = "create query q(int n){if n>0 then print n; // more\nend; }";
/// assert_eq!(
///     tg_gsql::format::queries(text).as_deref(),
///     Ok("create query q(int n) {\n  if n>0 then\n    print n; // more\n  end;\n}\n")
/// );
/// ```
///
/// # Errors
///
/// The findings, if a query cannot be parsed or the file has other statements. Names and types are
/// not checked.
pub fn queries(text: &str) -> Result<String, Vec<Finding>> {
    let Split { queries, mut findings } = split(text);
    let mut lines = lines::Lines::default();
    for part in &queries {
        let parsed = parse(part.span.of(text));
        if let Some(query) = &parsed.query {
            lines.query(part.span.of(text), query, part.span.start);
        }
        findings.extend(parsed.findings.into_iter().map(|it| it.after(part.span.start)));
    }
    if findings.iter().any(Finding::is_error) {
        findings.sort_by_key(|finding| finding.span.start);
        findings.dedup();
        return Err(findings);
    }
    Ok(layout::layout(text, &lines))
}
