//! Checks the text of a query without storing it.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use tg_gsql::query::Position;
use tg_gsql::syntax::Span;

use crate::eval::Problem;
use crate::http::gsql::body;
use crate::http::gsql::error::GsqlError;
use crate::http::reply::Reply;
use crate::request::Call;

#[derive(Deserialize)]
struct Body {
    code: String,
    #[serde(default)]
    graph: Option<String>,
}

/// `POST /gsql/v1/internal/check/query` with `{"code": text}`, whose errors are results.
pub(in crate::http::gsql) fn check(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let body: Body = body(call.request)?;
    let database = call.state.read();
    let problems = match call.state.program(&body.code) {
        Err(problems) => problems,
        Ok(program) => {
            let named = call.request.query.given("graph").or(body.graph.as_deref());
            let graph = program.graph().or(named).map(ToOwned::to_owned);
            match graph {
                Some(name) if database.graphs.schema().graph(&name).is_none() => {
                    return Ok(listed(&body.code, &[no_graph(&name)]));
                }
                Some(name) => program.problems(&database, &name),
                None => Vec::new(),
            }
        }
    };
    Ok(listed(&body.code, &problems))
}

fn no_graph(name: &str) -> Problem {
    Problem::semantic(Span { start: 0, end: 0 }, format!("Graph '{name}' does not exist"))
}

fn listed(code: &str, problems: &[Problem]) -> Reply {
    let listed = |errors: bool| {
        let problems = problems.iter().filter(|problem| problem.error == errors);
        problems.map(|problem| described(code, problem)).collect::<Vec<_>>()
    };
    let body = json!({
        "error": false, "message": "", "warnings": listed(false), "errors": listed(true),
    });
    Reply::ok(&body)
}

fn described(code: &str, problem: &Problem) -> Json {
    let Span { end, .. } = problem.span;
    let (start, end) =
        (Position::of(code, problem.span), Position::of(code, Span { start: end, end }));
    let kind = if problem.syntax { "SyntaxError" } else { "SemanticError" };
    json!({
        "msg": problem.message, "errortype": kind, "startLine": start.line,
        "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
    })
}
