//! The functions of the language: the one table of their arguments and results.

use super::ty::Ty;

/// The kind of values that a parameter of a function accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Any,
    Number,
    Text,
    Time,
    Vertex,
    Collection,
}

/// The result of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Returns {
    Int,
    Double,
    Bool,
    Text,
    Time,
    JsonObject,
    JsonArray,
    /// A collection of STRINGs.
    Texts,
    /// The type of the first argument.
    First,
    /// The type of the first argument's elements, or of the argument if it is a single value.
    Element,
    /// As [`Element`](Self::Element); that of integers is not certain in a table.
    Mean,
    /// A list of the values.
    Collected,
    /// A vertex, or a set of them, of the type that the second argument names.
    Vertex,
    Vertices,
    Unknown,
}

/// A function.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    /// The least number of arguments.
    pub(crate) least: usize,
    /// The parameters. More arguments than that are an error, except with [`MANY`].
    pub(crate) parameters: &'static [Kind],
    pub(crate) returns: Returns,
}

/// The name of functions with any number of arguments ends here: their last parameter repeats.
pub(crate) const MANY: &[&str] = &["coalesce", "min", "max", "selectvertex", "vectorsearch"];

pub(super) const fn of(
    name: &'static str,
    least: usize,
    parameters: &'static [Kind],
    returns: Returns,
) -> Function {
    Function { name, least, parameters, returns }
}

use Kind::{Any, Collection, Number, Text, Time, Vertex};

#[rustfmt::skip]
const FUNCTIONS: &[Function] = &[
    of("abs", 1, &[Number], Returns::First),
    of("sqrt", 1, &[Number], Returns::Double),
    of("pow", 2, &[Number, Number], Returns::Double),
    of("exp", 1, &[Number], Returns::Double),
    of("log", 1, &[Number], Returns::Double),
    of("log2", 1, &[Number], Returns::Double),
    of("log10", 1, &[Number], Returns::Double),
    of("ceil", 1, &[Number], Returns::Int),
    of("floor", 1, &[Number], Returns::Int),
    of("round", 1, &[Number, Number], Returns::Double),
    of("trunc", 1, &[Number, Number], Returns::Double),
    of("sign", 1, &[Number], Returns::Int),
    of("square", 1, &[Number], Returns::Double),
    of("fmod", 2, &[Number, Number], Returns::Double),
    of("ldexp", 2, &[Number, Number], Returns::Double),
    of("float_to_int", 1, &[Number], Returns::Int),
    of("rand", 0, &[Number], Returns::Unknown),
    of("pi", 0, &[], Returns::Double),
    of("sin", 1, &[Number], Returns::Double),
    of("cos", 1, &[Number], Returns::Double),
    of("tan", 1, &[Number], Returns::Double),
    of("asin", 1, &[Number], Returns::Double),
    of("acos", 1, &[Number], Returns::Double),
    of("atan", 1, &[Number], Returns::Double),
    of("atan2", 2, &[Number, Number], Returns::Double),
    of("sinh", 1, &[Number], Returns::Double),
    of("cosh", 1, &[Number], Returns::Double),
    of("tanh", 1, &[Number], Returns::Double),
    of("cot", 1, &[Number], Returns::Double),
    of("degrees", 1, &[Number], Returns::Double),
    of("radians", 1, &[Number], Returns::Double),
    of("ascii", 1, &[Text], Returns::Int),
    of("chr", 1, &[Number], Returns::Text),
    of("length", 1, &[Text], Returns::Int),
    of("lower", 1, &[Text], Returns::Text),
    of("upper", 1, &[Text], Returns::Text),
    of("reverse", 1, &[Text], Returns::Text),
    of("space", 1, &[Number], Returns::Text),
    of("repeat", 2, &[Text, Number], Returns::Text),
    of("left", 2, &[Text, Number], Returns::Text),
    of("right", 2, &[Text, Number], Returns::Text),
    of("lpad", 2, &[Text, Number, Text], Returns::Text),
    of("rpad", 2, &[Text, Number, Text], Returns::Text),
    of("ltrim", 1, &[Text, Text], Returns::Text),
    of("rtrim", 1, &[Text, Text], Returns::Text),
    of("trim", 1, &[Text, Text], Returns::Text),
    of("substr", 2, &[Text, Number, Number], Returns::Text),
    of("instr", 2, &[Text, Text, Number, Number], Returns::Int),
    of("find_in_set", 2, &[Text, Any], Returns::Int),
    of("replace", 2, &[Text, Text, Text], Returns::Text),
    of("insert", 3, &[Text, Number, Any, Text], Returns::Text),
    of("translate", 3, &[Text, Text, Text], Returns::Text),
    of("soundex", 1, &[Text], Returns::Text),
    of("difference", 2, &[Text, Text], Returns::Int),
    of("gsql_uuid_v4", 0, &[], Returns::Text),
    of("to_datetime", 1, &[Text], Returns::Time),
    of("now", 0, &[], Returns::Time),
    of("year", 1, &[Time], Returns::Int),
    of("month", 1, &[Time], Returns::Int),
    of("day", 1, &[Time], Returns::Int),
    of("hour", 1, &[Time], Returns::Int),
    of("minute", 1, &[Time], Returns::Int),
    of("second", 1, &[Time], Returns::Int),
    of("datetime_add", 2, &[Time, Any], Returns::Time),
    of("datetime_sub", 2, &[Time, Any], Returns::Time),
    of("datetime_diff", 2, &[Time, Time], Returns::Int),
    of("datetime_to_epoch", 1, &[Time], Returns::Int),
    of("epoch_to_datetime", 1, &[Number], Returns::Time),
    of("datetime_format", 1, &[Time, Text], Returns::Text),
    of("to_string", 1, &[Any], Returns::Text),
    of("str_to_int", 1, &[Text], Returns::Int),
    of("parse_json_object", 1, &[Text], Returns::JsonObject),
    of("parse_json_array", 1, &[Text], Returns::JsonArray),
    of("to_vertex", 2, &[Any, Text], Returns::Vertex),
    of("to_vertex_set", 2, &[Any, Text], Returns::Vertices),
    of("getvid", 1, &[Vertex], Returns::Int),
    of("selectvertex", 1, &[Any], Returns::Unknown),
    of("count", 1, &[Any], Returns::Int),
    of("sum", 1, &[Any], Returns::Element),
    of("avg", 1, &[Any], Returns::Mean),
    of("min", 1, &[Any], Returns::Element),
    of("max", 1, &[Any], Returns::Element),
    of("stdev", 1, &[Any], Returns::Double),
    of("stdevp", 1, &[Any], Returns::Double),
    of("collect", 1, &[Any], Returns::Collected),
    of("percentilecont", 2, &[Any, Number], Returns::Double),
    of("coalesce", 1, &[Any], Returns::First),
    of("evaluate", 1, &[Text, Text], Returns::Unknown),
    of("isempty", 1, &[Collection], Returns::Bool),
    of("reset_collection_accum", 1, &[Any], Returns::Unknown),
    of("current_roles", 0, &[], Returns::Texts),
    of("is_granted_to_current_roles", 1, &[Text], Returns::Bool),
    of("vectorsearch", 3, &[Any], Returns::Vertices),
];

/// Returns the function of this name in any case.
pub(crate) fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// Returns the names of all functions.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

impl Function {
    /// Returns the greatest number of arguments.
    pub(crate) fn most(&self) -> Option<usize> {
        (!MANY.contains(&self.name)).then_some(self.parameters.len())
    }

    /// Returns `true` if the function can be called with this number of arguments.
    pub(crate) fn takes(&self, count: usize) -> bool {
        (self.least..=self.most().unwrap_or(usize::MAX)).contains(&count)
    }

    /// Returns the number of arguments in words: `1 argument`.
    pub(crate) fn arguments(&self) -> String {
        match (self.least, self.most()) {
            (0, Some(0)) => "no arguments".to_owned(),
            (1, Some(1)) => "1 argument".to_owned(),
            (1, None) => "at least 1 argument".to_owned(),
            (least, None) => format!("at least {least} arguments"),
            (least, Some(most)) if least == most => format!("{most} arguments"),
            (least, Some(most)) => format!("{least} to {most} arguments"),
        }
    }

    /// Returns the kind of the argument at a place.
    pub(crate) fn parameter(&self, at: usize) -> Kind {
        self.parameters.get(at).or(self.parameters.last()).copied().unwrap_or(Any)
    }

    /// Returns the type of a call with arguments of these types, as far as it follows from them.
    pub(crate) fn result(&self, arguments: &[Ty]) -> Ty {
        let first = || arguments.first().cloned().unwrap_or(Ty::Unknown).value();
        match self.returns {
            Returns::Int => Ty::Int,
            Returns::Double => Ty::Double,
            Returns::Bool => Ty::Bool,
            Returns::Text => Ty::String,
            Returns::Time => Ty::DateTime,
            Returns::JsonObject => Ty::JsonObject,
            Returns::JsonArray => Ty::JsonArray,
            Returns::Texts => Ty::list(Ty::String),
            Returns::First | Returns::Element if arguments.len() > 1 => {
                let values = arguments.iter().map(|ty| ty.clone().value());
                values.reduce(Ty::common).unwrap_or(Ty::Unknown)
            }
            Returns::First => first(),
            Returns::Element => first().element().unwrap_or_else(first),
            Returns::Mean => match (first().element(), first()) {
                (Some(element), _) => element,
                (None, Ty::Float) => Ty::Float,
                // The mean of integers in a table may be one.
                (None, _) => Ty::Double,
            },
            Returns::Collected => Ty::list(first()),
            Returns::Vertex => Ty::Vertex(None),
            Returns::Vertices => Ty::Vertices(None),
            Returns::Unknown => Ty::Unknown,
        }
    }
}
