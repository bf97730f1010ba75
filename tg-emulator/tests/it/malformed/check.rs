//! Validation of error responses.

use serde_json::Value;

use super::connection::Answer;

/// The documented error codes of RESTPP, of queries and of the engine.
const CODES: &[&str] = &[
    "REST-1000",
    "REST-1003",
    "REST-1004",
    "REST-1005",
    "REST-2001",
    "REST-2004",
    "REST-2005",
    "REST-3000",
    "REST-3001",
    "REST-3002",
    "REST-3300",
    "REST-4000",
    "REST-5000",
    "REST-10001",
    "REST-10004",
    "REST-10005",
    "REST-10016",
    "REST-10018",
    "REST-10019",
    "REST-10020",
    "REST-12002",
    "REST-14000",
    "REST-30000",
    "REST-30001",
    "REST-30200",
    "REST-30400",
    "601",
    "3001",
    "GSQL-1001",
    "GSQL-1002",
    "GSQL-1020",
    "GSQL-2010",
    "GSQL-2011",
    "GSQL-2601",
    "GSQL-4500",
    "GSQL-4501",
    "GSQL-4502",
    "GSQL-7004",
];

/// The texts by which clients recognize a failure.
const FAILURES: &[&str] = &[
    "Encountered \"",
    "SEMANTIC ERROR",
    "Syntax Error",
    "syntax error(s)",
    "Currently not using any graphs!",
    "Failed to create",
    "does not exist",
    "is not a valid",
    "already exists",
    "Invalid syntax",
];

/// Returns the fault in the response to a malformed request, or `None` if it is a correct error.
pub(super) fn fault(answer: &Answer) -> Option<String> {
    let text = String::from_utf8_lossy(&answer.body);
    let head = answer.head.to_ascii_lowercase();
    // 501 and 505 are correct for HTTP versions and encodings that the server does not support.
    if !(200..500).contains(&answer.status) && ![501, 505].contains(&answer.status) {
        return Some(format!("status {}", answer.status));
    }
    if head.contains("content-type: application/json") {
        let Ok(json) = serde_json::from_str::<Value>(&text) else {
            return Some("not JSON".to_owned());
        };
        if json["error"] != true {
            return Some("not an error".to_owned());
        }
        if json["message"].as_str().is_none_or(str::is_empty) {
            return Some("no message".to_owned());
        }
        let code = json["code"].as_str();
        return code.filter(|code| !CODES.contains(code)).map(|code| format!("the code {code}"));
    }
    if answer.status >= 400 {
        return None;
    }
    let failed = FAILURES.iter().any(|failure| text.contains(failure));
    let code = text.rsplit_once("__GSQL__RETURN__CODE__,").map(|(_, code)| code.trim());
    let failed = failed || code.is_some_and(|code| code != "0");
    (!failed).then(|| "no failure in the text".to_owned())
}
