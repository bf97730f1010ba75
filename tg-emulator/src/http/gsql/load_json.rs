//! A loading job as JSON, for `json=true`.

use serde_json::{Map, Value, json};
use tg_gsql::print::load_expr;
use tg_gsql::syntax::ast::{
    Column, Destination, EndType, Load, LoadExpr, LoadSource, LoadValue, LoadingStep, OptionDecl,
    Target,
};

use crate::catalog::LoadingJob;
use crate::store::{GraphShape, Schema};

/// Returns the job with its definitions and statements.
pub(super) fn structured(job: &LoadingJob, schema: &Schema) -> Value {
    let (mut filters, mut headers, mut files) = (Vec::new(), Map::new(), Map::new());
    let mut statements = Vec::new();
    let graph = schema.graph(&job.graph);
    for step in &job.definition.steps {
        match &step.value {
            LoadingStep::Filename { name, path } => {
                let path = path.as_ref().map_or("", |path| path.value.as_str());
                files.insert(name.value.clone(), path.into());
            }
            LoadingStep::Header { name, columns } => {
                let columns: Vec<_> = columns.iter().map(|it| it.value.clone()).collect();
                headers.insert(name.value.clone(), columns.into());
            }
            LoadingStep::LineFilter { name, condition } => filters.push(json!({
                "Name": name.value, "Condition": load_expr(&condition.value),
            })),
            LoadingStep::Load(load) => {
                let all = load.destinations.iter();
                statements.extend(all.map(|it| statement(load, &it.value, schema, graph)));
            }
            _ => {}
        }
    }
    json!({
        "JobName": job.name, "GraphName": job.graph, "FileNames": files, "Headers": headers,
        "Filters": filters, "LoadingStatements": statements,
    })
}

fn statement(
    load: &Load,
    destination: &Destination,
    schema: &Schema,
    graph: Option<&GraphShape>,
) -> Value {
    let mut all = Map::new();
    let mut put = |key: &str, value: Value| all.insert(key.to_owned(), value);
    put("UsingClauses", using(&load.using));
    put("Mappings", destination.values.iter().map(mapping).collect());
    if let Some(source) = &load.source {
        let (kind, value) = match source {
            LoadSource::Variable(name) => ("FileVar", name),
            LoadSource::Path(path) => ("File", path),
            LoadSource::TempTable(name) => ("TempTable", name),
        };
        put("DataSource", json!({"Type": kind, "Value": value.value}));
    }
    if let Some(filter) = &destination.filter {
        put("Condition", load_expr(&filter.value).into());
    }
    let (kind, name) = match &destination.target {
        Target::Vertex(name) => ("Vertex", name),
        Target::Edge(name) => ("Edge", name),
        Target::TempTable { name, columns } => {
            let columns: Vec<_> = columns.iter().map(|column| column.value.clone()).collect();
            put("Columns", columns.into());
            ("TempTable", name)
        }
        Target::Vector { attribute, vertex } => {
            put("VectorAttribute", attribute.value.as_str().into());
            ("Vertex", vertex)
        }
        _ => return all.into(),
    };
    put("Type", kind.into());
    put("TargetName", name.value.as_str().into());
    if kind == "Edge" {
        for (at, key) in ["FromVertexType", "ToVertexType"].into_iter().enumerate() {
            let named = destination.values.get(at).and_then(|value| value.ty.as_ref());
            let ty = match named {
                Some(EndType::Named(name)) => name.value.clone(),
                Some(EndType::Column(_)) => "*".to_owned(),
                None => end_type(&name.value, at, schema, graph),
            };
            put(key, ty.into());
        }
    }
    all.into()
}

/// Returns the vertex type of an end that the job does not have to name; `*` if there are several.
fn end_type(edge: &str, at: usize, schema: &Schema, graph: Option<&GraphShape>) -> String {
    let Some(view) = graph.and_then(|graph| graph.edge(edge)) else { return "*".to_owned() };
    let ends = schema.edge(view.ty).pairs().iter().map(|(from, to)| {
        let first = (at == 0) != view.reversed;
        if first { *from } else { *to }
    });
    let mut ends: Vec<_> = ends.collect();
    ends.dedup();
    match ends.as_slice() {
        [only] => schema.vertex(*only).name.clone(),
        _ => "*".to_owned(),
    }
}

fn using(options: &[OptionDecl]) -> Value {
    let options = options.iter();
    let one =
        |it: &OptionDecl| (it.key.value.to_ascii_uppercase(), Value::from(it.value.value.as_str()));
    Value::Object(options.map(one).collect())
}

fn mapping(value: &LoadValue) -> Value {
    match &value.expr.value {
        LoadExpr::Column(Column::Index(at)) => json!({"Type": "SrcColIndex", "Value": at}),
        LoadExpr::Column(Column::Named(names)) => {
            json!({"Type": "SrcColName", "Value": names.join(":")})
        }
        LoadExpr::Skip => json!({"Type": "Default"}),
        LoadExpr::Literal(_) => {
            json!({"Type": "Literal", "Value": load_expr(&value.expr.value)})
        }
        other => json!({"Type": "Expression", "Value": load_expr(other)}),
    }
}
