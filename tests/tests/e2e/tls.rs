//! Certificates are checked, in both directions.

use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair,
};
use tg_emulator::{Any, Emulator};
use tg_runtime::prelude::*;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig, crypto};

use crate::goods::{Goods, quick};

/// An authority that is not trusted by default.
struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key, in PEM.
struct Identity {
    certificate: String,
    key: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "a test's authority");
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    fn issue(&self, name: &str, usage: ExtendedKeyUsagePurpose) -> Identity {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.extended_key_usages = vec![usage];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity { certificate: certificate.pem(), key: key.serialize_pem() }
    }
}

/// Starts an emulator with TLS, like a gateway.
struct Secured {
    emulator: Emulator,
    port: u16,
}

impl Secured {
    /// Serves with this identity, and requires a certificate of `clients` if given.
    async fn start(identity: &Identity, clients: Option<&Authority>) -> Self {
        let emulator = Emulator::start().await.unwrap();
        let provider = Arc::new(crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap();
        let config = match clients {
            None => config.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(certificate(&authority.pem())).unwrap();
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                config.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).unwrap();
        let chain = vec![certificate(&identity.certificate)];
        let acceptor = TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = emulator.port();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut secured) = acceptor.accept(socket).await else { return };
                    let mut plain = TcpStream::connect(("127.0.0.1", inner)).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut secured, &mut plain).await;
                });
            }
        });
        Self { emulator, port }
    }

    fn builder(&self) -> GraphBuilder<Goods> {
        let url = format!("https://localhost:{}", self.port);
        Goods::builder().url(url).secret(self.emulator.secret()).retry(quick())
    }
}

fn certificate(pem: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_rejected() {
    let authority = Authority::new();
    let identity = authority.issue("localhost", ExtendedKeyUsagePurpose::ServerAuth);
    let server = Secured::start(&identity, None).await;
    let error = server.builder().connect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(!error.is_retryable());
    assert!(error.message().contains("ca_certificate_file"), "{error}");
    assert_eq!(server.emulator.requests().count(Any), 0);

    let graph = server.builder().ca_certificate_pem(authority.pem()).connect().await.unwrap();
    graph.create_schema().await.unwrap();
    assert_eq!(graph.packages.count().await.unwrap(), 0);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, authority.pem()).unwrap();
    server.builder().ca_certificate_file(path).connect().await.unwrap();
}

#[tokio::test]
async fn a_certificate_for_another_host_is_rejected() {
    let authority = Authority::new();
    let identity = authority.issue("tg.example.org", ExtendedKeyUsagePurpose::ServerAuth);
    let server = Secured::start(&identity, None).await;
    let builder = server.builder().ca_certificate_pem(authority.pem());
    let error = builder.connect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert_eq!(server.emulator.requests().count(Any), 0);
}

#[tokio::test]
async fn the_client_shows_its_certificate() {
    let authority = Authority::new();
    let identity = authority.issue("localhost", ExtendedKeyUsagePurpose::ServerAuth);
    let server = Secured::start(&identity, Some(&authority)).await;
    let builder = || server.builder().ca_certificate_pem(authority.pem());
    let error = builder().connect().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Interrupted), "{error}");
    assert_eq!(server.emulator.requests().count(Any), 0);

    let own = authority.issue("client", ExtendedKeyUsagePurpose::ClientAuth);
    let pem = format!("{}{}", own.certificate, own.key);
    let graph = builder().client_identity_pem(pem).connect().await.unwrap();
    graph.client().ping().await.unwrap();
}

#[tokio::test]
async fn a_connection_that_fails_at_tls_changes_no_other() {
    let authority = Authority::new();
    let identity = authority.issue("localhost", ExtendedKeyUsagePurpose::ServerAuth);
    let server = Secured::start(&identity, None).await;
    let trusting = || server.builder().ca_certificate_pem(authority.pem());
    let graph = trusting().connect().await.unwrap();
    let broken = trusting().client_identity_pem("not PEM").connect_lazy().unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::Configuration, "{broken}");
    for _ in 0..2 {
        let error = server.builder().connect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        graph.client().ping().await.unwrap();
        trusting().connect().await.unwrap().client().ping().await.unwrap();
    }
    let installed = crypto::CryptoProvider::get_default();
    assert!(installed.is_none(), "a connection sets nothing for the whole process");
}

#[tokio::test]
async fn a_port_without_tls_is_distinguished_from_a_closed_one() {
    let server = Emulator::start().await.unwrap();
    let url = server.url().replace("http://", "https://");
    let builder = Goods::builder().url(url).secret(server.secret()).retry(quick());
    let error = builder.connect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(!error.is_retryable());
    assert!(error.message().contains("begin its URL with `http://`"), "{error}");
}

#[tokio::test]
async fn the_time_limit_to_connect_includes_the_handshake() {
    // Connections are queued by the operating system, and the handshake is not answered.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let builder = Goods::builder().url(url).secret("a secret").retry(RetryPolicy::NEVER);
    let error = builder.connect_timeout(Duration::from_millis(20)).connect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.message().contains("within 20ms"), "{error}");
}
