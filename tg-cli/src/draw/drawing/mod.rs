//! The content of a picture, independent of its format.

mod build;
mod bundle;
#[cfg(test)]
mod tests;

use std::fmt;

/// The number of types up to which a side of a bundle is joined by lines instead of named.
const MANY: usize = 5;
/// The number of pairs up to which they are listed instead of counted.
const LISTED: usize = 16;

/// One graph, or the global types of a catalog without any.
#[derive(Debug)]
pub(super) struct Drawing {
    /// The graph's name; `None` for the global types.
    pub(super) graph: Option<String>,
    /// The vertex types in the graph's order, then those that are only endpoints of edges.
    pub(super) nodes: Vec<Node>,
    /// The edge types, in the graph's order.
    pub(super) links: Vec<Link>,
    /// The tuples that attributes use.
    pub(super) tuples: Vec<Tuple>,
}

/// A vertex type.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) scope: Scope,
    /// The attributes, with the parts of the key first.
    pub(super) rows: Vec<Row>,
    /// Other properties, one per entry.
    pub(super) notes: Vec<String>,
}

/// The owner of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Global: shared by graphs.
    Global,
    /// Local to the graph.
    Local,
    /// An endpoint of an edge type that is not part of the graph.
    Outside,
}

/// An edge type.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) scope: Scope,
    pub(super) directed: bool,
    pub(super) reverse: Option<String>,
    /// The attributes, with the parts of the discriminator first.
    pub(super) rows: Vec<Row>,
    /// The indexes of the nodes that it joins.
    pub(super) pairs: Vec<(usize, usize)>,
    /// The same pairs in groups. Each group joins all of one side with all of the other, except a
    /// [listed](Bundle::listed) one.
    pub(super) bundles: Vec<Bundle>,
}

/// Pairs of an edge type that are drawn together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bundle {
    pub(super) from: Vec<usize>,
    pub(super) to: Vec<usize>,
    /// `true` if the sides do not determine the pairs, which have to be listed then.
    pub(super) listed: bool,
}

/// An attribute, or a part of a key.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) mark: Mark,
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) default: Option<String>,
    /// The secondary index on it.
    pub(super) index: Option<String>,
}

/// The role of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The id of a `PRIMARY_ID`; `true` if it is also an attribute.
    Id { as_attribute: bool },
    /// A part of a `PRIMARY KEY`, with its number if the key is composite.
    Key(Option<usize>),
    /// A part of a discriminator.
    Discriminator,
    /// A vector attribute.
    Vector,
    /// An attribute without another role.
    Plain,
}

/// A tuple type.
#[derive(Debug)]
pub(super) struct Tuple {
    pub(super) name: String,
    /// The fields: names and types.
    pub(super) fields: Vec<(String, String)>,
}

impl Drawing {
    /// Returns the graph's name, or a title for types without a graph.
    pub(super) fn title(&self) -> &str {
        self.graph.as_deref().unwrap_or("global types")
    }

    /// Returns the number of types.
    pub(super) fn counts(&self) -> String {
        let inside = self.nodes.iter().filter(|node| node.scope != Scope::Outside).count();
        format!(
            "{}, {}",
            number(inside, "vertex type", "vertex types"),
            number(self.links.len(), "edge type", "edge types")
        )
    }

    /// Describes a side of a bundle: `any type`, `A, B`, or `A, B, C, ... (12 types)`.
    pub(super) fn side(&self, side: &[usize]) -> String {
        let names: Vec<_> = side.iter().map(|&node| self.nodes[node].name.as_str()).collect();
        if side.len() == self.nodes.len() && side.len() > 1 {
            return "any type".into();
        }
        match names.get(..3) {
            Some(first) if names.len() > MANY => {
                format!("{}, ... ({} types)", first.join(", "), names.len())
            }
            _ => names.join(", "),
        }
    }

    /// Describes a pair: `A -> B`, `A -- B`.
    pub(super) fn pair(&self, link: &Link, (from, to): (usize, usize)) -> String {
        let arrow = if link.directed { "->" } else { "--" };
        format!("{} {arrow} {}", self.nodes[from].name, self.nodes[to].name)
    }
}

impl Link {
    /// Describes the properties of the edge type other than its name and attributes.
    pub(super) fn notes(&self, drawing: &Drawing, bundle: &Bundle) -> Vec<String> {
        let mut notes = Vec::new();
        if self.scope == Scope::Local {
            notes.push("local".to_owned());
        }
        if let Some(reverse) = &self.reverse {
            notes.push(format!("reverse: {reverse}"));
        }
        if bundle.listed {
            let listed = self.pairs.iter().take(LISTED);
            notes.extend(listed.map(|&pair| drawing.pair(self, pair)));
            if self.pairs.len() > LISTED {
                notes.push(format!("... ({} pairs)", self.pairs.len()));
            }
        } else {
            if !bundle.joins_from() {
                notes.push(format!("from: {}", drawing.side(&bundle.from)));
            }
            if !bundle.joins_to() {
                notes.push(format!("to: {}", drawing.side(&bundle.to)));
            }
        }
        notes
    }
}

impl Bundle {
    /// Returns `true` if the first side is joined by lines, not only named.
    pub(super) fn joins_from(&self) -> bool {
        self.from.len() <= MANY
    }

    /// Returns `true` if the second side is joined by lines, not only named.
    pub(super) fn joins_to(&self) -> bool {
        self.to.len() <= MANY
    }

    /// Returns the two ends if the bundle is a single pair.
    pub(super) fn only_pair(&self) -> Option<(usize, usize)> {
        match (&self.from[..], &self.to[..]) {
            (&[from], &[to]) => Some((from, to)),
            _ => None,
        }
    }
}

impl Row {
    /// Returns the type, with the default if one is declared.
    pub(super) fn declared(&self) -> String {
        match &self.default {
            Some(default) => format!("{} = {default}", self.ty),
            None => self.ty.clone(),
        }
    }

    /// Returns `true` for a part of the key of a vertex.
    pub(super) fn is_key(&self) -> bool {
        matches!(self.mark, Mark::Id { .. } | Mark::Key(_))
    }

    /// Returns the prefix of the name: `ID`, `KEY 2`, `INDEX`; empty for most attributes.
    pub(super) fn tag(&self) -> String {
        match self.mark {
            Mark::Plain if self.index.is_some() => "INDEX".into(),
            mark => mark.to_string(),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id { .. } => f.write_str("ID"),
            Self::Key(None) => f.write_str("KEY"),
            Self::Key(Some(part)) => write!(f, "KEY {part}"),
            Self::Discriminator => f.write_str("DISCR"),
            Self::Vector => f.write_str("VECTOR"),
            Self::Plain => Ok(()),
        }
    }
}

fn number(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
