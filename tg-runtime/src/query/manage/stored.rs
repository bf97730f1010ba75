//! Stored queries and their states.

use std::fmt;

use serde::Deserialize;

/// A query in the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredQuery {
    /// The name.
    pub name: String,
    /// The statement that created it.
    pub text: String,
    /// The state, which decides whether it can be run.
    pub state: StoredState,
    /// The version of the language, such as `GSQL v2`, if the server reports it.
    pub syntax: Option<String>,
    /// The queries that call it, if the server reports them.
    pub callers: Vec<String>,
    /// `true` if it writes, where the server reports it.
    pub writes: Option<bool>,
}

/// The state of a stored query.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoredState {
    /// It does not compile.
    Draft,
    /// It compiles and is not installed.
    NotInstalled,
    /// It is being installed.
    Installing,
    /// It is installed and can be run.
    Installed,
    /// It was installed, and cannot be run until it, or what it calls, is installed again.
    Disabled,
    /// Another state, as the server spells it: `deprecated`, `blocked`, `failedCompilation`.
    Other(String),
}

impl fmt::Display for StoredState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Draft => "draft",
            Self::NotInstalled => "not installed",
            Self::Installing => "being installed",
            Self::Installed => "installed",
            Self::Disabled => "disabled",
            Self::Other(other) => other,
        })
    }
}

impl StoredState {
    /// Reads the text after a query in `ls`: `installed v2`, `draft`, or nothing.
    pub(super) fn of_listing(text: &str) -> Self {
        match text.split_whitespace().next().unwrap_or_default() {
            "" => Self::NotInstalled,
            "installed" => Self::Installed,
            "draft" => Self::Draft,
            "disabled" => Self::Disabled,
            "pendingInstall" | "installing" => Self::Installing,
            _ => Self::Other(text.to_owned()),
        }
    }

    fn of_info(info: &RawInfo) -> Self {
        let status = info.status.as_deref().unwrap_or("VALID");
        if status.eq_ignore_ascii_case("DRAFT") || status.eq_ignore_ascii_case("INVALID") {
            Self::Draft
        } else if info.installing {
            Self::Installing
        } else if !status.eq_ignore_ascii_case("VALID") {
            Self::Other(status.to_owned())
        } else if !info.installed {
            Self::NotInstalled
        } else if info.enabled {
            Self::Installed
        } else {
            Self::Disabled
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawInfo {
    name: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    syntax: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    installed: bool,
    #[serde(default)]
    installing: bool,
    #[serde(default = "yes")]
    enabled: bool,
    #[serde(default)]
    caller_queries: Vec<String>,
    #[serde(default)]
    graph_update: Option<bool>,
}

fn yes() -> bool {
    true
}

impl From<RawInfo> for StoredQuery {
    fn from(info: RawInfo) -> Self {
        Self {
            state: StoredState::of_info(&info),
            name: info.name,
            text: info.code,
            syntax: info.syntax,
            callers: info.caller_queries,
            writes: info.graph_update,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_listings_and_of_flags() {
        assert_eq!(StoredState::of_listing("installed v2"), StoredState::Installed);
        assert_eq!(StoredState::of_listing(""), StoredState::NotInstalled);
        assert_eq!(StoredState::of_listing("draft"), StoredState::Draft);
        let blocked = StoredState::Other("blocked".to_owned());
        assert_eq!(StoredState::of_listing("blocked"), blocked);
        let info =
            |json: &str| StoredQuery::from(serde_json::from_str::<RawInfo>(json).unwrap()).state;
        assert_eq!(
            info(r#"{"name":"q","status":"VALID","installed":true}"#),
            StoredState::Installed
        );
        let disabled = r#"{"name":"q","installed":true,"enabled":false,"isHidden":false}"#;
        assert_eq!(info(disabled), StoredState::Disabled);
        assert_eq!(info(r#"{"name":"q","status":"DRAFT"}"#), StoredState::Draft);
        assert_eq!(info(r#"{"name":"q","installing":true}"#), StoredState::Installing);
    }
}
