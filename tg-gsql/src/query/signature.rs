//! The parameters and outputs of a query.

use std::collections::BTreeSet;

use super::infer::{Accum, Column, Inference, PrintedValue, Ty};
use super::{Context, in_own_context};
use crate::model::{Catalog, VertexType};
use crate::syntax::ast::query::{Accumulator, Constant, ExprKind, Query, Type, TypeKind};

/// The parameters and outputs of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The parameters in order: name, type as [`spelling`] writes it, default.
    pub inputs: Vec<Input>,
    /// The outputs of the PRINTs, in the order of the text; each key once.
    pub outputs: Vec<Output>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// The name.
    pub name: String,
    /// The type: `set<string>`.
    pub ty: String,
    /// The default.
    pub default: Option<Constant>,
}

/// Something that a PRINT gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The key.
    pub name: String,
    /// The type.
    pub ty: OutputType,
}

/// The type of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputType {
    /// A type as [`spelling`] writes it: `int`, `SetAccum<vertex>`.
    Plain(String),
    /// A vertex set: the form of its vertices, by type.
    Vertices(Vec<VertexOutput>),
    /// Not known before the query runs.
    Unknown,
}

/// A vertex of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VertexOutput {
    /// The vertex type.
    pub v_type: String,
    /// The attributes, or the columns of a projection: name, and type in capitals.
    pub attributes: Vec<(String, String)>,
}

/// Returns the signature of a query in a graph of the catalog; `text` is the text of the query.
///
/// ```
/// use tg_gsql::apply::script;
/// use tg_gsql::query::{OutputType, parse, signature};
///
/// let schema = script("CREATE VERTEX Person (PRIMARY_ID id STRING, age INT) CREATE GRAPH g(*)");
/// let text = "CREATE QUERY q(VERTEX<Person> p, SET<STRING> names)
///     { S = {p}; PRINT S.size(), names; }";
/// let query = parse(text).query.unwrap();
/// let signature = signature(text, &query, &schema.catalog, "g");
/// assert_eq!(signature.inputs[0].ty, "vertex<Person>");
/// assert_eq!(signature.outputs[0].name, "S.size()");
/// assert_eq!(signature.outputs[0].ty, OutputType::Plain("int".to_owned()));
/// ```
#[must_use]
pub fn signature(text: &str, query: &Query, catalog: &Catalog, graph: &str) -> Signature {
    let inputs = query.parameters.iter().map(|parameter| Input {
        name: parameter.name.value.clone(),
        ty: spelling(&parameter.ty),
        default: parameter.default.as_ref().map(|it| it.value.clone()),
    });
    let context = Context { schema: Some((catalog, graph)), ..Context::default() };
    let outputs = in_own_context(query, &context, |context, _| {
        let inference = Inference::of(text, query, context, false);
        let printer = Printer { catalog, graph, inference: &inference };
        let mut outputs: Vec<Output> = Vec::new();
        for printed in inference.printed() {
            if outputs.iter().all(|known| known.name != printed.key) {
                let ty = printer.output(&printed.value);
                outputs.push(Output { name: printed.key.clone(), ty });
            }
        }
        outputs
    });
    Signature { inputs: inputs.collect(), outputs }
}

/// Returns the spelling of a printed value's type. A simple accumulator prints one value, so its
/// type is that of the value; a collection keeps the accumulator's type.
fn printed(ty: &Ty) -> Option<String> {
    match ty.clone().value() {
        Ty::Accum(accum) if matches!(*accum, Accum::BitwiseOr | Accum::BitwiseAnd) => {
            Some("int".to_owned())
        }
        Ty::Unknown | Ty::Vertices(_) | Ty::Rows(_) | Ty::Row(_) | Ty::Entry(..) => None,
        ty => Some(ty.spell(false)),
    }
}

/// Returns a type as the server's signatures spell it: keywords in small letters, names as they
/// are.
#[must_use]
pub fn spelling(ty: &Type) -> String {
    let of = |word: &str, name: &Option<crate::syntax::Name>| match name {
        Some(name) => format!("{word}<{}>", name.value),
        None => word.to_owned(),
    };
    match &ty.kind {
        TypeKind::Int => "int".to_owned(),
        TypeKind::Uint => "uint".to_owned(),
        TypeKind::Float => "float".to_owned(),
        TypeKind::Double => "double".to_owned(),
        TypeKind::String => "string".to_owned(),
        TypeKind::Bool => "bool".to_owned(),
        TypeKind::DateTime => "datetime".to_owned(),
        TypeKind::Vertex(name) => of("vertex", name),
        TypeKind::Edge(name) => of("edge", name),
        TypeKind::JsonObject => "jsonobject".to_owned(),
        TypeKind::JsonArray => "jsonarray".to_owned(),
        TypeKind::File => "file".to_owned(),
        TypeKind::Set(element) => format!("set<{}>", spelling(element)),
        TypeKind::Bag(element) => format!("bag<{}>", spelling(element)),
        TypeKind::List(element) => format!("list<{}>", spelling(element)),
        TypeKind::Map(types) => format!("map<{}, {}>", spelling(&types[0]), spelling(&types[1])),
        TypeKind::Tuple(fields) => {
            let fields: Vec<_> = fields.iter().map(|field| spelling(&field.ty)).collect();
            format!("tuple<{}>", fields.join(", "))
        }
        TypeKind::Accumulator(accumulator) => accumulator_spelling(accumulator),
        TypeKind::Named(name) => name.clone(),
    }
}

fn accumulator_spelling(accumulator: &Accumulator) -> String {
    let with = |word: &str, ty: &Type| format!("{word}<{}>", spelling(ty));
    match accumulator {
        Accumulator::Sum(ty) => with("SumAccum", ty),
        Accumulator::Max(ty) => with("MaxAccum", ty),
        Accumulator::Min(ty) => with("MinAccum", ty),
        Accumulator::Avg => "AvgAccum".to_owned(),
        Accumulator::Or => "OrAccum".to_owned(),
        Accumulator::And => "AndAccum".to_owned(),
        Accumulator::BitwiseOr(_) => "BitwiseOrAccum".to_owned(),
        Accumulator::BitwiseAnd(_) => "BitwiseAndAccum".to_owned(),
        Accumulator::PercentileCont(_) => "PercentileContAccum".to_owned(),
        Accumulator::List(ty) => with("ListAccum", ty),
        Accumulator::Set(ty) => with("SetAccum", ty),
        Accumulator::Bag(ty) => with("BagAccum", ty),
        Accumulator::Map(key, value) => {
            format!("MapAccum<{}, {}>", spelling(key), spelling(value))
        }
        Accumulator::Array(ty) => with("ArrayAccum", ty),
        Accumulator::Heap(heap) => format!("HeapAccum<{}>", heap.tuple.value),
        Accumulator::GroupBy { keys, values } => {
            let fields = keys.iter().chain(values).map(|field| {
                let name = field.name.as_ref().map_or("", |name| &name.value);
                format!("{} {name}", spelling(&field.ty))
            });
            format!("GroupByAccum<{}>", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

struct Printer<'a> {
    catalog: &'a Catalog,
    graph: &'a str,
    inference: &'a Inference<'a>,
}

impl Printer<'_> {
    fn output(&self, value: &PrintedValue<'_>) -> OutputType {
        match value {
            PrintedValue::Plain(ty) => printed(ty).map_or(OutputType::Unknown, OutputType::Plain),
            PrintedValue::Vertices(Some(types)) if !types.is_empty() => {
                let types: BTreeSet<_> = types.iter().collect();
                let vertex = |name: &String| {
                    let ty = self.catalog.vertex(self.graph, name)?;
                    Some(VertexOutput { v_type: name.clone(), attributes: self.attributes(ty) })
                };
                OutputType::Vertices(types.into_iter().filter_map(vertex).collect())
            }
            PrintedValue::Projection(Some(types)) => {
                let vertex = |(name, columns): &(String, Vec<Column<'_>>)| {
                    let ty = self.catalog.vertex(self.graph, name)?;
                    let column = |it: &Column<'_>| (it.key.clone(), column_type(ty, it));
                    let attributes = columns.iter().map(column).collect();
                    Some(VertexOutput { v_type: name.clone(), attributes })
                };
                OutputType::Vertices(types.iter().filter_map(vertex).collect())
            }
            PrintedValue::Vertices(_) | PrintedValue::Projection(None) => OutputType::Unknown,
        }
    }

    /// Returns all attributes, and the accumulators of vertices.
    fn attributes(&self, ty: &VertexType) -> Vec<(String, String)> {
        let id = ty.id_as_attribute().map(|(name, key)| (name.to_owned(), key.to_string()));
        let own = ty.attributes.iter().map(|it| (it.name.clone(), it.ty.to_string()));
        let locals = self.inference.vertex_accumulators().into_iter();
        let mut locals: Vec<_> = locals
            .map(|(name, ty)| (format!("@{name}"), printed(&ty).unwrap_or_default()))
            .collect();
        locals.sort();
        id.into_iter().chain(own).chain(locals).collect()
    }
}

/// Returns the type of a projection's column. Attributes have the catalog's spelling.
fn column_type(vertex: &VertexType, column: &Column<'_>) -> String {
    if let ExprKind::Member(_, name) = &column.value.kind {
        if let Some((_, key)) = vertex.id_as_attribute().filter(|(id, _)| *id == name.value) {
            return key.to_string();
        }
        if name.value.eq_ignore_ascii_case("type") {
            return "STRING".to_owned();
        }
        if let Some(attribute) = vertex.attribute(&name.value) {
            return attribute.ty.to_string();
        }
    }
    printed(&column.ty).unwrap_or_default()
}
