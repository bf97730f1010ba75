//! The output of a query.

mod named;
mod several;

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::body::ReadResult;
use crate::client::Reply;
use crate::client::request::Label;
use crate::error::{Error, ErrorKind, Result};
use crate::value::{DecodeError, Decoder};

pub(super) use named::Named;
pub use several::ReadResults;

/// The output of a query: one object per PRINT, in order.
///
/// A value is read by its name, which is that after `AS`, or else the text of the expression:
/// `total`, `@@total`, `S`, `S.size()`; blanks in an expression do not matter. [`ReadResult`] has a
/// table of the types that it can be read into; a whole result goes into a struct by
/// [`deserialize`](Self::deserialize), or into a tuple by [`values`](Self::values).
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # use std::collections::BTreeMap;
/// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
/// # #[derive(Vertex)] struct Depot { #[tg(primary_id)] code: i64 }
/// # #[derive(Edge)] #[tg(from = Package, to = Depot)] struct StoredAt { since: DateTime }
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let results = graph.query("overview").await?;
/// let total: i64 = results.get("@@total")?;
/// let packages: Vec<Package> = results.get("S")?;
/// let stored: Vec<EdgeRecord<StoredAt>> = results.get("@@edges")?;
/// let per_depot: BTreeMap<Id<Depot>, Vec<f64>> = results.get("@@weights")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Reading fails with [`ErrorKind::Decode`]: when nothing of the name was printed (the error lists
/// the names that were), when it was printed several times and one is asked for, and when a value
/// does not fit; the error names the PRINT, and the place in it.
#[derive(Clone)]
pub struct QueryResults {
    label: Label,
    /// The array `results`, as strict JSON.
    json: String,
    values: Vec<Value>,
    /// The number of PRINTs.
    prints: usize,
    message: String,
    schema_version: Option<u64>,
}

#[derive(Debug, Clone)]
struct Value {
    print: usize,
    name: String,
    json: Range<usize>,
}

impl QueryResults {
    /// Finds the values in an answer.
    pub(super) fn read(reply: Reply, label: Label) -> Result<Self> {
        let reply = reply.with_list().map_err(|error| error.during(|| label.to_string()))?;
        Self::of(&reply.strict()?, reply.message(), label.clone())
            .map_err(|error| error.during(|| label.to_string()))
    }

    fn of(body: &str, message: &str, label: Label) -> Result<Self> {
        #[derive(Deserialize)]
        struct Whole<'b> {
            #[serde(borrow)]
            results: Option<&'b RawValue>,
            #[serde(borrow)]
            version: Option<&'b RawValue>,
        }

        let whole: Whole<'_> = serde_json::from_str(body).map_err(|error| {
            Error::new(ErrorKind::Protocol, format!("it is no answer of a query: {error}"))
        })?;
        let json = whole.results.map_or("[]", RawValue::get).to_owned();
        let (values, prints) = split(&json)?;
        let schema_version = whole.version.and_then(|version| schema_of(version.get()));
        Ok(Self { label, json, values, prints, message: message.to_owned(), schema_version })
    }

    /// Reads the value of this name, which was printed once.
    ///
    /// A server prints a whole DOUBLE without a decimal point, so `i64` reads an average as long as
    /// it happens to be whole: read a DOUBLE or FLOAT as `f64`. [`Queries::signature`] has the
    /// types.
    ///
    /// [`Queries::signature`]: crate::query::Queries::signature
    ///
    /// # Errors
    ///
    /// See [above](Self).
    pub fn get<T: ReadResult>(&self, name: &str) -> Result<T> {
        let mut found = self.named(name);
        match (found.next(), found.count()) {
            (Some(value), 0) => self.decode(value),
            (Some(_), others) => Err(self.failure(format!(
                "`{name}` was printed {} times: read them with `all`, or one with `nth`",
                others + 1
            ))),
            (None, _) => T::absent().ok_or_else(|| self.missing(name)),
        }
    }

    /// Reads the value of this name from the `n`-th PRINT that has it, counted from 0: for names
    /// that are printed several times, in a loop for instance.
    ///
    /// # Errors
    ///
    /// See [above](Self).
    pub fn nth<T: ReadResult>(&self, name: &str, n: usize) -> Result<T> {
        match self.named(name).nth(n) {
            Some(value) => self.decode(value),
            None => T::absent().ok_or_else(|| match self.named(name).count() {
                0 => self.missing(name),
                times => self.failure(format!("`{name}` was printed {times} times only")),
            }),
        }
    }

    /// Reads all values of this name, in the order in which they were printed; none if nothing of
    /// the name was.
    ///
    /// # Errors
    ///
    /// When a value does not fit.
    pub fn all<T: ReadResult>(&self, name: &str) -> Result<Vec<T>> {
        self.named(name).map(|value| self.decode(value)).collect()
    }

    /// Reads the only value that the query printed, without its name.
    ///
    /// # Errors
    ///
    /// When it printed none or several, or the value does not fit.
    pub fn only<T: ReadResult>(&self) -> Result<T> {
        match self.values.as_slice() {
            [value] => self.decode(value),
            _ => Err(self.failure(format!(
                "one value was expected, and the query printed {}: {}",
                self.values.len(),
                self.names_in_words()
            ))),
        }
    }

    /// Reads all values in the order in which they were printed, as a tuple: `(f64, Vec<Package>)`.
    ///
    /// The order of two values of one PRINT is the server's.
    ///
    /// # Errors
    ///
    /// When there are more or fewer values, or one does not fit.
    pub fn values<T: ReadResults>(&self) -> Result<T> {
        if self.values.len() != T::COUNT {
            return Err(self.failure(format!(
                "{} values were expected, and the query printed {}: {}",
                T::COUNT,
                self.values.len(),
                self.names_in_words()
            )));
        }
        T::read(&mut self.iter())
    }

    /// Reads the whole result with serde: into a struct with a field a name, where `@@total` may be
    /// the field `total`; into a map; or into a tuple in the order of printing.
    ///
    /// Fields that are no types of serde's have
    /// `#[serde(deserialize_with = "tg_runtime::query::typed")]`.
    ///
    /// # Errors
    ///
    /// When a field was not printed or does not fit, or a name of the struct was printed twice.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T> {
        let mut named = Named::default();
        for value in &self.values {
            named.push(value.name.clone(), self.json_of(value));
        }
        named.read().map_err(|error: DecodeError| {
            self.failure(format!("{error}; the query printed {}", self.names_in_words()))
        })
    }

    /// All values, in the order in which they were printed.
    pub fn iter(&self) -> impl Iterator<Item = Printed<'_>> {
        self.values.iter().map(|value| Printed { results: self, value })
    }

    /// Returns the number of PRINTs that were executed; one may print several values.
    pub fn prints(&self) -> usize {
        self.prints
    }

    /// Returns `true` if nothing was printed.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The note of the server, if it sent one with the results.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The version of the schema that the query ran with; 3.x and 4.x tell it for interpreted
    /// queries, and some servers send 0 for installed ones.
    pub fn schema_version(&self) -> Option<u64> {
        self.schema_version
    }

    /// All that was printed, as JSON: an array of one object a PRINT.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Returns the values of this name: with the same blanks if there are any, since the server
    /// prints an expression in its own layout.
    fn named(&self, name: &str) -> impl Iterator<Item = &Value> {
        let is_exact = self.values.iter().any(|value| value.name == name);
        let matches = move |value: &&Value| match is_exact {
            true => value.name == name,
            false => named::same_but_for_blanks(&value.name, name),
        };
        self.values.iter().filter(matches)
    }

    fn decode<T: ReadResult>(&self, value: &Value) -> Result<T> {
        T::read(&mut Decoder::new(self.json_of(value))).map_err(|error| {
            let place = format!("`{}` of PRINT {}", value.name, value.print + 1);
            Error::from(error).because(place).during(|| self.label.to_string())
        })
    }

    fn json_of(&self, value: &Value) -> &str {
        self.json.get(value.json.clone()).unwrap_or_default()
    }

    #[cold]
    fn missing(&self, name: &str) -> Error {
        let printed = self.names_in_words();
        self.failure(format!("nothing was printed as `{name}`; the query printed {printed}"))
    }

    fn failure(&self, message: String) -> Error {
        Error::new(ErrorKind::Decode, message).during(|| self.label.to_string())
    }

    /// The names that were printed, each once.
    fn names_in_words(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for value in &self.values {
            let name = format!("`{}`", value.name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    }
}

impl fmt::Debug for QueryResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryResults").field("json", &self.json).finish_non_exhaustive()
    }
}

/// One value that a query printed: from [`QueryResults::iter`].
#[derive(Debug, Clone, Copy)]
pub struct Printed<'r> {
    results: &'r QueryResults,
    value: &'r Value,
}

impl<'r> Printed<'r> {
    /// Returns its name.
    pub fn name(&self) -> &'r str {
        &self.value.name
    }

    /// Returns the index of its PRINT, counted from 0.
    pub fn print(&self) -> usize {
        self.value.print
    }

    /// The value as JSON.
    pub fn json(&self) -> &'r str {
        self.results.json_of(self.value)
    }

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when it does not fit.
    pub fn read<T: ReadResult>(&self) -> Result<T> {
        self.results.decode(self.value)
    }
}

/// The values of the PRINTs, and how many PRINTs there were.
fn split(json: &str) -> Result<(Vec<Value>, usize)> {
    let mut values = Vec::new();
    let mut prints = 0;
    let mut input = Decoder::new(json);
    let start = json.as_ptr() as usize;
    input.list(|input| {
        input.map(|name, input| {
            let text = input.raw()?;
            let at = text.as_ptr() as usize - start;
            values.push(Value {
                print: prints,
                name: name.into_owned(),
                json: at..at + text.len(),
            });
            Ok(())
        })?;
        prints += 1;
        Ok(())
    })?;
    Ok((values, prints))
}

/// The version of the schema: a number, or one as text.
fn schema_of(version: &str) -> Option<u64> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Number(u64),
        Text(String),
    }

    #[derive(Deserialize)]
    struct Version {
        schema: Number,
    }

    match serde_json::from_str(version) {
        Ok(Version { schema: Number::Number(number) }) => Some(number),
        Ok(Version { schema: Number::Text(text) }) => text.parse().ok(),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests;
