//! `tg emulator`: a server in the foreground.

use std::io;

use serde::Serialize;
use tg_emulator::{Builder, Emulator, Generation, StartError};

use super::Context;
use super::signal::signal;
use crate::args::EmulatorArgs;
use crate::config;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;

/// The port on which clients of 3.x expect RESTPP.
const RESTPP_PORT: u16 = 9000;

/// The output of `--json`, once requests are accepted.
#[derive(Debug, Serialize)]
struct Ready {
    ready: bool,
    url: String,
    restpp_url: String,
    generation: u8,
}

/// Serves until a signal ends it.
pub(super) fn run(args: EmulatorArgs, context: &Context) -> Outcome {
    let main_port = args.port;
    let builder = builder(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let end = signal()?;
        let emulator = builder.start().await.map_err(|error| not_started(error, main_port))?;
        if context.out.json {
            let ready = Ready {
                ready: true,
                url: emulator.url(),
                restpp_url: emulator.restpp_url(),
                generation: if emulator.generation() == Generation::V3 { 3 } else { 4 },
            };
            let line = serde_json::to_string(&ready).map_err(io::Error::from)?;
            context.out.raw(&format!("{line}\n"))?;
        } else {
            let (url, restpp_url) = (emulator.url(), emulator.restpp_url());
            context.out.text(&format!("ready {url}\n"))?;
            if restpp_url != format!("{url}/restpp") {
                context.out.text(&format!("restpp {restpp_url}\n"))?;
            }
        }
        end.await;
        emulator.shutdown().await;
        Ok(Exit::Done)
    })
}

fn not_started(error: StartError, main_port: u16) -> Failure {
    let flag = match &error {
        StartError::Listen { port, .. } if *port == main_port => "--port 0",
        StartError::Listen { .. } => "--restpp-port 0",
        _ => return error.into(),
    };
    Failure::from(error).help(format!("`{flag}` takes a free port"))
}

fn builder(args: EmulatorArgs) -> Outcome<Builder> {
    let version = args.version();
    let password = args.password_file.as_deref().map_or(Ok(args.password), config::first_line)?;
    let secret = args.secret_file.as_deref().map(config::first_line).transpose()?.or(args.secret);
    let mut builder = Emulator::builder()
        .host(args.host)
        .port(args.port)
        .version(version)
        .user(args.user, password)
        .auth(!args.no_auth);
    let default_port = (version.generation() == Generation::V3).then_some(RESTPP_PORT);
    if let Some(port) = args.restpp_port.or(default_port) {
        builder = builder.restpp_port(port);
    }
    if let Some(secret) = secret {
        builder = builder.secret("tg", secret);
    }
    if let Some(folder) = args.data_root {
        builder = builder.data_root(folder);
    }
    for path in args.gsql {
        builder = builder.gsql(files::read(&path)?.text);
    }
    Ok(builder)
}
