//! The server as a whole.

mod faults;
mod operations;
mod secrets;
mod tokens;
mod transfer;

use tg_emulator::Emulator;
use tg_runtime::Server;
use tg_runtime::auth::Credentials;

use crate::goods::quick;

/// Connects to a server without graphs, with the first user's password.
pub(super) async fn connect(server: &Emulator) -> Server {
    let (user, password) = (server.user(), server.password().into());
    let builder = Server::builder()
        .url(server.url())
        .credentials(Credentials::Password { user, password })
        .retry(quick());
    let builder = match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    };
    builder.connect().await.unwrap()
}
