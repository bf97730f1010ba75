//! Data sources as the server lists them.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, ErrorKind, Result};

/// A data source as the server lists it, without its secrets.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct DataSource {
    /// Its name.
    pub name: String,
    /// Its kind, in capitals: `S3`, `GCS`, `ABS`, `KAFKA`, ..
    #[serde(rename = "type", default)]
    pub kind: String,
    #[serde(default)]
    content: Value,
    /// `true` if it belongs to a graph, `false` if to the server; `None` if the server does not
    /// return it.
    #[serde(rename = "isLocal", default)]
    pub is_local: Option<bool>,
    /// The graphs that it belongs to, or that may use it, if the server returns them.
    #[serde(rename = "belongTo", default, deserialize_with = "graphs")]
    pub graphs: Vec<String>,
}

impl DataSource {
    /// Reads the part of its configuration that the server returns, in which it blanks secrets: an
    /// object, in some lists a text.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when it does not fit `T`.
    pub fn content<T: DeserializeOwned>(&self) -> Result<T> {
        T::deserialize(&self.content).map_err(|error| {
            let message = format!("the content of the data source `{}`: {error}", self.name);
            Error::new(ErrorKind::Decode, message)
        })
    }
}

/// Reads one name or a list of names.
fn graphs<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    let text = |value: Value| value.as_str().map(str::to_owned).filter(|name| !name.is_empty());
    Ok(match Value::deserialize(input)? {
        Value::Array(names) => names.into_iter().filter_map(text).collect(),
        other => text(other).into_iter().collect(),
    })
}

/// Reads the output of `SHOW DATA_SOURCE`: lines such as `- S3 name ({..})`.
pub(super) fn listed(output: &str) -> Result<Vec<DataSource>> {
    let entries = output.lines().filter_map(|line| line.trim().strip_prefix("- "));
    let read = |line| {
        entry(line).ok_or_else(|| {
            // The rest of the line can be a configuration with its keys.
            let head: String = line.chars().take_while(|&c| c != '(').take(MAX_HEAD).collect();
            let message = format!("the server lists a data source in an unknown form: `{head}`");
            Error::new(ErrorKind::Protocol, message)
        })
    };
    entries.map(read).collect()
}

/// The number of characters of a line that an error quotes.
const MAX_HEAD: usize = 60;

fn entry(entry: &str) -> Option<DataSource> {
    let (head, content) = match entry.split_once('(') {
        Some((head, rest)) => (head, rest.trim_end().trim_end_matches(')')),
        None => (entry, ""),
    };
    let mut parts = head.split_whitespace();
    let (first, second) = (parts.next()?, parts.next());
    let (kind, name) = match second {
        Some(name) => (first.to_uppercase(), name),
        None => (String::new(), first),
    };
    if !tg_gsql::name::is_identifier(name) || parts.next().is_some() {
        return None;
    }
    let plain = content.trim().trim_matches('"');
    let content = serde_json::from_str(content).unwrap_or_else(|_| match plain {
        "" => Value::Null,
        text => text.into(),
    });
    Some(DataSource { name: name.to_owned(), kind, content, is_local: None, graphs: Vec::new() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_the_lines_of_the_shell() {
        let text = "Using graph 'g'\n  - S3 s1 ({\"region\":\"eu\"})\n\
                    - kafka k1 (\"127.0.0.1:9092\")\n- s2\n";
        let found = listed(text).unwrap();
        let names: Vec<_> = found.iter().map(|it| (it.kind.as_str(), it.name.as_str())).collect();
        assert_eq!(names, [("S3", "s1"), ("KAFKA", "k1"), ("", "s2")]);
        assert_eq!(found[0].content, json!({"region": "eu"}));
        assert_eq!(found[1].content, "127.0.0.1:9092");
        let error = listed("- s2\n- not a source ({\"key\":\"k3y\"})\n").unwrap_err().to_string();
        assert!(error.contains("`not a source `") && !error.contains("k3y"), "{error}");
    }

    #[test]
    fn reads_the_json_of_the_server() {
        let one: DataSource = serde_json::from_value(json!({
            "name": "k1", "type": "KAFKA", "content": {}, "isLocal": true, "belongTo": "g"}))
        .unwrap();
        assert_eq!((one.is_local, one.graphs), (Some(true), vec!["g".to_owned()]));
        let bare: DataSource =
            serde_json::from_value(json!({"name": "k1", "type": "KAFKA"})).unwrap();
        assert_eq!((bare.is_local, bare.graphs.len()), (None, 0));
    }
}
