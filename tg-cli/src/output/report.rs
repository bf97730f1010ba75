//! Findings about a GSQL text: as excerpts with carets, or as data.

use serde::Serialize;
use tg_gsql::report::{self, Lines, Position};
use tg_gsql::{Finding, Severity};

use super::Output;
use super::style::{ADDED, ERROR, HELP, PLACE, STRONG, WARNING};
use super::table::count;
use crate::exit::{Failure, Outcome};

/// The findings about one text.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    file: String,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    findings: Vec<Entry>,
    #[serde(skip)]
    text: String,
}

#[derive(Debug, Serialize)]
struct Entry {
    rule: &'static str,
    severity: &'static str,
    /// Starts at 1.
    line: usize,
    /// In characters, starting at 1.
    column: usize,
    /// In bytes from the start of the text; the end is exclusive.
    start: usize,
    end: usize,
    message: String,
    help: Option<String>,
}

impl Report {
    /// Creates a report of the findings about `text`, which has the name `name`.
    pub(crate) fn new(name: &str, text: &str, findings: &[Finding]) -> Self {
        let errors = findings.iter().filter(|finding| finding.is_error()).count();
        let lines = Lines::of(text);
        let entries = findings.iter().map(|finding| {
            let place = lines.position(finding.span);
            Entry {
                rule: finding.rule.name(),
                severity: severity(finding),
                line: place.line,
                column: place.column,
                start: finding.span.start,
                end: finding.span.end,
                message: finding.message.clone(),
                help: finding.help.clone(),
            }
        });
        Self {
            file: name.to_owned(),
            errors,
            warnings: findings.len() - errors,
            findings: entries.collect(),
            text: findings
                .iter()
                .take(report::MAX_LISTED)
                .map(|found| styled(name, &lines.position(found.span), found) + "\n")
                .chain(report::more(findings.len()).map(|more| more + "\n\n"))
                .collect(),
        }
    }

    /// Returns excerpts with carets, then the number of findings.
    pub(crate) fn text(&self) -> String {
        let counts: Vec<_> = [(self.errors, "error", ERROR), (self.warnings, "warning", WARNING)]
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, what, style)| {
                format!("{style}{count} {what}{}{style:#}", if count == 1 { "" } else { "s" })
            })
            .collect();
        match counts.as_slice() {
            [] => String::new(),
            counts => format!("{}{}: {}\n", self.text, self.file, counts.join(", ")),
        }
    }

    /// Returns the excerpts, or a line that there are no findings.
    pub(crate) fn text_or_all_well(&self) -> String {
        match self.findings.len() {
            0 => format!("{}: {ADDED}no findings{ADDED:#}\n", self.file),
            _ => self.text(),
        }
    }

    /// For a command that needs a text without errors: the findings go to standard error, or, for
    /// programs, into the failure.
    pub(crate) fn require_sound(&self, out: Output) -> Outcome<()> {
        if !out.json {
            super::stderr(&self.text());
        }
        match self.errors {
            0 => Ok(()),
            errors => Err(Failure::findings(
                format!("{} has {}", self.file, count(errors, "error")),
                serde_json::to_value(&self.findings).unwrap_or_default(),
            )),
        }
    }
}

fn severity(finding: &Finding) -> &'static str {
    match finding.rule.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Styles one excerpt. The meaning of a line follows from its position: head, place, margin, text,
/// carets, help.
fn styled(name: &str, position: &Position<'_>, finding: &Finding) -> String {
    let level = if finding.is_error() { ERROR } else { WARNING };
    let mut styled = String::new();
    for (index, line) in report::render(name, position, finding).lines().enumerate() {
        let line = visible(line);
        let (margin, rest) = line.split_once('|').map_or(("", &*line), |(margin, rest)| {
            if index < 2 { ("", &*line) } else { (margin, rest) }
        });
        styled += &match index {
            0 => match line.split_once(": ") {
                Some((head, message)) => {
                    format!("{level}{head}{level:#}: {STRONG}{message}{STRONG:#}")
                }
                None => line,
            },
            1 => match line.split_once("--> ") {
                Some((indent, place)) => format!("{indent}{PLACE}-->{PLACE:#} {place}"),
                None => line,
            },
            3 => format!("{PLACE}{margin}|{PLACE:#}{rest}"),
            2 | 4 => format!("{PLACE}{margin}|{PLACE:#}{level}{rest}{level:#}"),
            _ => line.replacen("help:", &format!("{HELP}help{HELP:#}:"), 1),
        };
        styled.push('\n');
    }
    styled
}

/// Makes control characters visible that could move the cursor or change colours, because the text
/// may come from anyone.
fn visible(line: &str) -> String {
    let visible =
        |c: char| if c.is_control() && c != '\t' { char::REPLACEMENT_CHARACTER } else { c };
    line.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_its_styles_a_report_is_the_plain_one() {
        let text = "CREATE VERTEX A (PRIMARY_ID id STRING, w DUBLE)\nCREATE GRAPH g(B)";
        let findings = tg_gsql::apply::script(text).findings;
        let styled = Report::new("a.gsql", text, &findings).text();
        let plain = anstream::adapter::strip_str(&styled).to_string();
        assert_eq!(plain, report::findings("a.gsql", text, &findings));
        assert!(styled.contains("\u{1b}["));
    }

    #[test]
    fn escapes_in_the_text_do_not_reach_the_terminal() {
        let text = "CREATE \u{1b}[31mVERTEX";
        let findings = tg_gsql::apply::script(text).findings;
        let styled = Report::new("a.gsql", text, &findings).text();
        assert!(!styled.contains("\u{1b}[31mVERTEX"), "{styled:?}");
    }
}
