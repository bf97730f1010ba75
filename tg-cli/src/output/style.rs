//! The styles of text on a terminal. The printing code removes them elsewhere.

use anstyle::{AnsiColor, Style};

/// An error, and the place of an error.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// A warning, and its place.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Advice.
pub(crate) const HELP: Style = AnsiColor::Cyan.on_default().bold();
/// File names, line numbers and margins.
pub(crate) const PLACE: Style = AnsiColor::Blue.on_default().bold();
/// Additions and success.
pub(crate) const ADDED: Style = AnsiColor::Green.on_default();
/// Removals.
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default();
/// Changes.
pub(crate) const CHANGED: Style = AnsiColor::Yellow.on_default();
/// Headings and names.
pub(crate) const STRONG: Style = Style::new().bold();
/// Text of little importance.
pub(crate) const FAINT: Style = Style::new().dimmed();
