//! HTTPS.

use std::error::Error as StdError;
use std::sync::Arc;

use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::{Error as PemError, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{AlertDescription, ClientConfig, InvalidMessage, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::failure::{causes, chain};
use crate::client::config::{Config, Pem};
use crate::error::{Error, ErrorKind, Repeat, Result};

pub(super) type TlsConnector = HttpsConnector<HttpConnector>;

/// Adds TLS to connections. If no address needs it, the certificates of the platform are not read,
/// so that plain HTTP works on a machine that has none.
pub(super) fn connector(
    tcp: HttpConnector,
    config: &Config,
    needs_tls: bool,
) -> Result<TlsConnector> {
    let provider = match CryptoProvider::get_default() {
        Some(provider) => Arc::clone(provider),
        None => Arc::new(ring::default_provider()),
    };
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable("the crypto provider", &error))?;
    let mut tls = if needs_tls {
        let verifier = verifier(&config.ca_certificates, provider)?;
        let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
        match &config.client_identity {
            None => builder.with_no_client_auth(),
            Some(source) => {
                let subject = format!("the certificate and key of the client in {source}");
                let (certificates, key) =
                    identity(&source.read()?).map_err(|error| unusable(&subject, &error))?;
                builder
                    .with_client_auth_cert(certificates, key)
                    .map_err(|error| unusable(&subject, &error))?
            }
        }
    } else {
        builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
    };
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((tcp, tls).into())
}

/// Creates the verifier of servers, which trusts the authorities of the platform and these.
fn verifier(authorities: &[Pem], provider: Arc<CryptoProvider>) -> Result<Verifier> {
    let mut roots = Vec::new();
    for source in authorities {
        let found = certificates(&source.read()?)
            .map_err(|error| unusable(&format!("the CA certificates in {source}"), &error))?;
        if found.is_empty() {
            return Err(Error::configuration(format!("{source} contains no certificate in PEM")));
        }
        roots.extend(found);
    }
    // On Android, all authorities are those of the platform.
    #[cfg(target_os = "android")]
    let verifier = if roots.is_empty() {
        Verifier::new(provider)
    } else {
        return Err(Error::configuration("Android accepts CA certificates in its settings only"));
    };
    #[cfg(not(target_os = "android"))]
    let verifier = Verifier::new_with_extra_roots(roots, provider);
    verifier.map_err(|error| unusable("the certificates of the authorities", &error))
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, PemError> {
    CertificateDer::pem_slice_iter(pem).collect()
}

fn identity(
    pem: &[u8],
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), PemError> {
    Ok((certificates(pem)?, PrivateKeyDer::from_pem_slice(pem)?))
}

fn unusable(subject: &str, error: &(dyn StdError + 'static)) -> Error {
    Error::configuration(format!("{subject} cannot be used: {}", chain(error)))
}

/// Returns `true` if a server sends this alert because of the certificate of the client.
fn is_about_identity(alert: AlertDescription) -> bool {
    use AlertDescription as A;
    matches!(
        alert,
        A::NoCertificate
            | A::BadCertificate
            | A::UnsupportedCertificate
            | A::CertificateRevoked
            | A::CertificateExpired
            | A::CertificateUnknown
            | A::UnknownCA
            | A::AccessDenied
            | A::CertificateRequired
    )
}

/// Returns the error of a request that failed because of TLS, unless a retry may help.
pub(super) fn failure(error: &(dyn StdError + 'static)) -> Option<Error> {
    let message = match causes(error).find_map(|cause| cause.downcast_ref())? {
        rejected @ rustls::Error::InvalidCertificate(_) => format!(
            "{rejected}; if the server's certificate is signed by an authority of your own, \
             give it with `ca_certificate_file`"
        ),
        // The server answered in another protocol, most likely in HTTP.
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "the server does not speak TLS at this port: begin its URL with `http://`".to_owned()
        }
        rustls::Error::AlertReceived(alert) if is_about_identity(*alert) => format!(
            "the server does not accept the certificate of the client, or needs one ({alert:?}): \
             give it with `client_identity_file`"
        ),
        _ => return None,
    };
    Some(Error::new(ErrorKind::Connect, message).with_repeat(Repeat::Never))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_refused_certificate_of_the_client_is_not_retryable() {
        for alert in [AlertDescription::CertificateRequired, AlertDescription::UnknownCA] {
            let error = io::Error::other(rustls::Error::AlertReceived(alert));
            let error = failure(&error).unwrap();
            assert!(!error.is_retryable() && !error.is_in_doubt(), "{error}");
            assert!(error.message().contains("client_identity_file"), "{error}");
        }
        let other = rustls::Error::AlertReceived(AlertDescription::InternalError);
        assert!(failure(&io::Error::other(other)).is_none());
    }
}
