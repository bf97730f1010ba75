//! Whether a server answers, what it is, and what it may do.

use std::collections::BTreeMap;
use std::time::Duration;

use http::Method;
use serde_json::{Map, Value};

use super::Server;
use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Label, Request};
use crate::client::{Client, Generation, Version, version_request};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::operation::operation;

/// A part of a server, as RESTPP lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Component {
    /// Its name: `product`, `gpe`, `gse` and so on.
    pub name: String,
    /// Its release as the server writes it, such as `release_4.1.3_02-12-2025`.
    pub release: String,
    /// The version in the release.
    pub version: Option<Version>,
    /// The hash of the commit that it was built from.
    pub commit: Option<String>,
    /// When that was.
    pub date: Option<String>,
}

/// What the GSQL server says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GsqlVersion {
    /// Its version.
    pub version: Version,
    /// The commit that it was built from, where the server says so.
    pub commit: Option<String>,
    /// When that was.
    pub date: Option<String>,
}

/// The license of a server. Only two fields are known by name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct License {
    /// When it ends, as the server writes it.
    pub expiration_date: Option<String>,
    /// For how many more days it is valid.
    pub days_remaining: Option<i64>,
    /// Everything else that the server says of it.
    pub details: BTreeMap<String, String>,
}

/// Whether it answers, and what it is.
impl Server {
    /// Asks the gateway whether it is there: `GET /api/ping`, for which no credentials are looked at.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub fn ping(&self) -> Operation<()> {
        let client = self.client().clone();
        Operation::new(async move |deadline| {
            let label = Label::new("ping", "the gateway");
            let request = Request::gsql(label, Method::GET, Path::fixed("/api/ping"));
            client.send(request.timeout(deadline.left())).await.map(drop)
        })
    }

    /// Lets RESTPP say hello: `GET /echo`.
    pub fn echo(&self) -> Echo {
        Echo { client: self.client().clone(), sleep: None, timeout: None }
    }

    /// The version of RESTPP, which is that of the server: `GET /version`. Versions compare as numbers.
    ///
    /// # Errors
    ///
    /// When the request fails, or the server does not say.
    pub fn version(&self) -> Operation<Version> {
        let client = self.client().clone();
        Operation::new(async move |deadline| {
            let reply = client.send(version_request().timeout(deadline.left())).await?;
            Version::find(reply.message()).ok_or_else(no_version)
        })
    }

    /// Lists the parts of the server with their versions: `GET /version`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn components(&self) -> Operation<Vec<Component>> {
        let client = self.client().clone();
        Operation::new(async move |deadline| {
            let reply = client.send(version_request().timeout(deadline.left())).await?;
            Ok(components(reply.message()))
        })
    }

    /// The version of the GSQL server: `GET /gsql/v1/version`, on 3.x
    /// `POST /gsqlserver/gsql/version`.
    ///
    /// # Errors
    ///
    /// When the request fails, or the server does not say.
    pub fn gsql_version(&self) -> Operation<GsqlVersion> {
        let client = self.client().clone();
        Operation::new(async move |deadline| {
            let label = Label::new("ask for the version of", "the GSQL server");
            let request = match client.generation().await? {
                Generation::V4 => {
                    Request::gsql(label, Method::GET, Path::fixed("/gsql/v1/version"))
                        .query(Query::default().with("verbose", true))
                }
                Generation::V3 => {
                    Request::gsql(label, Method::POST, Path::fixed("/gsqlserver/gsql/version"))
                        .idempotent(true)
                }
            };
            let request = request.expects(Expects::Text).timeout(deadline.left());
            let reply = client.send(request).await?;
            // Some servers wrap the text.
            let text = reply.text();
            let text = if reply.message().is_empty() { &text } else { reply.message() };
            gsql_version(text).ok_or_else(no_version)
        })
    }

    /// The license: `GET /showlicenseinfo`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::License`] if there is no valid license.
    pub fn license(&self) -> Operation<License> {
        let client = self.client().clone();
        Operation::new(async move |deadline| {
            let label = Label::new("show the license of", "the server");
            let request = Request::restpp(label, Method::GET, Path::fixed("/showlicenseinfo"));
            let reply = client.send(request.timeout(deadline.left())).await?;
            let rows: Vec<Map<String, Value>> = reply.results()?;
            rows.into_iter()
                .next()
                .map(license)
                .ok_or_else(|| Error::new(ErrorKind::Protocol, "the answer describes no license"))
        })
    }
}

fn no_version() -> Error {
    Error::new(ErrorKind::Protocol, "the server does not say which version it is")
}

/// The lines behind the head: name, release, commit, and when.
fn components(message: &str) -> Vec<Component> {
    let read = |line: &str| {
        let mut words = line.split_whitespace();
        let (name, release) = (words.next()?, words.next()?);
        let commit = words.next().map(ToOwned::to_owned);
        // The head and the rule below it have no commit.
        commit.as_ref().filter(|hash| hash.chars().all(|c| c.is_ascii_hexdigit()))?;
        let date = words.collect::<Vec<_>>().join(" ");
        Some(Component {
            name: name.to_owned(),
            version: release.split('_').find_map(|part| part.parse().ok()),
            release: release.to_owned(),
            commit,
            date: Some(date).filter(|date| !date.is_empty()),
        })
    };
    message.lines().filter_map(read).collect()
}

fn gsql_version(text: &str) -> Option<GsqlVersion> {
    let find =
        |start: &str| text.lines().find_map(|line| line.trim().strip_prefix(start)).map(str::trim);
    Some(GsqlVersion {
        version: find("GSQL version:")?.parse().ok()?,
        commit: find("GSQL commit number:").map(ToOwned::to_owned),
        date: find("GSQL commit date:").map(ToOwned::to_owned),
    })
}

fn license(fields: Map<String, Value>) -> License {
    let mut license =
        License { expiration_date: None, days_remaining: None, details: BTreeMap::new() };
    for (name, value) in fields {
        let text = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match name.as_str() {
            "Expiration date" => license.expiration_date = Some(text),
            "Days remaining" => license.days_remaining = text.trim().parse().ok(),
            _ => drop(license.details.insert(name, text)),
        }
    }
    license
}

/// Lets RESTPP say hello: [`Server::echo`]. Awaited, it gives what RESTPP says.
///
/// # Errors
///
/// When it does not answer.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Echo {
    client: Client,
    sleep: Option<u32>,
    timeout: Option<Duration>,
}

impl Echo {
    /// Lets the server wait this many seconds before it answers.
    pub fn sleep(mut self, seconds: u32) -> Self {
        self.sleep = Some(seconds);
        self
    }

    async fn run(self) -> Result<String> {
        let mut query = Query::default();
        let mut patience = Duration::ZERO;
        if let Some(seconds) = self.sleep {
            query.push("sleep", seconds);
            patience = Duration::from_secs(u64::from(seconds) + 10);
        }
        let request =
            Request::restpp(Label::new("echo", "RESTPP"), Method::GET, Path::fixed("/echo"))
                .query(query)
                .patience(patience)
                .timeout(self.timeout);
        Ok(self.client.send(request).await?.message().to_owned())
    }
}

operation!(impl [] Echo => String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_the_lines_with_a_commit() {
        let message = "TigerGraph RESTPP: \n --- Version --- \nTigerGraph version: 4.1.3\n\
            product              release_4.1.3_02-12-2025 ab1e3d0da6237c27468d6c  2020-04-15 15:46:29 -0700\n\
            gpe                  odd 34b9e86ef7b5\n";
        let [product, gpe] = &components(message)[..] else { panic!() };
        assert_eq!(product.name, "product");
        assert_eq!(product.version, Some("4.1.3".parse().unwrap()));
        assert_eq!(product.date.as_deref(), Some("2020-04-15 15:46:29 -0700"));
        assert_eq!((gpe.release.as_str(), gpe.version, &gpe.date), ("odd", None, &None));
    }

    #[test]
    fn the_version_of_gsql_is_a_line_of_its_text() {
        let text = "GSQL version: 10.2.2\nGSQL commit number: ab\nGSQL commit date: 2025-01-15\n";
        let found = gsql_version(text).unwrap();
        assert!(found.version > "4.2.2".parse().unwrap());
        assert_eq!(
            (found.commit.as_deref(), found.date.as_deref()),
            (Some("ab"), Some("2025-01-15"))
        );
        assert_eq!(gsql_version("nothing"), None);
    }

    #[test]
    fn a_license_may_hold_numbers_and_texts() {
        let fields = serde_json::json!({"Expiration date": "2027-01-01", "Days remaining": "12", "Edition": 3});
        let Value::Object(fields) = fields else { panic!() };
        let license = license(fields);
        assert_eq!(license.days_remaining, Some(12));
        assert_eq!(license.details["Edition"], "3");
    }
}
