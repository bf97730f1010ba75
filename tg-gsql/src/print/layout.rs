//! Lines: one for what is short, otherwise one for each item.

/// How wide a line may be.
pub(crate) const WIDTH: usize = 100;

/// How much further items are indented than their statement.
pub(crate) const ITEM: usize = 4;

/// How a list of items is set.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) open: char,
    pub(crate) close: char,
    /// How far the statement's own lines are indented.
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

/// Endpoint pairs as an item of a list whose items are indented so far: on one line, or one on each.
pub(crate) fn pairs(pairs: &[String], indent: usize) -> String {
    let line = pairs.join(" | ");
    if indent + line.len() < WIDTH {
        return line;
    }
    pairs.join(&format!("\n{}| ", " ".repeat(indent)))
}
