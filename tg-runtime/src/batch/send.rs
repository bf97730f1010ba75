//! The requests of a batch.

use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{AtomicLevel, Client, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, Operation};
use crate::upsert::{MAX_BODY, Payload, Rules, Upserted};

/// The contents of a batch and how it is sent.
pub(super) struct Parcel {
    pub(super) body: Result<UpsertBody<'static>>,
    pub(super) max_bytes: Option<usize>,
    pub(super) rules: Rules,
    pub(super) limits: Limits,
}

impl Parcel {
    pub(super) fn send(self, client: Client) -> Operation<Upserted> {
        Operation::new(async move |deadline| {
            let label = Label::new("send a batch to", client.graph().to_owned());
            let sent = self.send_all(&client, &label, deadline).await;
            sent.map_err(|error| error.during(|| label.to_string()))
        })
    }

    async fn send_all(
        self,
        client: &Client,
        label: &Label,
        deadline: Deadline,
    ) -> Result<Upserted> {
        let Self { body, max_bytes, rules, limits } = self;
        let bodies = match max_bytes {
            Some(bytes) => divide(body?, bytes, limits.atomic)?,
            None => vec![body?],
        };
        let mut total = Upserted::default();
        for mut body in bodies {
            if deadline.left().is_some_and(|left| left.is_zero()) {
                let late = Error::new(ErrorKind::TimedOut, "not all requests were sent");
                let late = late.before_execution();
                return Err(with_total(late, &total, rules));
            }
            let payload = Payload::finish(&mut body);
            let limits = limits.within(deadline.left());
            match payload.post(client, label.clone(), rules, limits).await {
                Ok(outcome) => total.add(outcome),
                Err(error) => return Err(with_total(error, &total, rules)),
            }
        }
        Ok(total)
    }
}

fn divide<'n>(
    body: UpsertBody<'n>,
    bytes: usize,
    level: Option<AtomicLevel>,
) -> Result<Vec<UpsertBody<'n>>> {
    let bodies = body.split(bytes.min(MAX_BODY));
    if bodies.len() > 1 && level == Some(AtomicLevel::Atomic) {
        let message = format!(
            "an atomic batch is one request, and `max_request_bytes({bytes})` divides it into {}: \
             allow more bytes, or send it without `atomic`",
            bodies.len()
        );
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    Ok(bodies)
}

/// Adds the outcome of earlier requests, if there were any.
fn with_total(error: Error, total: &Upserted, rules: Rules) -> Error {
    if *total == Upserted::default() {
        return error;
    }
    let error = error.of_operation(rules.are_idempotent(), true);
    error.because(format_args!("of the requests before, {total}"))
}
