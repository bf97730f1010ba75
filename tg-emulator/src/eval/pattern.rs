//! Matching of the patterns in FROM.

use std::mem::size_of;
use std::rc::Rc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{
    Arrow, ClassicPath, EdgeAtom, EdgeStep, Hop, Path, TypeItem, VertexStep,
};

use super::budget::Held;
use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use super::value::EdgeValue;
use super::{Budget, Failure, Value};
use crate::store::{EdgeRef, EdgeView, VertexRef};

/// The result of FROM: one column per alias, one row per match.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) aliases: Vec<Rc<str>>,
    pub(super) rows: Vec<Vec<Value>>,
    /// The memory of the rows.
    _held: Held<'a>,
}

/// Rows, each with the vertex at the end of its path.
struct Ends<'a> {
    rows: Vec<(Vec<Value>, VertexRef)>,
    held: Held<'a>,
}

impl<'a> Ends<'a> {
    fn new(budget: &'a Budget) -> Self {
        Self { rows: Vec::new(), held: budget.hold() }
    }

    fn push(&mut self, row: Vec<Value>, at: VertexRef) -> Result<(), Failure> {
        self.held.grow(size_of::<(Vec<Value>, VertexRef)>() + row.len() * size_of::<Value>())?;
        self.rows.push((row, at));
        Ok(())
    }
}

/// The edges that a step can follow.
#[derive(Debug, Clone, Copy)]
enum EdgeMatch {
    /// Every edge, in either direction.
    Any,
    /// Undirected edges and outgoing ones: the meaning of a version 1 pattern without types.
    Outward,
    /// Every edge with this direction; reverse types are types of their own.
    Every(Direction),
    /// Edges of one type in one direction.
    Typed(EdgeView, Direction),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Outgoing,
    Incoming,
    Undirected,
}

impl<'a> Machine<'a> {
    /// Returns all matches of the patterns.
    pub(super) fn matches(&self, from: &[Path]) -> Result<Table<'a>, Stop> {
        let mut table =
            Table { aliases: Vec::new(), rows: vec![Vec::new()], _held: self.budget.hold() };
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

    fn path(&self, table: Table<'_>, path: &ClassicPath) -> Result<Table<'a>, Stop> {
        let outward = self.is_version_1(path)?;
        let candidates = self.candidates(&path.start)?;
        let Table { mut aliases, rows: joined, _held } = table;
        let earlier = aliases.len();
        let column = self.vertex_column(&mut aliases, earlier, &path.start)?;
        let mut ends = Ends::new(self.budget);
        for row in joined {
            match column.and_then(|column| row.get(column)) {
                Some(Value::Vertex(Some(at))) => {
                    if candidates.contains(*at) {
                        ends.push(row.clone(), *at)?;
                    }
                }
                Some(_) => {}
                None => {
                    for at in self.list(&candidates) {
                        self.budget.step()?;
                        ends.push(extend_row(&row, column, Value::Vertex(Some(at))), at)?;
                    }
                }
            }
        }
        for hop in &path.hops {
            ends = self.hop(&mut aliases, earlier, ends, hop, outward)?;
        }
        let rows = ends.rows.into_iter().map(|(row, _)| row).collect();
        Ok(Table { aliases, rows, _held: ends.held })
    }

    fn hop(
        &self,
        aliases: &mut Vec<Rc<str>>,
        earlier: usize,
        from: Ends<'_>,
        hop: &Hop,
        outward: bool,
    ) -> Result<Ends<'a>, Stop> {
        let edge_alias = hop.edge.alias.as_ref().map(|alias| Rc::from(alias.value.as_str()));
        if edge_alias.as_ref().is_some_and(|alias| aliases.contains(alias)) {
            return Err(unsupported(self.text, hop.edge.span, "an edge alias in two places"));
        }
        let edge_column = column_of(aliases, edge_alias);
        let to_column = self.vertex_column(aliases, earlier, &hop.to)?;
        let steps = self.steps(&hop.edge, outward)?;
        let candidates = self.candidates(&hop.to)?;
        let mut found = Ends::new(self.budget);
        let Ends { rows, held: _held } = from;
        for (row, from) in rows {
            let mut ends: Vec<(Option<EdgeValue>, VertexRef)> = vec![(None, from)];
            for matches in &steps {
                let mut next = Vec::new();
                for (_, at) in ends {
                    for (edge, other, is_source) in self.graphs.incident_edges(at) {
                        self.budget.step()?;
                        if let Some(edge) = self.match_edge(matches, edge, is_source) {
                            next.push((Some(edge), other));
                        }
                    }
                }
                ends = next;
            }
            for (edge, at) in ends.into_iter().filter(|(_, at)| candidates.contains(*at)) {
                let row = match edge_column {
                    Some(_) => extend_row(&row, edge_column, Value::Edge(edge)),
                    None => row.clone(),
                };
                match to_column.and_then(|column| row.get(column)) {
                    Some(Value::Vertex(Some(known))) if *known != at => {}
                    Some(_) => found.push(row, at)?,
                    None => found.push(extend_row(&row, to_column, Value::Vertex(Some(at))), at)?,
                }
            }
        }
        Ok(found)
    }

    /// Returns the column of a vertex step.
    ///
    /// All steps with the same alias are joined. A type or set without an alias can be referred to
    /// by its name, which then is the alias of the first such step; steps with the same name are
    /// not joined. The first `earlier` aliases are those of the patterns before this one.
    fn vertex_column(
        &self,
        aliases: &mut Vec<Rc<str>>,
        earlier: usize,
        step: &VertexStep,
    ) -> Result<Option<usize>, Stop> {
        match (&step.alias, step.items.as_slice()) {
            (Some(alias), _) => Ok(column_of(aliases, Some(alias.value.as_str().into()))),
            (None, [TypeItem::Name(name)]) => {
                match aliases.iter().position(|known| **known == *name.value) {
                    None => Ok(column_of(aliases, Some(name.value.as_str().into()))),
                    Some(at) if at >= earlier => Ok(None),
                    Some(_) => {
                        let what = format!("{} in two patterns without an alias", name.value);
                        Err(unsupported(self.text, name.span, what))
                    }
                }
            }
            _ => Ok(None),
        }
    }

    /// Returns the edge in the direction in which it is followed, if one of the alternatives
    /// matches. `is_source` is `true` if it is followed from its source or first end.
    fn match_edge(
        &self,
        alternatives: &[EdgeMatch],
        at: EdgeRef,
        is_source: bool,
    ) -> Option<EdgeValue> {
        let shape = self.graphs.schema().edge(at.ty);
        let own = EdgeView { ty: at.ty, reversed: false };
        if !self.graph.edges.contains(&own) {
            return None;
        }
        let plain = EdgeValue { at, reversed: false, turned: !shape.directed && !is_source };
        let turned = EdgeValue { at, reversed: true, turned: true };
        let has_reverse = shape.reverse.is_some();
        let direction = |reversed: bool| match (shape.directed, is_source != reversed) {
            (false, _) => Direction::Undirected,
            (true, true) => Direction::Outgoing,
            (true, false) => Direction::Incoming,
        };
        alternatives.iter().find_map(|alternative| match alternative {
            EdgeMatch::Any | EdgeMatch::Outward if !shape.directed || is_source => Some(plain),
            EdgeMatch::Any | EdgeMatch::Outward if has_reverse => Some(turned),
            EdgeMatch::Any => Some(plain),
            EdgeMatch::Outward => None,
            EdgeMatch::Every(sought) if direction(false) == *sought => Some(plain),
            EdgeMatch::Every(sought) => {
                (has_reverse && direction(true) == *sought).then_some(turned)
            }
            EdgeMatch::Typed(view, sought) => (view.ty == at.ty
                && direction(view.reversed) == *sought)
                .then_some(if view.reversed { turned } else { plain }),
        })
    }

    /// Returns `true` if a path has the meaning of syntax version 1: the query declares that
    /// version, or the path is a single hop without an arrow that starts at a set.
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
            TypeItem::Name(name) => self.lookup(&name.value).is_some(),
            TypeItem::Global(_) => true,
            _ => false,
        });
        Ok(hop.arrow || (!arrows && term.repeat.is_none() && starts_at_set))
    }

    /// Returns the alternatives of each step of a hop.
    fn steps(&self, edge: &EdgeStep, outward: bool) -> Result<Vec<Vec<EdgeMatch>>, Stop> {
        if edge.terms.is_empty() {
            let any = if outward { EdgeMatch::Outward } else { EdgeMatch::Any };
            return Ok(vec![vec![any]]);
        }
        let step = |term: &tg_gsql::syntax::ast::query::EdgeTerm| {
            if term.repeat.is_some() {
                return Err(unsupported(self.text, edge.span, "the repetition of an edge"));
            }
            let mut alternatives = Vec::new();
            for atom in &term.atoms {
                alternatives.extend(self.atom(atom, outward, edge.span)?);
            }
            Ok(alternatives)
        };
        edge.terms.iter().map(step).collect()
    }

    fn atom(&self, atom: &EdgeAtom, outward: bool, span: Span) -> Result<Vec<EdgeMatch>, Stop> {
        let names: Vec<String> = match &atom.item {
            TypeItem::Any(_) | TypeItem::Underscore(_) => {
                let is_any = matches!(atom.item, TypeItem::Any(_));
                return Ok(vec![match atom.arrow {
                    Arrow::Right => EdgeMatch::Every(Direction::Outgoing),
                    Arrow::Left => EdgeMatch::Every(Direction::Incoming),
                    Arrow::None if outward => EdgeMatch::Outward,
                    Arrow::None if is_any => EdgeMatch::Any,
                    Arrow::None => EdgeMatch::Every(Direction::Undirected),
                }]);
            }
            TypeItem::Global(name) => {
                return Err(unsupported(self.text, name.span, "an accumulator as an edge type"));
            }
            TypeItem::Name(name) => match self.lookup(&name.value) {
                Some(value) if self.graph.edge(&name.value).is_none() => {
                    if atom.arrow != Arrow::None || !outward {
                        let what = "a parameter as an edge type, except in syntax version 1";
                        return Err(unsupported(self.text, name.span, what));
                    }
                    self.type_names(value, name.span)?
                }
                _ => vec![name.value.clone()],
            },
        };
        let mut alternatives = Vec::new();
        for name in names {
            let Some(view) = self.graph.edge(&name) else {
                let what =
                    format!("the edge type {name} does not exist in graph {}", self.graph.name);
                return Err(semantic(self.text, span, what));
            };
            let directed = self.graphs.schema().edge(view.ty).directed;
            let direction = match (atom.arrow, directed) {
                (Arrow::Right, _) => Direction::Outgoing,
                (Arrow::Left, _) => Direction::Incoming,
                (Arrow::None, true) if outward => Direction::Outgoing,
                // A directed type without an arrow matches nothing.
                (Arrow::None, _) => Direction::Undirected,
            };
            alternatives.push(EdgeMatch::Typed(view, direction));
        }
        Ok(alternatives)
    }

    /// Returns the name in a STRING, or all names in a collection of them.
    fn type_names(&self, value: &Value, span: Span) -> Result<Vec<String>, Stop> {
        let text = |value: Value| match value {
            Value::Text(text) => Ok(text.to_string()),
            other => Err(self.type_mismatch(&other, "the name of a type", span)),
        };
        match value.elements() {
            Some(elements) => elements.into_iter().map(text).collect(),
            None => Ok(vec![text(value.clone())?]),
        }
    }
}

/// Returns the column of an alias, and creates it if necessary.
fn column_of(aliases: &mut Vec<Rc<str>>, alias: Option<Rc<str>>) -> Option<usize> {
    let alias = alias?;
    Some(aliases.iter().position(|known| *known == alias).unwrap_or_else(|| {
        aliases.push(alias);
        aliases.len() - 1
    }))
}

/// Returns a copy of a row, extended by a value if `column` is the next column.
fn extend_row(row: &[Value], column: Option<usize>, value: Value) -> Vec<Value> {
    let mut row = row.to_vec();
    if column.is_some_and(|column| column == row.len()) {
        row.push(value);
    }
    row
}
