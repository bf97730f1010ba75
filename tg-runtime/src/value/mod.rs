//! Values on the wire: what a field may hold, and how it is written and read, exactly.

mod answer;
mod argument;
mod attribute;
mod datetime;
mod decode;
mod encode;
mod error;
mod id_text;
mod json;
mod key;
mod result;
mod row;
mod types;
mod upsert;

pub use answer::Answer;
pub use argument::{Argument, Parameter};
pub use attribute::{Attribute, Element, MapKey, ReadAttribute, Tuple, TupleField};
pub use datetime::{DateTime, InvalidDateTime};
pub use decode::Decoder;
pub use encode::Encoder;
pub use error::{DecodeError, EncodeError};
pub use id_text::IdText;
pub use key::{Key, KeyPart, KeyValue};
pub use result::{ReadResult, ResultKey};
pub use row::Row;
pub use types::{FixedBinary, SetOf, Vector};
pub use upsert::UpsertBody;

#[cfg(feature = "client")]
pub(crate) use argument::Shape;
#[cfg(feature = "client")]
pub(crate) use result::is_of_type;
