//! Patterns of FROM: which rows there are.

use std::rc::Rc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{
    Arrow, ClassicPath, EdgeAtom, EdgeStep, Hop, Path, TypeItem, VertexStep,
};

use super::Value;
use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use super::value::EdgeValue;
use crate::store::{EdgeRef, EdgeView, VertexRef};

/// What FROM found: a column for each alias, a row for each match.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) aliases: Vec<Rc<str>>,
    pub(super) rows: Vec<Vec<Value>>,
}

/// Which edges may be gone along.
#[derive(Debug, Clone, Copy)]
enum Along {
    /// Every edge, in either direction.
    Any,
    /// Edges without direction, and those that leave: what version 1 goes along by itself.
    Outward,
    Undirected,
    /// Of one type: leaving, arriving or without direction.
    Typed(EdgeView, Direction),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Leaving,
    Arriving,
    Undirected,
}

impl Machine<'_> {
    /// All matches of the patterns.
    pub(super) fn matches(&self, from: &[Path]) -> Result<Table, Stop> {
        let mut table = Table { aliases: Vec::new(), rows: vec![Vec::new()] };
        for path in from {
            let Path::Classic(path) = path else {
                let span = match path {
                    Path::Gql(path) => path.span,
                    Path::Classic(path) => path.span,
                };
                return Err(unsupported(self.text, span, "patterns of syntax version 3"));
            };
            table = self.path(table, path)?;
        }
        Ok(table)
    }

    fn path(&self, table: Table, path: &ClassicPath) -> Result<Table, Stop> {
        let outward = self.is_version_1(path)?;
        let allowed = self.allowed(&path.start)?;
        let (mut aliases, joined) = (table.aliases, table.rows);
        let others = aliases.len();
        let place = self.vertex_place(&mut aliases, others, &path.start)?;
        // Each row, and the vertex that the path has come to.
        let mut rows: Vec<(Vec<Value>, VertexRef)> = Vec::new();
        for row in joined {
            match place.and_then(|at| row.get(at)) {
                Some(Value::Vertex(Some(at))) => {
                    if allowed.has(*at) {
                        rows.push((row.clone(), *at));
                    }
                }
                Some(_) => {}
                None => {
                    for at in self.every(&allowed) {
                        self.budget.step()?;
                        rows.push((with(&row, place, Value::Vertex(Some(at))), at));
                    }
                }
            }
        }
        for hop in &path.hops {
            rows = self.hop(&mut aliases, others, rows, hop, outward)?;
        }
        Ok(Table { aliases, rows: rows.into_iter().map(|(row, _)| row).collect() })
    }

    fn hop(
        &self,
        aliases: &mut Vec<Rc<str>>,
        others: usize,
        rows: Vec<(Vec<Value>, VertexRef)>,
        hop: &Hop,
        outward: bool,
    ) -> Result<Vec<(Vec<Value>, VertexRef)>, Stop> {
        let edge_place = hop.edge.alias.as_ref().map(|alias| Rc::from(alias.value.as_str()));
        if edge_place.as_ref().is_some_and(|alias| aliases.contains(alias)) {
            return Err(unsupported(self.text, hop.edge.span, "an edge alias in two places"));
        }
        let edge_place = place(aliases, edge_place);
        let to_place = self.vertex_place(aliases, others, &hop.to)?;
        let steps = self.along(&hop.edge, outward)?;
        let allowed = self.allowed(&hop.to)?;
        let mut found = Vec::new();
        for (row, from) in rows {
            let mut ends: Vec<(Option<EdgeValue>, VertexRef)> = vec![(None, from)];
            for along in &steps {
                let mut next = Vec::new();
                for (_, at) in ends {
                    for (edge, other, leaves) in self.graphs.touching(at) {
                        self.budget.step()?;
                        if let Some(edge) = self.goes(along, edge, leaves) {
                            next.push((Some(edge), other));
                        }
                    }
                }
                ends = next;
            }
            for (edge, at) in ends.into_iter().filter(|(_, at)| allowed.has(*at)) {
                let row = match edge_place {
                    Some(_) => with(&row, edge_place, Value::Edge(edge)),
                    None => row.clone(),
                };
                match to_place.and_then(|place| row.get(place)) {
                    Some(Value::Vertex(Some(known))) if *known != at => {}
                    Some(_) => found.push((row, at)),
                    None => found.push((with(&row, to_place, Value::Vertex(Some(at))), at)),
                }
            }
        }
        Ok(found)
    }

    /// The column of a vertex. An alias joins all the places that it stands at; the name of a type
    /// or set joins nothing, and the first of its places is the one that goes by it. `others` aliases
    /// belong to the patterns before this one.
    fn vertex_place(
        &self,
        aliases: &mut Vec<Rc<str>>,
        others: usize,
        step: &VertexStep,
    ) -> Result<Option<usize>, Stop> {
        match (&step.alias, step.items.as_slice()) {
            (Some(alias), _) => Ok(place(aliases, Some(alias.value.as_str().into()))),
            (None, [TypeItem::Name(name)]) => {
                match aliases.iter().position(|known| **known == *name.value) {
                    None => Ok(place(aliases, Some(name.value.as_str().into()))),
                    Some(at) if at >= others => Ok(None),
                    Some(_) => {
                        let what = format!("{} in two patterns without an alias", name.value);
                        Err(unsupported(self.text, name.span, what))
                    }
                }
            }
            _ => Ok(None),
        }
    }

    /// The edge as it is gone along, if one of the alternatives allows it.
    fn goes(&self, along: &[Along], at: EdgeRef, leaves: bool) -> Option<EdgeValue> {
        let shape = self.graphs.schema().edge(at.ty);
        let own = EdgeView { ty: at.ty, reversed: false };
        if !self.graph.edges.contains(&own) {
            return None;
        }
        let plain = EdgeValue { at, reversed: false, turned: !shape.directed && !leaves };
        let turned = EdgeValue { at, reversed: true, turned: true };
        along.iter().find_map(|along| match along {
            Along::Any => Some(plain),
            Along::Undirected => (!shape.directed).then_some(plain),
            Along::Outward if !shape.directed || leaves => Some(plain),
            Along::Outward => shape.reverse.is_some().then_some(turned),
            Along::Typed(view, direction) => {
                if view.ty != at.ty {
                    return None;
                }
                let found = match (shape.directed, leaves != view.reversed) {
                    (false, _) => Direction::Undirected,
                    (true, true) => Direction::Leaving,
                    (true, false) => Direction::Arriving,
                };
                (found == *direction).then_some(if view.reversed { turned } else { plain })
            }
        })
    }

    /// Whether a path has the meaning of version 1: it says so, or it is one hop without an arrow
    /// that starts at a set.
    fn is_version_1(&self, path: &ClassicPath) -> Result<bool, Stop> {
        if let Some(version) = &self.query.syntax {
            match version.value.trim_start_matches('_').to_ascii_lowercase().as_str() {
                "v1" => return Ok(true),
                "v2" | "gsql" => return Ok(false),
                _ => {
                    let what = format!("syntax version {}", version.value);
                    return Err(unsupported(self.text, version.span, what));
                }
            }
        }
        let [hop] = path.hops.as_slice() else { return Ok(false) };
        let [term] = hop.edge.terms.as_slice() else { return Ok(hop.arrow) };
        let arrows = term.atoms.iter().any(|atom| atom.arrow != Arrow::None);
        let starts_at_set = path.start.items.iter().all(|item| match item {
            TypeItem::Name(name) => self.named(&name.value).is_some(),
            TypeItem::Global(_) => true,
            _ => false,
        });
        Ok(hop.arrow || (!arrows && term.repeat.is_none() && starts_at_set))
    }

    /// What each step of a hop may go along.
    fn along(&self, edge: &EdgeStep, outward: bool) -> Result<Vec<Vec<Along>>, Stop> {
        if edge.terms.is_empty() {
            let along = if outward { Along::Outward } else { Along::Any };
            return match along {
                Along::Any if self.has_reverse_types() => Err(self.unclear(edge.span)),
                along => Ok(vec![vec![along]]),
            };
        }
        let step = |term: &tg_gsql::syntax::ast::query::EdgeTerm| {
            if term.repeat.is_some() {
                return Err(unsupported(self.text, edge.span, "the repetition of an edge"));
            }
            let mut along = Vec::new();
            for atom in &term.atoms {
                along.extend(self.atom(atom, outward, edge.span)?);
            }
            Ok(along)
        };
        edge.terms.iter().map(step).collect()
    }

    fn atom(&self, atom: &EdgeAtom, outward: bool, span: Span) -> Result<Vec<Along>, Stop> {
        let names: Vec<String> = match &atom.item {
            TypeItem::Any(_) | TypeItem::Underscore(_) => {
                return match (atom.arrow, outward) {
                    (Arrow::None, true) => Ok(vec![Along::Outward]),
                    (Arrow::None, false) if matches!(atom.item, TypeItem::Underscore(_)) => {
                        Ok(vec![Along::Undirected])
                    }
                    _ => Err(self.unclear(span)),
                };
            }
            TypeItem::Global(name) => {
                return Err(unsupported(self.text, name.span, "an accumulator as an edge type"));
            }
            TypeItem::Name(name) => match self.named(&name.value) {
                Some(value) if self.graph.edge(&name.value).is_none() => {
                    if atom.arrow != Arrow::None || !outward {
                        let what = "a parameter as an edge type, but for syntax version 1";
                        return Err(unsupported(self.text, name.span, what));
                    }
                    self.type_names(value, name.span)?
                }
                _ => vec![name.value.clone()],
            },
        };
        let mut along = Vec::new();
        for name in names {
            let Some(view) = self.graph.edge(&name) else {
                let what =
                    format!("the edge type {name} does not exist in graph {}", self.graph.name);
                return Err(semantic(self.text, span, what));
            };
            let directed = self.graphs.schema().edge(view.ty).directed;
            let direction = match (atom.arrow, directed) {
                (Arrow::Right, _) => Direction::Leaving,
                (Arrow::Left, _) => Direction::Arriving,
                (Arrow::None, true) if outward => Direction::Leaving,
                // A directed type without an arrow matches nothing.
                (Arrow::None, _) => Direction::Undirected,
            };
            along.push(Along::Typed(view, direction));
        }
        Ok(along)
    }

    fn has_reverse_types(&self) -> bool {
        self.graph.edges.iter().any(|view| view.reversed)
    }

    fn unclear(&self, span: Span) -> Stop {
        unsupported(self.text, span, "an edge of any type here: name the types")
    }

    /// The names in a STRING or a collection of them.
    fn type_names(&self, value: &Value, span: Span) -> Result<Vec<String>, Stop> {
        let text = |value: Value| match value {
            Value::Text(text) => Ok(text.to_string()),
            other => Err(self.not_a(&other, "name of a type", span)),
        };
        match value.elements() {
            Some(elements) => elements.into_iter().map(text).collect(),
            None => Ok(vec![text(value.clone())?]),
        }
    }
}

/// The column of an alias, which is made if there is none.
fn place(aliases: &mut Vec<Rc<str>>, alias: Option<Rc<str>>) -> Option<usize> {
    let alias = alias?;
    Some(aliases.iter().position(|known| *known == alias).unwrap_or_else(|| {
        aliases.push(alias);
        aliases.len() - 1
    }))
}

/// A row with one value more, if there is a column for it.
fn with(row: &[Value], place: Option<usize>, value: Value) -> Vec<Value> {
    let mut row = row.to_vec();
    if place.is_some_and(|place| place == row.len()) {
        row.push(value);
    }
    row
}
