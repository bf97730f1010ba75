//! Echo, version, endpoints: answers about the server itself, without an envelope.

use std::time::Duration;

use http::StatusCode;
use serde_json::Map;

use super::endpoints::ENDPOINTS;
use super::error::RestError;
use super::query;
use crate::config::Version;
use crate::http::endpoint;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::request::Request;

/// `GET` or `POST /echo[?sleep=seconds]`
pub(super) fn echo(request: &Request) -> Result<Reply, RestError> {
    let mut reply =
        Reply::json(StatusCode::OK, r#"{"error":false,"message":"Hello GSQL"}"#.as_bytes());
    if let Some(text) = request.query.given("sleep") {
        let seconds = text.parse::<f64>().ok().and_then(|s| Duration::try_from_secs_f64(s).ok());
        reply.delay = Some(seconds.ok_or_else(|| {
            RestError::parameter(format!(
                "Values of parameter sleep must be UINT64 type, invalid value [{text}] provided."
            ))
        })?);
    }
    Ok(reply)
}

/// `GET /version`. Not strict JSON: clients split the text at its raw line feeds, drop the first
/// three lines and the last one, and expect six words on each of the others.
pub(super) fn version(version: Version) -> Reply {
    const COMPONENTS: [&str; 6] = ["product", "olgp", "topology", "gpe", "gse", "gsql"];
    let mut text = format!(
        "{{\"error\":\"false\", \"message\":\"TigerGraph RESTPP: \n --- Version --- \nTigerGraph \
         version: {version}\n"
    );
    for (at, component) in COMPONENTS.iter().enumerate() {
        let hash = format!("{:040x}", 0x9e37_79b9_7f4a_7c15_u128 * (at as u128 + 1));
        text.push_str(&format!(
            "{component:<20} release_{version}_01-15-2025 {hash}  2025-01-15 10:00:00 -0700\n"
        ));
    }
    text.push_str("\"}");
    Reply::text(StatusCode::OK, text)
}

/// `GET /endpoints`
pub(super) fn endpoints(call: &Call<'_>, graph: Option<&str>) -> Reply {
    let is_set = |name: &&str| call.request.query.is_true(name);
    let any = ["builtin", "dynamic", "static"].iter().any(is_set);
    let mut listed = Map::new();
    if is_set(&"builtin") || !any {
        listed.append(&mut endpoint::list(ENDPOINTS, call.state.config.version));
    }
    if is_set(&"dynamic") || !any {
        listed.append(&mut query::endpoints(call, graph));
    }
    Reply::ok(&listed)
}

/// `GET /endpoints/{graph}`
pub(super) fn endpoints_of(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    call.graph(&call.state.read(), graph)?;
    Ok(endpoints(call, Some(graph)))
}
