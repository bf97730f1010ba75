//! The Rust spelling of the schema's types, and the comparison of a Rust type with them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Expr, ExprLit, GenericArgument, Lit, PathArguments, Type};
use tg_gsql::model::{AttributeType, ElementType, KeyType, MapKeyType, TupleFieldType};

use crate::paths::Runtime;
use crate::types::{Known, bare};

/// The result of comparing the spelling of a Rust type with a type of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    Yes,
    No,
    /// A type of the user's: the compiler decides.
    Unknown,
}

/// Compares the type of a field with that of an attribute.
pub(crate) fn fit(ty: &Type, attribute: &AttributeType) -> Fit {
    let known = Known::of(ty).required();
    let matches = match (known, attribute) {
        (Known::Other, _) => return Fit::Unknown,
        (Known::List(element), AttributeType::List(of))
        | (Known::Set(element), AttributeType::Set(of)) => return fit_element(element, of),
        (Known::Map(key, value), AttributeType::Map(of_key, of)) => {
            return match (fit_map_key(key, *of_key), fit_element(value, of)) {
                (Fit::No, _) | (_, Fit::No) => Fit::No,
                (Fit::Yes, Fit::Yes) => Fit::Yes,
                _ => Fit::Unknown,
            };
        }
        (known, other) => is_scalar(known, other),
    };
    if matches { Fit::Yes } else { Fit::No }
}

fn is_scalar(known: Known<'_>, ty: &AttributeType) -> bool {
    matches!(
        (known, ty),
        (Known::Int(_), AttributeType::Int)
            | (Known::Uint(_), AttributeType::Uint)
            | (Known::F32, AttributeType::Float)
            | (Known::F64, AttributeType::Double)
            | (Known::Bool, AttributeType::Bool)
            | (Known::Text, AttributeType::String)
            | (Known::DateTime, AttributeType::DateTime)
    )
}

fn fit_element(ty: &Type, element: &ElementType) -> Fit {
    let scalar = match element {
        ElementType::Int => AttributeType::Int,
        ElementType::Double => AttributeType::Double,
        ElementType::String => AttributeType::String,
        ElementType::DateTime => AttributeType::DateTime,
        ElementType::Tuple(name) => AttributeType::Tuple(name.clone()),
    };
    fit_one(ty, &scalar)
}

fn fit_map_key(ty: &Type, key: MapKeyType) -> Fit {
    fit_element(ty, &ElementType::from(key))
}

/// Compares the type of a field with that of a key.
pub(crate) fn fit_key(ty: &Type, key: KeyType) -> Fit {
    fit_one(ty, &AttributeType::from(key))
}

/// Compares a type with a scalar: it is neither optional nor a collection.
fn fit_one(ty: &Type, scalar: &AttributeType) -> Fit {
    match Known::of(ty) {
        Known::Other => Fit::Unknown,
        known if is_scalar(known, scalar) => Fit::Yes,
        _ => Fit::No,
    }
}

/// Compares the type of a field with that of a tuple's field.
pub(crate) fn fit_tuple_field(ty: &Type, field: TupleFieldType) -> Fit {
    let bits = |bytes: u8| u32::from(bytes) * 8;
    let matches = match (Known::of(ty), field) {
        (Known::Other, _) => return Fit::Unknown,
        (Known::Int(found), TupleFieldType::Int(bytes))
        | (Known::Uint(found), TupleFieldType::Uint(bytes)) => found == bits(bytes),
        (Known::F32, TupleFieldType::Float)
        | (Known::F64, TupleFieldType::Double)
        | (Known::Bool, TupleFieldType::Bool)
        | (Known::DateTime, TupleFieldType::DateTime)
        // The size is compared elsewhere.
        | (Known::Text, TupleFieldType::String(_)) => true,
        _ => false,
    };
    if matches { Fit::Yes } else { Fit::No }
}

/// Returns the dimension in `Vector<N>`, perhaps in an `Option`, if it is a literal.
pub(super) fn dimension(ty: &Type) -> Option<u32> {
    let ty = match Known::of(ty) {
        Known::Option(inner) => inner,
        _ => ty,
    };
    let Type::Path(path) = bare(ty) else { return None };
    let PathArguments::AngleBracketed(list) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match list.args.first()? {
        GenericArgument::Const(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) => {
            number.base10_parse().ok()
        }
        _ => None,
    }
}

/// Spells the Rust type for an attribute.
pub(crate) fn spell(ty: &AttributeType) -> String {
    match ty {
        AttributeType::Int => "i64".to_owned(),
        AttributeType::Uint => "u64".to_owned(),
        AttributeType::Float => "f32".to_owned(),
        AttributeType::Double => "f64".to_owned(),
        AttributeType::Bool => "bool".to_owned(),
        AttributeType::String => "String".to_owned(),
        AttributeType::DateTime => "DateTime".to_owned(),
        AttributeType::FixedBinary(bytes) => format!("FixedBinary<{bytes}>"),
        AttributeType::List(element) => format!("Vec<{}>", spell_element(element)),
        // Elements that cannot be sorted, or perhaps cannot.
        AttributeType::Set(element @ (ElementType::Double | ElementType::Tuple(_))) => {
            format!("SetOf<{}>", spell_element(element))
        }
        AttributeType::Set(element) => format!("BTreeSet<{}>", spell_element(element)),
        AttributeType::Map(key, value) => {
            format!(
                "BTreeMap<{}, {}>",
                spell_element(&ElementType::from(*key)),
                spell_element(value)
            )
        }
        AttributeType::Tuple(name) => name.clone(),
    }
}

fn spell_element(element: &ElementType) -> &str {
    match element {
        ElementType::Int => "i64",
        ElementType::Double => "f64",
        ElementType::String => "String",
        ElementType::DateTime => "DateTime",
        ElementType::Tuple(name) => name,
    }
}

/// Spells the Rust type for a key.
pub(crate) fn spell_key(key: KeyType) -> &'static str {
    match key {
        KeyType::String => "String",
        KeyType::Int => "i64",
        KeyType::Uint => "u64",
        KeyType::DateTime => "DateTime",
    }
}

/// Writes the runtime's constant for a type.
pub(crate) fn constant(ty: &AttributeType, rt: &Runtime) -> TokenStream {
    let of = rt.attribute_type();
    match ty {
        AttributeType::Int => quote!(#of::Int),
        AttributeType::Uint => quote!(#of::Uint),
        AttributeType::Float => quote!(#of::Float),
        AttributeType::Double => quote!(#of::Double),
        AttributeType::Bool => quote!(#of::Bool),
        AttributeType::String => quote!(#of::String),
        AttributeType::DateTime => quote!(#of::DateTime),
        AttributeType::FixedBinary(bytes) => quote!(#of::FixedBinary(#bytes)),
        AttributeType::List(element) => {
            let element = element_constant(element, rt);
            quote!(#of::List(&#element))
        }
        AttributeType::Set(element) => {
            let element = element_constant(element, rt);
            quote!(#of::Set(&#element))
        }
        AttributeType::Map(key, value) => {
            let (key, value) =
                (element_constant(&ElementType::from(*key), rt), element_constant(value, rt));
            quote!(#of::Map(&#key, &#value))
        }
        AttributeType::Tuple(name) => tuple_constant(name, rt),
    }
}

fn element_constant(element: &ElementType, rt: &Runtime) -> TokenStream {
    let of = rt.attribute_type();
    match element {
        ElementType::Int => quote!(#of::Int),
        ElementType::Double => quote!(#of::Double),
        ElementType::String => quote!(#of::String),
        ElementType::DateTime => quote!(#of::DateTime),
        ElementType::Tuple(name) => tuple_constant(name, rt),
    }
}

/// Writes the constant for a tuple. It is compared by name: its fields are checked where it is
/// derived.
fn tuple_constant(name: &str, rt: &Runtime) -> TokenStream {
    let (of, tuple) = (rt.attribute_type(), rt.tuple_spec());
    quote!(#of::Tuple(&#tuple { name: #name, fields: &[] }))
}

/// Returns the name at the end of a type's path: its name on the server, unless it is renamed.
pub(crate) fn last_name(ty: &Type) -> String {
    match bare(ty) {
        Type::Path(path) => {
            path.path.segments.last().map(|last| last.ident.unraw().to_string()).unwrap_or_default()
        }
        _ => String::new(),
    }
}
