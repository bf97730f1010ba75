//! Types that do not go together. Types that are not certain go together.

use super::ty::{Accum, Ty, Types};

/// The kind of a type, in which all types can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    Bool,
    Time,
    Vertex,
    Edge,
    Collection,
    Map,
    Tuple,
    Json,
    File,
}

fn kind(ty: &Ty) -> Option<Kind> {
    Some(match ty {
        Ty::Int | Ty::Uint | Ty::Float | Ty::Double => Kind::Number,
        Ty::String => Kind::Text,
        Ty::Bool => Kind::Bool,
        Ty::DateTime => Kind::Time,
        Ty::Vertex(_) => Kind::Vertex,
        Ty::Edge(_) => Kind::Edge,
        Ty::JsonObject | Ty::JsonArray => Kind::Json,
        Ty::File => Kind::File,
        Ty::Vertices(_) | Ty::Set(_) | Ty::Bag(_) | Ty::List(_) => Kind::Collection,
        Ty::Map(_) => Kind::Map,
        Ty::Tuple(_) => Kind::Tuple,
        Ty::Optional(ty) => return kind(ty),
        Ty::Accum(accum) => match &**accum {
            Accum::Map(..) => Kind::Map,
            Accum::List(_) | Accum::Set(_) | Accum::Bag(_) | Accum::Array(..) | Accum::Heap(_) => {
                Kind::Collection
            }
            _ => return None,
        },
        Ty::Unknown | Ty::Rows(_) | Ty::Row(_) | Ty::Entry(..) => return None,
    })
}

/// Returns `true` if the types of two vertices or edges can be the same.
fn overlap(one: &Types, other: &Types) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.is_empty() || other.is_empty() || !one.is_disjoint(other),
        _ => true,
    }
}

/// Returns `true` if two values can be compared.
pub(crate) fn comparable(one: &Ty, other: &Ty) -> bool {
    if let (Ty::Tuple(one), Ty::Tuple(other)) = (one, other) {
        return one.fields.len() == other.fields.len();
    }
    if let (Ty::Vertex(one), Ty::Vertex(other)) | (Ty::Edge(one), Ty::Edge(other)) = (one, other) {
        return overlap(one, other);
    }
    match (kind(one), kind(other)) {
        (Some(one), Some(other)) => {
            let is_pair = |a, b| (one, other) == (a, b) || (one, other) == (b, a);
            // A vertex compares as its id.
            one == other || is_pair(Kind::Vertex, Kind::Text) || is_pair(Kind::Vertex, Kind::Number)
        }
        _ => true,
    }
}

/// Returns `true` if a value of one type can be assigned to something of another.
pub(crate) fn fits(target: &Ty, value: &Ty) -> bool {
    match (target, value) {
        (Ty::Unknown, _) | (_, Ty::Unknown) => return true,
        (Ty::Accum(accum), value) => return accepts(accum, value).is_none(),
        (Ty::Vertex(target), Ty::Vertex(value)) | (Ty::Edge(target), Ty::Edge(value)) => {
            return overlap(target, value);
        }
        (Ty::Tuple(target), Ty::Tuple(value)) => {
            return match (&target.name, &value.name) {
                (Some(target), Some(value)) => target == value,
                _ => target.fields.len() == value.fields.len(),
            };
        }
        (Ty::Map(target), value) => {
            return match (value.entry(), value) {
                (Some((key, of)), _) => fits(&target.0, &key) && fits(&target.1, &of),
                (None, Ty::Entry(..)) => true,
                (None, value) => kind(value).is_none(),
            };
        }
        (Ty::JsonArray, Ty::JsonObject) | (Ty::JsonObject, Ty::JsonArray) => return false,
        _ => {}
    }
    if let (Some(target), Some(value)) = (target.element(), value.element()) {
        return fits(&target, &value.value());
    }
    match (kind(target), kind(value)) {
        (Some(target), Some(value)) => {
            target == value || (target, value) == (Kind::Collection, Kind::Vertex)
        }
        (Some(_), None) => !matches!(value, Ty::Entry(..)),
        _ => true,
    }
}

/// Returns `true` if a vertex is assigned or added to a STRING, which every server rejects.
pub(crate) fn is_vertex_for_text(target: &Ty, value: &Ty) -> bool {
    match (target, value) {
        (Ty::String, Ty::Vertex(_)) => true,
        (Ty::Accum(accum), value) => match &**accum {
            Accum::Sum(ty) | Accum::Max(ty) | Accum::Min(ty) => is_vertex_for_text(ty, value),
            Accum::List(ty) | Accum::Set(ty) | Accum::Bag(ty) => is_vertex_for_text(ty, value),
            _ => false,
        },
        _ => false,
    }
}

/// Returns a description of what an accumulator accepts if it does not accept the value.
pub(crate) fn accepts(accum: &Accum, value: &Ty) -> Option<String> {
    let unless = |fits: bool, expected: String| (!fits).then_some(expected);
    let value = value.clone().value();
    if value.is_unknown() || matches!(&value, Ty::Accum(other) if **other == *accum) {
        return None;
    }
    match accum {
        Accum::Sum(ty) | Accum::Max(ty) | Accum::Min(ty) => {
            unless(fits(ty, &value), ty.to_string())
        }
        Accum::Avg | Accum::PercentileCont => {
            unless(value.is_number() || kind(&value).is_none(), "a number".to_owned())
        }
        Accum::Or | Accum::And => unless(fits(&Ty::Bool, &value), Ty::Bool.to_string()),
        Accum::BitwiseOr | Accum::BitwiseAnd => {
            let fits = fits(&Ty::Int, &value) || value.element().is_some();
            unless(fits, Ty::Int.to_string())
        }
        Accum::List(ty) | Accum::Set(ty) | Accum::Bag(ty) => {
            let element = value.element().map(Ty::value);
            let fits = fits(ty, &value) || element.is_some_and(|element| fits(ty, &element));
            unless(fits, ty.to_string())
        }
        Accum::Map(key, of) => {
            let expected = || Some(format!("`{key} -> {}`", input(of)));
            match (value.entry(), &value) {
                (Some((k, v)), _) => unless(fits(key, &k) && fits(of, &v.value()), expected()?),
                (None, Ty::Entry(keys, values)) => match (&keys[..], &values[..]) {
                    ([k], [v]) => unless(fits(key, k) && fits(of, v), expected()?),
                    _ => expected(),
                },
                (None, value) => unless(kind(value).is_none(), expected()?),
            }
        }
        Accum::GroupBy { keys, values } => {
            let each = |fields: &[(String, Ty)], given: &[Ty]| {
                let mut pairs = fields.iter().zip(given);
                fields.len() == given.len() && pairs.all(|((_, ty), given)| fits(ty, given))
            };
            let fits = match &value {
                Ty::Entry(k, v) => each(keys, k) && each(values, v),
                value => kind(value).is_none(),
            };
            let list = |fields: &[(String, Ty)]| {
                let types: Vec<_> = fields.iter().map(|(_, ty)| input(ty)).collect();
                types.join(", ")
            };
            unless(fits, format!("`{} -> {}`", list(keys), list(values)))
        }
        Accum::Heap(tuple) => {
            let is_heap = matches!(&value, Ty::Accum(_));
            unless(is_heap || fits(tuple, &value), tuple.to_string())
        }
        Accum::Array(..) => {
            let fits = value.element().is_some() || kind(&value).is_none();
            unless(fits, "an array".to_owned())
        }
    }
}

/// Returns the type that is added to a value of a map or group.
fn input(ty: &Ty) -> String {
    match ty.clone().value() {
        Ty::Accum(accum) => match *accum {
            Accum::List(ty) | Accum::Set(ty) | Accum::Bag(ty) | Accum::Heap(ty) => ty.to_string(),
            Accum::Map(key, of) => format!("({key} -> {})", input(&of)),
            other => Ty::accum(other).to_string(),
        },
        ty => ty.to_string(),
    }
}

/// Returns the function that converts a value, or another remedy.
pub(crate) fn remedy(target: &Ty, value: &Ty, text: &str) -> Option<String> {
    let text = if text.len() > 40 || text.contains('\n') { "x" } else { text };
    Some(match (kind(target)?, kind(value)?) {
        (Kind::Text, Kind::Number) => format!("`to_string({text})` converts it"),
        (Kind::Text, Kind::Vertex) => format!("`to_string({text})` returns its id"),
        (Kind::Number, Kind::Text) => format!("`str_to_int({text})` converts it"),
        (Kind::Time, Kind::Text) => format!("`to_datetime({text})` converts it"),
        (Kind::Time, Kind::Number) => format!("`epoch_to_datetime({text})` converts it"),
        (Kind::Number, Kind::Time) => format!("`datetime_to_epoch({text})` converts it"),
        (Kind::Text, Kind::Time) => format!("`datetime_format({text})` converts it"),
        (Kind::Vertex, Kind::Text | Kind::Number) => {
            format!("`to_vertex({text}, \"type\")` converts it")
        }
        (Kind::Json, Kind::Text) => format!("`parse_json_object({text})` converts it"),
        (Kind::Bool, Kind::Number | Kind::Text) => {
            "write a comparison, `TRUE` or `FALSE`".to_owned()
        }
        (Kind::Collection | Kind::Map, Kind::Collection | Kind::Map) => return None,
        (_, Kind::Collection | Kind::Map) => {
            "take one element, or the number of them with `.size()`".to_owned()
        }
        _ => return None,
    })
}

/// Returns `true` if the value is certainly not one that can be calculated with.
pub(crate) fn is_not_arithmetic(ty: &Ty) -> bool {
    matches!(kind(ty), Some(Kind::Text | Kind::Bool | Kind::Vertex | Kind::Edge | Kind::Json))
        || matches!(ty, Ty::Tuple(_) | Ty::Vertices(_) | Ty::File)
}

/// Returns `true` if the value is certainly a single one.
pub(crate) fn is_single(ty: &Ty) -> bool {
    matches!(
        kind(ty),
        Some(Kind::Number | Kind::Text | Kind::Bool | Kind::Time | Kind::Vertex | Kind::Edge)
    )
}
