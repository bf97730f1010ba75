//! Tuples, vertex types and edge types.

use super::attributes;
use super::difference::{Change, Difference, Subject};
use super::rename::{self, Rename, Renamed};
use super::side::Side;
use crate::apply::TypeKind;
use crate::model::{EdgeType, EndpointPair, PrimaryKey, TupleType, VertexType};

pub(super) fn tuple(
    have: Option<&TupleType>,
    want: Option<&TupleType>,
    found: &mut Vec<Difference>,
) {
    let Some(name) = have.or(want).map(|tuple| tuple.name.clone()) else { return };
    let change = match (have, want) {
        (Some(have), Some(want)) if have.fields == want.fields => return,
        (Some(have), Some(want)) => {
            Change::Fields { have: have.fields.clone(), want: want.fields.clone() }
        }
        (None, _) => Change::Missing,
        (_, None) => Change::Extra,
    };
    found.push(Difference::new(Subject::Tuple(name), change));
}

pub(super) fn compare(
    have: &Side<'_>,
    want: &Side<'_>,
    renames: &[Rename],
    found: &mut Vec<Difference>,
) {
    let mut push = |subject: &Subject, changes: Vec<Change>| {
        found.extend(changes.into_iter().map(|change| Difference::new(subject.clone(), change)));
    };
    let vertex_was = |new: &str| {
        rename::old_name(renames, &Renamed::Vertex, new).filter(|old| {
            have.vertex(new).is_none() && have.vertex(old).is_some() && want.vertex(old).is_none()
        })
    };
    let edge_was = |new: &str| {
        rename::old_name(renames, &Renamed::Edge, new).filter(|old| {
            have.edge(new).is_none() && have.edge(old).is_some() && want.edge(old).is_none()
        })
    };
    // The expected name of an existing vertex type.
    let renamed = |old: &str| {
        let new = rename::new_name(renames, &Renamed::Vertex, old);
        new.filter(|new| vertex_was(new) == Some(old)).unwrap_or(old).to_owned()
    };
    let (mut vertices, mut edges) = (Vec::new(), Vec::new());
    for expected in &want.vertices {
        let mut changes = Vec::new();
        let old = vertex_was(&expected.name);
        let name = old.unwrap_or(&expected.name);
        if let Some(known) = have.vertex(name) {
            changes.extend(old.map(|old| Change::Renamed { old: old.to_owned() }));
            vertex(known, expected, renames, &mut changes);
            vertices.push(name);
        } else if have.edge(name).is_some() && want.edge(name).is_none() {
            changes.push(Change::Kind { have: TypeKind::Edge });
            edges.push(name);
        } else {
            changes.push(Change::Missing);
        }
        push(&Subject::Vertex(expected.name.clone()), changes);
    }
    for expected in &want.edges {
        let mut changes = Vec::new();
        let old = edge_was(&expected.name);
        let name = old.unwrap_or(&expected.name);
        if let Some(known) = have.edge(name) {
            changes.extend(old.map(|old| Change::Renamed { old: old.to_owned() }));
            edge(known, expected, renames, &mut changes);
            let pairs: Vec<_> = have
                .pairs(known)
                .map(|it| EndpointPair { from: renamed(&it.from), to: renamed(&it.to) })
                .collect();
            let expected_pairs: Vec<_> = want.pairs(expected).cloned().collect();
            compare_pairs(
                &pairs,
                &expected_pairs,
                known.directed || expected.directed,
                &mut changes,
            );
            edges.push(name);
        } else if have.vertex(name).is_some() && want.vertex(name).is_none() {
            changes.push(Change::Kind { have: TypeKind::Vertex });
            vertices.push(name);
        } else {
            changes.push(Change::Missing);
        }
        push(&Subject::Edge(expected.name.clone()), changes);
    }
    for known in have.vertices.iter().filter(|it| !vertices.contains(&it.name.as_str())) {
        push(&Subject::Vertex(known.name.clone()), vec![Change::Extra]);
    }
    for known in have.edges.iter().filter(|it| !edges.contains(&it.name.as_str())) {
        push(&Subject::Edge(known.name.clone()), vec![Change::Extra]);
    }
}

fn vertex(have: &VertexType, want: &VertexType, renames: &[Rename], found: &mut Vec<Change>) {
    scope(have.local_to.is_some(), want.local_to.is_some(), found);
    match (&have.key, &want.key) {
        (
            PrimaryKey::PrimaryId { name, ty, as_attribute },
            PrimaryKey::PrimaryId {
                name: expected,
                ty: expected_ty,
                as_attribute: expected_readable,
            },
        ) => {
            if name != expected {
                found.push(Change::KeyName { have: name.clone(), want: expected.clone() });
            }
            if ty != expected_ty {
                found.push(Change::KeyType { have: *ty, want: *expected_ty });
            }
            if as_attribute != expected_readable {
                found.push(Change::KeyAsAttribute { have: *as_attribute });
            }
        }
        (PrimaryKey::Attributes(have), PrimaryKey::Attributes(want)) => {
            if have != want {
                found.push(Change::KeyParts { have: have.clone(), want: want.clone() });
            }
        }
        (have, _) => {
            let have_primary_id = matches!(have, PrimaryKey::PrimaryId { .. });
            found.push(Change::KeyStyle { have_primary_id });
        }
    }
    if have.stats != want.stats {
        found.push(Change::Stats { have: have.stats, want: want.stats });
    }
    let what = Renamed::VertexAttribute(want.name.clone());
    attributes::compare(&have.attributes, &want.attributes, &what, renames, found);
    for expected in &want.vectors {
        match have.vector(&expected.name) {
            None => found.push(Change::VectorMissing(expected.clone())),
            Some(known) if known != expected => {
                found.push(Change::Vector { have: known.clone(), want: expected.clone() });
            }
            Some(_) => {}
        }
    }
    for known in have.vectors.iter().filter(|it| want.vector(&it.name).is_none()) {
        found.push(Change::VectorExtra(known.clone()));
    }
    for expected in &want.indexes {
        match have.indexes.iter().find(|known| known.name == expected.name) {
            None => found.push(Change::IndexMissing(expected.clone())),
            Some(known) if known != expected => {
                found.push(Change::IndexAttribute { have: known.clone(), want: expected.clone() });
            }
            Some(_) => {}
        }
    }
    for known in &have.indexes {
        if !want.indexes.iter().any(|expected| expected.name == known.name) {
            found.push(Change::IndexExtra(known.clone()));
        }
    }
}

/// Compares everything but the pairs.
fn edge(have: &EdgeType, want: &EdgeType, renames: &[Rename], found: &mut Vec<Change>) {
    scope(have.local_to.is_some(), want.local_to.is_some(), found);
    if have.directed != want.directed {
        found.push(Change::Direction { have_directed: have.directed });
    }
    if have.reverse != want.reverse {
        found.push(Change::Reverse { have: have.reverse.clone(), want: want.reverse.clone() });
    }
    let parts = |edge: &EdgeType| -> Vec<_> {
        edge.discriminator().iter().map(|part| (part.name.clone(), part.ty.clone())).collect()
    };
    let (known, expected) = (parts(have), parts(want));
    if known != expected {
        found.push(Change::Discriminator { have: known, want: expected });
    }
    let what = Renamed::EdgeAttribute(want.name.clone());
    attributes::compare(&have.attributes, &want.attributes, &what, renames, found);
}

fn scope(have_local: bool, want_local: bool, found: &mut Vec<Change>) {
    if have_local != want_local {
        found.push(Change::Scope { have_local });
    }
}

fn compare_pairs(
    have: &[EndpointPair],
    want: &[EndpointPair],
    ordered: bool,
    found: &mut Vec<Change>,
) {
    let among = |pairs: &[EndpointPair], pair: &EndpointPair| {
        pairs.iter().any(|it| it == pair || (!ordered && it.from == pair.to && it.to == pair.from))
    };
    found.extend(want.iter().filter(|it| !among(have, it)).cloned().map(Change::PairMissing));
    found.extend(have.iter().filter(|it| !among(want, it)).cloned().map(Change::PairExtra));
}
