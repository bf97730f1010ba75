//! The lists in the answers of the informant.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::client::Reply;
use crate::error::{Error, ErrorKind, Result};

/// Returns the list in this member. The informant leaves a list without rows out, so that an empty
/// object is one; an object with other members is an answer of another server.
pub(super) fn rows<T: DeserializeOwned>(reply: &Reply, member: &str) -> Result<Vec<T>> {
    let mut body: Map<String, Value> = reply.json()?;
    let (kind, message) = match body.remove(member) {
        Some(Value::Null) => return Ok(Vec::new()),
        None if body.is_empty() => return Ok(Vec::new()),
        None => (ErrorKind::Protocol, format!("the answer has no list `{member}`")),
        Some(rows) => match serde_json::from_value(rows) {
            Ok(rows) => return Ok(rows),
            Err(error) => {
                (ErrorKind::Decode, format!("the list `{member}` cannot be read: {error}"))
            }
        },
    };
    Err(reply.error(Error::new(kind, message)))
}
