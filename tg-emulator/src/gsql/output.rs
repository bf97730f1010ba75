//! The output of a script.

use std::fmt::Display;

use tg_gsql::query::Position;
use tg_gsql::{Finding, Rule};

use crate::config::{Generation, Version};

/// The rejection of a statement that needs a working graph.
pub(crate) const NO_GRAPH: &str =
    "Error: Currently not using any graphs! Please use 'USE GRAPH' command to use a graph.";

/// The reasons for which a statement is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// There is no working graph, so that the statement was not checked.
    NoGraph,
    /// Failed checks, with a sentence for each.
    Checks(Vec<String>),
}

impl Rejection {
    pub(crate) fn reasons(&self) -> Vec<&str> {
        match self {
            Self::NoGraph => vec![NO_GRAPH],
            Self::Checks(reasons) => reasons.iter().map(String::as_str).collect(),
        }
    }
}

impl From<String> for Rejection {
    fn from(reason: String) -> Self {
        Self::Checks(vec![reason])
    }
}

/// The output of a script, and how it ended.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) text: String,
    /// The return code that a 3.x server adds to the text, also after failures.
    pub(crate) code: u16,
    /// A statement failed.
    pub(crate) failed: bool,
    /// The version whose words the output has.
    version: Version,
}

impl Output {
    pub(crate) fn of(version: Version) -> Self {
        Self { version, ..Self::default() }
    }

    pub(super) fn line(&mut self, line: impl Display) {
        self.text.push_str(&format!("{line}\n"));
    }

    pub(super) fn failure(&mut self, line: impl Display) {
        self.failed = true;
        self.line(line);
    }

    /// Prints a failed check, with the words by which clients recognize one.
    pub(super) fn semantic_error(&mut self, reason: impl Display) {
        self.failure(format!("Semantic Check Fails: {reason}"));
    }

    /// Prints a rejection, and the outcome of the statement if it was checked.
    pub(super) fn rejected(&mut self, rejection: &Rejection, outcome: impl Display) {
        match rejection {
            Rejection::NoGraph => self.failure(NO_GRAPH),
            Rejection::Checks(reasons) => {
                reasons.iter().for_each(|reason| self.semantic_error(reason));
                self.failure(outcome);
            }
        }
    }

    /// Prints that the emulator does not support a feature of a real server.
    pub(super) fn unsupported(&mut self, what: impl Display) {
        self.failure(format!("SEMANTIC ERROR: the emulator does not support {what}."));
    }

    /// Prints findings, some of them about the name of a new type of a `kind`.
    pub(super) fn findings_about(&mut self, kind: &str, findings: &[Finding]) {
        for finding in findings.iter().filter(|finding| finding.is_error()) {
            match finding.message.split('`').nth(1) {
                Some(name) if finding.rule == Rule::NameInUse => self.semantic_error(format!(
                    "The {kind} name {name} is used by another object! Please use a different name."
                )),
                _ => self.semantic_error(sentence(finding)),
            }
        }
    }

    pub(super) fn findings(&mut self, findings: &[Finding]) {
        sentences(findings).for_each(|reason| self.semantic_error(reason));
    }

    /// Prints syntax errors, in the form of the server's parser: JavaCC on 3.x, ANTLR on 4.x.
    pub(crate) fn syntax_errors<'f>(
        &mut self,
        script: &str,
        findings: impl IntoIterator<Item = &'f Finding>,
    ) {
        let mut count = 0;
        for finding in findings {
            count += 1;
            self.syntax_error(script, finding);
        }
        if count > 0 && self.version.generation() == Generation::V4 {
            self.failure(format!("Parsing encountered {count} syntax error(s)"));
        }
    }

    fn syntax_error(&mut self, script: &str, finding: &Finding) {
        let Position { line, column } = Position::of(script, finding.span);
        let near = finding.span.of(script).lines().next().unwrap_or_default();
        // A string can be the content of a data source, with its secrets.
        let (near, reason) = match near.chars().next() {
            None => ("<EOF>", sentence(finding)),
            Some('"' | '\'') => {
                (&near[..1], sentence(finding).replace(finding.span.of(script), "..."))
            }
            Some(_) => (near, sentence(finding)),
        };
        if self.version.generation() == Generation::V4 {
            let reason = reason.trim_end_matches('.');
            let place = format!("line {line}:{column}");
            return self
                .failure(format!("{place} no viable alternative at input '{near}'; {reason}"));
        }
        let column = column + 1;
        self.failure(format!("Encountered \"{near}\" at line {line}, column {column}."));
        self.failure(format!("Syntax Error: {reason}"));
    }
}

/// Returns the errors as sentences, without the warnings.
pub(super) fn sentences(findings: &[Finding]) -> impl Iterator<Item = String> {
    findings.iter().filter(|finding| finding.is_error()).map(sentence)
}

fn sentence(finding: &Finding) -> String {
    if let Some(sentence) = recorded(finding) {
        return sentence;
    }
    if finding.rule == Rule::UnknownEndpoint {
        return format!("FROM or TO vertex type does not exist! {}", plain_sentence(finding));
    }
    plain_sentence(finding)
}

fn plain_sentence(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}; {help}.", finding.message),
        None => format!("{}.", finding.message),
    }
}

/// Returns the message of a real server for a finding, where it is known.
fn recorded(finding: &Finding) -> Option<String> {
    // The names are the quoted parts of the message.
    let mut names = finding.message.split('`').skip(1).step_by(2);
    match finding.rule {
        Rule::ReservedName if finding.message.ends_with("is a reserved word of GSQL") => {
            let name = names.next()?;
            return Some(format!("The specified Identifier '{name}' is a reserved keyword"));
        }
        Rule::UnknownGraph => return Some(format!("Graph '{}' does not exist.", names.next()?)),
        Rule::NameInUse if finding.message.starts_with("the graph name ") => {
            return Some(
                "The graph name conflicts with another type or existing graph names! Please use a \
                 different name."
                    .to_owned(),
            );
        }
        Rule::EndpointNotInGraph => {}
        _ => return None,
    }
    let (edge, graph, vertex) = (names.next()?, names.next()?, names.next()?);
    let end = if finding.message.contains(" FROM ") { "FROM" } else { "TO" };
    Some(format!(
        "The schema change job tries to add edge {edge} to graph {graph}, but the {end} vertex type \
         {vertex} does not exist on the graph."
    ))
}
