//! One vertex or edge, in a request of its own.

use std::fmt;
use std::marker::PhantomData;

use super::post::{Payload, Rules};
use crate::body::UpsertBody;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::{Error, Result};
use crate::operation::{Operation, Pending, operation};
use crate::value::EncodeError;

/// Writes one vertex or edge: [`Vertices::upsert`](crate::Vertices::upsert) and
/// [`Edges::upsert`](crate::Edges::upsert). `Handle` is the one that made it.
#[must_use = "operations do nothing until they are awaited"]
pub struct Upsert<Handle> {
    client: Client,
    label: Label,
    payload: Result<Payload>,
    limits: Limits,
    handle: PhantomData<fn() -> Handle>,
}

impl<Handle> Upsert<Handle> {
    /// Encodes what `write` writes. What cannot be sent is an error when the operation is awaited.
    pub(crate) fn new(
        client: &Client,
        type_name: &'static str,
        write: impl FnOnce(&mut UpsertBody<'static>) -> Result<(), EncodeError>,
    ) -> Self {
        let mut body = UpsertBody::new();
        let payload = match write(&mut body) {
            Ok(()) => Ok(Payload::finish(&mut body)),
            Err(error) => Err(Error::from(error)),
        };
        Self {
            client: client.clone(),
            label: Label::new("upsert", type_name),
            payload,
            limits: Limits::default(),
            handle: PhantomData,
        }
    }

    /// Sends it. That the server does not accept it is an error.
    ///
    /// The future does not contain `Handle`, whose type may borrow what was encoded.
    fn run(self) -> Pending<'static, ()> {
        let Self { client, label, payload, limits, .. } = self;
        Box::pin(async move {
            let post =
                async { payload?.post(&client, label.clone(), Rules::default(), limits).await };
            let accepted = post.await.and_then(|outcome| outcome.require_all());
            accepted.map_err(|error| error.during(|| label.to_string()))
        })
    }

    /// Sends it under a condition, and returns `true` if it was written.
    pub(crate) fn under(self, rules: Rules) -> Operation<bool> {
        let Self { client, label, payload, limits, .. } = self;
        let timeout = limits.timeout;
        Operation::new(async move |deadline| {
            let payload = payload.map_err(|error| error.during(|| label.to_string()))?;
            let limits = limits.within(deadline.left());
            Ok(payload.post(&client, label, rules, limits).await?.is_complete())
        })
        .limited(timeout)
    }
}

operation!(impl [Handle] Upsert<Handle> => (), limits [atomic_level]);

impl<Handle> fmt::Debug for Upsert<Handle> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upsert").field("label", &self.label).finish_non_exhaustive()
    }
}
