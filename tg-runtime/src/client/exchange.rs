//! How an operation runs: credentials, deadline, repetitions, trace.

use http::HeaderValue;
use tokio::time::{sleep, timeout};
use tracing::{Instrument as _, Span, field};

use super::Generation;
use super::credentials::{Credentials, bearer};
use super::request::{Credential, Request};
use super::response::Reply;
use super::token::Grant;
use super::wire::{Download, Wire, too_late};
use crate::body::Answer;
use crate::error::prose::Prose;
use crate::error::{Error, Repeat, Result};
use crate::value::{DecodeError, Row};

/// What is done with one request and its answer.
pub(crate) trait Exchange: Sync {
    type Output: Send;

    fn run(
        &self,
        wire: &Wire,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// Takes the whole answer in.
pub(crate) struct Whole;

impl Exchange for Whole {
    type Output = Reply;

    async fn run(
        &self,
        wire: &Wire,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<Reply> {
        wire.once(request, authorization).await
    }
}

/// Takes the head of the answer in and leaves the body to be read.
pub(crate) struct Opened;

impl Exchange for Opened {
    type Output = Download;

    async fn run(
        &self,
        wire: &Wire,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<Download> {
        wire.open(request, authorization).await
    }
}

/// Reads the rows of the answer while they arrive.
pub(crate) struct Rows<F>(pub(crate) F);

impl<F, T> Exchange for Rows<F>
where
    F: Fn(&mut Row<'_>) -> Result<T, DecodeError> + Sync,
    T: Send,
{
    type Output = Vec<T>;

    async fn run(
        &self,
        wire: &Wire,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> Result<Vec<T>> {
        let mut download = wire.open(request, authorization).await?;
        let mut answer = Answer::new();
        let mut rows = Vec::new();
        while let Some(chunk) = download.chunk().await? {
            answer.feed(&chunk);
            while let Some(row) = answer.next(&self.0)? {
                rows.push(row);
            }
        }
        Reply::finish(download.status(), answer)?;
        Ok(rows)
    }
}

/// What a request is authorized by.
#[derive(Default)]
pub(crate) struct Authorization {
    pub(super) header: Option<HeaderValue>,
    /// What the header comes from, if another can be asked for.
    pub(super) grant: Option<Grant>,
}

impl Authorization {
    /// Whether the server saw no token although one was sent: a gateway that starts up loses the
    /// header on the way, and the token itself is good.
    fn was_lost(&self, error: &Error) -> bool {
        let bearer = |header: &HeaderValue| header.as_bytes().starts_with(b"Bearer ");
        error.is_unauthorized()
            && error.reports(Prose::TokenNotReceived)
            && self.header.as_ref().is_some_and(bearer)
    }
}

/// Whether another token may help.
fn is_rejection(error: &Error) -> bool {
    error.is_unauthorized() && error.repeat() == Repeat::Never
}

/// Where the authorization of requests comes from.
pub(crate) trait Authorize: Sync {
    fn authorize(&self, request: &Request) -> impl Future<Output = Result<Authorization>> + Send;

    /// Gets another grant in the place of a rejected one.
    fn replace(&self, rejected: &Grant) -> impl Future<Output = Result<()>> + Send;
}

/// Authorizes requests by the credentials themselves, without a token that is created from them.
pub(crate) struct Login<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) generation: Generation,
}

impl Authorize for Login<'_> {
    async fn authorize(&self, request: &Request) -> Result<Authorization> {
        let header = match &request.credential {
            Credential::Connection | Credential::Login => {
                self.credentials.direct_header(self.generation)?
            }
            Credential::None => None,
            Credential::Token(token) => Some(bearer(token)?),
        };
        Ok(Authorization { header, grant: None })
    }

    async fn replace(&self, _: &Grant) -> Result<()> {
        Ok(())
    }
}

impl Wire {
    /// Runs an exchange until it succeeds, fails for good, or its time is over.
    pub(crate) async fn run<X: Exchange>(
        &self,
        request: Request,
        exchange: &X,
        authorize: &impl Authorize,
    ) -> Result<X::Output> {
        let span = tracing::debug_span!(
            "tigergraph",
            operation = %request.label,
            method = %request.method,
            path = request.path.template(),
            status = field::Empty,
            attempts = field::Empty,
        );
        let work = self.repeat(&request, exchange, authorize).instrument(span);
        let outcome = match request.limits.timeout {
            Some(limit) => timeout(limit, work).await.unwrap_or_else(|_| Err(too_late(limit))),
            None => work.await,
        };
        outcome.map_err(|error| self.explain(&request, error).during(|| request.label.to_string()))
    }

    async fn repeat<X: Exchange>(
        &self,
        request: &Request,
        exchange: &X,
        authorize: &impl Authorize,
    ) -> Result<X::Output> {
        let mut waits = self.config.retry.waits();
        let mut may_replace = true;
        let mut attempt = 0_u64;
        loop {
            attempt += 1;
            Span::current().record("attempts", attempt);
            let authorization = authorize.authorize(request).await?;
            let error = match exchange.run(self, request, authorization.header.as_ref()).await {
                Ok(output) => return Ok(output),
                Err(error) if authorization.was_lost(&error) => error.with_repeat(Repeat::Always),
                Err(error) => error,
            };
            if let (true, true, Some(grant)) =
                (is_rejection(&error), may_replace, &authorization.grant)
            {
                may_replace = false;
                tracing::debug!(%error, "the token, or that there is none, was rejected: another is asked for");
                authorize.replace(grant).await?;
                continue;
            }
            let Some(wait) = waits.after(&error, request.idempotent) else { return Err(error) };
            tracing::debug!(%error, ?wait, "the request is repeated");
            sleep(wait).await;
        }
    }
}
