//! Creating the queries that are missing or differ.

use std::collections::BTreeSet;
use std::error::Error as _;

use tg_gsql::query::{called_first, calls, is_same, or_replace};

use super::InstallReport;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::query::{DraftQuery, Queries, QuerySource, StoredQuery, StoredState};

/// A query of the program and the stored one of its name.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub(super) source: &'a QuerySource,
    known: Option<&'a StoredQuery>,
    /// The query is created, or created again.
    pub(super) changes: bool,
    /// The names of the queries that it calls.
    calls: BTreeSet<&'a str>,
}

impl Step<'_> {
    fn is_installed(&self) -> bool {
        self.known.is_some_and(|known| known.state == StoredState::Installed)
    }
}

/// Returns the queries in an order in which each comes after those that it calls.
pub(super) fn steps<'a>(sources: &'a [QuerySource], stored: &'a [StoredQuery]) -> Vec<Step<'a>> {
    let pairs: Vec<_> = sources.iter().map(|it| (it.name.as_str(), it.text.as_str())).collect();
    let mut changed = BTreeSet::new();
    let mut steps = Vec::with_capacity(sources.len());
    for index in called_first(&pairs) {
        let source = &sources[index];
        let known = stored.iter().find(|known| known.name == source.name);
        let calls = calls(&source.text);
        // A draft is created again, so that the server returns its mistakes.
        let is_same = known.is_some_and(|known| {
            known.state != StoredState::Draft && is_same(&source.text, &known.text)
        });
        let changes = !is_same || calls.iter().any(|called| changed.contains(called));
        if changes {
            changed.insert(source.name.as_str());
        }
        steps.push(Step { source, known, changes, calls });
    }
    steps
}

/// Returns the names of the installed queries that are not the program's, and call one that is
/// replaced.
pub(super) fn other_callers(steps: &[Step<'_>], stored: &[StoredQuery]) -> BTreeSet<String> {
    let replaced = steps.iter().filter(|step| step.changes && step.known.is_some());
    let mut replaced: BTreeSet<&str> = replaced.map(|step| step.source.name.as_str()).collect();
    let is_own = |query: &&StoredQuery| steps.iter().any(|it| it.source.name == query.name);
    let others = || stored.iter().filter(|query| !is_own(query));
    let mut found = BTreeSet::new();
    loop {
        let calls_one = |query: &&StoredQuery| {
            query.state == StoredState::Installed
                && !found.contains(&query.name)
                && calls(&query.text).iter().any(|called| replaced.contains(called))
        };
        let Some(caller) = others().find(calls_one) else { return found };
        replaced.insert(&caller.name);
        found.insert(caller.name.clone());
    }
}

/// The creation of queries, and what came of it.
pub(super) struct Creation<'a> {
    queries: &'a Queries,
    deadline: Deadline,
    pub(super) report: InstallReport,
    /// The names of the queries to install, in this order.
    pub(super) install: Vec<String>,
    pub(super) failures: Failures,
}

/// The queries that could not be created.
#[derive(Default)]
pub(super) struct Failures {
    /// The messages of the compiler, with files and lines.
    messages: Vec<String>,
    first: Option<DraftQuery>,
    /// The names of the queries that do not compile, and of those that call them.
    names: BTreeSet<String>,
    restored: Vec<String>,
    /// Those whose previous text the server rejected, too.
    lost: Vec<String>,
    skipped: Vec<String>,
}

impl<'a> Creation<'a> {
    pub(super) fn new(queries: &'a Queries, deadline: Deadline) -> Self {
        let (report, failures) = (InstallReport::default(), Failures::default());
        Self { queries, deadline, report, install: Vec::new(), failures }
    }

    /// Creates the queries that change. One that does not compile does not end it, since others
    /// that were replaced have to be installed.
    pub(super) async fn run(&mut self, steps: &[Step<'_>]) -> Result<()> {
        for step in steps {
            let name = &step.source.name;
            if !step.changes {
                let list = match step.is_installed() {
                    true => &mut self.report.unchanged,
                    false => &mut self.install,
                };
                list.push(name.clone());
            } else if step.calls.iter().any(|called| self.failures.names.contains(*called)) {
                self.failures.names.insert(name.clone());
                self.failures.skipped.push(name.clone());
                // It may be disabled, as a query that it calls was replaced.
                if step.is_installed() {
                    self.install.push(name.clone());
                }
            } else {
                self.create(step).await?;
            }
        }
        Ok(())
    }

    async fn create(&mut self, step: &Step<'_>) -> Result<()> {
        let name = &step.source.name;
        let create = |text: &str| self.queries.create(or_replace(text)).within(self.deadline);
        let error = match create(&step.source.text).await {
            Ok(_) => {
                let list = match step.known {
                    Some(_) => &mut self.report.replaced,
                    None => &mut self.report.created,
                };
                list.push(name.clone());
                self.install.push(name.clone());
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::Gsql => error,
            Err(error) => return Err(self.failures.beside(after(error, &self.report))),
        };
        let draft = error.source().and_then(|it| it.downcast_ref::<DraftQuery>()).cloned();
        let previous = step.known.filter(|it| draft.is_some() && it.state != StoredState::Draft);
        match previous {
            Some(previous) if create(&previous.text).await.is_ok() => {
                self.failures.restored.push(name.clone());
                if step.is_installed() {
                    self.install.push(name.clone());
                }
            }
            Some(_) => self.failures.lost.push(name.clone()),
            None => {}
        }
        self.failures.messages.push(located(step.source, draft.as_ref(), &error));
        self.failures.names.insert(name.clone());
        self.failures.first = self.failures.first.take().or(draft);
        Ok(())
    }
}

/// Returns the findings of the server's compiler with their lines in the file.
fn located(source: &QuerySource, draft: Option<&DraftQuery>, error: &Error) -> String {
    let findings = draft.map_or(&[][..], |draft| draft.findings.as_slice());
    if findings.is_empty() {
        return format!("{}: {}", source.place(), error.message());
    }
    let lines = findings.iter().map(|finding| {
        let place = source.place_of(finding.line.unwrap_or(1));
        format!("{place}: {}", finding.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the error that ended an installation, with what was done before.
pub(super) fn after(error: Error, report: &InstallReport) -> Error {
    error.adding(format_args!(
        "(before this, {}; the next installation does the rest)",
        report.sentences()
    ))
}

impl Failures {
    /// Adds them to the error that ends the installation.
    pub(super) fn beside(&self, error: Error) -> Error {
        match self.message() {
            Some(message) => error.adding(format_args!("\n{message}")),
            None => error,
        }
    }

    fn message(&self) -> Option<String> {
        if self.messages.is_empty() {
            return None;
        }
        let mut message =
            format!("queries do not compile on the server:\n{}", self.messages.join("\n"));
        for (head, names) in [
            ("with their previous texts again", &self.restored),
            ("drafts, as the server rejects their previous texts, too", &self.lost),
            ("not replaced, as they call these", &self.skipped),
        ] {
            if !names.is_empty() {
                message += &format!("\n{head}: `{}`", names.join("`, `"));
            }
        }
        Some(message)
    }

    /// Returns the error of queries that do not compile.
    pub(super) fn into_error(self, graph: &str, report: &InstallReport) -> Option<Error> {
        let message = format!("{}\n{report}", self.message()?);
        let error = Error::new(ErrorKind::Gsql, message.trim_end().to_owned())
            .during(|| format!("install the queries of {graph}"));
        Some(match self.first {
            Some(draft) => error.with_source(draft),
            None => error,
        })
    }
}
