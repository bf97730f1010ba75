//! The styles of text on a terminal. Whoever prints it leaves them out elsewhere.

use anstyle::{AnsiColor, Style};

/// An error, and what an error points at.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// A warning, and what it points at.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Advice.
pub(crate) const HELP: Style = AnsiColor::Cyan.on_default().bold();
/// File names, line numbers and margins.
pub(crate) const PLACE: Style = AnsiColor::Blue.on_default().bold();
/// What is new, and what is well.
pub(crate) const ADDED: Style = AnsiColor::Green.on_default();
/// What goes.
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default();
/// What changes.
pub(crate) const CHANGED: Style = AnsiColor::Yellow.on_default();
/// Headings and names.
pub(crate) const STRONG: Style = Style::new().bold();
/// What can be passed over.
pub(crate) const FAINT: Style = Style::new().dimmed();
