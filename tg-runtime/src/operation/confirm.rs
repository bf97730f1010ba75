//! Confirmations: values that operations on all of something take, so that none of them happens by
//! leaving something out.

use crate::client::Client;
use crate::client::request::Label;
use crate::error::{Error, ErrorKind, Result};

/// Confirms that all of something is meant: all vertices of a type, all queries, a whole graph.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmAll;

/// Confirms that a whole server is meant, all graphs and all data, and names its host.
///
/// The host is compared with that of the connection before anything is sent, so that a line that
/// was copied from a program for a test machine does nothing to another server. There is no default
/// and no other way to obtain it: the author of the program has typed the host.
///
/// ```no_run
/// # use tg_runtime::Server;
/// use tg_runtime::admin::ConfirmServer;
///
/// # async fn example(server: Server) -> tg_runtime::Result<()> {
/// server.drop_all(ConfirmServer::at("staging-7.example.org")).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a confirmation does nothing by itself"]
pub struct ConfirmServer {
    host: String,
}

impl ConfirmServer {
    /// Names the host as the URL of the connection contains it: with its port, unless that is 443
    /// with `https`.
    pub fn at(host: impl Into<String>) -> Self {
        Self { host: host.into() }
    }

    /// Compares the host with that of the connection.
    pub(crate) fn check(&self, client: &Client, label: &Label) -> Result<()> {
        if client.authority() == self.host {
            return Ok(());
        }
        let message = format!(
            "everything on `{}` is meant, and this is a connection to another host or port: nothing \
             was sent; name the one in the URL of the connection",
            self.host
        );
        Err(Error::new(ErrorKind::InvalidRequest, message).during(|| label.to_string()))
    }
}
