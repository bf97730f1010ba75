//! Rust types, as far as their spelling identifies them.
//!
//! A macro has tokens only: an alias or a type of the user's is [`Known::Other`] here, and left to
//! the trait bounds of the runtime.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// A type by the name that it is written with.
#[derive(Clone, Copy)]
pub(crate) enum Known<'a> {
    Bool,
    /// A signed integer of this many bits.
    Int(u32),
    /// An unsigned integer of this many bits.
    Uint(u32),
    F32,
    F64,
    Text,
    DateTime,
    Option(&'a Type),
    List(&'a Type),
    Set(&'a Type),
    Map(&'a Type, &'a Type),
    Vector,
    Other,
}

/// Removes the invisible groups and parentheses that macros leave around a type.
pub(crate) fn bare(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            other => return other,
        };
    }
}

impl<'a> Known<'a> {
    pub(crate) fn of(ty: &'a Type) -> Self {
        let path = match bare(ty) {
            Type::Path(path) if path.qself.is_none() => &path.path,
            Type::Reference(reference) => return Self::of(&reference.elem),
            Type::Slice(slice) => return Self::List(&slice.elem),
            _ => return Self::Other,
        };
        let Some(last) = path.segments.last() else { return Self::Other };
        let arguments: Vec<&Type> = match &last.arguments {
            PathArguments::None => Vec::new(),
            PathArguments::AngleBracketed(list) => list
                .args
                .iter()
                .filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })
                .collect(),
            PathArguments::Parenthesized(_) => return Self::Other,
        };
        match (last.ident.to_string().as_str(), arguments.as_slice()) {
            ("bool", []) => Self::Bool,
            ("i8", []) => Self::Int(8),
            ("i16", []) => Self::Int(16),
            ("i32", []) => Self::Int(32),
            ("i64", []) => Self::Int(64),
            ("u8", []) => Self::Uint(8),
            ("u16", []) => Self::Uint(16),
            ("u32", []) => Self::Uint(32),
            ("u64", []) => Self::Uint(64),
            ("f32", []) => Self::F32,
            ("f64", []) => Self::F64,
            ("String" | "str", []) => Self::Text,
            ("DateTime", []) => Self::DateTime,
            ("Option", [inner]) => Self::Option(inner),
            ("Vec" | "VecDeque", [element]) => Self::List(element),
            ("BTreeSet" | "SetOf", [element]) | ("HashSet", [element, ..]) => Self::Set(element),
            ("BTreeMap", [key, value]) | ("HashMap", [key, value, ..]) => Self::Map(key, value),
            ("Vector", _) => Self::Vector,
            _ => Self::Other,
        }
    }

    /// Returns the type in an `Option`, or the type itself.
    pub(crate) fn required(self) -> Self {
        match self {
            Self::Option(inner) => Self::of(inner),
            other => other,
        }
    }
}

/// Returns the wrong part of a type that no attribute can have, with the reason and what to write
/// instead; `None` if the spelling does not decide that.
pub(crate) fn refuse_attribute(ty: &Type) -> Option<(&Type, String)> {
    if let Some(reason) = refuse_anywhere(ty) {
        return Some((bare(ty), reason));
    }
    match Known::of(ty) {
        Known::Option(inner) => match Known::of(inner) {
            Known::Option(once) => Some((
                ty,
                format!(
                    "an `Option` in an `Option` cannot be stored: write `Option<{}>`",
                    spell(once)
                ),
            )),
            _ => refuse_attribute(inner),
        },
        Known::List(element) | Known::Set(element) => refuse_element(element),
        Known::Map(key, value) => refuse_map_key(key).or_else(|| refuse_element(value)),
        _ => None,
    }
}

fn refuse_element(ty: &Type) -> Option<(&Type, String)> {
    let reason = match Known::of(ty) {
        Known::Uint(_) => "TigerGraph has no collections of UINT: write `i64`",
        Known::F32 => "TigerGraph has no collections of FLOAT: write `f64`",
        Known::Bool => "TigerGraph has no collections of BOOL: write `i64` or `String`",
        Known::Option(_) => "an element of a collection cannot be absent: remove the `Option`",
        Known::List(_) | Known::Set(_) | Known::Map(..) => {
            "TigerGraph has no collections of collections: write a type with `#[derive(Tuple)]` as \
             the element, or make the elements vertices"
        }
        _ => return refuse_anywhere(ty).map(|reason| (bare(ty), reason)),
    };
    Some((ty, reason.to_owned()))
}

fn refuse_map_key(ty: &Type) -> Option<(&Type, String)> {
    match Known::of(ty) {
        Known::Bool | Known::Uint(_) | Known::F32 | Known::F64 | Known::Option(_) => Some((
            ty,
            "the key of a MAP is INT, STRING or DATETIME: write `i64`, `String` or `DateTime`"
                .to_owned(),
        )),
        _ => refuse_anywhere(ty).map(|reason| (bare(ty), reason)),
    }
}

/// Returns the wrong part of a type that no key can have, with the rest of a sentence that begins
/// with the kind of the key.
pub(crate) fn refuse_key(ty: &Type) -> Option<(&Type, String)> {
    let reason = match Known::of(ty) {
        Known::Option(_) => "is always present: remove the `Option`".to_owned(),
        Known::Bool
        | Known::F32
        | Known::F64
        | Known::List(_)
        | Known::Set(_)
        | Known::Map(..)
        | Known::Vector => TYPES_OF_KEYS.to_owned(),
        _ => format!("{TYPES_OF_KEYS} ({})", refuse_anywhere(ty)?),
    };
    Some((ty, reason))
}

/// Returns the wrong part of a type that no field of a tuple can have, with what to write instead.
pub(crate) fn refuse_tuple_field(ty: &Type) -> Option<(&Type, String)> {
    let reason = match Known::of(ty) {
        Known::Option(inner) => {
            format!("a field of a tuple is always present: write `{}`", spell(inner))
        }
        Known::List(_) | Known::Set(_) | Known::Map(..) | Known::Vector => {
            "a tuple has a fixed size, so it has no collections: make it an attribute of its own"
                .to_owned()
        }
        _ => refuse_anywhere(ty)?,
    };
    Some((ty, reason))
}

const TYPES_OF_KEYS: &str =
    "is STRING, INT, UINT or DATETIME: write `String`, an integer such as `i64`, or `DateTime`";

/// Returns a reason against a type that TigerGraph stores nowhere.
fn refuse_anywhere(ty: &Type) -> Option<String> {
    Some(match bare(ty) {
        Type::Path(path) if path.qself.is_none() => {
            match path.path.get_ident()?.to_string().as_str() {
                "char" => "TigerGraph has no `char`: write `String`".to_owned(),
                "u128" => "TigerGraph stores 64 bits at most: write `u64`".to_owned(),
                "i128" => "TigerGraph stores 64 bits at most: write `i64`".to_owned(),
                "usize" => "the size of `usize` depends on the machine: write `u64`".to_owned(),
                "isize" => "the size of `isize` depends on the machine: write `i64`".to_owned(),
                "str" => "`str` has no size: write `String`".to_owned(),
                _ => return None,
            }
        }
        Type::Array(array) => {
            format!("TigerGraph has no arrays: write `Vec<{}>`", spell(&array.elem))
        }
        Type::Slice(slice) => format!("a slice has no size: write `Vec<{}>`", spell(&slice.elem)),
        Type::Tuple(tuple) if tuple.elems.is_empty() => {
            "`()` has nothing to store: remove the field, or keep it out \
             of the graph with `#[tg(skip)]`"
                .to_owned()
        }
        Type::Tuple(_) => {
            "a Rust tuple has no name: write a struct with `#[derive(Tuple)]`".to_owned()
        }
        Type::FnPtr(_) => {
            "a function cannot be stored: keep it out of the graph with `#[tg(skip)]`".to_owned()
        }
        Type::Ptr(_) => {
            "a pointer cannot be stored: keep it out of the graph with `#[tg(skip)]`".to_owned()
        }
        Type::TraitObject(_) | Type::ImplTrait(_) => {
            "an attribute has one type: name it".to_owned()
        }
        Type::Never(_) => "`!` has no values: remove the field".to_owned(),
        Type::Reference(reference) if reference.mutability.is_some() => {
            format!(
                "an attribute is not written through `&mut`: write `{}`",
                owned(&reference.elem)
            )
        }
        Type::Reference(reference) => match bare(&reference.elem) {
            Type::Path(path) if path.path.is_ident("str") => return None,
            Type::Slice(slice) => return refuse_anywhere(&slice.elem),
            to => return refuse_anywhere(to),
        },
        _ => return None,
    })
}

/// Spells the owned form of the type that a reference points to.
pub(crate) fn owned(to: &Type) -> String {
    match bare(to) {
        Type::Path(path) if path.path.is_ident("str") => "String".to_owned(),
        Type::Slice(slice) => format!("Vec<{}>", spell(&slice.elem)),
        to => spell(to),
    }
}

/// Returns `true` if two types are spelled alike.
pub(crate) fn same(one: &Type, other: &Type) -> bool {
    one.to_token_stream().to_string() == other.to_token_stream().to_string()
}

/// Spells a type as a user writes it.
pub(crate) fn spell(ty: &Type) -> String {
    let spaced = bare(ty).to_token_stream().to_string();
    spaced
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" , ", ", ")
        .replace(" :: ", "::")
        .replace("& ", "&")
        .replace("< ", "<")
}
