//! A mapping: what each row of a file gives, as it was written.

mod read;

use std::ops::Range;

pub(super) use read::read;
use tg_gsql::report::Lines;
use tg_gsql::syntax::Span;

use super::format::FormatSpec;

/// A text of the mapping and its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// A file, or several of the same form.
#[derive(Debug, Default)]
pub(super) struct FileSpec {
    /// Paths or patterns.
    pub(super) paths: Vec<Name>,
    pub(super) format: FormatSpec,
    /// The format of dates that a value does not set itself.
    pub(super) date: Option<Name>,
    pub(super) has_decimal_comma: bool,
    /// The text between the elements of a LIST, SET or MAP that does not set it itself.
    pub(super) split: Option<String>,
    pub(super) condition: Option<Name>,
    pub(super) ends_must_exist: bool,
    pub(super) vertices: Vec<TypeSpec>,
    pub(super) edges: Vec<TypeSpec>,
}

/// The vertex or edge of a type that a row gives.
#[derive(Debug, Default)]
pub(super) struct TypeSpec {
    pub(super) name: Name,
    pub(super) condition: Option<Name>,
    pub(super) from: Option<EndSpec>,
    pub(super) to: Option<EndSpec>,
    /// The values of attributes and of parts of the key.
    pub(super) values: Vec<(Name, ValueSpec)>,
}

/// An end of an edge.
#[derive(Debug)]
pub(super) struct EndSpec {
    pub(super) span: Range<usize>,
    pub(super) vertex: Option<Name>,
    /// The parts of the key, by name or in order.
    pub(super) parts: Vec<(Option<Name>, ValueSpec)>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct ValueSpec {
    pub(super) span: Range<usize>,
    pub(super) source: Source,
    /// The operator that joins the value to the stored one.
    pub(super) op: Option<Name>,
    /// The text for a missing value.
    pub(super) default: Option<Name>,
    pub(super) date: Option<Name>,
    pub(super) has_decimal_comma: Option<bool>,
    pub(super) split: Option<String>,
    pub(super) pairs: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) enum Source {
    Template(String),
    /// A number or BOOL.
    Constant(String),
    /// A BOOL.
    Condition(String),
}

impl Default for Source {
    fn default() -> Self {
        Self::Template(String::new())
    }
}

impl ValueSpec {
    pub(super) fn template(text: impl Into<String>) -> Self {
        Self { source: Source::Template(text.into()), ..Self::default() }
    }
}

/// The mistakes of a mapping, each with its place.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<(Range<usize>, String)>);

impl Problems {
    pub(super) fn add(&mut self, span: Range<usize>, message: impl Into<String>) {
        let problem = (span, message.into());
        // The files of one entry have the same mistakes.
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns the messages in the order of the text, each with line and column.
    pub(super) fn in_order(mut self, text: &str) -> Vec<(Option<(usize, usize)>, String)> {
        self.0.sort_by_key(|(span, _)| span.start);
        let lines = Lines::of(text);
        let place = |span: Range<usize>| {
            let position = lines.position(Span { start: span.start, end: span.end });
            (!text.is_empty()).then_some((position.line, position.column))
        };
        self.0.into_iter().map(|(span, message)| (place(span), message)).collect()
    }
}
