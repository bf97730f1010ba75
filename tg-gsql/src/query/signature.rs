//! The parameters and outputs of a query.

use std::collections::BTreeSet;

use super::{expression_key, key};
use crate::check::Names;
use crate::model::{Catalog, VertexType};
use crate::syntax::ast::query::{
    Accumulator, Constant, Expr, ExprKind, Op, PrintItem, Query, StatementKind, Type, TypeKind,
};

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
    let printer = Printer { text, names: Names::of(query, catalog, graph) };
    let mut outputs: Vec<Output> = Vec::new();
    let mut add = |item: &PrintItem| {
        let output = Output { name: key(text, item), ty: printer.item(item) };
        if outputs.iter().all(|known| known.name != output.name) {
            outputs.push(output);
        }
    };
    for statement in query.statements() {
        statement.each(&mut |statement| {
            if let StatementKind::Print(print) = &statement.kind
                && print.csv.is_none()
            {
                print.items.iter().for_each(&mut add);
            }
        });
    }
    Signature { inputs: inputs.collect(), outputs }
}

/// Returns the type of a printed value. A simple accumulator prints one value, so its type is that
/// of the value; a collection keeps the accumulator's type.
fn printed(ty: &Type) -> String {
    let TypeKind::Accumulator(accumulator) = &ty.kind else { return spelling(ty) };
    match &**accumulator {
        Accumulator::Sum(ty) | Accumulator::Max(ty) | Accumulator::Min(ty) => spelling(ty),
        Accumulator::Avg | Accumulator::PercentileCont(_) => "double".to_owned(),
        Accumulator::Or | Accumulator::And => "bool".to_owned(),
        Accumulator::BitwiseOr(_) | Accumulator::BitwiseAnd(_) => "int".to_owned(),
        collection => accumulator_spelling(collection),
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
    text: &'a str,
    names: Names<'a>,
}

impl Printer<'_> {
    fn item(&self, item: &PrintItem) -> OutputType {
        if let Some(projection) = &item.projection {
            let columns: Vec<_> = projection
                .iter()
                .map(|(value, name)| {
                    let name = name.as_ref().map(|name| name.value.clone());
                    (name.unwrap_or_else(|| expression_key(self.text, value)), value)
                })
                .collect();
            return self.vertices(&item.value, Some(&columns));
        }
        match &item.value.kind {
            ExprKind::Name(name) => match self.names.variables.get(name.as_str()) {
                Some(ty) => OutputType::Plain(spelling(ty)),
                None => self.vertices(&item.value, None),
            },
            // `S.@a` is `S[S.@a]`.
            ExprKind::Accumulator(of, _) if self.is_set(of) => {
                let columns = [(expression_key(self.text, &item.value), &item.value)];
                self.vertices(of, Some(&columns))
            }
            _ => self.of(&item.value).map_or(OutputType::Unknown, OutputType::Plain),
        }
    }

    fn is_set(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Name(name) if self.names.sets.contains_key(name.as_str()))
    }

    fn vertices(&self, set: &Expr, columns: Option<&[(String, &Expr)]>) -> OutputType {
        let Some(types) = self.names.types_of_set(set).filter(|types| !types.is_empty()) else {
            return OutputType::Unknown;
        };
        let types: BTreeSet<String> = types.into_iter().collect();
        let vertex = |name: String| {
            let ty = self.names.catalog.vertex(self.names.graph, &name)?;
            let attributes = match columns {
                Some(columns) => {
                    let of = |(key, value): &(String, &Expr)| {
                        (key.clone(), self.of_vertex(ty, value).unwrap_or_default())
                    };
                    columns.iter().map(of).collect()
                }
                None => self.attributes(ty),
            };
            Some(VertexOutput { v_type: name, attributes })
        };
        OutputType::Vertices(types.into_iter().filter_map(vertex).collect())
    }

    /// Returns all attributes, and the accumulators of vertices.
    fn attributes(&self, ty: &VertexType) -> Vec<(String, String)> {
        let id = ty.id_as_attribute().map(|(name, key)| (name.to_owned(), key.to_string()));
        let own = ty.attributes.iter().map(|it| (it.name.clone(), it.ty.to_string()));
        let mut locals: Vec<_> =
            self.names.locals.iter().map(|(name, ty)| (format!("@{name}"), printed(ty))).collect();
        locals.sort();
        id.into_iter().chain(own).chain(locals).collect()
    }

    /// Returns the type of a projection's expression for a vertex type.
    fn of_vertex(&self, ty: &VertexType, expr: &Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::Member(_, name) => {
                if let Some((_, key)) = ty.id_as_attribute().filter(|(id, _)| *id == name.value) {
                    return Some(key.to_string());
                }
                if name.value.eq_ignore_ascii_case("type") {
                    return Some("STRING".to_owned());
                }
                Some(ty.attribute(&name.value)?.ty.to_string())
            }
            ExprKind::Accumulator(_, name) => {
                Some(printed(self.names.locals.get(name.value.as_str())?))
            }
            _ => self.of(expr),
        }
    }

    /// Returns the type of an expression, where it is evident.
    fn of(&self, expr: &Expr) -> Option<String> {
        let word = |word: &str| Some(word.to_owned());
        match &expr.kind {
            ExprKind::Constant(constant) => word(match constant {
                Constant::Int(_) => "int",
                Constant::Real(_) => "double",
                Constant::String(_) => "string",
                Constant::Bool(_) => "bool",
                Constant::DateTime(_) => "datetime",
            }),
            ExprKind::Name(name) => Some(spelling(self.names.variables.get(name.as_str())?)),
            ExprKind::Global(name) => Some(printed(self.names.globals.get(name.as_str())?)),
            ExprKind::Group(items) if items.len() == 1 => self.of(&items[0]),
            ExprKind::Negative(operand) => self.of(operand),
            ExprKind::Not(_)
            | ExprKind::In(_)
            | ExprKind::Like(_)
            | ExprKind::Between { .. }
            | ExprKind::IsNull { .. } => word("bool"),
            ExprKind::Method { method, .. } => match method.value.to_ascii_lowercase().as_str() {
                "size" | "outdegree" => word("int"),
                "contains" | "containskey" => word("bool"),
                _ => None,
            },
            ExprKind::Call { function, .. } => function_type(&function.value).and_then(word),
            ExprKind::Aggregate(it) => function_type(&it.function.value).and_then(word),
            ExprKind::Chain(first, rest) => {
                let arithmetic = [Op::Add, Op::Subtract, Op::Multiply, Op::Divide, Op::Remainder];
                let (op, _) = rest.last()?;
                if matches!(op, Op::BitAnd | Op::BitOr | Op::ShiftLeft | Op::ShiftRight) {
                    return word("int");
                }
                if matches!(op, Op::Union | Op::Intersect | Op::Minus) {
                    return None;
                }
                if !arithmetic.contains(op) {
                    return word("bool");
                }
                let mut ty = self.of(first)?;
                for (_, operand) in rest {
                    ty = wider(ty, self.of(operand)?)?;
                }
                Some(ty)
            }
            _ => None,
        }
    }
}

/// Returns the type of a sum or product.
fn wider(a: String, b: String) -> Option<String> {
    const NUMBERS: [&str; 4] = ["int", "uint", "float", "double"];
    if a == b {
        return Some(a);
    }
    let rank = |ty: &String| NUMBERS.iter().position(|known| known == ty);
    let widest = rank(&a)?.max(rank(&b)?);
    Some(NUMBERS[widest].to_owned())
}

fn function_type(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "count" | "length" | "ceil" | "floor" | "sign" | "float_to_int" | "str_to_int"
        | "datetime_diff" | "datetime_to_epoch" | "year" | "month" | "day" | "hour" | "minute"
        | "second" => "int",
        "sqrt" | "exp" | "log" | "log2" | "log10" => "double",
        "lower" | "upper" | "trim" | "to_string" | "substr" | "datetime_format" => "string",
        "to_datetime" | "now" | "epoch_to_datetime" | "datetime_add" | "datetime_sub" => "datetime",
        _ => return None,
    })
}
