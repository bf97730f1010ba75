//! Running a request: credentials, deadline, repetitions, trace.

use std::mem;
use std::pin::pin;

use http::HeaderValue;
use tokio::time::sleep;
use tracing::{Instrument as _, field};

use super::clock::Clock;
use super::credentials::{self, Credentials, bearer};
use super::request::{Credential, Request};
use super::response::Reply;
use super::token::Grant;
use super::wire::{Download, Wire};
use super::{Deadline, Generation, runtime};
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Repeat, Result};
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
        wire.rows(request, authorization, &self.0).await
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

/// Returns `true` if a rejection of the credentials proves that the request was not executed. A
/// token can also expire while the request is executed.
fn is_before_execution(error: &Error) -> bool {
    matches!(error.status(), Some(401 | 403)) && error.code() != Some(TOKEN_EXPIRED)
}

/// The code of the error that the token has expired.
const TOKEN_EXPIRED: &str = "REST-10019";

/// A source of the authorization of requests.
pub(crate) trait Authorize: Sync {
    fn authorize(&self, request: &Request) -> impl Future<Output = Result<Authorization>> + Send;

    /// Returns the credentials, which no error may contain.
    fn credentials(&self) -> &Credentials;

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

    fn credentials(&self) -> &Credentials {
        self.credentials
    }

    async fn replace(&self, _: &Grant) -> Result<()> {
        Ok(())
    }
}

/// The attempts of an operation so far.
#[derive(Default)]
struct Progress {
    attempts: u64,
    /// An attempt was or may have been executed.
    in_doubt: bool,
    /// The failure of the last attempt that is repeated.
    last: Option<Error>,
}

impl Wire {
    /// Runs an exchange until it succeeds, fails for good, or its time is over.
    pub(crate) async fn run<X: Exchange>(
        &self,
        request: Request,
        deadline: Deadline,
        exchange: &X,
        authorize: &impl Authorize,
    ) -> Result<X::Output> {
        runtime()?;
        // The names are those of OpenTelemetry's conventions for databases and HTTP.
        let span = tracing::debug_span!(
            "tigergraph",
            otel.kind = "client",
            otel.name = %request.label,
            db.system.name = "tigergraph",
            db.operation.name = %request.label,
            http.request.method = %request.method,
            url.template = request.path.template(),
            http.response.status_code = field::Empty,
            error.r#type = field::Empty,
            attempts = field::Empty,
        );
        let mut progress = Progress::default();
        let clock = Clock::start(&self.config);
        let outcome = {
            let work = self.repeat(&request, exchange, authorize, &mut progress);
            // It is not moved, which would cost more than the rest.
            let work = pin!(work.instrument(span.clone()));
            deadline.until(work).await
        };
        let outcome = outcome.unwrap_or_else(|| Err(progress.missed(deadline)));
        span.record("attempts", progress.attempts);
        let outcome = outcome.map_err(|error| {
            let error = match error.kind() {
                // The time was over before the request was sent.
                ErrorKind::TimedOut if !progress.in_doubt => error.before_execution(),
                _ => error,
            };
            // A server may repeat the request in its message.
            let error = error.without(&authorize.credentials().texts());
            self.explain(&request, error.of_operation(request.idempotent, progress.in_doubt))
                .during(|| request.label.to_string())
        });
        let error = outcome.as_ref().err();
        if let Some(error) = error {
            span.record("error.type", field::debug(error.kind()));
        }
        if progress.attempts > 1 {
            progress.report(&request, error);
        }
        clock.report(&request, progress.attempts, error);
        outcome
    }

    async fn repeat<X: Exchange>(
        &self,
        request: &Request,
        exchange: &X,
        authorize: &impl Authorize,
        progress: &mut Progress,
    ) -> Result<X::Output> {
        let mut waits = self.config.retry.waits();
        let mut may_replace = true;
        loop {
            let authorization =
                authorize.authorize(request).await.map_err(Error::before_execution)?;
            progress.attempts += 1;
            // If its future is dropped at the deadline, the request may have been executed.
            let in_doubt = mem::replace(&mut progress.in_doubt, true);
            let error = match exchange.run(self, request, authorization.header.as_ref()).await {
                Ok(output) => return Ok(output),
                Err(error) if authorization.was_lost(&error) => {
                    let before = is_before_execution(&error);
                    error.with_repeat(if before { Repeat::Always } else { Repeat::IfIdempotent })
                }
                Err(error) => error,
            };
            let error = error.without(&credentials::texts_of(authorization.header.as_ref()));
            progress.in_doubt = in_doubt || error.repeat() == Repeat::IfIdempotent;
            if let (true, true, Some(grant)) =
                (is_rejection(&error), may_replace, &authorization.grant)
            {
                may_replace = false;
                tracing::debug!(%error, "the grant was rejected and is replaced");
                let replaced = authorize.replace(grant).await;
                if !request.idempotent && !is_before_execution(&error) {
                    progress.in_doubt = true;
                    let text = "(the token was replaced; the request may have been executed and is \
                                not repeated)";
                    return Err(error.adding(text));
                }
                replaced.map_err(Error::before_execution)?;
                continue;
            }
            let Some(wait) = waits.after(&error, request.idempotent) else { return Err(error) };
            tracing::debug!(%error, ?wait, "the request is repeated");
            match &request.on_repeat {
                Some(call) => {
                    let is_repeated = call(&error, wait);
                    progress.last = Some(error.clone());
                    if !is_repeated.await {
                        return Err(error);
                    }
                }
                None => {
                    progress.last = Some(error);
                    sleep(wait).await;
                }
            }
        }
    }
}

impl Progress {
    /// Returns the error of an operation that has not ended. Its reason is the failure that is
    /// repeated, if there was one: a server that refuses connections is not a slow one.
    fn missed(&self, deadline: Deadline) -> Error {
        let error = deadline.missed();
        match &self.last {
            Some(last) => error.adding(format_args!("(the last attempt failed: {last})")),
            None => error,
        }
    }

    /// Reports an operation that needed several attempts, which takes time that nothing else
    /// explains.
    fn report(&self, request: &Request, error: Option<&Error>) {
        let (operation, attempts) = (&request.label, self.attempts);
        match error {
            None => tracing::info!(%operation, attempts, "succeeded after repetitions"),
            Some(error) => tracing::warn!(%operation, attempts, %error, "failed after repetitions"),
        }
    }
}
