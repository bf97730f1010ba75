//! The one table of the server's messages: what their wording means.
//!
//! The GSQL server reports most outcomes in English sentences only, and RESTPP uses one code for
//! several conditions. Wording that a release changes is changed here and nowhere else.

use std::fmt;

use super::ErrorKind::{self, *};
use super::kind::Repeat::{self, Always, IfIdempotent, Never};

/// A meaning that a message of the server can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prose {
    /// The name is taken.
    AlreadyExists,
    /// There is nothing of this name.
    UnknownName,
    /// There is no vertex with this id.
    UnknownVertex,
    /// A vertex type, an edge type or an attribute is not in the schema.
    NotInSchema,
    /// No secret was dropped, since none has the alias.
    SecretNotDropped,
    /// A name or a password, or a token, is wrong.
    BadCredentials,
    /// The client certificate has no access.
    NoAccess,
    /// A token that the server was asked to check is not valid.
    TokenNotVerified,
    /// The request arrived without a token.
    TokenNotReceived,
    /// Another statement is changing the catalog.
    CatalogLocked,
    /// The engine is not ready to resolve ids.
    EngineStarting,
    /// A vertex parameter has no object with an `id`.
    VertexWithoutId,
    /// A query ended in an error.
    RuntimeError,
    /// A query does not compile and was stored as a draft.
    StoredAsDraft,
    /// There are no attributes to compute statistics of.
    NoStatistics,
    /// A statement created something.
    Created,
    /// A statement created a secret, which follows.
    SecretCreated,
    /// A statement dropped something.
    Dropped,
    /// A schema change job ran.
    SchemaChanged,
    /// Queries were installed.
    Installed,
    /// The catalog is listed.
    Listed,
    /// An object is listed.
    Entry,
    /// A query is shown.
    QueryText,
    /// A statement of another kind was executed.
    Done,
}

impl Prose {
    /// Returns the texts of which a message with this meaning contains one.
    const fn texts(self) -> &'static [&'static str] {
        match self {
            Self::AlreadyExists => &["already exists"],
            Self::UnknownName => &["does not exist", "not found", "could not be found"],
            Self::UnknownVertex => {
                &["is not a valid vertex id for vertex type", "Failed to convert user vertex id"]
            }
            Self::NotInSchema => &[
                "is not a valid vertex type",
                "is not a valid edge type",
                "Unknown vertex type",
                "Unknown vertex attribute",
                "Unknown edge type",
                "Invalid edge attribute",
            ],
            Self::SecretNotDropped => &["Failed to drop secrets"],
            Self::BadCredentials => {
                &["Authentication failed", "User authentication failed", "Wrong password!"]
            }
            Self::NoAccess => &["Client certificate verification failed"],
            Self::TokenNotVerified => &["verification failed"],
            Self::TokenNotReceived => &["token = ''"],
            Self::CatalogLocked => &["Other operation is running"],
            Self::EngineStarting => &["failed to retrieve id map"],
            Self::VertexWithoutId => &["is not found in the VERTEX parameter"],
            Self::RuntimeError => &["Runtime Error"],
            Self::StoredAsDraft => &["Saved as draft query"],
            Self::NoStatistics => &["_attr is skip", "No valid edge for the input edge type"],
            Self::Created => &["Successfully created", "is created", "has been added"],
            Self::SecretCreated => &["The secret: "],
            Self::Dropped => &["Successfully dropped", "is dropped", "are dropped"],
            Self::SchemaChanged => {
                &["schema change succeeded", " completes in ", "updated to new version"]
            }
            Self::Installed => &["Query installation finished", "] 100%", "already installed"],
            Self::Listed => &["---- "],
            Self::Entry => &["- "],
            Self::QueryText => &["QUERY ", "query ", "Query "],
            Self::Done => &[
                "Successfully ",
                " successfully",
                "LOAD SUCCESSFUL",
                "_SUCCESS]",
                "succeed",
                "is created",
                "is updated",
                "jobid",
                "Jobid",
                "JobId",
            ],
        }
    }

    /// Returns `true` if `message` has this meaning.
    pub(crate) fn is_in(self, message: &str) -> bool {
        match self {
            Self::Entry => self.texts().iter().any(|text| message.trim_start().starts_with(text)),
            _ => self.texts().iter().any(|text| message.contains(text)),
        }
    }
}

/// The meanings that decide the kind of an error, the more specific ones first.
const KINDS: &[(Prose, ErrorKind, Repeat)] = &[
    (Prose::UnknownVertex, NotFound, Never),
    (Prose::NotInSchema, UnknownName, Never),
    (Prose::BadCredentials, Unauthorized, Never),
    (Prose::NoAccess, Forbidden, Never),
    (Prose::CatalogLocked, Unavailable, Always),
    (Prose::EngineStarting, Unavailable, IfIdempotent),
    (Prose::SecretNotDropped, UnknownName, Never),
    (Prose::AlreadyExists, InvalidRequest, Never),
    (Prose::VertexWithoutId, InvalidRequest, Never),
    (Prose::UnknownName, UnknownName, Never),
    (Prose::RuntimeError, Query, Never),
];

/// Returns the kind of an error with this message, if the wording decides it.
pub(super) fn classify(message: &str) -> Option<(ErrorKind, Repeat)> {
    let found = KINDS.iter().find(|(prose, ..)| prose.is_in(message))?;
    Some((found.1, found.2))
}

/// Texts of which a line of GSQL output contains one if a statement failed. The return code does
/// not suffice: it is 0 also after a failed semantic check.
const FAILURES: &[&str] = &[
    "Other operation is running",
    "Encountered \"",
    "SEMANTIC ERROR",
    "Syntax Error",
    "Invalid syntax",
    "Semantic Check Fails",
    "Semantic Check Error",
    "Type Check Error",
    "Parsing encountered ",
    "Currently not using any graphs",
    "Values of parameter ",
    "Failed to create",
    "Failed to drop",
    "could not be created!",
    "could not be dropped!",
    "schema change failed",
    "does not exist",
    "is not a valid",
    "already exists",
    "Saved as draft query",
    "Query installation failed!",
    "Failed to install queries",
    "Runtime Error",
    "is a reserved keyword",
];

/// Texts with which a line of GSQL output begins if a statement succeeded.
const SUCCESSES: &[&str] = &[
    "Successfully ",
    "Using graph '",
    "Using global",
    "LOAD SUCCESSFUL",
    "Query installation finished",
    "Local schema change succeeded",
    "Global schema change succeeded",
];

/// Texts with which a line of GSQL output begins if it reports the scope of the next statements.
const SCOPES: &[&str] = &["Using graph '", "Using global"];

/// Returns `true` if a line of GSQL output reports a scope, or nothing.
pub(crate) fn is_of_scope(line: &str) -> bool {
    line.trim().is_empty() || SCOPES.iter().any(|scope| line.starts_with(scope))
}

/// Texts with which a line of GSQL output begins if it reports an empty list.
const EMPTY: &[&str] = &["No ", "There is no ", "There are no "];

/// Returns `true` for the lines of a list without entries, and for those that report a scope.
pub(crate) fn is_without_entry(line: &str) -> bool {
    is_of_scope(line) || EMPTY.iter().any(|empty| line.starts_with(empty))
}

/// Returns `true` if a line of GSQL output reports a failure.
pub(crate) fn is_failure(line: &str) -> bool {
    FAILURES.iter().any(|failure| line.contains(failure)) || opens_failure(line)
}

/// Returns `true` for lines that report a failure by their start alone: `Error: ..`, and those of
/// the parser, `line 1:7 mismatched input ..`.
fn opens_failure(line: &str) -> bool {
    let placed = || {
        let (place, _) = line.strip_prefix("line ")?.split_once(' ')?;
        let (line, column) = place.split_once(':')?;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        Some(is_number(line) && is_number(column))
    };
    line.starts_with("Error:") || placed() == Some(true)
}

/// Returns `true` if a line of GSQL output reports a failure and begins as the server begins such
/// lines. Stricter than [`is_failure`], for output that also contains texts of the user.
pub(crate) fn begins_failure(line: &str) -> bool {
    let begins = |start: &&str| line.starts_with(*start);
    let named = ["Graph '", "The job '", "The query '", "The data source '", "The graph "];
    FAILURES.iter().any(begins)
        || opens_failure(line)
        || (named.iter().any(begins)
            && ["does not exist.", "could not be created!", "could not be dropped!"]
                .iter()
                .any(|end| line.trim_end().ends_with(end)))
}

/// Returns `true` if a line of GSQL output reports a success.
pub(crate) fn is_success(line: &str) -> bool {
    let ends = ["is created.", "is dropped.", "is dropped!"];
    let made = line.starts_with("The ") && ends.iter().any(|end| line.trim_end().ends_with(end));
    let changed = ["The job ", "Graph "].iter().any(|start| line.starts_with(start))
        && Prose::SchemaChanged.is_in(line);
    made || changed || SUCCESSES.iter().any(|success| line.starts_with(success))
}

/// The state of work that runs on the server: of a script, a query, an installation or a loading
/// job.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WorkState {
    /// It has not begun.
    Waiting,
    /// It has begun and has not ended.
    Running,
    /// It was stopped and can be resumed.
    Paused,
    /// It has ended. Its result has the details: a statement of a script may have failed, lines of
    /// a file may be invalid.
    Finished,
    /// It has ended with an error.
    Failed,
    /// The server ended it at its time limit.
    TimedOut,
    /// It was ended by a request.
    Aborted,
    /// Another state, as the server spells it.
    Other(String),
}

impl WorkState {
    /// Returns `true` if the work has ended.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Finished | Self::Failed | Self::TimedOut | Self::Aborted)
    }

    /// Returns the state that a message reports, such as `finished with status SUCCESS`.
    pub(crate) fn of_message(message: &str) -> Self {
        let message = message.to_ascii_uppercase();
        let has = |text: &str| message.contains(text);
        if has("ABORT") || has("CANCEL") {
            Self::Aborted
        } else if has("FAIL") || has("ERROR") {
            Self::Failed
        } else if has("FINISHED") || has("SUCCESS") {
            Self::Finished
        } else {
            Self::Running
        }
    }

    /// Returns the state of a query by the word that RESTPP has for it.
    pub(crate) fn of_query(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "running" => Self::Running,
            "success" => Self::Finished,
            "timeout" => Self::TimedOut,
            "aborted" => Self::Aborted,
            _ => Self::Other(word.to_owned()),
        }
    }

    /// Returns the state of a loading job by the server's word for it, of which releases have
    /// several.
    pub(crate) fn of_loading_job(word: &str) -> Option<Self> {
        const WORDS: [(WorkState, &[&str]); 6] = [
            (WorkState::Failed, &["FAIL", "ERROR"]),
            (WorkState::Aborted, &["ABORT", "STOP", "CANCEL", "KILL"]),
            (WorkState::Paused, &["PAUSE"]),
            (WorkState::Finished, &["FINISH", "SUCCE", "DONE", "COMPLETE"]),
            (WorkState::Running, &["RUN", "START", "RESUM", "LOADING"]),
            (WorkState::Waiting, &["WAIT", "PEND", "QUEUE", "INIT"]),
        ];
        let word = word.to_ascii_uppercase();
        let fits = |(_, parts): &&(Self, &[&str])| parts.iter().any(|part| word.contains(part));
        WORDS.iter().find(fits).map(|(state, _)| state.clone())
    }
}

impl fmt::Display for WorkState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::TimedOut => "timed out",
            Self::Aborted => "aborted",
            Self::Other(state) => state,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_report_states() {
        for (message, expected) in [
            ("Request 1 is finished with status SUCCESS", WorkState::Finished),
            ("Request 1 is finished with status FAILED", WorkState::Failed),
            ("Request 1 is running", WorkState::Running),
            ("Successfully aborted request 1", WorkState::Aborted),
        ] {
            assert_eq!(WorkState::of_message(message), expected, "{message}");
        }
    }
}
