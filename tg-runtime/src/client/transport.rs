//! HTTP: the only file that names the library that speaks it.

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, Method};
use url::Url;

use super::config::Config;
use crate::error::{Error, ErrorKind, Repeat, Result};

/// The pool of connections.
#[derive(Debug)]
pub(super) struct Transport {
    http: reqwest::Client,
}

/// What goes out.
pub(super) struct Outgoing {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
}

/// An answer whose body is still on its way.
#[derive(Debug)]
pub(super) struct Incoming {
    response: reqwest::Response,
}

impl Transport {
    pub(super) fn new(config: &Config, secured: bool) -> Result<Self> {
        let builder = reqwest::Client::builder()
            // A proxy of the environment would get credentials that plain http carries, and cannot
            // reach the loopback address meant here.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .gzip(config.gzip)
            .connect_timeout(config.connect_timeout)
            .pool_max_idle_per_host(config.pool_size)
            .user_agent(config.user_agent.clone())
            .default_headers(config.headers.clone());
        let builder =
            if secured { tls::configure(builder, config)? } else { tls::leave_out(builder)? };
        let http = builder.build().map_err(|error| {
            Error::configuration(format!("no HTTP client can be made: {}", chain(&error)))
        })?;
        Ok(Self { http })
    }

    /// Sends a request and waits for the head of the answer.
    pub(super) async fn send(&self, outgoing: Outgoing) -> Result<Incoming> {
        let Outgoing { method, url, headers, body } = outgoing;
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = body.map(reqwest::Body::from);
        let response = self.http.execute(request).await.map_err(failure)?;
        Ok(Incoming { response })
    }
}

impl Incoming {
    pub(super) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// How long the server wants to be left alone, in the form that counts seconds.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let seconds = self.response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
        Some(Duration::from_secs(seconds))
    }

    /// The next part of the body.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>> {
        self.response.chunk().await.map_err(failure)
    }

    /// The whole body.
    pub(super) async fn body(self) -> Result<Bytes> {
        self.response.bytes().await.map_err(failure)
    }
}

/// The library's errors print the URL, which holds ids; ours do not.
fn failure(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let text = chain(&error);
    let failure = if let Some(reason) = tls::refusal(&error) {
        let remedy = "if the server's certificate is signed by an authority of your own, \
                      give it with `ca_certificate_file`";
        Error::new(ErrorKind::Connect, format!("{reason}; {remedy}")).with_repeat(Repeat::Never)
    } else if tls::met_plain_text(&error) {
        let text = "the server does not speak TLS at this port: begin its URL with `http://`";
        Error::new(ErrorKind::Connect, text).with_repeat(Repeat::Never)
    } else if error.is_connect() {
        Error::new(ErrorKind::Connect, text)
    } else if error.is_timeout() {
        Error::new(ErrorKind::TimedOut, text)
    } else if error.is_builder() {
        Error::new(ErrorKind::Configuration, text)
    } else {
        Error::new(ErrorKind::Interrupted, text)
    };
    failure.with_source(error)
}

/// An error with all its causes.
fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

#[cfg(feature = "tls")]
mod tls {
    use std::error::Error as StdError;
    use std::io;
    use std::sync::Arc;

    use super::chain;
    use crate::client::config::Config;
    use crate::error::{Error, Result};

    pub(super) fn configure(
        mut builder: reqwest::ClientBuilder,
        config: &Config,
    ) -> Result<reqwest::ClientBuilder> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Refused when another thread was faster, and then there is one.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        for source in &config.ca_certificates {
            let pem = source.read()?;
            let authorities = reqwest::Certificate::from_pem_bundle(&pem)
                .map_err(|error| unusable("CA certificates", source, &error))?;
            if authorities.is_empty() {
                return Err(Error::configuration(format!("{source} holds no certificate in PEM")));
            }
            builder = builder.tls_certs_merge(authorities);
        }
        if let Some(source) = &config.client_identity {
            let identity = reqwest::Identity::from_pem(&source.read()?)
                .map_err(|error| unusable("certificate and key of the client", source, &error))?;
            builder = builder.identity(identity);
        }
        Ok(builder)
    }

    /// TLS that trusts nobody, where no address needs it: the library sets TLS up in any case, and
    /// by itself fails on a machine without certificates of authorities.
    pub(super) fn leave_out(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let unused = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::configuration(format!("TLS cannot be set up: {error}")))?
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        Ok(builder.tls_backend_preconfigured(unused))
    }

    fn unusable(what: &str, source: &impl std::fmt::Display, error: &reqwest::Error) -> Error {
        Error::configuration(format!("the {what} in {source} cannot be used: {}", chain(error)))
    }

    /// Why TLS refused the peer, if that is what ended the request.
    pub(super) fn refusal(error: &(dyn StdError + 'static)) -> Option<String> {
        match cause(error)? {
            found @ rustls::Error::InvalidCertificate(_) => Some(found.to_string()),
            _ => None,
        }
    }

    /// Whether the peer answered in something else than TLS: in HTTP, most likely.
    pub(super) fn met_plain_text(error: &(dyn StdError + 'static)) -> bool {
        let plain = rustls::InvalidMessage::InvalidContentType;
        matches!(cause(error), Some(rustls::Error::InvalidMessage(found)) if *found == plain)
    }

    fn cause<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e rustls::Error> {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // An I/O error gives its cause's cause as its own.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => cause(wrapped),
            None => cause(error.source()?),
        }
    }
}

#[cfg(not(feature = "tls"))]
mod tls {
    use crate::client::config::Config;
    use crate::error::Result;

    pub(super) fn configure(
        builder: reqwest::ClientBuilder,
        _: &Config,
    ) -> Result<reqwest::ClientBuilder> {
        Ok(builder)
    }

    pub(super) fn leave_out(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder> {
        Ok(builder)
    }

    pub(super) fn refusal(_: &(dyn std::error::Error + 'static)) -> Option<String> {
        None
    }

    pub(super) fn met_plain_text(_: &(dyn std::error::Error + 'static)) -> bool {
        false
    }
}
