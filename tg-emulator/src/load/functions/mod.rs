//! Token functions: text in, text out.

mod text;
mod time;
mod words;

use std::borrow::Cow;

use super::expr::Env;

/// A token function.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    /// Nothing if the arguments are not what the function takes.
    pub(super) run: Run,
}

type Run = fn(&[Cow<'_, str>], &Env) -> Option<String>;

/// Functions of one kind, by their names in small letters.
type Family = &'static [Function];

/// The function of a name, in any case.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    let families: [Family; 3] = [text::FUNCTIONS, time::FUNCTIONS, words::FUNCTIONS];
    families.into_iter().flatten().find(|function| function.name.eq_ignore_ascii_case(name))
}
