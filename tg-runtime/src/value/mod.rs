//! Values on the wire: what a field may hold, and how it is written and read, exactly.

mod attribute;
mod decode;
mod encode;
mod key;

pub use attribute::{Attribute, Element, MapKey, ReadAttribute, Tuple, TupleField};
pub use decode::{DecodeError, Decoder, Row};
pub use encode::{EncodeError, Encoder};
pub use key::{IdText, Key, KeyPart};
