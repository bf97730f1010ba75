//! One vertex or edge, in a request of its own.

use super::post::{Payload, Rules};
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::{Error, Result};
use crate::value::EncodeError;

/// A vertex or an edge that is ready to be sent.
#[derive(Debug)]
pub(crate) struct One {
    client: Client,
    label: Label,
    payload: Result<Payload>,
}

impl One {
    /// Encodes what `write` writes. What cannot be sent shows when it is.
    pub(crate) fn new(
        client: &Client,
        type_name: &'static str,
        write: impl FnOnce(&mut UpsertBody) -> Result<(), EncodeError>,
    ) -> Self {
        let mut body = UpsertBody::new();
        let payload = match write(&mut body) {
            Ok(()) => Ok(Payload::finish(&mut body)),
            Err(error) => Err(Error::from(error)),
        };
        Self { client: client.clone(), label: Label::new("upsert", type_name), payload }
    }

    /// Sends it. That the server does not accept it is an error.
    pub(crate) async fn send(self, limits: Limits) -> Result<()> {
        let label = self.label.clone();
        let sent =
            async { self.payload?.post(&self.client, self.label, Rules::default(), limits).await };
        let accepted = sent.await.and_then(|outcome| outcome.require_all());
        accepted.map_err(|error| error.during(|| label.to_string()))
    }

    /// Sends it on a condition, and says whether it was written.
    pub(crate) async fn send_if(self, rules: Rules, limits: Limits) -> Result<bool> {
        let payload = self.payload.map_err(|error| error.during(|| self.label.to_string()))?;
        let outcome = payload.post(&self.client, self.label, rules, limits).await?;
        Ok(outcome.is_complete())
    }
}
