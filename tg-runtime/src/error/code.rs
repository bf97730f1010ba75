//! The one table of the server's return codes.

use super::ErrorKind::{self, *};
use super::kind::Repeat::{self, IfIdempotent, Never};
use super::prose;

/// Return codes. REST-* come from RESTPP, GSQL-* and bare numbers from running queries, SYS-*
/// from the engine.
///
/// No code proves that nothing was executed: a server or a gateway may send it after the engine has
/// stored the changes.
const CODES: &[(&str, ErrorKind, Repeat)] = &[
    ("601", NotFound, Never),
    ("3001", InvalidRequest, Never),
    ("REST-1000", NoEndpoint, Never),
    ("REST-1003", UnknownName, Never),
    ("REST-1004", UnknownName, Never),
    ("REST-1005", Unavailable, IfIdempotent),
    ("REST-2001", InvalidRequest, Never),
    ("REST-2004", UnknownName, Never),
    ("REST-2005", UnknownName, Never),
    ("REST-3000", ServerTimedOut, IfIdempotent),
    ("REST-3001", ServerTimedOut, IfIdempotent),
    ("REST-3002", ServerTimedOut, IfIdempotent),
    ("REST-3300", NotFound, Never),
    ("REST-4000", TooLarge, Never),
    ("REST-5000", License, Never),
    ("REST-10001", NoEndpoint, Never),
    ("REST-10004", Unavailable, IfIdempotent),
    ("REST-10005", Server, IfIdempotent),
    ("REST-10015", Unavailable, IfIdempotent),
    ("REST-10016", Unauthorized, Never),
    ("REST-10018", Forbidden, Never),
    ("REST-10019", Unauthorized, Never),
    ("REST-10020", License, Never),
    ("REST-10021", Server, Never),
    ("REST-12000", Unavailable, IfIdempotent),
    ("REST-12001", Unavailable, IfIdempotent),
    ("REST-12002", Aborted, Never),
    ("REST-12003", Server, Never),
    ("REST-14000", Forbidden, Never),
    ("REST-30000", InvalidRequest, Never),
    ("REST-30001", InvalidRequest, Never),
    ("REST-30200", InvalidRequest, Never),
    ("REST-30400", InvalidRequest, Never),
    ("GSQL-1001", InvalidRequest, Never),
    ("GSQL-1002", InvalidRequest, Never),
    ("GSQL-1020", InvalidRequest, Never),
    ("GSQL-2010", InvalidRequest, Never),
    ("GSQL-2011", InvalidRequest, Never),
    ("GSQL-2500", Query, Never),
    ("GSQL-2501", Query, Never),
    ("GSQL-2502", Query, Never),
    ("GSQL-2503", Query, Never),
    ("GSQL-2601", Query, Never),
    ("GSQL-2620", Query, Never),
    ("GSQL-2621", Query, Never),
    ("GSQL-3000", UnknownName, Never),
    ("GSQL-3001", UnknownName, Never),
    ("GSQL-4500", UnknownName, Never),
    ("GSQL-4501", UnknownName, Never),
    ("GSQL-4502", NotFound, Never),
    ("GSQL-4511", UnknownName, Never),
    ("GSQL-4521", UnknownName, Never),
    ("GSQL-4522", UnknownName, Never),
    ("GSQL-4523", InvalidRequest, Never),
    ("GSQL-4524", InvalidRequest, Never),
    ("GSQL-4525", InvalidRequest, Never),
    ("GSQL-5101", Server, Never),
    ("GSQL-5105", Server, Never),
    ("GSQL-5111", Server, Never),
    ("GSQL-5301", Server, Never),
    ("GSQL-6000", InvalidRequest, Never),
    ("GSQL-6001", InvalidRequest, Never),
    ("GSQL-6500", Aborted, Never),
    ("GSQL-7002", ServerTimedOut, IfIdempotent),
    ("GSQL-7004", UnknownName, Never),
    ("GSQL-8001", Server, IfIdempotent),
    ("GSQL-8002", Server, IfIdempotent),
    ("GSQL-8003", Server, IfIdempotent),
    ("GSQL-8999", Server, IfIdempotent),
    ("SYS-0001", Unavailable, IfIdempotent),
    ("SYS-0002", Unavailable, IfIdempotent),
    ("SYS-0003", Aborted, Never),
    ("SYS-0004", NoEndpoint, Never),
    ("SYS-0005", NotFound, Never),
];

/// Codes that several conditions share, so that the wording of the message decides first.
const GENERAL: &[&str] = &["REST-10004", "REST-30000", "REST-30200"];

/// The first of the numbers of exceptions that a query raises itself.
const FIRST_USER_EXCEPTION: u32 = 40_000;

/// Returns the kind of an error that an answer reports in its body.
pub(super) fn classify(
    code: Option<&str>,
    message: &str,
    status: Option<u16>,
) -> (ErrorKind, Repeat) {
    if let Some(code) = code
        && !GENERAL.contains(&code)
        && let Some(found) = lookup(code)
    {
        return found;
    }
    if let Some(found) = prose::classify(message) {
        return found;
    }
    if code == Some("REST-10004") && message.starts_with("Unknown") {
        return (UnknownName, Never);
    }
    code.and_then(lookup)
        .or_else(|| status.filter(|status| *status >= 400).map(classify_status))
        .unwrap_or((Server, Never))
}

fn lookup(code: &str) -> Option<(ErrorKind, Repeat)> {
    if let Some(&(_, kind, repeat)) = CODES.iter().find(|(known, ..)| *known == code) {
        return Some((kind, repeat));
    }
    let raised = code.parse().is_ok_and(|number: u32| number >= FIRST_USER_EXCEPTION);
    raised.then_some((Query, Never))
}

/// Returns the kind of an error of which only the HTTP status is known.
pub(super) fn classify_status(status: u16) -> (ErrorKind, Repeat) {
    match status {
        401 => (Unauthorized, Never),
        403 => (Forbidden, Never),
        404 => (NoEndpoint, Never),
        408 | 504 | 524 => (ServerTimedOut, IfIdempotent),
        413 | 414 => (TooLarge, Never),
        // 520 to 530 come from the network in front of a server.
        429 | 502 | 503 | 520..=523 | 525..=530 => (Unavailable, IfIdempotent),
        500 => (Server, IfIdempotent),
        400..=499 => (InvalidRequest, Never),
        _ => (Server, Never),
    }
}
