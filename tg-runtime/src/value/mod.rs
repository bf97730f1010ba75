//! Values on the wire: what a field may hold, and how it is written and read, exactly.

mod answer;
mod attribute;
mod datetime;
mod decode;
mod encode;
mod error;
mod id_text;
mod json;
mod key;
mod row;
mod types;
mod upsert;

pub use answer::Answer;
pub use attribute::{Attribute, Element, MapKey, ReadAttribute, Tuple, TupleField};
pub use datetime::{DateTime, InvalidDateTime};
pub use decode::Decoder;
pub use encode::Encoder;
pub use error::{DecodeError, EncodeError};
pub use id_text::IdText;
pub use key::{Key, KeyPart, KeyValue};
pub use row::Row;
pub use types::{FixedBinary, SetOf, Vector};
pub use upsert::UpsertBody;
