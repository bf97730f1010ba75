//! The addresses of the two servers of one TigerGraph.

use std::fmt;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};
use url::{Host, Url};

use super::path::{Path, Query};
use crate::error::{Error, ErrorKind, Result};

/// The port of a self-managed server's gateway.
const GATEWAY_PORT: u16 = 14240;
/// The port of RESTPP itself, which servers before 4.1 expose.
const RESTPP_PORT: u16 = 9000;
/// The server's limit for a URL with its query string, in bytes.
const MAX_URL: usize = 8 * 1024;

/// One of the two servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// Data and installed queries.
    Restpp,
    /// Catalog, GSQL text, users and tokens.
    Gsql,
}

/// The base addresses of both servers.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    gsql: Base,
    restpp: Base,
    gateway: bool,
}

/// A base address. It is parsed once, because parsing a URL costs as much as decoding a row.
#[derive(Debug, Clone)]
struct Base {
    url: Url,
    scheme: Scheme,
    authority: Authority,
}

impl Address {
    /// Derives the addresses from the settings.
    ///
    /// One address serves both, RESTPP under `/restpp`. If its port is 9000, or a second address is
    /// given, RESTPP is addressed directly and without a prefix, as on self-managed 3.x.
    pub(crate) fn new(url: &str, port: Option<u16>, restpp: Option<&str>) -> Result<Self> {
        let mut gsql = parse("url", url)?;
        if let Some(port) = port {
            set_port(&mut gsql, port);
        } else if gsql.scheme() == "http" && !names_port(url) {
            set_port(&mut gsql, GATEWAY_PORT);
        }
        let (restpp, gateway) = if let Some(restpp) = restpp {
            (parse("restpp_url", restpp)?, false)
        } else if gsql.port() == Some(RESTPP_PORT) {
            let restpp = gsql.clone();
            set_port(&mut gsql, GATEWAY_PORT);
            (restpp, false)
        } else {
            let mut restpp = gsql.clone();
            restpp.set_path(&format!("{}/restpp", gsql.path().trim_end_matches('/')));
            (restpp, true)
        };
        Ok(Self { gsql: Base::new(gsql)?, restpp: Base::new(restpp)?, gateway })
    }

    /// Returns the URI of a request.
    pub(crate) fn uri(&self, service: Service, path: &Path, query: &Query) -> Result<Uri> {
        if let Some(problem) = path.problem() {
            let message = format!("a path cannot contain this id: {problem}");
            return Err(Error::new(ErrorKind::Encode, message));
        }
        let base = match service {
            Service::Restpp => &self.restpp,
            Service::Gsql => &self.gsql,
        };
        base.uri(path, query)
    }

    /// Returns host and port of the gateway; the default port of the scheme is left out.
    pub(crate) fn authority(&self) -> &str {
        self.gsql.url.authority()
    }

    /// Returns `true` if requests to RESTPP pass the gateway, which decodes paths before it
    /// forwards them.
    pub(crate) fn restpp_uses_gateway(&self) -> bool {
        self.gateway
    }

    /// Returns the first address with plain HTTP whose host is another machine.
    pub(crate) fn exposed(&self) -> Option<&Url> {
        [&self.gsql.url, &self.restpp.url]
            .into_iter()
            .find(|url| url.scheme() == "http" && !is_loopback(url))
    }

    /// Returns `true` if one of the addresses needs TLS.
    pub(crate) fn needs_tls(&self) -> bool {
        [&self.gsql, &self.restpp].into_iter().any(|base| base.scheme == Scheme::HTTPS)
    }
}

impl Base {
    fn new(url: Url) -> Result<Self> {
        let parsed = url.as_str().parse().map(Uri::into_parts);
        let Ok(Parts { scheme: Some(scheme), authority: Some(authority), .. }) = parsed else {
            return Err(Error::configuration(format!("`{url}` cannot be the address of a server")));
        };
        Ok(Self { url, scheme, authority })
    }

    /// Appends a path and a query string, which are encoded.
    fn uri(&self, path: &Path, query: &Query) -> Result<Uri> {
        let prefix = self.url.path().trim_end_matches('/');
        let mut target = String::with_capacity(prefix.len() + path.as_str().len());
        target.push_str(prefix);
        target.push_str(path.as_str());
        if let Some(query) = query.as_str() {
            target.push('?');
            target.push_str(query);
        }
        let bytes = self.url.as_str().len() - self.url.path().len() + target.len();
        if bytes > MAX_URL {
            let message = format!(
                "the URL would have {bytes} bytes and the server accepts {MAX_URL}: \
                 use a shorter filter, or fewer selected attributes"
            );
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
        let unusable = |error: http::Error| {
            Error::new(ErrorKind::Encode, format!("the URL cannot be used: {error}"))
        };
        let target = PathAndQuery::from_maybe_shared(Bytes::from(target));
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(target.map_err(|error| unusable(error.into()))?);
        Uri::from_parts(parts).map_err(|error| unusable(error.into()))
    }
}

/// The address of the gateway. It contains no credentials, because [`parse`] rejects them.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.gsql.url.as_str().trim_end_matches('/'))
    }
}

fn parse(setting: &str, text: &str) -> Result<Url> {
    let problem = |what: &str| {
        Err(Error::configuration(format!(
            "`{setting}` {what}; it looks like `https://host` or `http://host:14240`"
        )))
    };
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => return problem("has no scheme"),
        Err(error) => return problem(&format!("cannot be read ({error})")),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return problem("must begin with `https://` or `http://`");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return problem("contains a user name or password, which belong in the credentials");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return problem("contains a query string or fragment");
    }
    Ok(url)
}

/// Returns `true` if the text contains a port, even the default port of the scheme, which [`Url`]
/// drops.
fn names_port(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest).trim_end();
    let authority = rest.split(['/', '\\']).next().unwrap_or(rest);
    authority.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok())
}

/// Sets the port. The setter rejects only URLs without a host, and http URLs have one.
fn set_port(url: &mut Url, port: u16) {
    let _ = url.set_port(Some(port));
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(url: &str, port: Option<u16>, restpp: Option<&str>) -> (String, String) {
        let address = Address::new(url, port, restpp).unwrap();
        let at = |service| {
            let path = Path::fixed("/x");
            address.uri(service, &path, &Query::default()).unwrap().to_string()
        };
        (at(Service::Restpp), at(Service::Gsql))
    }

    #[test]
    fn one_address_serves_both() {
        let cloud = urls("https://r-alliance.i.tgcloud.io", None, None);
        assert_eq!(cloud.0, "https://r-alliance.i.tgcloud.io/restpp/x");
        assert_eq!(cloud.1, "https://r-alliance.i.tgcloud.io/x");
        let own = urls("http://localhost", None, None);
        assert_eq!(own.0, "http://localhost:14240/restpp/x");
        assert_eq!(own.1, "http://localhost:14240/x");
        let proxied = urls("https://gate/tg/", Some(8443), None);
        assert_eq!(proxied.0, "https://gate:8443/tg/restpp/x");
        assert_eq!(proxied.1, "https://gate:8443/tg/x");
    }

    #[test]
    fn a_port_in_the_url_is_kept() {
        for url in ["http://tg:80", "http://tg:80/", "HTTP://tg:080/ "] {
            assert_eq!(urls(url, None, None).0, "http://tg/restpp/x", "{url}");
        }
        assert_eq!(urls("http://[::1]:80", None, None).1, "http://[::1]/x");
        assert_eq!(urls("http://[::1]", None, None).1, "http://[::1]:14240/x");
        assert_eq!(urls("http://tg:", None, None).1, "http://tg:14240/x");
        assert_eq!(urls("http://tg/a:80", None, None).1, "http://tg:14240/a:80/x");
        assert_eq!(urls("http://tg:80", Some(81), None).1, "http://tg:81/x");
    }

    #[test]
    fn restpp_may_have_an_address_of_its_own() {
        let guessed = urls("http://localhost:9000", None, None);
        assert_eq!(guessed.0, "http://localhost:9000/x");
        assert_eq!(guessed.1, "http://localhost:14240/x");
        let given = urls("http://localhost:1", None, Some("http://localhost:2"));
        assert_eq!(given.0, "http://localhost:2/x");
        assert_eq!(given.1, "http://localhost:1/x");
    }

    #[test]
    fn plain_http_to_another_machine_is_exposed() {
        let exposed = |url| Address::new(url, None, None).unwrap().exposed().is_some();
        assert!(exposed("http://tg.example.org"));
        assert!(exposed("http://localhost.example.org"));
        assert!(exposed("http://10.0.0.7:14240"));
        assert!(!exposed("https://tg.example.org"));
        assert!(!exposed("http://localhost"));
        assert!(!exposed("http://127.8.9.1:14240"));
        assert!(!exposed("http://[::1]:14240"));
    }

    #[test]
    fn invalid_addresses_are_rejected_with_the_remedy() {
        for url in ["localhost:14240", "example.org", "ftp://h", "https://u:p@h", "https://h?a=b"] {
            let error = Address::new(url, None, None).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.message().contains("https://host"), "{error}");
            assert!(!error.to_string().contains("u:p"), "{error}");
        }
    }

    #[test]
    fn long_urls_are_rejected_before_sending() {
        let address = Address::new("http://localhost", None, None).unwrap();
        let path = Path::fixed("/graph").value(&"x".repeat(9000));
        let error = address.uri(Service::Restpp, &path, &Query::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
    }
}
