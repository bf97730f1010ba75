//! Types as written to types of the model.

use super::Checker;
use crate::finding::{Finding, Rule};
use crate::model::{AttributeType, ElementType, KeyType, MapKeyType, TupleFieldType};
use crate::suggest::nearest;
use crate::syntax::Span;
use crate::syntax::ast::TypeExpr;

/// The keywords that attribute types begin with.
pub(crate) const TYPE_KEYWORDS: &[&str] = &[
    "INT",
    "UINT",
    "FLOAT",
    "DOUBLE",
    "BOOL",
    "STRING",
    "DATETIME",
    "FIXED_BINARY",
    "LIST",
    "SET",
    "MAP",
];

/// The names that other languages have for the types.
const FOREIGN: &[(&[&str], &str)] = &[
    (
        &["INTEGER", "LONG", "BIGINT", "SMALLINT", "TINYINT", "INT8", "INT16", "INT32", "INT64"],
        "INT",
    ),
    (&["UINT8", "UINT16", "UINT32", "UINT64"], "UINT"),
    (&["DECIMAL", "NUMERIC", "REAL", "FLOAT64"], "DOUBLE"),
    (&["FLOAT32"], "FLOAT"),
    (&["BOOLEAN"], "BOOL"),
    (&["VARCHAR", "CHAR", "TEXT", "STR"], "STRING"),
    (&["DATE", "TIME", "TIMESTAMP"], "DATETIME"),
    (&["BLOB", "BINARY", "BYTES"], "FIXED_BINARY(size)"),
    (&["ARRAY", "VEC", "VECTOR"], "LIST<type>"),
];

impl Checker<'_> {
    pub(super) fn attribute_type(&mut self, ty: &TypeExpr) -> AttributeType {
        let keyword = ty.name.value.to_ascii_uppercase();
        let scalar = match keyword.as_str() {
            "INT" => AttributeType::Int,
            "UINT" => AttributeType::Uint,
            "FLOAT" => AttributeType::Float,
            "DOUBLE" => AttributeType::Double,
            "BOOL" => AttributeType::Bool,
            "STRING" => AttributeType::String,
            "DATETIME" => AttributeType::DateTime,
            "FIXED_BINARY" => return self.fixed_binary(ty),
            "LIST" | "SET" | "MAP" => return self.collection(&keyword, ty),
            _ => self.tuple_type(ty),
        };
        self.no_parameters(ty);
        scalar
    }

    fn fixed_binary(&mut self, ty: &TypeExpr) -> AttributeType {
        match ty.size.as_ref().map(|size| u32::try_from(size.value)) {
            Some(Ok(size @ 1..)) => {
                self.size_fits(size.into(), ty.span);
                AttributeType::FixedBinary(size)
            }
            _ => {
                let message = "FIXED_BINARY needs a size of at least 1 byte";
                let help = "write the size in bytes: `FIXED_BINARY(16)`";
                self.error_with_help(Rule::TypeParameters, ty.span, message, help);
                AttributeType::FixedBinary(1)
            }
        }
    }

    fn collection(&mut self, keyword: &str, ty: &TypeExpr) -> AttributeType {
        match (keyword, &ty.elements[..]) {
            ("LIST", [element]) => AttributeType::List(self.element(element)),
            ("SET", [element]) => AttributeType::Set(self.element(element)),
            ("MAP", [key, value]) => AttributeType::Map(self.map_key(key), self.element(value)),
            _ => {
                let help = match keyword {
                    "MAP" => "write the types of key and value: `MAP<STRING, INT>`".to_owned(),
                    _ => format!("write the type of the elements: `{keyword}<STRING>`"),
                };
                let message = format!("`{}` is not a whole type", ty.name.value);
                self.error_with_help(Rule::TypeParameters, ty.span, message, help);
                AttributeType::List(ElementType::Int)
            }
        }
    }

    fn element(&mut self, ty: &TypeExpr) -> ElementType {
        self.compressed(ty);
        match ty.name.value.to_ascii_uppercase().as_str() {
            "INT" => ElementType::Int,
            "DOUBLE" => ElementType::Double,
            "STRING" => ElementType::String,
            "DATETIME" => ElementType::DateTime,
            found @ ("UINT" | "FLOAT" | "BOOL" | "FIXED_BINARY" | "LIST" | "SET" | "MAP") => {
                let message = format!("{found} cannot be in a collection");
                let help = match found {
                    "UINT" => "use INT",
                    "FLOAT" => "use DOUBLE",
                    "BOOL" => "use INT, 0 or 1",
                    _ => "elements are INT, DOUBLE, STRING, DATETIME or tuples",
                };
                self.error_with_help(Rule::ElementType, ty.span, message, help);
                ElementType::Int
            }
            _ => match self.tuple_type(ty) {
                AttributeType::Tuple(name) => ElementType::Tuple(name),
                _ => ElementType::Int,
            },
        }
    }

    fn map_key(&mut self, ty: &TypeExpr) -> MapKeyType {
        self.compressed(ty);
        match ty.name.value.to_ascii_uppercase().as_str() {
            "INT" => MapKeyType::Int,
            "STRING" => MapKeyType::String,
            "DATETIME" => MapKeyType::DateTime,
            _ => {
                let message = format!("a MAP cannot have keys of type {}", ty.name.value);
                let help = "keys are INT, STRING or DATETIME";
                self.error_with_help(Rule::ElementType, ty.span, message, help);
                MapKeyType::Int
            }
        }
    }

    /// Checks a type that is not a keyword: it names a tuple.
    fn tuple_type(&mut self, ty: &TypeExpr) -> AttributeType {
        let name = &ty.name.value;
        if self.catalog.tuple(name).is_some() {
            return AttributeType::Tuple(name.clone());
        }
        let upper = name.to_ascii_uppercase();
        let foreign = FOREIGN.iter().find(|(names, _)| names.contains(&upper.as_str()));
        let tuples = self.catalog.tuples.iter().map(|tuple| tuple.name.as_str());
        let meant = foreign
            .map(|(_, ours)| *ours)
            .or_else(|| nearest(name, TYPE_KEYWORDS.iter().copied().chain(tuples)));
        let message = format!("there is no type `{name}`");
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare a tuple before its use: `TYPEDEF TUPLE <...> {name}`"),
        };
        self.error_with_help(Rule::UnknownAttributeType, ty.span, message, help);
        AttributeType::Int
    }

    /// Checks a type that identifies something; `what` describes its use.
    pub(super) fn key_type(&mut self, ty: &AttributeType, span: Span, what: &str) -> KeyType {
        KeyType::of(ty).unwrap_or_else(|| {
            let message = format!("{what} cannot be of type {ty}");
            let help = "it may be STRING, INT, UINT or DATETIME";
            self.error_with_help(Rule::KeyType, span, message, help);
            KeyType::String
        })
    }

    pub(super) fn field_type(&mut self, ty: &TypeExpr) -> TupleFieldType {
        let keyword = ty.name.value.to_ascii_uppercase();
        let size = ty.size.as_ref().map(|size| size.value);
        let sized = match (keyword.as_str(), size) {
            ("INT", None) => Some(TupleFieldType::Int(8)),
            ("INT", Some(bytes @ (1 | 2 | 4 | 8))) => Some(TupleFieldType::Int(bytes as u8)),
            ("UINT", None) => Some(TupleFieldType::Uint(8)),
            ("UINT", Some(bytes @ (1 | 2 | 4 | 8))) => Some(TupleFieldType::Uint(bytes as u8)),
            ("FLOAT", None) => Some(TupleFieldType::Float),
            ("DOUBLE", None) => Some(TupleFieldType::Double),
            ("BOOL", None) => Some(TupleFieldType::Bool),
            ("DATETIME", None) => Some(TupleFieldType::DateTime),
            ("STRING", Some(characters @ 1..)) => {
                self.size_fits(characters, ty.span);
                u32::try_from(characters).ok().map(TupleFieldType::String)
            }
            _ => None,
        };
        self.compressed(ty);
        sized.filter(|_| ty.elements.is_empty()).unwrap_or_else(|| {
            let (rule, message, help) = match keyword.as_str() {
                "INT" | "UINT" => (
                    Rule::TypeParameters,
                    format!("{keyword} of this size does not exist"),
                    "the size is 1, 2, 4 or 8 bytes",
                ),
                "STRING" => (
                    Rule::TypeParameters,
                    "a STRING in a tuple needs a size".into(),
                    "write the largest number of characters: `STRING(20)`",
                ),
                "FLOAT" | "DOUBLE" | "BOOL" | "DATETIME" => {
                    (Rule::TypeParameters, format!("{keyword} takes no size"), "leave the size out")
                }
                _ => (
                    Rule::FieldType,
                    format!("`{}` cannot be in a tuple", ty.name.value),
                    "fields are INT, UINT, FLOAT, DOUBLE, BOOL, DATETIME or STRING(size)",
                ),
            };
            self.error_with_help(rule, ty.span, message, help);
            TupleFieldType::Bool
        })
    }

    fn no_parameters(&mut self, ty: &TypeExpr) {
        self.compressed(ty);
        if ty.size.is_some() || !ty.elements.is_empty() {
            let message = format!("{} takes no parameters here", ty.name.value);
            let help = format!("write `{}`", ty.name.value);
            self.error_with_help(Rule::TypeParameters, ty.span, message, help);
        }
    }

    fn compressed(&mut self, ty: &TypeExpr) {
        let Some(span) = ty.compress else { return };
        if ty.name.value.eq_ignore_ascii_case("STRING") {
            let message = "servers since 3.0 do not create compressed strings";
            let finding = Finding::new(Rule::Deprecated, span, message);
            self.findings.push(finding.help("leave `COMPRESS` out"));
        } else {
            self.error(Rule::TypeParameters, span, "only a STRING can be compressed");
        }
    }
}
