//! Findings for people: message, position, the line with a caret under it, and help.
//!
//! Text only; a terminal application may colour it.

use std::fmt::Write;

use crate::finding::{Finding, Severity};
use crate::syntax::Span;

/// Renders one finding about `text`, which is called `name`: a path, or `<input>`.
///
/// ```
/// use tg_gsql::{apply::script, report};
///
/// let text = "CREATE VERTEX Package (\n  PRIMARY_ID id STRING,\n  weight DUBLE\n)";
/// let finding = &script(text).findings[0];
/// assert_eq!(report::finding("goods.gsql", text, finding), "\
/// error[unknown-attribute-type]: there is no type `DUBLE`
///  --> goods.gsql:3:10
///   |
/// 3 |   weight DUBLE
///   |          ^^^^^
///   = help: did you mean `DOUBLE`?
/// ");
/// ```
#[must_use]
pub fn finding(name: &str, text: &str, finding: &Finding) -> String {
    let level = match finding.rule.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let position = Position::of(text, finding.span);
    let number = position.line.to_string();
    let gutter = " ".repeat(number.len());
    let margin: String =
        position.before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let carets = "^".repeat(position.within.chars().count().max(1));
    let mut report = format!(
        "{level}[{}]: {}\n{gutter}--> {name}:{}:{}\n{gutter} |\n{number} | {}\n\
         {gutter} | {margin}{carets}\n",
        finding.rule.name(),
        finding.message,
        position.line,
        position.column,
        without_secrets(&position),
    );
    if let Some(help) = &finding.help {
        // Writing to a String cannot fail.
        let _ = writeln!(report, "{gutter} = help: {help}");
    }
    report
}

/// Renders all findings, and how many there are.
#[must_use]
pub fn findings(name: &str, text: &str, findings: &[Finding]) -> String {
    let mut report: String =
        findings.iter().map(|found| finding(name, text, found) + "\n").collect();
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let counts: Vec<_> = [(errors, "error"), (findings.len() - errors, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if !counts.is_empty() {
        let _ = writeln!(report, "{name}: {}", counts.join(", "));
    }
    report
}

/// Returns the line as it may be displayed: the content of a data source, which may contain access
/// keys, is hidden. Columns do not change.
fn without_secrets(position: &Position<'_>) -> String {
    let about_source = |line: &str| line.to_ascii_uppercase().contains("DATA_SOURCE");
    let quoted = position.text.find(['"', '\'']);
    let from = quoted.filter(|_| about_source(position.text) || about_source(position.above));
    let (head, tail) = position.text.split_at(from.unwrap_or(position.text.len()));
    let hidden = tail.chars().map(|c| if c.is_alphanumeric() { '*' } else { c });
    head.chars().chain(hidden).collect()
}

/// The position at which a span begins, as an editor counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position<'a> {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The whole line, without its end.
    pub text: &'a str,
    /// The line above it.
    above: &'a str,
    before: &'a str,
    within: &'a str,
}

impl<'a> Position<'a> {
    /// Returns the position of a span of `text`; its end, if the span does not belong to the text.
    #[must_use]
    pub fn of(text: &'a str, span: Span) -> Self {
        let start = if text.is_char_boundary(span.start) { span.start } else { text.len() };
        let (head, tail) = text.split_at(start);
        let line_start = head.rfind('\n').map_or(0, |end| end + 1);
        let line_end = start + tail.find(['\n', '\r']).unwrap_or(tail.len());
        let before = &head[line_start..];
        let above = head[..line_start].trim_end();
        let end = span.end.clamp(start, line_end);
        Self {
            line: head.matches('\n').count() + 1,
            column: before.chars().count() + 1,
            text: &text[line_start..line_end],
            above: &above[above.rfind('\n').map_or(0, |end| end + 1)..],
            before,
            within: text.get(start..end).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Rule;

    fn caret(text: &str, start: usize, end: usize) -> String {
        let found = Finding::new(Rule::Syntax, Span { start, end }, "wrong");
        finding("x", text, &found)
    }

    #[test]
    fn columns_count_characters_and_tabs_stay_tabs() {
        assert_eq!(
            caret("a\n\té b", 6, 7),
            "error[syntax]: wrong\n --> x:2:4\n  |\n2 | \té b\n  | \t  ^\n"
        );
    }

    #[test]
    fn a_span_over_several_lines_is_marked_on_the_first() {
        assert!(caret("ab\r\ncd", 1, 6).contains("1 | ab\n  |  ^\n"));
    }

    #[test]
    fn spans_at_and_beyond_the_end_are_displayed_at_the_end() {
        assert!(caret("ab", 2, 2).contains("x:1:3\n  |\n1 | ab\n  |   ^\n"));
        assert!(caret("aé", 2, 9).contains("x:1:3"));
        assert!(caret("", 7, 9).contains("x:1:1"));
    }

    #[test]
    fn the_content_of_a_data_source_is_hidden() {
        for (text, line) in [
            (
                "create data_source s \"{'key':'AKIA'}\"",
                "create data_source s \"{'***':'****'}\"\n",
            ),
            ("CREATE DATA_SOURCE s =\n{\"key\": \"AKIA\"}", "{\"***\": \"****\"}\n"),
            ("CREATE VERTEX V (\"AKIA\")", "CREATE VERTEX V (\"AKIA\")\n"),
        ] {
            let finding = &crate::syntax::parse(text).findings[0];
            assert!(super::finding("x", text, finding).contains(&format!(" | {line}")), "{text}");
        }
    }

    #[test]
    fn a_list_ends_with_the_counts() {
        let found = |rule| Finding::new(rule, Span::default(), "wrong");
        let all = [found(Rule::Syntax), found(Rule::Deprecated), found(Rule::Key)];
        assert!(findings("x", "a", &all).ends_with("\nx: 2 errors, 1 warning\n"));
        assert_eq!(findings("x", "a", &[]), "");
    }
}
