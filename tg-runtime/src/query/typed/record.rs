//! Values that are printed together under names.

use serde::de::DeserializeOwned;

use crate::body::ReadResult;
use crate::query::results::Named;
use crate::value::{DecodeError, Decoder};

/// The values that a query prints for a vertex, or for a row of a table: each has a name.
#[derive(Debug)]
pub struct Record<'j>(Named<'j>);

impl<'j> Record<'j> {
    /// Reads a JSON object.
    ///
    /// # Errors
    ///
    /// When the value is not an object.
    pub fn new(input: &mut Decoder<'j>) -> Result<Self, DecodeError> {
        let mut named = Named::default();
        input.map(|name, input| {
            named.push(name.into_owned(), input.raw()?);
            Ok(())
        })?;
        Ok(Self(named))
    }

    /// Reads the value of this name.
    ///
    /// # Errors
    ///
    /// When there is none, or it does not fit.
    pub fn get<T: ReadResult>(&self, name: &str) -> Result<T, DecodeError> {
        match self.0.get(name) {
            Some(json) => T::read(&mut Decoder::new(json)).map_err(|error| error.at_key(name)),
            None => T::absent().ok_or_else(|| {
                let found = format!("only {}", self.0.names_in_words());
                DecodeError::mismatch(format!("a value of the name `{name}`"), found)
            }),
        }
    }
}

/// A struct of the values that a query prints for a vertex: the `A` of
/// [`QueryVertex`](super::super::QueryVertex) and [`Projected`](super::super::Projected).
///
/// Every struct that serde reads is one: a field has the name of an accumulator without its `@`.
/// `#[tigergraph]` writes those of typed queries.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the values that a query prints for a vertex",
    note = "a struct with `#[derive(serde::Deserialize)]` can be"
)]
pub trait ReadRecord: Sized {
    /// Reads the values.
    ///
    /// # Errors
    ///
    /// When one is missing or does not fit.
    fn read_record(record: Record<'_>) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> ReadRecord for T {
    fn read_record(record: Record<'_>) -> Result<Self, DecodeError> {
        record.0.read()
    }
}
