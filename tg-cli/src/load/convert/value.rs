//! A value whose type is known at run time.

use std::borrow::Cow;

use tg_runtime::value::{Attribute, AttributeType, DateTime, Encoder};

/// A value of any type, as an upsert spells it.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Int(i64),
    Uint(u64),
    Float(f32),
    Double(f64),
    Bool(bool),
    Text(Cow<'a, str>),
    Date(DateTime),
    List(Vec<Self>),
    /// The keys and the values of a MAP, or the names and the values of the fields of a tuple.
    Pairs(Vec<Self>, Vec<Self>),
}

/// The kind and the type are those of a text; only what is written differs.
impl Attribute for Value<'_> {
    type Kind = <String as Attribute>::Kind;

    const TYPE: AttributeType = AttributeType::String;

    fn encode(&self, out: &mut Encoder) {
        match self {
            Self::Int(number) => out.int(*number),
            Self::Uint(number) => out.uint(*number),
            Self::Float(number) => out.float(*number),
            Self::Double(number) => out.double(*number),
            Self::Bool(value) => out.bool(*value),
            Self::Text(text) => out.text(text),
            Self::Date(moment) => out.date_time(*moment),
            Self::List(items) => out.list(items),
            Self::Pairs(keys, values) => out.map(keys, values),
        }
    }
}
