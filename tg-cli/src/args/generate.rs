//! `tg schema generate`

use std::path::PathBuf;

use clap::ValueEnum;

use super::ConnectionArgs;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  tg schema generate schema/goods.gsql --out src/graph.rs
  tg schema generate --out src/graph.rs --check")]
pub(crate) struct GenerateArgs {
    /// DDL or the server's JSON; `-` reads standard input, `live` the server [default: the snapshot
    /// of tigergraph.toml, or else the server]
    pub(crate) file: Option<PathBuf>,

    /// Write the source to this file instead of printing it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Write nothing; exit with 1 if the file differs from the generated source
    #[arg(long, requires = "out")]
    pub(crate) check: bool,

    /// Credentials of the graphs
    #[arg(long, value_enum, default_value_t = Auth::Secret)]
    pub(crate) auth: Auth,

    /// Visibility of types and fields; empty for private ones
    #[arg(long, default_value = "pub", value_parser = visibility)]
    pub(crate) visibility: String,

    /// An additional derive for every type, such as `serde::Serialize`; may be given several times
    #[arg(long, value_name = "TRAIT", value_parser = path)]
    pub(crate) derive: Vec<String>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Auth {
    Secret,
    Password,
    Token,
    Jwt,
    None,
}

impl Auth {
    /// Returns the value of `#[tigergraph(auth = "..")]`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Password => "password",
            Self::Token => "token",
            Self::Jwt => "jwt",
            Self::None => "none",
        }
    }
}

/// Accepts `pub`, `pub(crate)`, `pub(in path)`, or nothing.
fn visibility(text: &str) -> Result<String, String> {
    let inner = text.strip_prefix("pub").map(str::trim);
    let restricted = inner.and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
    let restricted = restricted.map(|scope| scope.strip_prefix("in ").unwrap_or(scope).trim());
    if text.is_empty() || inner == Some("") || restricted.is_some_and(is_path) {
        return Ok(text.to_owned());
    }
    Err("write `pub`, `pub(crate)`, `pub(super)`, `pub(in path)`, or nothing".to_owned())
}

/// Accepts the path of a trait.
fn path(text: &str) -> Result<String, String> {
    if is_path(text) {
        return Ok(text.to_owned());
    }
    Err("write the path of a derive, such as `serde::Serialize`".to_owned())
}

fn is_path(text: &str) -> bool {
    let word = |word: &str| {
        let starts = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
        starts && word.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    text.strip_prefix("::").unwrap_or(text).split("::").all(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_not_rust_is_rejected() {
        for valid in ["", "pub", "pub(crate)", "pub(in crate::graph)"] {
            assert_eq!(visibility(valid).as_deref(), Ok(valid));
        }
        for wrong in ["public", "pub(", "pub()", "pub fn", "pub(crate) fn x() {} pub"] {
            assert!(visibility(wrong).is_err(), "{wrong}");
        }
        assert!(path("serde::Serialize").is_ok() && path("::a::B").is_ok());
        assert!(path("").is_err() && path("A)] struct X;").is_err() && path("a::").is_err());
    }
}
