//! Running a request: credentials, deadline, repetitions, trace.

use http::HeaderValue;
use tokio::time::{sleep, timeout};
use tracing::{Instrument as _, Span, field};

use super::Generation;
use super::credentials::{Credentials, bearer};
use super::request::{Credential, Request};
use super::response::Reply;
use super::token::Grant;
use super::wire::{Download, Wire, timed_out};
use crate::body::Answer;
use crate::error::prose::Prose;
use crate::error::{Error, Repeat, Result};
use crate::value::{DecodeError, Row};

/// A way to send one request and read its answer.
pub(crate) trait Exchange: Sync {
    type Output: Send;

    fn run(
        &self,
        wire: &Wire,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// Reads the whole answer.
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

/// Reads the head of the answer and leaves the body to the caller.
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

/// Reads the rows of the answer while it arrives.
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

/// The credential of one request.
#[derive(Default)]
pub(crate) struct Authorization {
    pub(super) header: Option<HeaderValue>,
    /// The grant in the header, if it can be replaced.
    pub(super) grant: Option<Grant>,
}

impl Authorization {
    /// Returns `true` if the server received no token although one was sent. A gateway that starts
    /// up drops the header, and the token is valid.
    fn was_lost(&self, error: &Error) -> bool {
        let bearer = |header: &HeaderValue| header.as_bytes().starts_with(b"Bearer ");
        error.is_unauthorized()
            && error.reports(Prose::TokenNotReceived)
            && self.header.as_ref().is_some_and(bearer)
    }
}

/// Returns `true` if another token may help.
fn is_rejection(error: &Error) -> bool {
    error.is_unauthorized() && error.repeat() == Repeat::Never
}

/// A source of the authorization of requests.
pub(crate) trait Authorize: Sync {
    fn authorize(&self, request: &Request) -> impl Future<Output = Result<Authorization>> + Send;

    /// Replaces a rejected grant.
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
            Some(limit) => timeout(limit, work).await.unwrap_or_else(|_| Err(timed_out(limit))),
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
                tracing::debug!(%error, "the grant was rejected and is replaced");
                authorize.replace(grant).await?;
                continue;
            }
            let Some(wait) = waits.after(&error, request.idempotent) else { return Err(error) };
            tracing::debug!(%error, ?wait, "the request is repeated");
            sleep(wait).await;
        }
    }
}
