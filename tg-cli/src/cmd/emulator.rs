//! `tg emulator`: a server in the foreground.

use std::error::Error;
use std::fs;
use std::io;
use std::path::PathBuf;

use tg_emulator::{Builder, Emulator, Generation};

use crate::args::{self, EmulatorArgs};
use crate::output;

/// The port that clients of 3.x expect RESTPP on.
const RESTPP_PORT: u16 = 9000;

#[derive(Debug, thiserror::Error)]
#[error("cannot read the GSQL file {path}")]
struct Unreadable {
    path: PathBuf,
    source: io::Error,
}

/// Serves until a signal ends it.
pub(crate) fn run(args: EmulatorArgs) -> Result<(), Box<dyn Error>> {
    let builder = builder(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let end = signal()?;
        let emulator = builder.start().await?;
        output::line(&format!("ready {}", emulator.url()))?;
        end.await;
        emulator.shutdown().await;
        Ok(())
    })
}

fn builder(args: EmulatorArgs) -> Result<Builder, Unreadable> {
    let generation = match args.generation {
        args::Generation::Three => Generation::V3,
        args::Generation::Four => Generation::V4,
    };
    let mut builder = Emulator::builder()
        .host(args.host)
        .port(args.port)
        .generation(generation)
        .user(args.user, args.password)
        .auth(!args.no_auth);
    let default_port = (generation == Generation::V3).then_some(RESTPP_PORT);
    if let Some(port) = args.restpp_port.or(default_port) {
        builder = builder.restpp_port(port);
    }
    if let Some(secret) = args.secret {
        builder = builder.secret("tg", secret);
    }
    for path in args.gsql {
        let script = fs::read_to_string(&path).map_err(|source| Unreadable { path, source })?;
        builder = builder.gsql(script);
    }
    Ok(builder)
}

/// Completes on the first SIGINT or SIGTERM after the call.
#[cfg(unix)]
fn signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Completes on Ctrl-C.
#[cfg(not(unix))]
fn signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a way to wait for the key, the server runs until the process is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
