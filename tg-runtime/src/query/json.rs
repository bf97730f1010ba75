//! Values that serde reads.

use std::any::type_name;
use std::ops::Deref;

use serde::de::DeserializeOwned;

use crate::body::ReadResult;
use crate::value::{DecodeError, Decoder};

/// A value of a result that serde reads: a struct of your own for the rows of a table,
/// `serde_json::Value` for what has no type.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// use tg_runtime::query::Json;
///
/// #[derive(serde::Deserialize)]
/// struct Place { city: String, packages: i64 }
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let places: Vec<Json<Place>> = graph.query("busiest").await?.get("@@places")?;
/// println!("{}", places[0].city);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> ReadResult for Json<T> {
    fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        from_json(input.raw()?).map(Self)
    }
}

/// Reads JSON; an error names the place that does not fit.
pub(super) fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, DecodeError> {
    let mut input = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut input).map_err(|error| {
        let found = match error.path().to_string().as_str() {
            "." => error.inner().to_string(),
            path => format!("at `{path}`: {}", error.inner()),
        };
        unfit::<T>(found)
    })
}

/// The error of what does not fit a type that serde reads.
pub(super) fn unfit<T>(found: String) -> DecodeError {
    DecodeError::mismatch(format!("what fits `{}`", short_name(type_name::<T>())), found)
}

/// The name of a type without the paths of modules: `Vec<Place>` for
/// `alloc::vec::Vec<goods::Place>`.
fn short_name(name: &str) -> String {
    let mut short = String::new();
    let mut word_begins = 0;
    for c in name.chars() {
        short.push(c);
        match c {
            ':' => short.truncate(word_begins),
            c if c.is_alphanumeric() || matches!(c, '_' | '{' | '}') => {}
            _ => word_begins = short.len(),
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types_have_no_paths() {
        for (name, short) in [
            ("goods::run::{{closure}}::Place", "Place"),
            ("alloc::vec::Vec<goods::Place>", "Vec<Place>"),
            ("alloc::collections::BTreeMap<alloc::string::String, i64>", "BTreeMap<String, i64>"),
            ("(f64, &[goods::Place])", "(f64, &[Place])"),
        ] {
            assert_eq!(short_name(name), short);
        }
    }
}
