//! Attributes and their types.

use super::value::{Node, Result};
use crate::check::default_of;
use crate::model::{
    Attribute, AttributeType, ElementType, KeyType, Literal, MapKeyType, TupleField, TupleFieldType,
};
use crate::name::is_identifier;

/// Returns the name under a key.
pub(super) fn name(node: &Node<'_>, key: &str) -> Result<String> {
    identifier(node.need(key)?)
}

pub(super) fn identifier(node: &Node<'_>) -> Result<String> {
    let text = node.text()?;
    if is_identifier(text) {
        return Ok(text.to_owned());
    }
    let problem = node.problem(format!("`{text}` is not a GSQL identifier"));
    Err(problem.help("write letters, digits and `_`"))
}

/// Reads an element of `Attributes`.
pub(super) fn attribute(node: &Node<'_>) -> Result<Attribute> {
    let name = name(node, "AttributeName")?;
    let ty = attribute_type(node)?;
    let default = match node.get("DefaultValue") {
        Some(value) => default(&ty, value)?,
        None => None,
    };
    Ok(Attribute { name, ty, default })
}

/// Reads the type under `AttributeType`: an object, or its name alone.
fn attribute_type(node: &Node<'_>) -> Result<AttributeType> {
    let node = node.need("AttributeType")?;
    let (name, size) = type_name(node)?;
    Ok(match name.to_ascii_uppercase().as_str() {
        "INT" => AttributeType::Int,
        "UINT" => AttributeType::Uint,
        "FLOAT" => AttributeType::Float,
        "DOUBLE" => AttributeType::Double,
        "BOOL" => AttributeType::Bool,
        "STRING" | "STRING COMPRESS" | "STRING_COMPRESS" => AttributeType::String,
        "DATETIME" => AttributeType::DateTime,
        "FIXED_BINARY" => {
            let length = ["FixedLength", "Length", "length"].iter().find_map(|key| node.get(key));
            match (size, length) {
                (Some(size), _) => AttributeType::FixedBinary(size),
                (None, Some(length)) => AttributeType::FixedBinary(length.size()?),
                (None, None) => {
                    let problem = node.problem("the size of a FIXED_BINARY is missing");
                    return Err(problem.help("write its bytes, such as `\"FixedLength\": 16`"));
                }
            }
        }
        "LIST" => AttributeType::List(element(node)?),
        "SET" => AttributeType::Set(element(node)?),
        "MAP" => AttributeType::Map(map_key(node.need("KeyTypeName")?)?, element(node)?),
        "UDT" | "TUPLE" => AttributeType::Tuple(tuple_name(node)?),
        _ if is_identifier(name) => AttributeType::Tuple(name.to_owned()),
        _ => return Err(node.problem(format!("there is no attribute type `{name}`"))),
    })
}

/// Returns the name of a type, and the number in parentheses after it.
fn type_name<'n>(node: &'n Node<'_>) -> Result<(&'n str, Option<u32>)> {
    let text = node.get("Name").unwrap_or(node).text()?;
    let sized = text.trim().strip_suffix(')').and_then(|text| text.split_once('('));
    Ok(match sized {
        Some((name, size)) => (name.trim_end(), size.trim().parse().ok().filter(|size| *size > 0)),
        None => (text.trim(), None),
    })
}

fn tuple_name(node: &Node<'_>) -> Result<String> {
    match node.get("ValueTupleName").or_else(|| node.get("ValueTypeName")) {
        Some(name) => identifier(name),
        None => {
            let problem = node.problem("the name of the tuple is missing");
            Err(problem.help("write it under `ValueTypeName`"))
        }
    }
}

fn element(node: &Node<'_>) -> Result<ElementType> {
    let named = node.need("ValueTypeName")?;
    let text = named.text()?;
    Ok(match text.to_ascii_uppercase().as_str() {
        "INT" => ElementType::Int,
        "DOUBLE" => ElementType::Double,
        "STRING" | "STRING COMPRESS" | "STRING_COMPRESS" => ElementType::String,
        "DATETIME" => ElementType::DateTime,
        "UDT" | "TUPLE" => match node.get("ValueTupleName") {
            Some(name) => ElementType::Tuple(identifier(name)?),
            None => {
                let problem = node.problem("the name of the elements' tuple is missing");
                return Err(problem.help("write it under `ValueTupleName`"));
            }
        },
        "UINT" | "FLOAT" | "BOOL" | "FIXED_BINARY" | "LIST" | "SET" | "MAP" => {
            let problem = named.problem(format!("{text} cannot be in a collection"));
            return Err(problem.help("elements are INT, DOUBLE, STRING, DATETIME or tuples"));
        }
        _ => ElementType::Tuple(identifier(named)?),
    })
}

fn map_key(node: &Node<'_>) -> Result<MapKeyType> {
    Ok(match node.text()?.to_ascii_uppercase().as_str() {
        "INT" => MapKeyType::Int,
        "STRING" | "STRING COMPRESS" | "STRING_COMPRESS" => MapKeyType::String,
        "DATETIME" => MapKeyType::DateTime,
        _ => return Err(node.problem("the keys of a MAP are INT, STRING or DATETIME")),
    })
}

/// Reads the type of a `PrimaryId`.
pub(super) fn key_type(node: &Node<'_>) -> Result<KeyType> {
    let ty = attribute_type(node)?;
    KeyType::of(&ty).ok_or_else(|| {
        let problem = node.problem(format!("a primary id cannot be of type {ty}"));
        problem.help("it may be STRING, INT, UINT or DATETIME")
    })
}

/// Servers write defaults as text, clients also as numbers and truth values.
fn default(ty: &AttributeType, node: &Node<'_>) -> Result<Option<Literal>> {
    let text = node.scalar()?;
    let literal = match ty {
        AttributeType::String | AttributeType::FixedBinary(_) => Literal::String(text.to_owned()),
        _ if text.is_empty() => return Ok(None),
        AttributeType::DateTime => match text.parse() {
            Ok(seconds) => Literal::Int(seconds),
            Err(_) => Literal::String(text.to_owned()),
        },
        _ => Literal::String(text.to_owned()),
    };
    let checked = default_of(ty, &literal).map_err(|expected| {
        let problem = node.problem(format!("`{text}` is not a default for {ty}"));
        problem.help(format!("{ty} takes {expected}"))
    });
    checked.map(Some)
}

/// Reads a field of a tuple, in the form of the answer or of the request.
pub(super) fn tuple_field(node: &Node<'_>) -> Result<TupleField> {
    let keys = if node.get("fieldName").is_some() {
        ["fieldName", "fieldType"]
    } else {
        ["name", "AttributeType"]
    };
    let name = name(node, keys[0])?;
    let declared = node.need(keys[1])?;
    let (ty, size) = type_name(declared)?;
    let size = match node.get("length") {
        Some(length) if size.is_none() => Some(length.size()?),
        _ => size,
    };
    let sized = |bytes: u32| {
        let fits = matches!(bytes, 1 | 2 | 4 | 8).then_some(bytes as u8);
        fits.ok_or_else(|| declared.problem("a number in a tuple has 1, 2, 4 or 8 bytes"))
    };
    let ty = match ty.to_ascii_uppercase().as_str() {
        "INT" => TupleFieldType::Int(sized(size.unwrap_or(8))?),
        "UINT" => TupleFieldType::Uint(sized(size.unwrap_or(8))?),
        "FLOAT" => TupleFieldType::Float,
        "DOUBLE" => TupleFieldType::Double,
        "BOOL" => TupleFieldType::Bool,
        "DATETIME" => TupleFieldType::DateTime,
        "STRING" => match size {
            Some(characters) => TupleFieldType::String(characters),
            None => {
                let problem = declared.problem("a STRING in a tuple needs a size");
                return Err(problem.help("write its characters, such as `\"length\": 20`"));
            }
        },
        _ => {
            let problem = declared.problem(format!("a tuple cannot have a field of type `{ty}`"));
            return Err(problem.help("write INT, UINT, FLOAT, DOUBLE, BOOL, DATETIME or STRING"));
        }
    };
    Ok(TupleField { name, ty })
}
