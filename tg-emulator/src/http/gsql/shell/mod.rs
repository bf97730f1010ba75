//! The text protocol of 3.x, used by the interactive shell and similar clients. Bodies are one
//! percent-encoded text; answers are lines, some of them instructions to the shell.

mod cookie;
mod keywords;
mod login;

use http::StatusCode;
use percent_encoding::percent_decode;

use self::cookie::Cookie;
use super::error::GsqlError;
use super::statements::text;
use super::system;
use crate::gsql::{self, Context};
use crate::http::reply::Reply;
use crate::request::Call;
use crate::shell::Question;

pub(super) use login::login;

/// The return code of an invalid argument.
const BAD_ARGUMENT: u16 = 201;
/// The return code when the session has ended.
const SESSION_ENDED: u16 = 204;

/// Answers a request of the protocol.
pub(super) fn route(call: &Call<'_>, endpoint: &str) -> Result<Reply, GsqlError> {
    let cookie = Cookie::read(call.request);
    if !cookie.lives(call) {
        let text = "The session has ended; please log in again.\n";
        return Ok(with_code(text, SESSION_ENDED));
    }
    match endpoint {
        "file" | "command" => run(call, cookie),
        "version" => Ok(with_code(&system::version_text(call), 0)),
        "help" => Ok(with_code(&format!("{}\n", gsql::HELP), 0)),
        "getinfo" => Ok(Reply::text(StatusCode::OK, keywords::completions(call.state))),
        "dialog" => dialog(call),
        "reset" => Ok(with_code(&cookie.after(None), 0)),
        "abortclientsession" | "abortloadingprogress" => {
            cookie.end(call);
            Ok(Reply::text(StatusCode::OK, ""))
        }
        _ => Err(GsqlError::endpoint(&call.request.path)),
    }
}

/// `file` and `command`: a script, and one statement; the server treats them alike. The answer has
/// the working graph in a new cookie.
fn run(call: &Call<'_>, cookie: Cookie) -> Result<Reply, GsqlError> {
    let script = text(&decoded(&call.request.body))?.to_owned();
    let (state, user) = (call.state.clone(), call.identity.user.clone());
    let context = Context {
        graph: cookie.graph.clone(),
        interactive: cookie.is_interactive(),
        work: call.request.work.clone(),
    };
    Ok(Reply::later(async move {
        let (output, graph) = gsql::run(&state, &user, context, &script).await;
        let mut text = output.text;
        text.push_str(&cookie.after(graph.as_deref()));
        with_code(&text, output.code)
    }))
}

/// `dialog`: the answer to a question, `<key>,<answer>`.
fn dialog(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let decoded = decoded(&call.request.body);
    let body = text(&decoded)?;
    let (key, answer) = body.split_once(',').unwrap_or((body, ""));
    let question = call.state.shell().answered(key.trim(), &call.identity.user);
    let yes = ["y", "yes"].iter().any(|word| answer.trim().eq_ignore_ascii_case(word));
    Ok(match question {
        None => with_code("Nothing has been asked under this key.\n", BAD_ARGUMENT),
        Some(Question::ClearStore) if yes => {
            call.state.write().clear();
            with_code("Successfully cleared graph store.\n", 0)
        }
        Some(Question::ClearStore) => with_code("Nothing has been cleared.\n", 0),
    })
}

fn with_code(text: &str, code: u16) -> Reply {
    Reply::text(StatusCode::OK, format!("{text}__GSQL__RETURN__CODE__,{code}\n"))
}

/// Decodes the one value of a form: percent-encoded, with a plus for a blank.
fn decoded(body: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = body.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    percent_decode(&spaced).collect()
}
