//! The methods of values: the one table of their arguments and results.

use super::ty::{Accum, Ty, rows};

/// A method and the number of its arguments.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) least: usize,
    pub(crate) most: usize,
    pub(crate) returns: Ty,
}

const MANY: usize = usize::MAX;

/// Returns the methods of a value; `None` if they are not known.
pub(crate) fn methods(of: &Ty) -> Option<Vec<Method>> {
    let method = |name, least, most, returns| Method { name, least, most, returns };
    let size = || method("size", 0, 0, Ty::Int);
    let contains = || method("contains", 1, 1, Ty::Bool);
    let clear = || method("clear", 0, 0, Ty::Unknown);
    let remove = || method("remove", 1, 1, Ty::Unknown);
    let get_attribute = || method("getAttr", 2, 2, Ty::Unknown);
    let set_attribute = || method("setAttr", 2, 2, Ty::Unknown);
    let map = |value: Ty| {
        vec![
            size(),
            method("containsKey", 1, 1, Ty::Bool),
            method("get", 1, 1, value.read()),
            remove(),
            clear(),
        ]
    };
    let json = |key_methods: bool| {
        let typed = [
            ("getBool", Ty::Bool),
            ("getDouble", Ty::Double),
            ("getInt", Ty::Int),
            ("getString", Ty::String),
            ("getJsonObject", Ty::JsonObject),
            ("getJsonArray", Ty::JsonArray),
        ];
        let own = if key_methods { method("containsKey", 1, 1, Ty::Bool) } else { size() };
        let typed = typed.into_iter().map(|(name, returns)| method(name, 1, 1, returns));
        std::iter::once(own).chain(typed).collect()
    };
    Some(match of {
        Ty::Vertex(_) => vec![
            method("outdegree", 0, MANY, Ty::Int),
            method("neighbors", 0, MANY, Ty::bag(Ty::Vertex(None))),
            method("neighborAttribute", 3, 3, Ty::bag(Ty::Unknown)),
            method("edgeAttribute", 2, 2, Ty::bag(Ty::Unknown)),
            size(),
            get_attribute(),
            set_attribute(),
        ],
        Ty::Edge(_) => {
            vec![method("isDirected", 0, 0, Ty::Bool), get_attribute(), set_attribute()]
        }
        Ty::Optional(ty) => return methods(ty),
        Ty::Vertices(_) => vec![size(), contains()],
        Ty::File => vec![method("println", 0, MANY, Ty::Unknown)],
        Ty::JsonObject => json(true),
        Ty::JsonArray => json(false),
        Ty::Set(_) => vec![size(), contains(), remove(), clear()],
        Ty::Bag(_) => vec![
            size(),
            contains(),
            remove(),
            method("removeAll", 1, 1, Ty::Unknown),
            clear(),
            method("filter", 1, 1, of.clone()),
        ],
        Ty::List(element) => list((**element).clone()),
        Ty::Map(types) => map(types.1.clone()),
        Ty::Accum(accum) => match &**accum {
            Accum::List(element) => list(element.clone()),
            Accum::Set(_) => vec![size(), contains(), remove(), clear()],
            Accum::Bag(_) => {
                vec![size(), contains(), remove(), method("removeAll", 1, 1, Ty::Unknown), clear()]
            }
            Accum::Map(_, value) => map(value.clone()),
            Accum::Array(..) => vec![size(), method("reallocate", 1, MANY, Ty::Unknown)],
            Accum::Heap(tuple) => vec![
                size(),
                method("top", 0, 0, tuple.clone()),
                method("pop", 0, 0, tuple.clone()),
                method("resize", 1, 1, Ty::Unknown),
                clear(),
            ],
            Accum::GroupBy { keys, values } => {
                let row = rows(keys, values);
                let count = keys.len();
                vec![
                    size(),
                    method("get", count, count, Ty::Row(row)),
                    method("containsKey", count, count, Ty::Bool),
                    method("remove", count, count, Ty::Unknown),
                    clear(),
                ]
            }
            Accum::BitwiseOr | Accum::BitwiseAnd => vec![
                method("reset", 0, 0, Ty::Unknown),
                method("cardinality", 0, 0, Ty::Int),
                method("get", 1, 1, Ty::Bool),
                method("set", 0, 2, Ty::Unknown),
                method("flip", 0, 2, Ty::Unknown),
                method("xor", 1, 1, Ty::Unknown),
                method("and", 1, 1, Ty::Unknown),
                method("or", 1, 1, Ty::Unknown),
            ],
            Accum::PercentileCont => vec![
                method("setpercent", 1, 1, Ty::Unknown),
                method("getpercent", 0, 0, Ty::Double),
                clear(),
            ],
            // The value has the methods.
            Accum::Max(value) | Accum::Min(value) => return methods(value),
            Accum::Sum(_) | Accum::Avg | Accum::Or | Accum::And => Vec::new(),
        },
        Ty::Int
        | Ty::Uint
        | Ty::Float
        | Ty::Double
        | Ty::Bool
        | Ty::String
        | Ty::DateTime
        | Ty::Tuple(_) => Vec::new(),
        Ty::Unknown | Ty::Rows(_) | Ty::Row(_) | Ty::Entry(..) => return None,
    })
}

/// Returns `true` if a method changes its accumulator.
pub(crate) fn changes(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "clear",
        "remove",
        "removeAll",
        "removeOne",
        "update",
        "pop",
        "resize",
        "reallocate",
        "reset",
        "set",
        "flip",
        "xor",
        "and",
        "or",
        "setpercent",
    ];
    NAMES.contains(&name)
}

/// Returns `true` if a collection or vertex has a method of this name.
pub(crate) fn is_method(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "size",
        "contains",
        "containsKey",
        "get",
        "clear",
        "remove",
        "removeAll",
        "removeOne",
        "update",
        "top",
        "pop",
        "resize",
        "outdegree",
        "neighbors",
        "neighborAttribute",
        "edgeAttribute",
        "getAttr",
        "setAttr",
        "isDirected",
        "println",
        "filter",
        "reallocate",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn list(element: Ty) -> Vec<Method> {
    let method = |name, least, most, returns| Method { name, least, most, returns };
    vec![
        method("size", 0, 0, Ty::Int),
        method("contains", 1, 1, Ty::Bool),
        method("get", 1, 1, element),
        method("clear", 0, 0, Ty::Unknown),
        method("update", 2, 2, Ty::Bool),
        method("remove", 1, 1, Ty::Unknown),
        method("removeOne", 1, 1, Ty::Unknown),
        method("removeAll", 1, 1, Ty::Unknown),
    ]
}
