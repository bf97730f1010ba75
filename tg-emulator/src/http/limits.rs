//! The request headers that limit a query.

use std::time::Duration;

use crate::request::Request;
use crate::runs::{DEFAULT_LIMIT, DEFAULT_MEMORY};

/// The longest time limit; a longer one could not be written as a date.
const MAX_TIMEOUT: Duration = Duration::from_secs(10 * 365 * 86_400);
/// The default maximum size of an answer.
const DEFAULT_RESPONSE_LIMIT: usize = 32 * 1024 * 1024;

/// The limits of a query, and whether the caller waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) timeout: Duration,
    /// In bytes.
    pub(crate) memory: usize,
    /// In bytes.
    pub(crate) response: usize,
    /// `GSQL-ASYNC: true`
    pub(crate) detached: bool,
}

impl Limits {
    /// Reads the headers. Those about threads and replicas are only validated.
    ///
    /// # Errors
    ///
    /// If a header is not valid; the message names it.
    pub(crate) fn read(request: &Request) -> Result<Self, String> {
        let timeout = match number(request, "GSQL-TIMEOUT")? {
            // Clients send 0 for the server's default.
            None | Some(0) => DEFAULT_LIMIT,
            Some(millis) => Duration::from_millis(millis).min(MAX_TIMEOUT),
        };
        number(request, "GSQL-THREAD-LIMIT")?;
        let memory = match number(request, "GSQL-QueryLocalMemLimitMB")? {
            None | Some(0) => DEFAULT_MEMORY,
            Some(megabytes) => {
                usize::try_from(megabytes).unwrap_or(usize::MAX).saturating_mul(1 << 20)
            }
        };
        if number(request, "GSQL-REPLICA")? == Some(0) {
            return Err("The header GSQL-REPLICA must be at least 1, [0] provided.".to_owned());
        }
        let detached = match request.header("GSQL-ASYNC").map(str::trim) {
            None | Some("") => false,
            Some(text) if text.eq_ignore_ascii_case("true") => true,
            Some(text) if text.eq_ignore_ascii_case("false") => false,
            Some(text) => {
                return Err(format!(
                    "The header GSQL-ASYNC must be true or false, [{text}] provided."
                ));
            }
        };
        Ok(Self { timeout, memory, response: response_limit(request), detached })
    }
}

/// Returns `RESPONSE-LIMIT` in bytes. Clients send it as a float; other texts are ignored.
pub(crate) fn response_limit(request: &Request) -> usize {
    let header = request.header("RESPONSE-LIMIT");
    match header.and_then(|text| text.trim().parse::<f64>().ok()) {
        Some(bytes) if bytes > 0.0 => bytes as usize,
        _ => DEFAULT_RESPONSE_LIMIT,
    }
}

/// Reads a whole number, which some clients write with a decimal point.
fn number(request: &Request, name: &str) -> Result<Option<u64>, String> {
    let text = match request.headers.get(name).map(|value| value.to_str()) {
        None => return Ok(None),
        Some(Ok(text)) => text.trim(),
        Some(Err(_)) => return Err(format!("The header {name} must be a number.")),
    };
    if text.is_empty() {
        return Ok(None);
    }
    let whole = text.parse::<f64>().ok().filter(|number| *number >= 0.0 && number.fract() == 0.0);
    match whole {
        Some(number) => Ok(Some(number as u64)),
        None => Err(format!("The header {name} must be a whole number, [{text}] provided.")),
    }
}
