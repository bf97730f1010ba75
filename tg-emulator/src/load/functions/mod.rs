//! Token functions: functions from texts to a text.

mod string;
mod text;
mod time;

use std::borrow::Cow;

use super::expr::Env;

/// A token function.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    /// Returns `None` if the arguments are invalid.
    pub(super) run: Run,
}

type Run = fn(&[Cow<'_, str>], &Env) -> Option<String>;

/// A table of functions. The names are lower-case.
type Family = &'static [Function];

/// Returns the function with a name, which is not case-sensitive.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    let families: [Family; 3] = [text::FUNCTIONS, time::FUNCTIONS, string::FUNCTIONS];
    families.into_iter().flatten().find(|function| function.name.eq_ignore_ascii_case(name))
}
