//! The text of a box, and its size.

use super::text::{mono, sans, short};
use super::{Detail, Size};
use crate::draw::drawing::{Bundle, Drawing, Link, Node, Row, Scope, Tuple};

/// The length in characters up to which texts are not shortened.
const MAX_NAME: usize = 40;
const MAX_TYPE: usize = 32;
const MAX_DEFAULT: usize = 20;

pub(in crate::draw) const PAD: f64 = 10.0;
pub(in crate::draw) const HEAD: f64 = 28.0;
pub(in crate::draw) const NOTE: f64 = 14.0;
pub(in crate::draw) const ROW: f64 = 18.0;
/// Font sizes.
pub(in crate::draw) const NAME: f64 = 13.5;
pub(in crate::draw) const EDGE_NAME: f64 = 12.5;
pub(in crate::draw) const TEXT: f64 = 12.0;
pub(in crate::draw) const SMALL: f64 = 10.5;
pub(in crate::draw) const TAG: f64 = 9.0;

/// The box of a vertex type or of a tuple.
#[derive(Debug)]
pub(in crate::draw) struct TypeBox {
    pub(in crate::draw) name: String,
    /// The space below the name.
    pub(in crate::draw) notes: Vec<String>,
    pub(in crate::draw) rows: Vec<Cell>,
    /// The distance of names and types from the left side.
    pub(in crate::draw) name_at: f64,
    pub(in crate::draw) type_at: f64,
    pub(in crate::draw) size: Size,
}

/// A line in a box.
#[derive(Debug)]
pub(in crate::draw) struct Cell {
    pub(in crate::draw) tag: String,
    pub(in crate::draw) name: String,
    pub(in crate::draw) ty: String,
    /// The full text, if it is longer than the displayed one.
    pub(in crate::draw) tooltip: Option<String>,
    /// `true` for a part of the key.
    pub(in crate::draw) is_key: bool,
}

/// The box of an edge type.
#[derive(Debug)]
pub(in crate::draw) struct EdgeBox {
    pub(in crate::draw) name: String,
    pub(in crate::draw) rows: Vec<Cell>,
    pub(in crate::draw) notes: Vec<String>,
    pub(in crate::draw) size: Size,
}

impl TypeBox {
    pub(in crate::draw) fn of_vertex(node: &Node, detail: Detail) -> Self {
        let rows = node.rows.iter().filter(|row| detail == Detail::Full || row.is_key());
        let mut notes = node.notes.clone();
        if node.scope == Scope::Local {
            notes.insert(0, "local to this graph".into());
        }
        Self::new(&node.name, notes, rows.map(Cell::of).collect())
    }

    pub(in crate::draw) fn of_tuple(tuple: &Tuple, detail: Detail) -> Self {
        let fields = tuple.fields.iter().filter(|_| detail == Detail::Full);
        let rows = fields.map(|(name, ty)| Cell {
            tag: String::new(),
            name: short(name, MAX_NAME),
            ty: ty.clone(),
            tooltip: None,
            is_key: false,
        });
        Self::new(&tuple.name, vec!["tuple".into()], rows.collect())
    }

    fn new(name: &str, notes: Vec<String>, rows: Vec<Cell>) -> Self {
        let name = short(name, MAX_NAME);
        let widest = |of: fn(&Cell) -> f64| rows.iter().map(of).fold(0.0, f64::max);
        let tags = widest(|row| mono(&row.tag, TAG));
        let name_at = PAD + if tags > 0.0 { tags + 8.0 } else { 0.0 };
        let type_at = name_at + widest(|row| mono(&row.name, TEXT)) + 14.0;
        let body =
            if rows.is_empty() { 0.0 } else { type_at + widest(|row| mono(&row.ty, TEXT)) + PAD };
        let noted = notes.iter().map(|note| mono(note, SMALL)).fold(0.0, f64::max);
        let head = sans(&name, NAME).max(noted) + 2.0 * PAD;
        let mut height = HEAD + NOTE * notes.len() as f64;
        if !rows.is_empty() {
            height += ROW * rows.len() as f64 + 8.0;
        }
        let size = Size { width: body.max(head).max(90.0), height };
        Self { name, notes, rows, name_at, type_at, size }
    }

    /// Returns the height of the part with the name.
    pub(in crate::draw) fn head(&self) -> f64 {
        HEAD + NOTE * self.notes.len() as f64
    }
}

impl EdgeBox {
    pub(in crate::draw) fn of(
        drawing: &Drawing,
        link: &Link,
        bundle: &Bundle,
        detail: Detail,
    ) -> Self {
        let name = short(&link.name, MAX_NAME);
        let full = detail == Detail::Full;
        let rows: Vec<_> = link.rows.iter().filter(|_| full).map(Cell::of).collect();
        let mut notes = link.notes(drawing, bundle);
        notes.retain(|note| full || !note.starts_with("reverse: "));
        notes.iter_mut().for_each(|note| *note = short(note, 2 * MAX_NAME));
        let lines = rows.iter().map(|row| mono(&row.line(), SMALL));
        let noted = notes.iter().map(|note| mono(note, SMALL));
        let width = lines.chain(noted).fold(sans(&name, EDGE_NAME), f64::max) + 2.0 * PAD;
        let height = 24.0 + NOTE * (rows.len() + notes.len()) as f64;
        let extra = if rows.is_empty() && notes.is_empty() { 0.0 } else { 4.0 };
        // The lines that end at the box need space, too.
        let joined = |joins: bool, side: &[usize]| if joins { side.len() } else { 0 };
        let from = joined(bundle.joins_from(), &bundle.from);
        let lines = from.max(joined(bundle.joins_to(), &bundle.to));
        let height = (height + extra).max(16.0 + 9.0 * lines as f64);
        Self { name, rows, notes, size: Size { width, height } }
    }
}

impl Cell {
    fn of(row: &Row) -> Self {
        let name = short(&row.name, MAX_NAME);
        let mut ty = short(&row.ty, MAX_TYPE);
        if let Some(default) = &row.default {
            ty = format!("{ty} = {}", short(default, MAX_DEFAULT));
        }
        let whole = format!("{} {}", row.name, row.declared());
        let is_cut = format!("{name} {ty}") != whole;
        let tooltip = match &row.index {
            Some(index) => Some(format!("{whole}, index {index}")),
            None => is_cut.then_some(whole),
        };
        Self { tag: row.tag(), name, ty, tooltip, is_key: row.is_key() }
    }

    /// Returns the full text in one line.
    pub(in crate::draw) fn line(&self) -> String {
        let tag = if self.tag.is_empty() { String::new() } else { format!("{} ", self.tag) };
        format!("{tag}{} {}", self.name, self.ty)
    }
}
