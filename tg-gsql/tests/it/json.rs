//! The server's JSON, to and from the model.

use proptest::prelude::*;
use tg_gsql::json::{self, ReadError, Style};
use tg_gsql::model::{
    AttributeType, Catalog, ElementType, EndpointPair, KeyType, Literal, PrimaryKey, Stats,
    TupleFieldType, VertexType,
};

use tg_test_support::catalogs::catalog;

const STYLES: [Style; 3] = [Style::V3, Style::V4, Style::Snapshot];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_graph_is_read_as_it_was_written(catalog in catalog()) {
        for graph in &catalog.graphs {
            for style in STYLES {
                let text = json::graph(&catalog, &graph.name, style);
                let read = json::read(&text);
                let expected = Catalog {
                    tuples: match style {
                        Style::Snapshot => catalog.tuples.clone(),
                        _ => Vec::new(),
                    },
                    vertices: catalog.vertices_of(&graph.name).cloned().collect(),
                    edges: catalog.edges_of(&graph.name).cloned().collect(),
                    graphs: vec![graph.clone()],
                };
                prop_assert_eq!(read, Ok(expected), "{}", text);
            }
        }
    }

    #[test]
    fn a_snapshot_of_everything_keeps_everything(catalog in catalog()) {
        let text = json::catalog(&catalog, Style::Snapshot);
        let read = json::read(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&read.tuples, &catalog.tuples);
        prop_assert_eq!(&read.graphs, &catalog.graphs);
        // Types that no graph contains come first.
        prop_assert_eq!(read.vertices.len(), catalog.vertices.len());
        prop_assert_eq!(read.edges.len(), catalog.edges.len());
        for vertex in &catalog.vertices {
            prop_assert!(read.vertices.contains(vertex), "{:?}", vertex);
        }
        for edge in &catalog.edges {
            prop_assert!(read.edges.contains(edge), "{:?}", edge);
        }
        let globals = read.vertices.iter().take_while(|vertex| vertex.local_to.is_none()).count();
        prop_assert!(read.vertices[globals..].iter().all(|vertex| vertex.local_to.is_some()));
        prop_assert_eq!(json::catalog(&read, Style::Snapshot), text);
    }

    #[test]
    fn single_types_are_read_as_they_were_written(catalog in catalog()) {
        for vertex in &catalog.vertices {
            let text = json::vertex(vertex, Style::V4);
            let owner = vertex.local_to.as_deref();
            prop_assert_eq!(&json::read_vertex(&text, owner), &Ok(vertex.clone()), "{}", text);
        }
        for edge in &catalog.edges {
            let text = json::edge(edge, Style::V3);
            let owner = edge.local_to.as_deref();
            prop_assert_eq!(&json::read_edge(&text, owner), &Ok(edge.clone()), "{}", text);
        }
        for tuple in &catalog.tuples {
            let text = json::tuple(tuple);
            prop_assert_eq!(&json::tuples(&text), &Ok(vec![tuple.clone()]), "{}", text);
        }
    }

    #[test]
    fn any_text_is_read_or_rejected(text in any::<String>(), soup in "[\\[\\]{}\",:a0 \\\\u.-]{0,40}") {
        let _ = json::read(&text);
        let _ = json::read(&soup);
        let _ = json::tuples(&soup);
    }

    #[test]
    fn a_damaged_schema_is_read_or_rejected(
        catalog in catalog(), at in any::<prop::sample::Index>(), spoilt in any::<char>(),
    ) {
        let text = json::catalog(&catalog, Style::V4);
        let mut chars: Vec<_> = text.chars().collect();
        let at = at.index(chars.len());
        chars[at] = spoilt;
        let text: String = chars.iter().collect();
        if let Err(error) = json::read(&text) {
            prop_assert!(error.line >= 1 && error.span.start <= text.len());
            prop_assert!(!error.to_string().is_empty());
        }
        let _ = json::read(&chars[..at].iter().collect::<String>());
    }
}

fn vertex(text: &str) -> Result<VertexType, ReadError> {
    json::read_vertex(text, None)
}

/// The recorded forms of servers' answers.
#[test]
fn recorded_vertex_types() {
    let account = vertex(
        r#"{"Config":{"STATS":"OUTDEGREE_BY_EDGETYPE"},
        "Attributes":[
          {"IsUsingNewSyntax":true,"AttributeType":{"Name":"STRING"},"AttributeName":"name","IsPrimaryKey":true},
          {"AttributeType":{"Name":"BOOL"},"AttributeName":"isBlocked"}],
        "PrimaryId":{"IsUsingNewSyntax":true,"AttributeType":{"Name":"STRING"},"AttributeName":"name","IsPrimaryKey":true},
        "Name":"Account"}"#,
    )
    .unwrap();
    assert_eq!(account.key, PrimaryKey::Attributes(vec!["name".into()]));
    assert_eq!(account.attributes.len(), 2);
    let company = vertex(
        r#"{"Config":{"STATS":"NONE","PRIMARY_ID_AS_ATTRIBUTE":false},
        "Attributes":[
          {"AttributeType":{"Name":"STRING COMPRESS"},"IsPartOfCompositeKey":false,"PrimaryIdAsAttribute":false,
           "AttributeName":"country","HasIndex":true,"IndexName":"by_country","internalAttribute":false,"IsPrimaryKey":false}],
        "PrimaryId":{"AttributeType":{"Name":"UINT"},"IsPartOfCompositeKey":false,"PrimaryIdAsAttribute":false,
           "AttributeName":"clientId","HasIndex":false,"IsPrimaryKey":false},
        "EmbeddingAttributes":[],
        "Name":"company"}"#,
    )
    .unwrap();
    let id =
        PrimaryKey::PrimaryId { name: "clientId".into(), ty: KeyType::Uint, as_attribute: false };
    assert_eq!(company.key, id);
    assert_eq!(company.stats, Stats::None);
    assert_eq!(company.attributes[0].ty, AttributeType::String);
    assert_eq!(company.indexes[0].name, "by_country");
    // Clients send the option as text; the id may be repeated among the attributes.
    for id_as_attribute in [
        r#"{"Name":"V","Config":{"PRIMARY_ID_AS_ATTRIBUTE":"true"},
            "PrimaryId":{"AttributeName":"id","AttributeType":{"Name":"INT"}}}"#,
        r#"{"Name":"V","PrimaryId":{"AttributeName":"id","AttributeType":"INT","PrimaryIdAsAttribute":true},
            "Attributes":[{"AttributeName":"id","AttributeType":"INT"}]}"#,
    ] {
        let vertex = vertex(id_as_attribute).unwrap();
        assert_eq!(vertex.id_as_attribute(), Some(("id", KeyType::Int)));
        assert_eq!(vertex.attributes, []);
    }
    // Without the names in the id, the parts of a composite key have the order of the attributes.
    let parts = |id: &str| {
        let part = |name: &str| {
            format!(
                r#"{{"AttributeName":"{name}","AttributeType":{{"Name":"INT"}},"IsPartOfCompositeKey":true}}"#
            )
        };
        let parts = [part("a"), part("b")].join(",");
        vertex(&format!(r#"{{"Name":"V",{id} "Attributes":[{parts}]}}"#)).unwrap().key
    };
    let key = |names: [&str; 2]| PrimaryKey::Attributes(names.map(str::to_owned).to_vec());
    assert_eq!(parts(""), key(["a", "b"]));
    assert_eq!(parts(r#""PrimaryId":{"AttributeName":"b, a"},"#), key(["b", "a"]));
    assert_eq!(parts(r#""PrimaryId":{"AttributeName":"something"},"#), key(["a", "b"]));
}

#[test]
fn recorded_edge_types() {
    let transfer = json::read_edge(
        r#"{"IsDirected":true,"FromVertexTypeName":"Account","ToVertexTypeName":"Account",
        "Config":{"REVERSE_EDGE":"Transfer_Reverse"},
        "DiscriminatorCount":1,"CompositeDiscriminator":["date"],
        "Attributes":[
          {"AttributeType":{"Name":"UINT"},"AttributeName":"amount"},
          {"AttributeType":{"Name":"DATETIME"},"IsDiscriminator":true,"AttributeName":"date"}],
        "Name":"Transfer"}"#,
        None,
    )
    .unwrap();
    assert_eq!(transfer.discriminator()[0].name, "date");
    assert_eq!(transfer.plain_attributes()[0].name, "amount");
    assert_eq!(transfer.reverse.as_deref(), Some("Transfer_Reverse"));
    let vertices = ["A", "B"].map(|name| {
        format!(r#"{{"Name":"{name}","PrimaryId":{{"AttributeName":"id","AttributeType":"INT"}}}}"#)
    });
    let pairs = |ends: &str| {
        let text = format!(
            r#"{{"GraphName":"g","VertexTypes":[{}],"EdgeTypes":[{{"Name":"e","IsDirected":true,{ends}}}]}}"#,
            vertices.join(",")
        );
        let catalog = json::read(&text).unwrap();
        let joined = |it: &EndpointPair| format!("{}{}", it.from, it.to);
        catalog.edges[0].pairs.iter().map(joined).collect::<Vec<_>>().join(" ")
    };
    for (ends, expected) in [
        (r#""FromVertexTypeName":"A","ToVertexTypeName":"B""#, "AB"),
        (r#""FromVertexTypeName":"*","ToVertexTypeName":"B""#, "AB BB"),
        (r#""FromVertexTypeName":"*","ToVertexTypeName":"*""#, "AA AB BA BB"),
        (
            r#""FromVertexTypeName":"*","ToVertexTypeName":"B","EdgePairs":[{"From":"A","To":"B"}]"#,
            "AB",
        ),
        (
            r#""FromVertexTypeName":"*","ToVertexTypeName":"*",
               "FromVertexTypeList":["A"],"ToVertexTypeList":["A","B"]"#,
            "AA AB",
        ),
    ] {
        assert_eq!(pairs(ends), expected);
    }
}

#[test]
fn every_form_of_a_type() {
    let ty = |text: &str| {
        json::read_attribute(&format!(r#"{{"AttributeName":"a","AttributeType":{text}}}"#))
            .unwrap()
            .ty
    };
    let tuple = AttributeType::Tuple("my_tuple".into());
    assert_eq!(ty(r#"{"Name":"UDT","ValueTypeName":"my_tuple"}"#), tuple);
    assert_eq!(ty(r#"{"Name":"UDT","ValueTypeName":"UDT","ValueTupleName":"my_tuple"}"#), tuple);
    assert_eq!(ty(r#"{"Name":"my_tuple"}"#), tuple);
    assert_eq!(ty(r#""datetime""#), AttributeType::DateTime);
    assert_eq!(ty(r#""FIXED_BINARY(8)""#), AttributeType::FixedBinary(8));
    let list = AttributeType::List(ElementType::Tuple("my_tuple".into()));
    assert_eq!(ty(r#"{"Name":"LIST","ValueTypeName":"UDT","ValueTupleName":"my_tuple"}"#), list);
    assert_eq!(ty(r#"{"Name":"LIST","ValueTypeName":"my_tuple"}"#), list);

    let default = |ty: &str, default: &str| {
        json::read_attribute(&format!(
            r#"{{"AttributeName":"a","AttributeType":"{ty}","DefaultValue":{default}}}"#
        ))
        .unwrap()
        .default
    };
    assert_eq!(default("INT", "\"-1\""), Some(Literal::Int(-1)));
    assert_eq!(default("INT", "-1"), Some(Literal::Int(-1)));
    assert_eq!(default("BOOL", "true"), Some(Literal::Bool(true)));
    assert_eq!(default("DATETIME", "\"86400\""), Some(Literal::Int(86400)));
    assert_eq!(default("STRING", "\"\""), Some(Literal::String(String::new())));
    assert_eq!(default("INT", "\"\""), None);
    assert_eq!(default("INT", "null"), None);
}

#[test]
fn tuples_in_both_forms() {
    let answer = r#"{"error":false,"message":"","results":[{"name":"T","fields":[
        {"fieldName":"da","fieldType":"UINT","length":4},{"fieldName":"flow","fieldType":"STRING","length":8}]}]}"#;
    let request = r#"{"tuples":[{"Name":"T","TupleElements":[
        {"name":"da","AttributeType":"uint(4)"},{"name":"flow","AttributeType":"string (8)"}]}]}"#;
    let read = json::tuples(answer).unwrap();
    assert_eq!(read[0].fields[0].ty, TupleFieldType::Uint(4));
    assert_eq!(read[0].fields[1].ty, TupleFieldType::String(8));
    assert_eq!(json::tuples(request).unwrap(), read);
}

#[test]
fn envelopes_and_lists() {
    let graph = |name: &str| {
        format!(
            r#"{{"GraphName":"{name}","VertexTypes":[
            {{"Name":"V","PrimaryId":{{"AttributeName":"id","AttributeType":{{"Name":"STRING"}}}}}},
            {{"Name":"L","IsLocal":true,"PrimaryId":{{"AttributeName":"{name}_id","AttributeType":{{"Name":"INT"}}}}}}],
            "EdgeTypes":[]}}"#
        )
    };
    let enveloped = format!(r#"{{"error":false,"message":"","results":{}}}"#, graph("g"));
    assert_eq!(json::read(&enveloped), json::read(&graph("g")));
    for list in ["[g, h]", r#"{"error":"false","results":[g, h]}"#] {
        let text = list.replace("[g, h]", &format!("[{}, {}]", graph("g"), graph("h")));
        let catalog = json::read(&text).unwrap();
        let owners: Vec<_> = catalog.vertices.iter().map(|it| it.local_to.as_deref()).collect();
        assert_eq!(owners, [None, Some("g"), Some("h")]);
        assert_eq!(catalog.graphs[1].vertices, ["V", "L"]);
    }
}

#[track_caller]
fn rejected(text: &str, message: &str) {
    assert_eq!(json::read(text).map_err(|error| error.to_string()), Err(message.to_owned()));
}

#[test]
fn an_error_names_the_place_and_the_remedy() {
    rejected("{\n  \"VertexTypes\": [,\n", "line 2: this is not JSON: a value belongs here");
    rejected(
        "{\"VertexTypes\": [\n{\"Name\": \"V\"}]}",
        "VertexTypes[0], line 2: the key `PrimaryId` is missing",
    );
    let vertex = |attribute: &str| {
        format!(
            "{{\"GraphName\":\"g\",\"VertexTypes\":[{{\"Name\":\"V\",\"PrimaryId\":{{\"AttributeName\":\"id\",\
             \"AttributeType\":{{\"Name\":\"STRING\"}}}},\n\"Attributes\":[\n{attribute}]}}]}}"
        )
    };
    rejected(
        &vertex(r#"{"AttributeName":"a","AttributeType":{"Name":"FIXED_BINARY"}}"#),
        "VertexTypes[0].Attributes[0].AttributeType, line 3: the size of a FIXED_BINARY is missing; \
         write its bytes, such as `\"FixedLength\": 16`",
    );
    rejected(
        &vertex(r#"{"AttributeName":"a","AttributeType":{"Name":"LIST","ValueTypeName":"BOOL"}}"#),
        "VertexTypes[0].Attributes[0].AttributeType.ValueTypeName, line 3: BOOL cannot be in a \
         collection; elements are INT, DOUBLE, STRING, DATETIME or tuples",
    );
    rejected(
        &vertex(r#"{"AttributeName":"a b","AttributeType":{"Name":"INT"}}"#),
        "VertexTypes[0].Attributes[0].AttributeName, line 3: `a b` is not a GSQL identifier; write \
         letters, digits and `_`",
    );
    rejected(
        &vertex(r#"{"AttributeName":"a","AttributeType":{"Name":"INT"},"DefaultValue":"x"}"#),
        "VertexTypes[0].Attributes[0].DefaultValue, line 3: `x` is not a default for INT; INT \
         takes a whole number of 64 bits, such as 1",
    );
    rejected(
        r#"{"error":true,"message":"Graph 'g' does not exist."}"#,
        "line 1: this is the answer to a failed request: `Graph 'g' does not exist.`; ask the server \
         again and keep the answer to a success",
    );
    rejected(
        r#"{"graphs":[{"graphName":"g","vertices":[],"edges":[]}],"error":false}"#,
        "line 1: this is not a schema: `VertexTypes` is missing; use the answer of a server to `GET \
         /gsql/v1/schema/graphs/{graph}`",
    );
    rejected(
        "[1]",
        "[0], line 1: this is not a schema: `VertexTypes` is missing; use the answer of a \
         server to `GET /gsql/v1/schema/graphs/{graph}`",
    );
}

#[test]
fn a_snapshot_has_a_line_for_each_attribute() {
    let catalog = tg_gsql::apply::script(
        "TYPEDEF TUPLE <x INT> t CREATE VERTEX V (PRIMARY_ID id STRING, a INT DEFAULT 1, b LIST<t>) \
         CREATE DIRECTED EDGE e (FROM V, TO V) CREATE GRAPH g (*)",
    )
    .catalog;
    assert_eq!(
        json::graph(&catalog, "g", Style::Snapshot),
        r#"{
  "GraphName": "g",
  "VertexTypes": [
    {
      "Config": {
        "STATS": "OUTDEGREE_BY_EDGETYPE"
      },
      "Attributes": [
        {"AttributeType": {"Name": "INT"}, "AttributeName": "a", "DefaultValue": "1"},
        {"AttributeType": {"Name": "LIST", "ValueTypeName": "t", "ValueTupleName": "t"}, "AttributeName": "b"}
      ],
      "PrimaryId": {
        "AttributeType": {"Name": "STRING"},
        "AttributeName": "id"
      },
      "Name": "V"
    }
  ],
  "EdgeTypes": [
    {
      "IsDirected": true,
      "FromVertexTypeName": "V",
      "ToVertexTypeName": "V",
      "Config": {},
      "Attributes": [],
      "Name": "e"
    }
  ],
  "UDTs": [
    {
      "name": "t",
      "fields": [
        {"fieldName": "x", "fieldType": "INT", "length": 8}
      ]
    }
  ]
}
"#
    );
}
