//! Names that generated Rust has to change.

use tg_gsql::model::{
    Attribute, AttributeType, Catalog, ElementType, PrimaryKey, TupleType, VertexType,
};
use tg_gsql::name;

const TYPES: &[&str] = &[
    "person",
    "Person",
    "PERSON",
    "per_son",
    "PerSon",
    "stored_at",
    "STORED_AT",
    "Vector",
    "Vertices",
    "Edges",
    "Result",
    "Some",
    "None",
    "Ok",
    "Box",
    "Self",
    "self",
    "i64",
    "Bytes",
    "bool_",
    "Vertex_",
    "edge_",
    "Tuple_",
    "String_",
    "Option",
    "Vec",
    "BTreeMap",
    "SetOf",
    "FixedBinary",
    "Id",
    "Client",
    "Token",
    "Error",
    "_x",
    "X",
    "__",
    "A_1",
    "a_1",
    "A1",
    "type_",
    "fn",
    "impl",
    "Graph_",
    "Clone",
    "Debug",
    "Default_",
    "PersonEdge",
    "PersonVertex",
    "a_type_whose_name_is_so_long_that_few_lines_have_room_for_it",
];

const ATTRIBUTES: &[&str] = &[
    "type",
    "self",
    "Self",
    "crate",
    "super",
    "firstName",
    "first_name",
    "FirstName",
    "FIRSTNAME",
    "_",
    "__",
    "_1",
    "a__b",
    "a_b",
    "aB",
    "id",
    "ID",
    "Id",
    "async",
    "gen",
    "fn",
    "box",
    "client",
    "__client",
    "__out",
    "__row",
    "key",
    "value",
    "str",
    "u8",
    "match",
    "union",
    "columns",
    "an_attribute_whose_name_is_so_long_that_few_lines_have_room_for_it",
];

/// Takes names of the lists for types and attributes, by a generator with this `seed`.
pub(crate) fn make_awkward(mut catalog: Catalog, seed: u64) -> Catalog {
    let mut draw = Draw(seed | 1);
    let mut renames: Vec<(String, String)> = Vec::new();
    let types = distinct_types(&catalog);
    for old in types {
        if let Some(new) = draw.name(TYPES, |new| renames.iter().any(|(_, taken)| taken == new)) {
            renames.push((old, new));
        }
    }
    let rename = |name: &mut String| {
        if let Some((_, new)) = renames.iter().find(|(old, _)| old == name) {
            name.clone_from(new);
        }
    };
    for tuple in &mut catalog.tuples {
        rename(&mut tuple.name);
        rename_fields(tuple, &mut draw);
    }
    for vertex in &mut catalog.vertices {
        rename(&mut vertex.name);
        vertex.local_to.iter_mut().for_each(rename);
        vertex.attributes.iter_mut().for_each(|it| rename_tuple(it, &rename));
        rename_vertex(vertex, &mut draw);
    }
    for edge in &mut catalog.edges {
        rename(&mut edge.name);
        edge.local_to.iter_mut().for_each(rename);
        edge.reverse.iter_mut().for_each(rename);
        for pair in &mut edge.pairs {
            rename(&mut pair.from);
            rename(&mut pair.to);
        }
        edge.attributes.iter_mut().for_each(|it| rename_tuple(it, &rename));
        let names = draw.names(edge.attributes.len(), &[]);
        for (attribute, name) in edge.attributes.iter_mut().zip(names) {
            attribute.name = name.unwrap_or_else(|| attribute.name.clone());
        }
    }
    for graph in &mut catalog.graphs {
        rename(&mut graph.name);
        graph.vertices.iter_mut().chain(&mut graph.edges).for_each(rename);
    }
    catalog
}

fn distinct_types(catalog: &Catalog) -> Vec<String> {
    let tuples = catalog.tuples.iter().map(|it| &it.name);
    let vertices = catalog.vertices.iter().map(|it| &it.name);
    let edges = catalog.edges.iter().flat_map(|it| [Some(&it.name), it.reverse.as_ref()]);
    let graphs = catalog.graphs.iter().map(|it| &it.name);
    let mut names: Vec<String> =
        tuples.chain(vertices).chain(edges.flatten()).chain(graphs).cloned().collect();
    names.sort();
    names.dedup();
    names
}

fn rename_tuple(attribute: &mut Attribute, rename: &impl Fn(&mut String)) {
    match &mut attribute.ty {
        AttributeType::Tuple(name)
        | AttributeType::List(ElementType::Tuple(name))
        | AttributeType::Set(ElementType::Tuple(name))
        | AttributeType::Map(_, ElementType::Tuple(name)) => rename(name),
        _ => {}
    }
}

fn rename_fields(tuple: &mut TupleType, draw: &mut Draw) {
    let names = draw.names(tuple.fields.len(), &[]);
    for (field, name) in tuple.fields.iter_mut().zip(names) {
        field.name = name.unwrap_or_else(|| field.name.clone());
    }
}

fn rename_vertex(vertex: &mut VertexType, draw: &mut Draw) {
    // An id that is not an attribute may have the name of one.
    let mut taken = Vec::new();
    if let PrimaryKey::PrimaryId { name, as_attribute, .. } = &mut vertex.key {
        if let Some(new) = draw.name(ATTRIBUTES, |_| false) {
            *name = new;
        }
        if *as_attribute {
            taken.push(name.clone());
        }
    }
    let names = draw.names(vertex.attributes.len() + vertex.vectors.len(), &taken);
    let mut names = names.into_iter();
    for attribute in &mut vertex.attributes {
        let Some(Some(new)) = names.next() else { continue };
        let old = std::mem::replace(&mut attribute.name, new.clone());
        if let PrimaryKey::Attributes(parts) = &mut vertex.key {
            parts.iter_mut().filter(|part| **part == old).for_each(|part| part.clone_from(&new));
        }
        for index in vertex.indexes.iter_mut().filter(|index| index.attribute == old) {
            index.attribute.clone_from(&new);
        }
    }
    for vector in &mut vertex.vectors {
        if let Some(Some(new)) = names.next() {
            vector.name = new;
        }
    }
}

/// A small generator of random numbers, so that a catalog depends on its seed only.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize
    }

    /// Returns a name of the list or, as often, a new one; never one that a server rejects.
    fn name(&mut self, of: &[&str], taken: impl Fn(&str) -> bool) -> Option<String> {
        let (keep, name) = (self.next().is_multiple_of(2), of[self.next() % of.len()]);
        let usable = name::check(name).is_ok() && !taken(name);
        (!keep && usable).then(|| name.to_owned())
    }

    /// Returns a name, or none, for each of this number of attributes.
    fn names(&mut self, count: usize, taken: &[String]) -> Vec<Option<String>> {
        let mut names: Vec<Option<String>> = Vec::new();
        for _ in 0..count {
            let name = self.name(ATTRIBUTES, |name| {
                taken.iter().any(|it| it == name) || names.iter().flatten().any(|it| it == name)
            });
            names.push(name);
        }
        names
    }
}
