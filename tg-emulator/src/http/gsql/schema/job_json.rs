//! A schema change job as JSON, as it was written: the schema is not consulted.

use serde_json::{Map, Value, json};
use tg_gsql::model::Literal;
use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::{
    Alteration, AttributeDecl, Change, EdgeDecl, Ends, KeyDecl, OptionDecl, PairDecl, TypeExpr,
    VertexDecl,
};

use crate::catalog::Job;

pub(super) fn job(job: &Job) -> Value {
    let mut lists = [const { Vec::new() }; 6];
    let [add_vertices, drop_vertices, alter_vertices, add_edges, drop_edges, alter_edges] =
        &mut lists;
    let mut graphs = Vec::new();
    for change in &job.definition.changes {
        match &change.value {
            Change::AddVertex(declared) => add_vertices.push(vertex(declared)),
            Change::AddEdge(declared) => add_edges.push(edge(declared)),
            Change::DropVertices { names, graph: None } => drop_vertices.extend(texts(names)),
            Change::DropEdges { names, graph: None } => drop_edges.extend(texts(names)),
            Change::AlterVertex { name, alteration } => {
                alter_vertices.push(altered(name, alteration));
            }
            Change::AlterEdge { name, alteration } => alter_edges.push(altered(name, alteration)),
            Change::AddVerticesTo { names, graph } => {
                graphs.push(members(graph, "addVertexTypes", names));
            }
            Change::AddEdgesTo { names, graph } => {
                graphs.push(members(graph, "addEdgeTypes", names));
            }
            Change::DropVertices { names, graph: Some(graph) } => {
                graphs.push(members(graph, "dropVertexTypes", names));
            }
            Change::DropEdges { names, graph: Some(graph) } => {
                graphs.push(members(graph, "dropEdgeTypes", names));
            }
            _ => {}
        }
    }
    let [add_vertices, drop_vertices, alter_vertices, add_edges, drop_edges, alter_edges] = lists;
    let mut object = json!({
        "name": job.name, "addVertexTypes": add_vertices, "dropVertexTypes": drop_vertices,
        "alterVertexTypes": alter_vertices, "addEdgeTypes": add_edges,
        "dropEdgeTypes": drop_edges, "alterEdgeTypes": alter_edges, "addTags": [], "dropTags": [],
    });
    match &job.graph {
        Some(graph) => object["graph"] = graph.clone().into(),
        None => object["graphs"] = graphs.into(),
    }
    object
}

fn texts(names: &[Name]) -> impl Iterator<Item = Value> {
    names.iter().map(|name| name.value.clone().into())
}

fn members(graph: &Name, key: &str, names: &[Name]) -> Value {
    let names = Value::Array(texts(names).collect());
    json!({"graphName": graph.value, key: names})
}

fn altered(name: &Name, alteration: &Alteration) -> Value {
    let mut object = json!({"name": name.value, "addAttributes": [], "dropAttributes": []});
    match alteration {
        Alteration::AddAttributes(added) => {
            object["addAttributes"] = added.iter().map(attribute).collect();
        }
        Alteration::DropAttributes(names) => object["dropAttributes"] = texts(names).collect(),
        Alteration::AddIndex { name, attribute } => {
            object["addIndexAttributes"] =
                json!([{"indexName": name.value, "attributeName": attribute.value}]);
        }
        Alteration::DropIndex(name) => object["dropIndexAttributes"] = json!([name.value]),
        Alteration::AddVector { name, parameters } => {
            object["addEmbeddingAttributes"] = json!([vector(name, parameters)]);
        }
        Alteration::DropVector(name) => object["dropEmbeddingAttributes"] = json!([name.value]),
        Alteration::AddPairs(added) => object["addEdgePairs"] = pairs(added).into(),
        Alteration::AddEnds { from, to, attributes } => {
            object["addFromVertexTypes"] = texts(from).collect();
            object["addToVertexTypes"] = texts(to).collect();
            object["addAttributes"] = attributes.iter().map(attribute).collect();
        }
        _ => {}
    }
    object
}

fn vector(name: &Name, parameters: &[OptionDecl]) -> Value {
    let mut object = json!({"Name": name.value});
    for parameter in parameters {
        let text = &parameter.value.value;
        match parameter.key.value.to_ascii_uppercase().as_str() {
            "DIMENSION" => {
                let number = text.parse::<u32>().map(Value::from);
                object["Dimension"] = number.unwrap_or_else(|_| text.clone().into());
            }
            "METRIC" => object["Metric"] = text.clone().into(),
            "INDEXTYPE" => object["IndexType"] = text.clone().into(),
            "DATATYPE" => object["DataType"] = text.clone().into(),
            _ => {}
        }
    }
    object
}

fn vertex(declared: &VertexDecl) -> Value {
    let mut attributes: Vec<_> = declared.attributes.iter().map(attribute).collect();
    let mut flag = |names: &[Name], flag: &str| {
        for (at, attribute) in declared.attributes.iter().enumerate() {
            if names.iter().any(|name| name.value == attribute.name.value) {
                attributes[at][flag] = true.into();
            }
        }
        let at = declared.attributes.iter().position(|it| it.name.value == names[0].value);
        at.map_or(Value::Null, |at| attributes[at].clone())
    };
    let id = match &declared.key {
        Some(KeyDecl::PrimaryId { name, ty }) => {
            json!({"AttributeType": attribute_type(ty), "AttributeName": name.value})
        }
        Some(KeyDecl::PrimaryKey(names)) if names.len() == 1 => flag(names, "IsPrimaryKey"),
        Some(KeyDecl::PrimaryKey(names)) if !names.is_empty() => {
            flag(names, "IsPartOfCompositeKey");
            let names: Vec<_> = names.iter().map(|name| name.value.as_str()).collect();
            json!({"AttributeType": {"Name": "STRING"}, "AttributeName": names.join(","),
                "IsPartOfCompositeKey": true})
        }
        _ => Value::Null,
    };
    json!({
        "Config": config(&declared.options), "Attributes": attributes, "PrimaryId": id,
        "Name": declared.name.value, "IsLocal": true,
    })
}

fn config(options: &[OptionDecl]) -> Value {
    let entry = |option: &OptionDecl| {
        let key = option.key.value.to_ascii_uppercase();
        let value = &option.value.value;
        let value = match key.as_str() {
            "STATS" => value.to_ascii_uppercase().into(),
            "PRIMARY_ID_AS_ATTRIBUTE" => value.eq_ignore_ascii_case("true").into(),
            _ => value.clone().into(),
        };
        (key, value)
    };
    Value::Object(options.iter().map(entry).collect::<Map<_, _>>())
}

fn edge(declared: &EdgeDecl) -> Value {
    let mut attributes: Vec<_> = declared.discriminator.iter().map(attribute).collect();
    attributes.iter_mut().for_each(|part| part["IsDiscriminator"] = true.into());
    attributes.extend(declared.attributes.iter().map(attribute));
    let pairs = pairs(&declared.pairs);
    let common = |side: &str| match pairs.first() {
        Some(first) if pairs.iter().all(|pair| pair[side] == first[side]) => first[side].clone(),
        _ => "*".into(),
    };
    let mut object = json!({
        "IsDirected": declared.directed, "FromVertexTypeName": common("From"),
        "ToVertexTypeName": common("To"), "Config": config(&declared.options),
        "Attributes": attributes, "Name": declared.name.value, "IsLocal": true,
    });
    if pairs.len() > 1 {
        object["EdgePairs"] = pairs.into();
    }
    object
}

fn pairs(declared: &[PairDecl]) -> Vec<Value> {
    let ends = |ends: &Ends| match ends {
        Ends::All(_) => vec!["*".to_owned()],
        Ends::Named(names) => names.iter().map(|name| name.value.clone()).collect(),
    };
    let combined = declared.iter().flat_map(|pair| {
        let to = ends(&pair.to);
        ends(&pair.from).into_iter().flat_map(move |from| {
            to.clone().into_iter().map(move |to| json!({"From": from, "To": to}))
        })
    });
    combined.collect()
}

fn attribute(declared: &AttributeDecl) -> Value {
    let mut object = json!({
        "AttributeType": attribute_type(&declared.ty), "AttributeName": declared.name.value,
    });
    if let Some(default) = &declared.default {
        object["DefaultValue"] = match &default.value {
            Literal::String(text) => text.clone().into(),
            other => other.to_string().into(),
        };
    }
    object
}

/// Returns keywords in upper case; anything else is the name of a tuple.
fn attribute_type(declared: &TypeExpr) -> Value {
    let upper = declared.name.value.to_ascii_uppercase();
    let element = |ty: &TypeExpr| {
        let upper = ty.name.value.to_ascii_uppercase();
        let known = ["INT", "UINT", "FLOAT", "DOUBLE", "BOOL", "STRING", "DATETIME"];
        if known.contains(&upper.as_str()) { upper } else { ty.name.value.clone() }
    };
    match (upper.as_str(), declared.elements.as_slice()) {
        ("LIST" | "SET", [of]) => json!({"Name": upper, "ValueTypeName": element(of)}),
        ("MAP", [key, value]) => {
            json!({"Name": upper, "ValueTypeName": element(value), "KeyTypeName": element(key)})
        }
        ("FIXED_BINARY", _) => {
            json!({"Name": upper, "FixedLength": declared.size.as_ref().map(|size| size.value)})
        }
        ("INT" | "UINT" | "FLOAT" | "DOUBLE" | "BOOL" | "STRING" | "DATETIME", _) => {
            json!({"Name": upper})
        }
        _ => json!({"Name": "UDT", "ValueTypeName": declared.name.value,
            "ValueTupleName": declared.name.value}),
    }
}
