//! `tg token`: gets a token for other programs, or checks the credentials.

use std::io::{self, IsTerminal};
use std::time::UNIX_EPOCH;

use serde::Serialize;
use tg_runtime::{DateTime, Graph};

use super::Context;
use super::connection::Connection;
use crate::args::TokenArgs;
use crate::exit::{Exit, Failure, Outcome};

#[derive(Debug, Serialize)]
struct Printed {
    /// Absent with `--check`.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// UTC, such as `2026-12-01 08:00:00`; null if the server does not report it.
    expires: Option<String>,
    expires_unix: Option<u64>,
}

pub(super) fn run(args: &TokenArgs, context: &Context) -> Outcome {
    let mut flags = args.connection.layer();
    flags.token_lifetime = args.lifetime;
    let connection = Connection::with(context.settings(flags)?, &args.connection)?;
    if connection.credentials == "none" {
        return Err(Failure::configuration("there are no credentials to get a token with")
            .help("set TG_SECRET, or give `--secret-file FILE`; `tg --help` has the other ways"));
    }
    let token = connection.wait(async {
        let token = connection.graph.client().token().await?;
        if args.check {
            // Requires a token on every server, unlike `/echo`.
            connection.graph.client().version().await?;
        }
        Ok(token)
    })?;
    let unix = token.expires().and_then(|end| end.duration_since(UNIX_EPOCH).ok());
    let unix = unix.map(|since| since.as_secs());
    let expires = unix.and_then(|end| DateTime::from_unix(end.try_into().ok()?).ok());
    let printed = Printed {
        token: (!args.check).then(|| token.expose().to_owned()),
        expires: expires.map(|end| end.to_string()),
        expires_unix: unix,
    };
    let until = match &printed.expires {
        Some(end) => format!("valid until {end} UTC"),
        None => "valid; the server does not report until when".to_owned(),
    };
    context.out.show(&printed, || match &printed.token {
        Some(token) => format!("{token}\n"),
        None => format!("{until}\n"),
    })?;
    if !args.check && io::stdout().is_terminal() {
        context.out.note(&format!("{until}; it is a credential, so clear the screen after use"));
    }
    Ok(Exit::Done)
}
