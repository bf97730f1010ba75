//! The output of the server: success and failure, which it reports in prose.

use std::fmt;

use tg_gsql::syntax::parse;

use super::evidence::{Confirm, Expected};
use crate::error::prose::{self, Prose};
use crate::error::{Error, ErrorKind, Repeat, Result};

/// Control lines begin so; the rest are output.
const CONTROL: &str = "__GSQL__";
const RETURN_CODE: &str = "__GSQL__RETURN__CODE__,";

/// The output of a script, and the results of its statements:
/// [`Gsql::output`](super::Gsql::output).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "a statement may have failed: look, or call `require_success`"]
pub struct GsqlOutput {
    text: String,
    code: u32,
    findings: Vec<GsqlFinding>,
    /// The statement without its words of success.
    unconfirmed: Option<String>,
}

/// A line with the result of a statement. Most statements have one, not all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GsqlFinding {
    /// `true` if the statement failed.
    pub is_failure: bool,
    /// The number of the line in the output, counted from 1.
    pub line: usize,
    /// The line.
    pub text: String,
}

impl fmt::Display for GsqlFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl GsqlOutput {
    /// The printed text, without control lines and escapes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The server's return code; 0 where it gives none. 0 does not mean success.
    pub fn return_code(&self) -> u32 {
        self.code
    }

    /// Returns the results of statements, in their order.
    pub fn findings(&self) -> &[GsqlFinding] {
        &self.findings
    }

    /// Returns the results of the statements that failed.
    pub fn failures(&self) -> impl Iterator<Item = &GsqlFinding> {
        self.findings.iter().filter(|finding| finding.is_failure)
    }

    /// Returns `true` if the server reports no failure of a statement, and that it finished each
    /// `INSTALL QUERY`.
    pub fn is_success(&self) -> bool {
        self.code == 0 && self.failures().next().is_none() && self.unconfirmed.is_none()
    }

    /// Fails if a statement failed.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Gsql`]; the message is what the server printed. With
    /// [`ErrorKind::Unavailable`] when another statement was changing the catalog.
    pub fn require_success(&self) -> Result<()> {
        if self.is_success() {
            return Ok(());
        }
        if self.failures().any(|finding| Prose::CatalogLocked.is_in(&finding.text)) {
            let error = Error::new(ErrorKind::Unavailable, self.text.clone());
            // A statement before the one that found the catalog locked may have been executed.
            let executed =
                self.text.lines().any(|line| !prose::is_of_scope(line) && !prose::is_failure(line));
            return Err(error.with_repeat(Repeat::Always).of_operation(false, executed));
        }
        let message = match &self.unconfirmed {
            Some(statement) if self.failures().next().is_none() && self.code == 0 => {
                let printed = if self.text.is_empty() { "nothing" } else { &self.text };
                format!(
                    "the server does not report the success of `{statement}`; it printed: {printed}"
                )
            }
            _ => self.text.clone(),
        };
        Err(Error::new(ErrorKind::Gsql, message))
    }

    pub(super) fn into_text(self) -> Result<String> {
        self.require_success()?;
        Ok(self.text)
    }

    /// Reads the answer to a script. If it contains texts of the user, only a line that begins as
    /// the server begins its own is a result.
    pub(super) fn read(answer: &str, expected: &Expected, confirm: Confirm) -> Self {
        let (code, text) = output(answer);
        let mut findings = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let is_failure =
                if expected.shows { prose::begins_failure(line) } else { prose::is_failure(line) };
            if is_failure || prose::is_success(line) {
                findings.push(GsqlFinding { is_failure, line: index + 1, text: line.to_owned() });
            }
        }
        let unconfirmed = expected.missing(&text, confirm).map(str::to_owned);
        Self { text, code, findings, unconfirmed }
    }
}

/// Refuses a script with a mistake.
pub(super) fn check(script: &str) -> Result<()> {
    let parsed = parse(script);
    let Some(first) = parsed.findings.iter().find(|finding| finding.is_error()) else {
        return Ok(());
    };
    let line = script[..first.span.start.min(script.len())].matches('\n').count() + 1;
    let help = first.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
    let message = format!("line {line} of the script: {}{help}", first.message);
    Err(Error::new(ErrorKind::Gsql, message))
}

/// The return code, and what was printed.
fn output(text: &str) -> (u32, String) {
    let mut code = 0;
    let mut output = String::new();
    for line in text.lines() {
        if let Some(number) = line.strip_prefix(RETURN_CODE) {
            code = number.trim().parse().unwrap_or(0);
        } else if !line.starts_with(CONTROL) {
            // A progress bar rewrites its line; the last state of it stays.
            let last = line.rsplit('\r').next().unwrap_or(line);
            output.push_str(&without_escapes(last));
            output.push('\n');
        }
    }
    (code, output.trim().to_owned())
}

/// Leaves out what moves the cursor and colours the text.
fn without_escapes(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // `ESC [`, parameters, and a letter.
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str) -> Result<String> {
        GsqlOutput::read(text, &Expected::default(), Confirm::All).into_text()
    }

    fn of_listing(text: &str) -> GsqlOutput {
        GsqlOutput::read(text, &Expected::of("ls"), Confirm::Installations)
    }

    #[test]
    fn control_lines_and_escapes_are_left_out() {
        let text = "Using graph 'G'\n__GSQL__COOKIES__,{\"graph\":\"G\"}\n\
                    [=   ] 10%\r[====] 100%\n\u{1b}[32mdone\u{1b}[0m\n__GSQL__RETURN__CODE__,0\n";
        assert_eq!(judge(text).unwrap(), "Using graph 'G'\n[====] 100%\ndone");
    }

    #[test]
    fn a_failure_shows_in_the_text_or_in_the_code() {
        let prose = "Semantic Check Fails: These queries could not be found anywhere: [q].\n\
                     __GSQL__RETURN__CODE__,0";
        let error = judge(prose).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql);
        assert!(error.message().contains("could not be found"), "{error}");
        let code = judge("Failed to install queries.\n__GSQL__RETURN__CODE__,211").unwrap_err();
        assert_eq!(code.kind(), ErrorKind::Gsql);
    }

    #[test]
    fn a_locked_catalog_is_worth_another_try() {
        let error = judge("Other operation is running, try to lock the catalog").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert!(error.is_retryable() && !error.is_in_doubt());
        let after = "Using graph 'G'\nThe query q is dropped.\nOther operation is running";
        let error = judge(after).unwrap_err();
        assert!(!error.is_retryable() && error.is_in_doubt(), "a statement was executed before");
    }

    #[test]
    fn each_statement_is_told_apart() {
        let output = GsqlOutput::read(
            "Using graph 'G'\nSemantic Check Fails: The job 'j' does not exist.\n\
             Successfully created loading jobs: [j].\n__GSQL__RETURN__CODE__,0\n",
            &Expected::default(),
            Confirm::All,
        );
        let told: Vec<_> = output.findings().iter().map(|it| (it.line, it.is_failure)).collect();
        assert_eq!(told, [(1, false), (2, true), (3, false)]);
        assert!(!output.is_success() && output.return_code() == 0);
        assert_eq!(output.failures().count(), 1);
    }

    #[test]
    fn texts_of_the_users_are_no_failures() {
        let listing = "Using graph 'G'\n  - CREATE LOADING JOB j { // fails if it already exists\n\
                     PRINT \"does not exist\";\n# Failed to create\n}\n";
        assert!(of_listing(listing).is_success());
        assert!(judge(listing).is_err());
        for failure in [
            "Graph 'G' does not exist.",
            "SEMANTIC ERROR: no such query",
            "Semantic Check Fails: The query 'q' does not exist.",
            "Failed to create queries: [q].",
            "The graph G could not be created!",
            "Other operation is running, try to lock the catalog",
            "Error: Currently not using any graphs! Please use 'USE GRAPH' command.",
            "Error: anything",
            "line 1:7 mismatched input 'x' expecting {';'}",
            "line 4:29 no viable alternative at input 'a'\nParsing encountered 1 syntax error(s)",
            "Semantic Check Error in query q (SEM-50): line 2, col 3\nThe name is unknown.",
            "Values of parameter n1 must be INT64 type, invalid value [a] provided.",
            "The graph X could not be dropped!",
        ] {
            assert!(!of_listing(failure).is_success(), "{failure}");
            assert_eq!(
                judge(failure).map_err(|it| it.is_retryable()),
                Err(failure.starts_with("Other operation")),
                "{failure}"
            );
        }
        assert!(!of_listing("__GSQL__RETURN__CODE__,211").is_success());
    }

    #[test]
    fn a_hint_how_to_call_a_query_does_not_install_it() {
        let hint = "Start installing queries, about 1 minute ...\n\
                    q query: curl -X GET 'https://127.0.0.1:9000/query/g/q'.\n";
        let installed = format!("{hint}[====] 100% (1/1)\nQuery installation finished.");
        let script = Expected::of("USE GRAPH g\nINSTALL QUERY q");
        let read = |text: &str| GsqlOutput::read(text, &script, Confirm::Installations);
        assert!(read(&installed).is_success());
        // Before 3.1 the progress was all.
        assert!(read(&format!("{hint}[====] 100% (1/1)")).is_success());
        assert!(!read(&format!("{hint}[==  ] 50% (1/2)")).is_success());
        let error = read(hint).require_success().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql);
        assert!(error.message().contains("`INSTALL QUERY q`") && error.message().contains("curl"));
    }

    #[test]
    fn a_mistake_is_found_before_anything_is_sent() {
        check("USE GRAPH g\nCREATE VERTEX A (PRIMARY_ID id STRING)").unwrap();
        let error = check("USE GRAPH g\nCREATE VERTEX A (PRIMARY_ID").unwrap_err();
        assert!(error.message().starts_with("line 2 of the script: "), "{error}");
    }
}
