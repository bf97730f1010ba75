//! Values on the wire: what a field may hold, and how it is written and read, exactly.

mod attribute;
mod attribute_type;
mod datetime;
mod decode;
mod encode;
mod id_text;
mod json;
mod key;
pub mod kind;
#[cfg_attr(not(feature = "client"), expect(dead_code))]
mod line;
mod row;
mod sealed;
#[cfg(feature = "serde")]
mod serialize;
mod types;
mod unset;

pub use crate::error::{DecodeError, EncodeError};
pub use attribute::{Attribute, Element, MapKey, ReadAttribute, Tuple, TupleField};
pub use attribute_type::{AttributeType, TupleFieldSpec, TupleSpec};
pub use datetime::{DateTime, InvalidDateTime};
pub use decode::Decoder;
pub use encode::Encoder;
pub use id_text::IdText;
pub use key::{Key, KeyPart, KeyValue};
pub use row::Row;
pub use types::{FixedBinary, SetOf, Vector};

pub(crate) use json::{Scan, skip_value};
#[cfg(feature = "client")]
pub(crate) use line::{Column, ELEMENT_SEPARATOR, Form, Line, SEPARATOR};
pub(crate) use sealed::Sealed;
