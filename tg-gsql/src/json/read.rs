//! Types and graphs of the model.

use super::types::{attribute, identifier, key_type, name, tuple_field};
use super::value::{Node, Problem, Result, Value};
use crate::model::{
    Attribute, Catalog, EdgeType, EndpointPair, Graph, Index, Metric, PrimaryKey, Stats, TupleType,
    VectorAttribute, VertexType,
};

/// An end of an edge that may be any vertex type.
const ANY: &str = "*";

/// Reads one graph or several, with their envelope or without.
pub(super) fn catalog(root: &Node<'_>) -> Result<Catalog> {
    let graphs = payload(root)?;
    let mut catalog = Catalog::default();
    match graphs.elements() {
        Ok(graphs) => graphs.iter().try_for_each(|node| graph(node, &mut catalog))?,
        Err(_) => graph(graphs, &mut catalog)?,
    }
    // Global types first, then those of each graph, as DDL makes them.
    let Catalog { vertices, edges, graphs, .. } = &mut catalog;
    let rank = |local_to: &Option<String>| {
        local_to.as_ref().and_then(|owner| graphs.iter().position(|it| it.name == *owner))
    };
    vertices.sort_by_key(|vertex| rank(&vertex.local_to));
    edges.sort_by_key(|edge| rank(&edge.local_to));
    Ok(catalog)
}

/// Returns the content of an envelope, or the document itself.
fn payload<'n, 'a>(root: &'n Node<'a>) -> Result<&'n Node<'a>> {
    if root.flag("error").unwrap_or(false) {
        let message = root.get("message").and_then(|node| node.text().ok()).unwrap_or_default();
        let problem = root.problem(format!("this is the answer to a failed request: `{message}`"));
        return Err(problem.help("ask the server again and keep the answer to a success"));
    }
    Ok(root.get("results").unwrap_or(root))
}

fn graph(node: &Node<'_>, catalog: &mut Catalog) -> Result<()> {
    let keys = ["VertexTypes", "EdgeTypes", "UDTs"];
    if keys.iter().all(|key| node.get(key).is_none()) {
        let problem = node.problem("this is not a schema: `VertexTypes` is missing");
        return Err(
            problem.help("use the answer of a server to `GET /gsql/v1/schema/graphs/{graph}`")
        );
    }
    let owner = node.get("GraphName").map(identifier).transpose()?;
    if let Some(name) = &owner
        && catalog.graph(name).is_some()
    {
        return Err(node.problem(format!("the graph `{name}` is listed twice")));
    }
    for listed in node.list("UDTs")? {
        let tuple = tuple(listed)?;
        match catalog.tuple(&tuple.name) {
            None => catalog.tuples.push(tuple),
            Some(known) if *known == tuple => {}
            Some(_) => return Err(differs(listed, "tuple", &tuple.name)),
        }
    }
    let mut graph = Graph { name: owner.clone().unwrap_or_default(), ..Graph::default() };
    for listed in node.list("VertexTypes")? {
        let vertex = vertex(listed, owner.as_deref())?;
        if graph.vertices.contains(&vertex.name) {
            return Err(twice(listed, "vertex type", &vertex.name));
        }
        graph.vertices.push(vertex.name.clone());
        let known = catalog.vertices.iter();
        match known.into_iter().find(|it| it.name == vertex.name && it.local_to == vertex.local_to)
        {
            None => catalog.vertices.push(vertex),
            Some(known) if *known == vertex => {}
            Some(_) => return Err(differs(listed, "vertex type", &vertex.name)),
        }
    }
    for listed in node.list("EdgeTypes")? {
        let mut edge = edge(listed, owner.as_deref())?;
        if graph.edges.contains(&edge.name) {
            return Err(twice(listed, "edge type", &edge.name));
        }
        edge.pairs = spelled_out(edge.pairs, &graph.vertices);
        graph.edges.push(edge.name.clone());
        let known = catalog.edges.iter();
        match known.into_iter().find(|it| it.name == edge.name && it.local_to == edge.local_to) {
            None => catalog.edges.push(edge),
            Some(known) if *known == edge => {}
            Some(_) => return Err(differs(listed, "edge type", &edge.name)),
        }
    }
    if owner.is_some() {
        catalog.graphs.push(graph);
    }
    Ok(())
}

fn twice(node: &Node<'_>, what: &str, name: &str) -> Problem {
    node.problem(format!("the {what} `{name}` is listed twice"))
}

fn differs(node: &Node<'_>, what: &str, name: &str) -> Problem {
    let problem =
        node.problem(format!("the {what} `{name}` differs from the one of that name above"));
    problem.help("take the schema of all graphs from the server at one time")
}

/// Returns the pairs without `*`.
fn spelled_out(pairs: Vec<EndpointPair>, vertices: &[String]) -> Vec<EndpointPair> {
    if pairs.iter().all(|pair| pair.from != ANY && pair.to != ANY) {
        return pairs;
    }
    let ends = |end: &String| if end == ANY { vertices.to_vec() } else { vec![end.clone()] };
    pairs.iter().flat_map(|pair| product(&ends(&pair.from), &ends(&pair.to))).collect()
}

fn product(from: &[String], to: &[String]) -> Vec<EndpointPair> {
    let pair = |from: &String, to: &String| EndpointPair { from: from.clone(), to: to.clone() };
    from.iter().flat_map(|from| to.iter().map(move |to| pair(from, to))).collect()
}

/// Returns the graph that the type belongs to alone, if there is one.
fn owner(node: &Node<'_>, graph: Option<&str>) -> Result<Option<String>> {
    Ok(if node.flag("IsLocal")? { graph.map(str::to_owned) } else { None })
}

pub(super) fn vertex(node: &Node<'_>, graph: Option<&str>) -> Result<VertexType> {
    let name = name(node, "Name")?;
    let listed = node.list("Attributes")?;
    let mut attributes = attributes(listed)?;
    let mut indexes = Vec::new();
    for (attribute, listed) in attributes.iter().zip(listed) {
        indexes.extend(index(listed, &attribute.name)?);
    }
    let key = primary_key(node, listed, &mut attributes)?;
    let stats = match node.get("Config").and_then(|config| config.get("STATS")) {
        Some(stats) if stats.text()?.eq_ignore_ascii_case("none") => Stats::None,
        _ => Stats::OutdegreeByEdgeType,
    };
    let vectors: Result<_> = node.list("EmbeddingAttributes")?.iter().map(vector).collect();
    let local_to = owner(node, graph)?;
    Ok(VertexType { name, key, attributes, vectors: vectors?, indexes, stats, local_to })
}

fn attributes(listed: &[Node<'_>]) -> Result<Vec<Attribute>> {
    let mut attributes: Vec<Attribute> = Vec::with_capacity(listed.len());
    for node in listed {
        let attribute = attribute(node)?;
        if attributes.iter().any(|known| known.name == attribute.name) {
            return Err(twice(node, "attribute", &attribute.name));
        }
        attributes.push(attribute);
    }
    Ok(attributes)
}

/// Reads the key: the parts of a composite one are flagged among the attributes, a `PRIMARY KEY` is
/// there and in `PrimaryId`, and a `PRIMARY_ID` in the latter alone.
fn primary_key(
    node: &Node<'_>,
    listed: &[Node<'_>],
    attributes: &mut Vec<Attribute>,
) -> Result<PrimaryKey> {
    let mut parts = Vec::new();
    for (attribute, listed) in attributes.iter().zip(listed) {
        if listed.flag("IsPartOfCompositeKey")? || listed.flag("IsPrimaryKey")? {
            parts.push(attribute.name.clone());
        }
    }
    if !parts.is_empty() {
        // The parts as flagged, in the order of the id if it names the same ones.
        let named = node.get("PrimaryId").and_then(|id| id.get("AttributeName")?.text().ok());
        let named: Vec<_> = named.unwrap_or_default().split(',').map(str::trim).collect();
        let same =
            named.len() == parts.len() && parts.iter().all(|it| named.contains(&it.as_str()));
        return Ok(PrimaryKey::Attributes(match same {
            true => named.into_iter().map(str::to_owned).collect(),
            false => parts,
        }));
    }
    let id = node.need("PrimaryId")?;
    if id.flag("IsPrimaryKey")? {
        let key = attribute(id)?;
        let name = key.name.clone();
        if !attributes.iter().any(|known| known.name == name) {
            attributes.insert(0, key);
        }
        return Ok(PrimaryKey::Attributes(vec![name]));
    }
    let option = match node.get("Config") {
        Some(config) => config.flag("PRIMARY_ID_AS_ATTRIBUTE")?,
        None => false,
    };
    let as_attribute = option || id.flag("PrimaryIdAsAttribute")?;
    let name = name(id, "AttributeName")?;
    if as_attribute {
        // The id may be repeated in the list.
        attributes.retain(|attribute| attribute.name != name);
    }
    Ok(PrimaryKey::PrimaryId { name, ty: key_type(id)?, as_attribute })
}

fn index(node: &Node<'_>, attribute: &str) -> Result<Option<Index>> {
    let name = match node.get("IndexName") {
        Some(name) if name.value != Value::Text("".into()) => identifier(name)?,
        _ if node.flag("HasIndex")? => attribute.to_owned(),
        _ => return Ok(None),
    };
    Ok(Some(Index { name, attribute: attribute.to_owned() }))
}

fn vector(node: &Node<'_>) -> Result<VectorAttribute> {
    let metric = match node.get("Metric") {
        Some(metric) => match metric.text()?.to_ascii_uppercase().as_str() {
            "COSINE" => Metric::Cosine,
            "L2" => Metric::L2,
            "IP" => Metric::InnerProduct,
            _ => {
                let problem = metric.problem("there is no such metric");
                return Err(problem.help("write COSINE, L2 or IP"));
            }
        },
        None => Metric::Cosine,
    };
    let dimension = node.need("Dimension")?.size()?;
    Ok(VectorAttribute { name: name(node, "Name")?, dimension, metric })
}

pub(super) fn edge(node: &Node<'_>, graph: Option<&str>) -> Result<EdgeType> {
    let listed = node.list("Attributes")?;
    let attributes = attributes(listed)?;
    let named = node.list("CompositeDiscriminator")?;
    let mut parts = Vec::new();
    for (attribute, listed) in attributes.iter().zip(listed) {
        let named = named.iter().any(|part| part.text().is_ok_and(|it| it == attribute.name));
        parts.push(named || listed.flag("IsDiscriminator")?);
    }
    // In the model, they come first.
    let (discriminator, plain): (Vec<_>, Vec<_>) =
        attributes.into_iter().zip(parts).partition(|(_, is_part)| *is_part);
    let discriminators = discriminator.len();
    let attributes = discriminator.into_iter().chain(plain).map(|(it, _)| it).collect();
    let reverse = node.get("Config").and_then(|config| config.get("REVERSE_EDGE"));
    let reverse = reverse.map(identifier).transpose()?;
    node.need("IsDirected")?;
    Ok(EdgeType {
        name: name(node, "Name")?,
        // An edge type with a reverse type is directed.
        directed: node.flag("IsDirected")? || reverse.is_some(),
        pairs: pairs(node)?,
        attributes,
        discriminators,
        reverse,
        local_to: owner(node, graph)?,
    })
}

/// Reads the pairs, spelled out or by the two ends; before 3.0 each end could have a list.
fn pairs(node: &Node<'_>) -> Result<Vec<EndpointPair>> {
    let listed = node.list("EdgePairs")?;
    if !listed.is_empty() {
        let mut pairs = Vec::with_capacity(listed.len());
        for node in listed {
            pairs.push(EndpointPair { from: name(node, "From")?, to: name(node, "To")? });
        }
        return Ok(pairs);
    }
    let ends = |one: &str, list: &str| -> Result<Vec<String>> {
        let listed = node.list(list)?;
        if !listed.is_empty() {
            return listed.iter().map(identifier).collect();
        }
        let end = node.need(one)?;
        Ok(vec![if end.text()? == ANY { ANY.to_owned() } else { identifier(end)? }])
    };
    let from = ends("FromVertexTypeName", "FromVertexTypeList")?;
    Ok(product(&from, &ends("ToVertexTypeName", "ToVertexTypeList")?))
}

pub(super) fn tuples(root: &Node<'_>) -> Result<Vec<TupleType>> {
    let listed = payload(root)?;
    let listed = listed.get("tuples").unwrap_or(listed);
    match listed.elements() {
        Ok(tuples) => tuples.iter().map(tuple).collect(),
        Err(_) => Ok(vec![tuple(listed)?]),
    }
}

fn tuple(node: &Node<'_>) -> Result<TupleType> {
    let key = if node.get("name").is_some() { "name" } else { "Name" };
    let name = name(node, key)?;
    let key = if node.get("fields").is_some() { "fields" } else { "TupleElements" };
    let fields: Result<_> = node.need(key)?.elements()?.iter().map(tuple_field).collect();
    Ok(TupleType { name, fields: fields? })
}
