//! `tg gsql`: a script, run by the server.

use serde::Serialize;
use tg_runtime::{ErrorKind, Graph};

use super::Context;
use super::connection::Connection;
use crate::args::GsqlArgs;
use crate::exit::{Exit, Outcome};
use crate::files;
use crate::output::style::ERROR;

#[derive(Debug, Serialize)]
struct Printed<'a> {
    /// `true` if every statement succeeded.
    ok: bool,
    /// The server's output.
    output: &'a str,
}

pub(super) fn run(args: &GsqlArgs, context: &Context) -> Outcome {
    let connection = Connection::new(&args.connection, context)?;
    let input = files::read(&args.file)?;
    let script = match connection.name() {
        Some(graph) => format!("USE GRAPH {graph}\n{}", input.text),
        None => input.text,
    };
    let done = connection.wait(async {
        let statements = connection.graph.gsql(script);
        Ok(match connection.timeout() {
            Some(limit) => statements.timeout(limit).await,
            None => statements.await,
        })
    })?;
    let (ok, output) = match &done {
        Ok(output) => (true, output.as_str()),
        Err(error) if error.kind() == ErrorKind::Gsql => (false, error.message().trim_end()),
        Err(error) => return Err(error.clone().into()),
    };
    context.out.show(&Printed { ok, output }, || match output {
        "" => String::new(),
        output => format!("{output}\n"),
    })?;
    if !ok {
        context.out.note(&format!(
            "{ERROR}error{ERROR:#}: a statement failed; see what the server printed"
        ));
    }
    Ok(Exit::of(ok))
}
