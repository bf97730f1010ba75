//! Positions in a text.

use std::ops::Range;

/// A range of bytes in the text that was parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Returns the span from the beginning of this one to the end of `other`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end.max(self.start) }
    }

    /// Returns `true` if `other` begins within this span.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        Range::from(self).contains(&other.start)
    }

    /// Returns the span in a text that contains this one's text from the byte `start` on.
    #[must_use]
    pub fn after(self, start: usize) -> Self {
        Self { start: self.start + start, end: self.end + start }
    }

    /// Returns the part of `text` in the span; empty if it belongs to another text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(Range::from(self)).unwrap_or_default()
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

/// A value and its position.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The position.
    pub span: Span,
}

/// An identifier as it was written.
pub type Name = Spanned<String>;
