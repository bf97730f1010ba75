//! Settings from the variables of the client, and `TG_GRAPH`.

use std::path::PathBuf;
use std::time::Duration;

use super::Lookup;
use super::layer::{self, Layer};
use crate::exit::{Failure, Outcome};

/// Reads the variables. An empty one counts as not set.
pub(super) fn read(lookup: Lookup<'_>) -> Outcome<Layer> {
    let text = |name: &str| lookup(name).filter(|value| !value.is_empty());
    let seconds = |name: &str| -> Outcome<Option<Duration>> {
        let Some(value) = text(name) else { return Ok(None) };
        match value.trim().parse().ok().and_then(layer::seconds) {
            Some(limit) => Ok(Some(limit)),
            None => Err(wrong(name, &value, "a number of seconds, such as `30`")),
        }
    };
    let generation = match text("TG_GENERATION") {
        None => None,
        Some(value) => Some(
            layer::generation(&value)
                .ok_or_else(|| wrong("TG_GENERATION", &value, "`3` or `4`"))?,
        ),
    };
    let allow_insecure_http = match text("TG_ALLOW_INSECURE_HTTP").as_deref() {
        None => None,
        Some("1" | "true") => Some(true),
        Some("0" | "false") => Some(false),
        Some(value) => return Err(wrong("TG_ALLOW_INSECURE_HTTP", value, "`true` or `false`")),
    };
    Ok(Layer {
        url: text("TG_HOST").map(layer::url),
        restpp_url: text("TG_RESTPP_URL"),
        graph: text("TG_GRAPH"),
        user: text("TG_USER"),
        generation,
        ca_file: text("TG_CA_FILE").map(PathBuf::from),
        identity_file: text("TG_IDENTITY_FILE").map(PathBuf::from),
        timeout: seconds("TG_TIMEOUT")?,
        server_timeout: seconds("TG_SERVER_TIMEOUT")?,
        token_lifetime: seconds("TG_TOKEN_LIFETIME")?,
        allow_insecure_http,
        schema: None,
    })
}

fn wrong(name: &str, value: &str, expected: &str) -> Failure {
    Failure::configuration(format!("{name} is `{value}`")).help(format!("set it to {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_cannot_be_read_is_named() {
        for (name, value) in [
            ("TG_TIMEOUT", "soon"),
            ("TG_SERVER_TIMEOUT", "-1"),
            ("TG_TOKEN_LIFETIME", "0"),
            ("TG_GENERATION", "5"),
            ("TG_ALLOW_INSECURE_HTTP", "perhaps"),
        ] {
            let failure =
                read(&|variable| (variable == name).then(|| value.to_owned())).unwrap_err();
            assert!(failure.text().contains(name), "{}", failure.text());
        }
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        let layer = read(&|_| Some(String::new())).unwrap();
        assert!(layer.url.is_none() && layer.timeout.is_none() && layer.generation.is_none());
    }
}
