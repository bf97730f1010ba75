//! The errors of this crate: of an operation, and of a value that cannot be written or read.

#[cfg(feature = "client")]
mod code;
mod conversion;
#[cfg(feature = "client")]
mod kind;
#[cfg(feature = "client")]
mod operation;
#[cfg(feature = "client")]
pub(crate) mod prose;
#[cfg(all(test, feature = "client"))]
mod tests;

pub use conversion::{DecodeError, EncodeError};
#[cfg(feature = "client")]
pub use kind::ErrorKind;
#[cfg(feature = "client")]
pub(crate) use kind::Repeat;
#[cfg(feature = "client")]
pub use operation::{Error, Result};
#[cfg(feature = "client")]
pub use prose::WorkState;
