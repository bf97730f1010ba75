//! Endpoints that run GSQL text.

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::json;
use tg_gsql::syntax::ast::Statement;
use tg_gsql::syntax::{Spanned, parse};

use super::error::GsqlError;
use crate::gsql::{self, Context, Output};
use crate::http::reply::Reply;
use crate::request::Call;
use crate::state::ScriptOutput;
use crate::store::datetime;

const FORM: &str = "application/x-www-form-urlencoded";

/// `POST /gsql/v1/statements`: the body is the script. A form is rejected.
pub(super) fn statements(call: &Call<'_>) -> Result<Reply, GsqlError> {
    if content_type(call).is_some_and(|ty| ty.starts_with(FORM)) {
        let message = "The content type must be text/plain.";
        return Err(GsqlError::with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let script = text(&call.request.body)?.to_owned();
    let (state, user) = (call.state.clone(), call.identity.user.clone());
    let context = Context { work: call.request.work.clone(), ..Context::default() };
    let asynchronous = call.request.query.is_true("async");
    Ok(Reply::later(async move {
        let (output, _) = gsql::run(&state, &user, context, &script).await;
        if !asynchronous {
            return Reply::text(StatusCode::OK, output.text);
        }
        let bytes = output.text.len();
        let ended = datetime::format_iso(state.clock.now());
        let id = request_id(state.outputs().push(ScriptOutput { text: output.text, ended }, bytes));
        let message = format!("Request {id} submitted");
        let body = json!({"error": false, "message": message, "requestId": id});
        Reply::ok(&body)
    }))
}

fn request_id(number: usize) -> String {
    format!("{:011}.1", number + 1)
}

/// `GET /gsql/v1/statements/{id}`: the output of a script that was sent with `async=true`. It has
/// ended before its request was answered.
pub(super) fn submitted(call: &Call<'_>, id: &str) -> Result<Reply, GsqlError> {
    let outputs = call.state.outputs();
    let number = id.strip_suffix(".1").and_then(|number| number.parse::<usize>().ok());
    let number = number.and_then(|number| number.checked_sub(1));
    let number = number.filter(|number| request_id(*number) == id);
    let output = number.and_then(|number| outputs.get(number));
    let output = output.ok_or_else(|| unknown_request(id))?;
    let message = format!("Request {id} is finished with status SUCCESS");
    Ok(Reply::ok(&json!({
        "endTime": output.ended, "error": false, "message": message, "results": output.text,
    })))
}

/// `PUT /gsql/v1/statements/{id}/cancel`: always too late.
pub(super) fn cancel(call: &Call<'_>, id: &str) -> Result<Reply, GsqlError> {
    submitted(call, id)?;
    Err(GsqlError::new(format!("Request {id} is finished and cannot be aborted.")))
}

fn unknown_request(id: &str) -> GsqlError {
    GsqlError::new(format!("Request {id} does not exist."))
}

fn content_type<'a>(call: &'a Call<'_>) -> Option<&'a str> {
    call.request.header(CONTENT_TYPE.as_str())
}

/// Returns the only statement of a script; `wanted` names the expected one.
pub(super) fn only(script: &str, expected: &str) -> Result<Spanned<Statement>, GsqlError> {
    let parsed = parse(script);
    let mut refusals = Output::default();
    refusals.syntax_errors(script, parsed.findings.iter().filter(|finding| finding.is_error()));
    if !refusals.text.is_empty() {
        return Err(GsqlError::new(refusals.text));
    }
    let is_one = |it: &Spanned<Statement>| !matches!(it.value, Statement::Begin | Statement::End);
    let mut statements = parsed.statements.into_iter().filter(is_one);
    match (statements.next(), statements.next()) {
        (Some(statement), None) => Ok(statement),
        _ => Err(GsqlError::new(format!("One {expected} is expected."))),
    }
}

pub(super) fn text(body: &[u8]) -> Result<&str, GsqlError> {
    std::str::from_utf8(body)
        .map_err(|_| GsqlError::with_status(StatusCode::BAD_REQUEST, "The body is not UTF-8."))
}
