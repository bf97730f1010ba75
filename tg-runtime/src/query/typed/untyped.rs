//! Values whose type is known only after the query ran.

use crate::body::ReadResult;
use crate::error::Result;
use crate::value::{DecodeError, Decoder};

/// A printed value whose type cannot be known before the query runs; it is read later.
///
/// ```
/// # use tg_runtime::query::UntypedValue;
/// # use tg_runtime::body::ReadResult;
/// # use tg_runtime::value::Decoder;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let value = UntypedValue::read(&mut Decoder::new("[1, 2]"))?;
/// let numbers: Vec<i64> = value.get()?;
/// assert_eq!(numbers, [1, 2]);
/// assert_eq!(value.json(), "[1, 2]");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntypedValue(Box<str>);

impl UntypedValue {
    /// Returns the value as JSON.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.0
    }

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`](crate::ErrorKind::Decode) when it does not fit.
    pub fn get<T: ReadResult>(&self) -> Result<T> {
        Ok(T::read(&mut Decoder::new(&self.0))?)
    }
}

impl ReadResult for UntypedValue {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self(input.raw()?.into()))
    }
}
