//! Renames: those to perform, and those that are impossible.

use super::planner::Planner;
use crate::diff::{Rename, Renamed};
use crate::model::{Attribute, PrimaryKey, VertexType};

impl Planner<'_> {
    /// Keeps the renames whose old name exists and is not expected itself, or reports why one is
    /// impossible without a loss.
    pub(super) fn find_renames(&mut self) {
        for rename in self.goal.renames {
            if self.is_to_do(rename) {
                self.renames.push(rename);
            }
        }
        for rename in self.renames.clone() {
            let refusal = match &rename.what {
                Renamed::Vertex => self.vertex_refusal(rename),
                Renamed::Edge => self.edge_refusal(rename),
                Renamed::VertexAttribute(_) | Renamed::EdgeAttribute(_) => {
                    self.attribute_refusal(rename)
                }
            };
            if let Some(reason) = refusal {
                let (old, new) = (&rename.old, &rename.new);
                self.reject(format!(
                    "`{old}` cannot be renamed to `{new}` with its data: {reason}"
                ));
            }
        }
    }

    fn is_to_do(&self, Rename { what, old, new }: &Rename) -> bool {
        let has = |list: &[Attribute], name: &str| list.iter().any(|it| it.name == name);
        match what {
            Renamed::Vertex => {
                self.have_vertex(old).is_some()
                    && self.want_vertex(new).is_some()
                    && self.want_vertex(old).is_none()
            }
            Renamed::Edge => {
                self.have_edge(old).is_some()
                    && self.want_edge(new).is_some()
                    && self.want_edge(old).is_none()
            }
            Renamed::VertexAttribute(of) => self.want_vertex(of).is_some_and(|want| {
                let have = self.have_vertex(self.old_type(&Renamed::Vertex, of));
                // The key's name is not an attribute of a PRIMARY_ID, and may be the one that is
                // meant.
                let there = have.is_some_and(|it| has(&it.attributes, old) || is_id(it, old));
                let expected = has(&want.attributes, new) || is_id(want, new);
                there && expected && !has(&want.attributes, old) && !is_id(want, old)
            }),
            Renamed::EdgeAttribute(of) => self.want_edge(of).is_some_and(|want| {
                let have = self.have_edge(self.old_type(&Renamed::Edge, of));
                have.is_some_and(|it| has(&it.attributes, old))
                    && has(&want.attributes, new)
                    && !has(&want.attributes, old)
            }),
        }
    }

    /// Returns the name under which an expected type exists: its old one as long as that has the
    /// data.
    pub(super) fn old_type<'n>(&'n self, what: &Renamed, new: &'n str) -> &'n str {
        let rename = self.goal.renames.iter().find(|it| it.what == *what && it.new == new);
        let there = |old: &str| match what {
            Renamed::Vertex => self.have_vertex(old).is_some() && self.want_vertex(old).is_none(),
            _ => self.have_edge(old).is_some() && self.want_edge(old).is_none(),
        };
        rename.filter(|it| there(&it.old)).map_or(new, |rename| rename.old.as_str())
    }

    /// Returns the new name of a vertex type.
    pub(super) fn new_vertex<'n>(&'n self, old: &'n str) -> &'n str {
        let rename = self.renames.iter().find(|it| it.what == Renamed::Vertex && it.old == old);
        rename.map_or(old, |rename| rename.new.as_str())
    }

    /// Returns the new name of an attribute in a type whose attributes are renamed as `what`.
    pub(super) fn new_attribute<'n>(&'n self, what: &Renamed, old: &'n str) -> &'n str {
        let rename = self.renames.iter().find(|it| it.what == *what && it.old == old);
        rename.map_or(old, |rename| rename.new.as_str())
    }

    fn vertex_refusal(&self, Rename { old, new, .. }: &Rename) -> Option<String> {
        let (have, want) = (self.have_vertex(old)?, self.want_vertex(new)?);
        if !same_key(have, want) {
            return Some("the key is another, too; change it by a plan of its own".into());
        }
        if let Some(reason) = self.type_changes(
            &Renamed::VertexAttribute(new.clone()),
            &have.attributes,
            &want.attributes,
        ) {
            return Some(reason);
        }
        if !have.vectors.is_empty() {
            return Some(
                "a copy would lose its vector attributes, because no endpoint lists them".into(),
            );
        }
        let graph = self.goal.graph;
        let remaining = self.new.edges_of(graph).filter(|edge| edge.touches(old)).find(|edge| {
            self.want_edge(&edge.name).is_some()
                || (self.goal.keep_extra && !self.is_renamed_edge(&edge.name))
        })?;
        let edge = &remaining.name;
        Some(format!(
            "the edge type `{edge}` ends there, and there is no statement that removes an end of \
             an edge type; rename `{edge}` in the same change, too"
        ))
    }

    fn is_renamed_edge(&self, old: &str) -> bool {
        self.renames.iter().any(|it| it.what == Renamed::Edge && it.old == old)
    }

    fn edge_refusal(&self, Rename { old, new, .. }: &Rename) -> Option<String> {
        let (have, want) = (self.have_edge(old)?, self.want_edge(new)?);
        if have.directed != want.directed {
            return Some("the direction is another, too; change it by a plan of its own".into());
        }
        let what = Renamed::EdgeAttribute(new.clone());
        let parts = |edge: &crate::model::EdgeType| -> Vec<_> {
            edge.discriminator().iter().map(|it| (it.name.clone(), it.ty.clone())).collect()
        };
        if parts(have) != parts(want) {
            return Some(
                "the discriminator is another, too; change it by a plan of its own".into(),
            );
        }
        if let Some(reason) = self.type_changes(&what, &have.attributes, &want.attributes) {
            return Some(reason);
        }
        if let Some(pair) = have
            .pairs
            .iter()
            .find(|pair| !want.joins(self.new_vertex(&pair.from), self.new_vertex(&pair.to)))
        {
            let (from, to) = (&pair.from, &pair.to);
            return Some(format!(
                "edges from `{from}` to `{to}` have no place in it; let `{new}` join them, too"
            ));
        }
        let reverse = have.reverse.as_ref().filter(|_| self.have_edge(new).is_none())?;
        (want.reverse.as_ref() == Some(reverse)).then(|| {
            format!(
                "`{reverse}` stays the reverse of `{old}` until the data is copied; give the \
                 reverse of `{new}` another name"
            )
        })
    }

    /// Returns an attribute that both types have, under its old or new name, with another type.
    fn type_changes(
        &self,
        what: &Renamed,
        have: &[Attribute],
        want: &[Attribute],
    ) -> Option<String> {
        have.iter().find_map(|known| {
            let name = self.new_attribute(what, &known.name);
            let expected = want.iter().find(|expected| expected.name == name)?;
            (expected.ty != known.ty).then(|| {
                let (name, have, want) = (&known.name, &known.ty, &expected.ty);
                format!(
                    "`{name}` is {have}, and {want} is expected; change the type in a separate plan"
                )
            })
        })
    }

    fn attribute_refusal(&self, Rename { what, old, new }: &Rename) -> Option<String> {
        let (have, want) = match what {
            Renamed::VertexAttribute(of) => {
                let have = self.have_vertex(self.old_type(&Renamed::Vertex, of))?;
                let want = self.want_vertex(of)?;
                let keyed =
                    is_id(have, old) || is_id(want, new) || have.is_key(old) || want.is_key(new);
                if keyed {
                    return Some("it is the key, which stays with a vertex".into());
                }
                (have.attribute(old)?, want.attribute(new)?)
            }
            Renamed::EdgeAttribute(of) => {
                let have = self.have_edge(self.old_type(&Renamed::Edge, of))?;
                let want = self.want_edge(of)?;
                let part =
                    |parts: &[Attribute], name: &str| parts.iter().any(|it| it.name == *name);
                if part(have.discriminator(), old) || part(want.discriminator(), new) {
                    return Some(
                        "it is part of the discriminator, which stays with an edge".into(),
                    );
                }
                (have.attribute(old)?, want.attribute(new)?)
            }
            Renamed::Vertex | Renamed::Edge => return None,
        };
        (have.ty != want.ty).then(|| {
            format!(
                "it is {}, and {} is expected; change the type in a separate plan",
                have.ty, want.ty
            )
        })
    }
}

fn is_id(vertex: &VertexType, name: &str) -> bool {
    matches!(&vertex.key, PrimaryKey::PrimaryId { name: id, .. } if id == name)
}

/// Returns `true` if the keys of both types are equal.
pub(super) fn same_key(have: &VertexType, want: &VertexType) -> bool {
    have.key == want.key && have.key_parts().eq(want.key_parts())
}
