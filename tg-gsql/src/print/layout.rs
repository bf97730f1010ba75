//! Lines: one for a short statement, otherwise one per item.

/// The maximal width of a line.
pub(crate) const WIDTH: usize = 100;

/// The indent of further items relative to their statement.
pub(crate) const ITEM: usize = 4;

/// The layout of a list of items.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) open: char,
    pub(crate) close: char,
    /// The indent of the statement's own lines.
    pub(crate) indent: usize,
}

impl Default for Layout {
    fn default() -> Self {
        Self { open: '(', close: ')', indent: 0 }
    }
}

/// `head(item, item)`, on several lines if it does not fit on one.
pub(crate) fn statement(head: &str, items: &[String], layout: Layout) -> String {
    let Layout { open, close, indent } = layout;
    let line = format!("{head}{open}{}{close}", items.join(", "));
    if indent + line.len() <= WIDTH {
        return line;
    }
    let margin = " ".repeat(indent + ITEM);
    let items = items.join(&format!(",\n{margin}"));
    format!("{head}{open}\n{margin}{items}\n{}{close}", " ".repeat(indent))
}

/// Returns endpoint pairs as an item of a list with this indent: on one line, or one per line.
pub(crate) fn pairs(pairs: &[String], indent: usize) -> String {
    let line = pairs.join(" | ");
    if indent + line.len() < WIDTH {
        return line;
    }
    pairs.join(&format!("\n{}| ", " ".repeat(indent)))
}
