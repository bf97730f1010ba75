//! Each code and message of the server, and the kind of error that it becomes.

use super::{Error, ErrorKind, Repeat};
use ErrorKind::*;
use Repeat::{Always, IfIdempotent, Never};

fn reported(code: &str, message: &str) -> (ErrorKind, Repeat) {
    let error = Error::reported(Some(200), Some(code.to_owned()), message.to_owned());
    (error.kind(), error.repeat())
}

macro_rules! codes {
    ($($name:ident: $code:literal => $kind:ident, $repeat:ident;)+) => {
        mod codes {
            use super::*;
            $(
                #[test]
                fn $name() {
                    assert_eq!(reported($code, "m"), ($kind, $repeat));
                }
            )+
        }
    };
}

codes! {
    vertex_unknown: "601" => NotFound, Never;
    parameter_without_value: "3001" => InvalidRequest, Never;
    raised_by_a_query: "40001" => Query, Never;
    not_a_known_number: "39999" => Server, Never;
    endpoint_unknown: "REST-1000" => NoEndpoint, Never;
    no_schema: "REST-1003" => UnknownName, Never;
    graph_unknown: "REST-1004" => UnknownName, Never;
    query_disabled: "REST-1005" => Unavailable, IfIdempotent;
    payload_invalid: "REST-2001" => InvalidRequest, Never;
    vertex_type_invalid: "REST-2004" => UnknownName, Never;
    edge_type_invalid: "REST-2005" => UnknownName, Never;
    time_out_by_header: "REST-3000" => ServerTimedOut, IfIdempotent;
    time_out_by_endpoint: "REST-3001" => ServerTimedOut, IfIdempotent;
    time_out_by_default: "REST-3002" => ServerTimedOut, IfIdempotent;
    token_unknown: "REST-3300" => NotFound, Never;
    response_too_large: "REST-4000" => TooLarge, Never;
    no_license: "REST-5000" => License, Never;
    endpoint_removed: "REST-10001" => NoEndpoint, Never;
    scheduler: "REST-10004" => Unavailable, IfIdempotent;
    processing_results: "REST-10005" => Server, IfIdempotent;
    orphan_request: "REST-10015" => Unavailable, IfIdempotent;
    token_invalid: "REST-10016" => Unauthorized, Never;
    no_privilege: "REST-10018" => Forbidden, Never;
    token_expired: "REST-10019" => Unauthorized, Never;
    license_expired: "REST-10020" => License, Never;
    file_access: "REST-10021" => Server, Never;
    engine_silent: "REST-12000" => Unavailable, IfIdempotent;
    engine_not_running: "REST-12001" => Unavailable, IfIdempotent;
    aborted_by_user: "REST-12002" => Aborted, Never;
    disk_space: "REST-12003" => Server, Never;
    queue_not_granted: "REST-14000" => Forbidden, Never;
    invalid_general: "REST-30000" => InvalidRequest, Never;
    invalid_parameter: "REST-30001" => InvalidRequest, Never;
    invalid_upsert: "REST-30200" => InvalidRequest, Never;
    invalid_query_setting: "REST-30400" => InvalidRequest, Never;
    null_parameter: "GSQL-1001" => InvalidRequest, Never;
    parameter_error: "GSQL-1002" => InvalidRequest, Never;
    invalid_parameters: "GSQL-1020" => InvalidRequest, Never;
    json_object: "GSQL-2010" => InvalidRequest, Never;
    json_array: "GSQL-2011" => InvalidRequest, Never;
    division_by_zero: "GSQL-2500" => Query, Never;
    bad_datetime: "GSQL-2501" => Query, Never;
    illegal_pattern: "GSQL-2502" => Query, Never;
    invalid_operator: "GSQL-2503" => Query, Never;
    wrong_primitive: "GSQL-2601" => Query, Never;
    invalid_index: "GSQL-2620" => Query, Never;
    out_of_bounds: "GSQL-2621" => Query, Never;
    no_such_attribute: "GSQL-3000" => UnknownName, Never;
    no_such_vertex_type: "GSQL-3001" => UnknownName, Never;
    unknown_vertex_type: "GSQL-4500" => UnknownName, Never;
    unknown_edge_type: "GSQL-4501" => UnknownName, Never;
    unknown_vertex_id: "GSQL-4502" => NotFound, Never;
    vertex_attribute: "GSQL-4511" => UnknownName, Never;
    edge_attribute: "GSQL-4521" => UnknownName, Never;
    edge_attributes: "GSQL-4522" => UnknownName, Never;
    invalid_source: "GSQL-4523" => InvalidRequest, Never;
    invalid_target: "GSQL-4524" => InvalidRequest, Never;
    invalid_ends: "GSQL-4525" => InvalidRequest, Never;
    file_not_opened: "GSQL-5101" => Server, Never;
    file_denied: "GSQL-5105" => Server, Never;
    file_not_read: "GSQL-5111" => Server, Never;
    s3_output: "GSQL-5301" => Server, Never;
    edge_insert: "GSQL-6000" => InvalidRequest, Never;
    attribute_update: "GSQL-6001" => InvalidRequest, Never;
    query_aborted: "GSQL-6500" => Aborted, Never;
    built_in_timed_out: "GSQL-7002" => ServerTimedOut, IfIdempotent;
    builtins_type: "GSQL-7004" => UnknownName, Never;
    boost_exception: "GSQL-8001" => Server, IfIdempotent;
    runtime_exception: "GSQL-8002" => Server, IfIdempotent;
    std_exception: "GSQL-8003" => Server, IfIdempotent;
    other_exception: "GSQL-8999" => Server, IfIdempotent;
    engine_not_available: "SYS-0001" => Unavailable, IfIdempotent;
    memory_limit: "SYS-0002" => Unavailable, IfIdempotent;
    engine_aborted: "SYS-0003" => Aborted, Never;
    engine_endpoint_removed: "SYS-0004" => NoEndpoint, Never;
    invalid_vertex_id: "SYS-0005" => NotFound, Never;
    never_heard_of: "REST-99999" => Server, Never;
}

#[test]
fn a_general_code_is_classified_by_its_message() {
    let vertex = "The input parameter vertex_type = 'banana' is not a valid vertex type in graph";
    assert_eq!(reported("REST-30000", vertex), (UnknownName, Never));
    let edge = "The input parameter edge_type = 'x' is not a valid edge type in graph";
    assert_eq!(reported("REST-30000", edge), (UnknownName, Never));
    let attribute = "Unknown vertex attribute or vector name: customer_id";
    assert_eq!(reported("REST-10004", attribute), (UnknownName, Never));
    for ty in ["Unknown vertex type \"Ghost\"", "Unknown edge type \"Ghost\""] {
        assert_eq!(reported("REST-30200", ty), (UnknownName, Never));
    }
    let edge_attribute = "Processing attribute card_id failed, Invalid edge attribute";
    assert_eq!(reported("REST-30200", edge_attribute), (UnknownName, Never));
    assert_eq!(reported("REST-30200", "Null JSON value is not supported"), (InvalidRequest, Never));
}

#[test]
fn messages_without_a_code() {
    let said = |message: &str| {
        let error = Error::reported(Some(200), None, message.to_owned());
        (error.kind(), error.repeat())
    };
    assert_eq!(said("Authentication failed."), (Unauthorized, Never));
    assert_eq!(said("User authentication failed"), (Unauthorized, Never));
    assert_eq!(said("Wrong password!"), (Unauthorized, Never));
    assert_eq!(said("Graph 'X' does not exist."), (UnknownName, Never));
    assert_eq!(said("Graph MyDatabase not found"), (UnknownName, Never));
    assert_eq!(said("Client certificate verification failed"), (Forbidden, Never));
    let locked = "Other operation is running, try to lock the catalog";
    assert_eq!(said(locked), (Unavailable, Always));
    assert_eq!(said("failed to retrieve id map"), (Unavailable, IfIdempotent));
    let unknown = "The input vertex id '1' is not a valid vertex id for vertex type = P.";
    assert_eq!(said(unknown), (NotFound, Never));
    let parameter = "Failed to convert user vertex id for parameter u";
    assert_eq!(said(parameter), (NotFound, Never));
    assert_eq!(said("Runtime Error: divider is zero."), (Query, Never));
    assert_eq!(said("something else"), (Server, Never));
}

#[test]
fn statuses_without_a_body() {
    let rows = [
        (400, InvalidRequest, Never),
        (401, Unauthorized, Never),
        (403, Forbidden, Never),
        (404, NoEndpoint, Never),
        (408, ServerTimedOut, IfIdempotent),
        (413, TooLarge, Never),
        (414, TooLarge, Never),
        (415, InvalidRequest, Never),
        (422, InvalidRequest, Never),
        (429, Unavailable, IfIdempotent),
        (500, Server, IfIdempotent),
        (502, Unavailable, IfIdempotent),
        (503, Unavailable, IfIdempotent),
        (504, ServerTimedOut, IfIdempotent),
        (520, Unavailable, IfIdempotent),
        (524, ServerTimedOut, IfIdempotent),
        (530, Unavailable, IfIdempotent),
    ];
    for (status, kind, repeat) in rows {
        let error = Error::bare(status, "");
        assert_eq!((error.kind(), error.repeat(), error.status()), (kind, repeat, Some(status)));
    }
}

#[test]
fn an_error_names_the_request_and_the_answer() {
    let error = Error::reported(Some(400), Some("REST-30200".to_owned()), "no\n".to_owned())
        .during(|| "upsert Package".to_owned());
    assert_eq!(
        error.to_string(),
        "upsert Package: the request is not valid: no (REST-30200, HTTP 400)"
    );
}

#[test]
fn the_operation_decides_the_repetition() {
    let state = |error: Error| (error.is_retryable(), error.is_in_doubt());
    let lost = || Error::new(Interrupted, "");
    assert_eq!(state(lost().of_operation(true, true)), (true, true));
    assert_eq!(state(lost().of_operation(false, true)), (false, true));
    assert_eq!(state(lost().before_execution()), (true, false));
    let refused = || Error::new(Connect, "");
    assert_eq!(state(refused().of_operation(false, false)), (true, false));
    // An earlier attempt may have been executed.
    assert_eq!(state(refused().of_operation(true, true)), (true, true));
    assert_eq!(state(refused().of_operation(false, true)), (false, true));
    let rejected = || Error::bare(400, "");
    assert_eq!(state(rejected().of_operation(false, false)), (false, false));
    assert_eq!(state(rejected().of_operation(true, true)), (false, true));
    // An answer that is not understood follows an execution.
    assert_eq!(state(Error::new(Protocol, "")), (false, true));
    assert_eq!(state(Error::bare(413, "")), (false, false));
}

#[test]
fn a_long_message_is_displayed_in_part() {
    let long = format!("begin {} remedy", "\u{e9}".repeat(3_000_000));
    let error = Error::reported(Some(400), Some("c".repeat(100_000)), long.clone());
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(text.len() < 20_000, "{}", text.len());
        assert!(text.contains("begin ") && text.contains(" remedy"), "{text}");
        assert!(text.contains("bytes are left out"), "{text}");
    }
    assert_eq!(error.message(), long);
    let short = "x".repeat(7_000);
    assert!(Error::bare(400, short.clone()).to_string().contains(&short));
}
