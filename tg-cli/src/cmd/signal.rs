//! Signals that end a command.

use std::io;

use tokio::sync::watch;

/// Returns a value that is `true` from the first signal after the call on. It must be called in a
/// runtime.
pub(super) fn signalled() -> io::Result<watch::Receiver<bool>> {
    let signal = signal()?;
    let (sender, signalled) = watch::channel(false);
    tokio::spawn(async move {
        signal.await;
        sender.send_replace(true);
    });
    Ok(signalled)
}

/// Returns a future that completes on the first SIGINT or SIGTERM after the call.
#[cfg(unix)]
pub(super) fn signal() -> io::Result<impl Future<Output = ()>> {
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

/// Returns a future that completes on Ctrl-C.
#[cfg(not(unix))]
pub(super) fn signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a way to wait for the key, the command runs until the process is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
