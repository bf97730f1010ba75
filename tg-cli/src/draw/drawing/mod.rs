//! What is to be seen, before it is written in any format.

mod build;
mod bundle;
#[cfg(test)]
mod tests;

use std::fmt;

/// A side of a bundle with more types than this is named instead of joined by lines.
const MANY: usize = 5;
/// More pairs than this are counted instead of listed.
const LISTED: usize = 16;

/// One graph, or the global types of a catalog without any.
#[derive(Debug)]
pub(super) struct Drawing {
    /// The graph's name; `None` for the global types.
    pub(super) graph: Option<String>,
    /// The vertex types, in the graph's order, and behind them those that only edges name.
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
    /// The key's parts first.
    pub(super) rows: Vec<Row>,
    /// What else there is to say, one thing an entry.
    pub(super) notes: Vec<String>,
}

/// Where a type belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Shared by graphs.
    Global,
    /// The graph's own.
    Local,
    /// Named by an edge type, but not part of the graph.
    Outside,
}

/// An edge type.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) scope: Scope,
    pub(super) directed: bool,
    pub(super) reverse: Option<String>,
    /// The discriminator's parts first.
    pub(super) rows: Vec<Row>,
    /// The indexes of the nodes that it joins.
    pub(super) pairs: Vec<(usize, usize)>,
    /// The same pairs in groups: each group joins all of one side with all of the other, but for a
    /// [listed](Bundle::listed) one.
    pub(super) bundles: Vec<Bundle>,
}

/// Pairs of an edge type that are drawn as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bundle {
    pub(super) from: Vec<usize>,
    pub(super) to: Vec<usize>,
    /// The sides do not tell the pairs, which therefore have to be listed.
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

/// What an attribute is, besides an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The id of a `PRIMARY_ID`; whether it is an attribute, too.
    Id { as_attribute: bool },
    /// A part of a `PRIMARY KEY`: which, if it is composite.
    Key(Option<usize>),
    /// A part of a discriminator.
    Discriminator,
    /// A vector attribute.
    Vector,
    /// Nothing else.
    Plain,
}

/// A tuple type.
#[derive(Debug)]
pub(super) struct Tuple {
    pub(super) name: String,
    /// Names and types.
    pub(super) fields: Vec<(String, String)>,
}

impl Drawing {
    /// The graph's name, or what is drawn without one.
    pub(super) fn title(&self) -> &str {
        self.graph.as_deref().unwrap_or("global types")
    }

    /// How many types there are.
    pub(super) fn counts(&self) -> String {
        let inside = self.nodes.iter().filter(|node| node.scope != Scope::Outside).count();
        format!(
            "{}, {}",
            number(inside, "vertex type", "vertex types"),
            number(self.links.len(), "edge type", "edge types")
        )
    }

    /// A side of a bundle in words: `any type`, `A, B`, or `A, B, C, ... (12 types)`.
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

    /// A pair in words: `A -> B`, `A -- B`.
    pub(super) fn pair(&self, link: &Link, (from, to): (usize, usize)) -> String {
        let arrow = if link.directed { "->" } else { "--" };
        format!("{} {arrow} {}", self.nodes[from].name, self.nodes[to].name)
    }
}

impl Link {
    /// What is said of the edge type besides its name and attributes.
    pub(super) fn notes(&self, drawing: &Drawing, bundle: &Bundle) -> Vec<String> {
        let mut notes = Vec::new();
        if self.scope == Scope::Local {
            notes.push("local".to_owned());
        }
        if let Some(reverse) = &self.reverse {
            notes.push(format!("reverse: {reverse}"));
        }
        if bundle.listed {
            let shown = self.pairs.iter().take(LISTED);
            notes.extend(shown.map(|&pair| drawing.pair(self, pair)));
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
    /// Whether the first side is joined by lines, not only named.
    pub(super) fn joins_from(&self) -> bool {
        self.from.len() <= MANY
    }

    /// Whether the second side is joined by lines, not only named.
    pub(super) fn joins_to(&self) -> bool {
        self.to.len() <= MANY
    }

    /// The two ends, if it is one pair only.
    pub(super) fn only_pair(&self) -> Option<(usize, usize)> {
        match (&self.from[..], &self.to[..]) {
            (&[from], &[to]) => Some((from, to)),
            _ => None,
        }
    }
}

impl Row {
    /// The type, and the default if one is declared.
    pub(super) fn declared(&self) -> String {
        match &self.default {
            Some(default) => format!("{} = {default}", self.ty),
            None => self.ty.clone(),
        }
    }

    /// Whether it is what identifies a vertex, or a part of it.
    pub(super) fn is_key(&self) -> bool {
        matches!(self.mark, Mark::Id { .. } | Mark::Key(_))
    }

    /// What stands before the name: `ID`, `KEY 2`, `INDEX`; empty for most.
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
