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
    render(name, &Position::of(text, finding.span), finding)
}

/// Renders up to [`MAX_LISTED`] findings, and how many there are.
#[must_use]
pub fn findings(name: &str, text: &str, findings: &[Finding]) -> String {
    let lines = Lines::of(text);
    let listed = findings.iter().take(MAX_LISTED);
    let mut report: String =
        listed.map(|found| render(name, &lines.position(found.span), found) + "\n").collect();
    if let Some(more) = more(findings.len()) {
        // Writing to a String cannot fail.
        let _ = writeln!(report, "{more}\n");
    }
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

/// The maximum number of findings about one text that are rendered.
pub const MAX_LISTED: usize = 100;

/// Returns the line that takes the place of the findings that are not rendered.
#[must_use]
pub fn more(findings: usize) -> Option<String> {
    let more = findings.checked_sub(MAX_LISTED).filter(|more| *more > 0)?;
    Some(format!("{more} more findings are not listed"))
}

/// Renders one finding at its position.
#[must_use]
pub fn render(name: &str, position: &Position<'_>, finding: &Finding) -> String {
    let level = match finding.rule.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let number = position.line.to_string();
    let gutter = " ".repeat(number.len());
    let (line, margin, width) = position.excerpt();
    let carets = "^".repeat(width.max(1));
    let mut report = format!(
        "{level}[{}]: {}\n{gutter}--> {name}:{}:{}\n{gutter} |\n{number} | {line}\n\
         {gutter} | {margin}{carets}\n",
        finding.rule.name(),
        finding.message,
        position.line,
        position.column,
    );
    if let Some(help) = &finding.help {
        let _ = writeln!(report, "{gutter} = help: {help}");
    }
    report
}

/// The positions of the lines of a text, for the positions of many findings about it.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// The number of characters before each block of the text.
    characters: Vec<usize>,
}

/// The size of a block of characters that are counted in advance, in bytes.
const BLOCK: usize = 1024;

impl<'a> Lines<'a> {
    /// Finds the lines of a text.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(end, _)| end + 1)).collect();
        let blocks = text.as_bytes().chunks(BLOCK).map(characters);
        let characters = std::iter::once(0).chain(blocks.scan(0, |sum, block| {
            *sum += block;
            Some(*sum)
        }));
        Self { text, starts, characters: characters.collect() }
    }

    /// Returns the position of a span of the text; its end, if the span does not belong to it.
    #[must_use]
    pub fn position(&self, span: Span) -> Position<'a> {
        let text = self.text;
        let start = if text.is_char_boundary(span.start) { span.start } else { text.len() };
        let line = self.starts.partition_point(|begin| *begin <= start);
        let line_start = self.starts[line - 1];
        let line_end = match self.starts.get(line) {
            Some(next) => text[..next - 1].strip_suffix('\r').map_or(next - 1, str::len).max(start),
            None => text.len(),
        };
        let end = (start..=span.end.clamp(start, line_end)).rev();
        let end = end.into_iter().find(|end| text.is_char_boundary(*end)).unwrap_or(start);
        Position {
            line,
            column: self.characters_before(start) - self.characters_before(line_start) + 1,
            text: &text[line_start..line_end],
            above: &text[..line_start],
            before: &text[line_start..start],
            within: &text[start..end],
        }
    }

    fn characters_before(&self, place: usize) -> usize {
        let block = place / BLOCK;
        self.characters[block] + characters(&self.text.as_bytes()[block * BLOCK..place])
    }
}

/// Counts the characters that begin in these bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
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
    /// Everything above the line.
    above: &'a str,
    before: &'a str,
    within: &'a str,
}

impl<'a> Position<'a> {
    /// Returns the position of a span of `text`; its end, if the span does not belong to the text.
    /// For many spans of one text, [`Lines`] is faster.
    #[must_use]
    pub fn of(text: &'a str, span: Span) -> Self {
        Lines::of(text).position(span)
    }

    /// Returns the part of the line around the position as it may be displayed, the margin below it
    /// up to the position, and the width of the span in characters.
    fn excerpt(&self) -> (String, String, usize) {
        const MAX_BEFORE: usize = 100;
        const MAX_WITHIN: usize = 100;
        const MAX_AFTER: usize = 60;
        let last = |text: &'a str, count: usize| {
            text.char_indices().rev().take(count).last().map_or(text.len(), |(at, _)| at)
        };
        let first = |text: &'a str, count: usize| {
            text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
        };
        let from = last(self.before, MAX_BEFORE);
        let within = &self.within[..first(self.within, MAX_WITHIN)];
        let rest = &self.text[self.before.len()..];
        let to = self.before.len() + within.len();
        let to = to + first(&rest[within.len()..], MAX_AFTER);
        let cut = |is_cut: bool| if is_cut { ".." } else { "" };
        let hidden = self.hidden_from();
        let displayed: String = self.text[from..to]
            .char_indices()
            .map(|(at, c)| if from + at >= hidden && c.is_alphanumeric() { '*' } else { c })
            .collect();
        let line = format!("{}{displayed}{}", cut(from > 0), cut(to < self.text.len()));
        let blank = |c| if c == '\t' { '\t' } else { ' ' };
        let margin = cut(from > 0).chars().map(|_| ' ');
        let margin = margin.chain(self.before[from..].chars().map(blank)).collect();
        (line, margin, within.chars().count())
    }

    /// Returns the place in the line from which it is hidden: the content of a data source, which
    /// may contain access keys. The line's end, if nothing is hidden.
    fn hidden_from(&self) -> usize {
        /// The most lines of one definition.
        const MAX_LINES: usize = 100;
        const STATEMENTS: [&str; 12] = [
            "CREATE",
            "USE",
            "DROP",
            "ALTER",
            "GRANT",
            "REVOKE",
            "INSTALL",
            "RUN",
            "SHOW",
            "BEGIN",
            "INTERPRET",
            "SELECT",
        ];
        let is_source = |line: &str| find_ignoring_case(line, "DATA_SOURCE");
        let quote = |line: &str| line.find(['"', '\'']);
        if let Some(at) = is_source(self.text) {
            return quote(&self.text[at..]).map_or(self.text.len(), |quote| at + quote);
        }
        let is_statement = |line: &str| {
            let word = line.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next();
            word.is_some_and(|word| STATEMENTS.iter().any(|it| it.eq_ignore_ascii_case(word)))
        };
        let above = self.above.lines().rev().take(MAX_LINES);
        let mut quotes = 0;
        for line in above {
            let source = is_source(line);
            let part = &line[source.unwrap_or(0)..];
            quotes += part.matches('"').count() - part.matches("\\\"").count();
            if source.is_some() {
                let inside = quotes % 2 == 1;
                return if inside { 0 } else { quote(self.text).unwrap_or(self.text.len()) };
            }
            if is_statement(line) {
                break;
            }
        }
        self.text.len()
    }
}

fn find_ignoring_case(line: &str, word: &str) -> Option<usize> {
    line.as_bytes().windows(word.len()).position(|part| part.eq_ignore_ascii_case(word.as_bytes()))
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
            (
                "CREATE DATA_SOURCE S3 s = \"{\\\"type\\\":\\\"s3\\\",\n\\\"key\\\":\n\
                 AKIA\\\"}\" FOR GRAPH g oops (",
                "****\\\"}\" *** ***** * **** (\n",
            ),
        ] {
            let finding = &crate::syntax::parse(text).findings[0];
            assert!(super::finding("x", text, finding).contains(&format!(" | {line}")), "{text}");
        }
    }

    #[test]
    fn many_findings_in_a_long_line_are_cut() {
        let text = "é".repeat(50_000) + "x" + &"y".repeat(50_000);
        let found = |at| Finding::new(Rule::Syntax, Span { start: at, end: text.len() }, "wrong");
        let report = findings("x", &text, &[found(100_000)]);
        assert!(report.contains("x:1:50001\n"), "{report}");
        assert!(report.contains(&format!("1 | ..{}x", "é".repeat(100))), "{report}");
        assert!(report.contains("yy..\n") && report.len() < 1500, "{report}");
        let many: Vec<_> = (100_001..120_001).map(found).collect();
        let report = findings("x", &text, &many);
        assert!(report.ends_with("\n19900 more findings are not listed\n\nx: 20000 errors\n"));
        assert!(report.len() < 100_000, "{}", report.len());
    }

    #[test]
    fn a_list_ends_with_the_counts() {
        let found = |rule| Finding::new(rule, Span::default(), "wrong");
        let all = [found(Rule::Syntax), found(Rule::Deprecated), found(Rule::Key)];
        assert!(findings("x", "a", &all).ends_with("\nx: 2 errors, 1 warning\n"));
        assert_eq!(findings("x", "a", &[]), "");
    }
}
