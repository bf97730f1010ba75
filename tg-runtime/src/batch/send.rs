//! A batch on its way.

use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{AtomicLevel, Client, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, operation};
use crate::upsert::{MAX_BODY, Payload, Rules, Upserted};

/// A batch on its way: [`Batch::send`](super::Batch::send), which is `POST /graph/{graph}`, once or as
/// often as the batch is divided.
///
/// # Errors
///
/// With [`ErrorKind::TooLarge`] when a request would have more bytes than the server takes, or an
/// atomic batch would be divided; nothing was sent then. When a value cannot be sent exactly, or a
/// request fails; the message says what had been accepted before.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct SendBatch {
    client: Client,
    body: Result<UpsertBody>,
    max_bytes: Option<usize>,
    rules: Rules,
    limits: Limits,
}

impl SendBatch {
    pub(super) fn new(
        client: Client,
        body: Result<UpsertBody>,
        max_bytes: Option<usize>,
        rules: Rules,
        limits: Limits,
    ) -> Self {
        Self { client, body, max_bytes, rules, limits }
    }

    async fn run(self) -> Result<Upserted> {
        let label = Label::new("send a batch to", self.client.graph().to_owned());
        let named = label.to_string();
        self.send_all(label).await.map_err(|error| error.during(|| named))
    }

    async fn send_all(self, label: Label) -> Result<Upserted> {
        let Self { client, body, max_bytes, rules, limits } = self;
        let deadline = Deadline::after(limits.timeout);
        let bodies = match max_bytes {
            Some(bytes) => divide(body?, bytes, limits.atomic)?,
            None => vec![body?],
        };
        let mut total = Upserted::default();
        for mut body in bodies {
            if deadline.left().is_some_and(|left| left.is_zero()) {
                let late = Error::new(ErrorKind::TimedOut, "not all requests were sent");
                return Err(so_far(late, &total));
            }
            let payload = Payload::finish(&mut body);
            let limits = limits.within(deadline.left());
            match payload.post(&client, label.clone(), rules, limits).await {
                Ok(outcome) => total.add(outcome),
                Err(error) => return Err(so_far(error, &total)),
            }
        }
        Ok(total)
    }
}

operation!(impl [] SendBatch => Upserted, limits [atomic_level]);

fn divide(body: UpsertBody, bytes: usize, level: Option<AtomicLevel>) -> Result<Vec<UpsertBody>> {
    let bodies = body.split(bytes.min(MAX_BODY));
    if bodies.len() > 1 && level == Some(AtomicLevel::Atomic) {
        let message = format!(
            "an atomic batch is one request, and `max_request_bytes({bytes})` makes {} of it: allow \
             more bytes, or send it without `atomic`",
            bodies.len()
        );
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    Ok(bodies)
}

/// Says what earlier requests did, if there were any.
fn so_far(error: Error, total: &Upserted) -> Error {
    if *total == Upserted::default() {
        return error;
    }
    error.because(format_args!("of the requests before, {total}"))
}
