//! Settings from environment variables.

use std::time::Duration;

use secrecy::SecretString;

use crate::error::{Error, Result};

/// The variables of the process, or of a test.
pub(crate) struct Environment<'a>(&'a dyn Fn(&str) -> Option<String>);

impl<'a> Environment<'a> {
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self(lookup)
    }

    /// A variable that is set and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    pub(crate) fn secret(&self, name: &str) -> Option<SecretString> {
        self.text(name).map(SecretString::from)
    }

    /// A number of seconds, with a fraction if need be.
    pub(super) fn seconds(&self, name: &str) -> Result<Option<Duration>> {
        let parse = |text: String| {
            let seconds = text.trim().parse().ok().filter(|seconds: &f64| *seconds > 0.0);
            seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).ok_or_else(|| {
                Error::configuration(format!("{name} is `{text}`, which is no number of seconds"))
            })
        };
        self.text(name).map(parse).transpose()
    }

    /// `1` or `true`, `0` or `false`.
    pub(super) fn flag(&self, name: &str) -> Result<bool> {
        match self.text(name).as_deref() {
            None | Some("0" | "false") => Ok(false),
            Some("1" | "true") => Ok(true),
            Some(other) => {
                Err(Error::configuration(format!("{name} is `{other}`: say `true` or `false`")))
            }
        }
    }
}

pub(super) fn of_the_process(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
