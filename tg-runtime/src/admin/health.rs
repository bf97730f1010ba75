//! Version and license of a server, and whether it answers.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::Server;
use crate::client::Version;
use crate::client::api::server as api;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::operation::gsql::Scope;

/// A part of a server with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Component {
    /// Its name: `product`, `gpe`, `gse`, `gsql` and so on.
    pub name: String,
    /// Its release as the server writes it, such as `release_4.1.3_02-12-2025`.
    pub release: String,
    /// The version in the release.
    pub version: Option<Version>,
    /// The hash of the commit from which it was built, if the server returns it.
    pub commit: Option<String>,
    /// The date of the commit.
    pub date: Option<String>,
}

/// The license of a server. Two of its fields have the same name on all servers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct License {
    /// The date on which it expires, as the server writes it.
    pub expiration_date: Option<String>,
    /// The number of days until it expires.
    pub days_remaining: Option<i64>,
    /// All other fields, by the names of the server.
    pub details: BTreeMap<String, String>,
}

/// Its version and license.
impl Server {
    /// Checks that the gateway answers: `GET /api/ping`, which ignores credentials.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub fn ping(&self) -> Operation<()> {
        let scope = Scope::of_server(self.client(), "ping").about("the gateway");
        Operation::new(async move |deadline| scope.reply(api::ping(), deadline).await.map(drop))
    }

    /// Checks that RESTPP answers: `GET /echo`. It returns the message of RESTPP.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub fn echo(&self) -> Operation<String> {
        self.echo_with(None)
    }

    /// Checks that RESTPP answers, as [`echo`](Self::echo) does, and makes it wait before it
    /// answers, for whole seconds.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub fn echo_after(&self, wait: Duration) -> Operation<String> {
        self.echo_with(Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)))
    }

    fn echo_with(&self, seconds: Option<u32>) -> Operation<String> {
        let scope = Scope::of_server(self.client(), "echo").about("RESTPP");
        Operation::new(async move |deadline| {
            Ok(scope.reply(api::echo(seconds), deadline).await?.message().to_owned())
        })
    }

    /// Reads the version of RESTPP, which is that of the server: `GET /version`. Versions are
    /// compared as numbers.
    ///
    /// # Errors
    ///
    /// When the request fails, or the answer contains no version.
    pub fn version(&self) -> Operation<Version> {
        let scope = self.version_scope();
        Operation::new(async move |deadline| {
            let reply = scope.reply(api::version(), deadline).await?;
            Version::find(reply.message()).ok_or_else(no_version)
        })
    }

    /// Lists the parts of the server with their versions: `GET /version`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn components(&self) -> Operation<Vec<Component>> {
        let scope = self.version_scope();
        Operation::new(async move |deadline| {
            Ok(components(scope.reply(api::version(), deadline).await?.message()))
        })
    }

    fn version_scope(&self) -> Scope {
        Scope::of_server(self.client(), "read the version of")
    }

    /// Reads the version of the GSQL server: `GET /gsql/v1/version`, on 3.x
    /// `POST /gsqlserver/gsql/version`. Some servers return a [release](Component::release) without
    /// a version, such as `GLE-7162`.
    ///
    /// # Errors
    ///
    /// When the request fails, or the answer contains no version.
    pub fn gsql_version(&self) -> Operation<Component> {
        let scope = self.version_scope().about("the GSQL server");
        Operation::new(async move |deadline| {
            let reply = scope.reply(api::gsql_version(), deadline).await?;
            // Some servers wrap the text in an envelope.
            let text = reply.text();
            let text = if reply.message().is_empty() { &text } else { reply.message() };
            gsql_version(text).ok_or_else(no_version)
        })
    }

    /// Reads the license: `GET /showlicenseinfo`.
    ///
    /// # Errors
    ///
    /// When the request fails; with [`ErrorKind::License`] if there is no valid license.
    pub fn license(&self) -> Operation<License> {
        let scope = Scope::of_server(self.client(), "read the license of");
        Operation::new(async move |deadline| {
            let reply = scope.reply(api::license(), deadline).await?;
            let rows: Vec<Map<String, Value>> = reply.results()?;
            rows.into_iter()
                .next()
                .map(license)
                .ok_or_else(|| Error::new(ErrorKind::Protocol, "the answer contains no license"))
        })
    }
}

fn no_version() -> Error {
    Error::new(ErrorKind::Protocol, "the answer contains no version")
}

/// Reads the lines after the header: name, release, commit and date.
fn components(message: &str) -> Vec<Component> {
    let read = |line: &str| {
        let mut columns = line.split_whitespace();
        let (name, release) = (columns.next()?, columns.next()?);
        let commit = columns.next().map(ToOwned::to_owned);
        // The header has no commit.
        commit.as_ref().filter(|hash| hash.chars().all(|c| c.is_ascii_hexdigit()))?;
        let date = columns.collect::<Vec<_>>().join(" ");
        Some(Component {
            name: name.to_owned(),
            version: Version::of_release(release),
            release: release.to_owned(),
            commit,
            date: Some(date).filter(|date| !date.is_empty()),
        })
    };
    message.lines().filter_map(read).collect()
}

fn gsql_version(text: &str) -> Option<Component> {
    let find = |start: &str| {
        text.lines().find_map(|line| line.trim().strip_prefix(start)).map(|it| it.trim().to_owned())
    };
    let release = find("GSQL version:").filter(|release| !release.is_empty())?;
    Some(Component {
        name: "gsql".to_owned(),
        version: Version::of_release(&release),
        release,
        commit: find("GSQL commit number:"),
        date: find("GSQL commit date:"),
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
            // RESTPP writes the date as C does, with a line end.
            "Expiration date" => license.expiration_date = Some(text.trim_end().to_owned()),
            "Days remaining" => license.days_remaining = text.trim().parse().ok(),
            _ => drop(license.details.insert(name, text)),
        }
    }
    license
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_the_lines_with_a_commit() {
        let message = "TigerGraph RESTPP: \n --- Version --- \nTigerGraph version: 4.1.3\n\
            product   release_4.1.3_02-12-2025 ab1e3d0da6237c27468d6c  2020-04-15 15:46:29 -0700\n\
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
        assert!(found.version > Some("4.2.2".parse().unwrap()));
        assert_eq!(
            (found.commit.as_deref(), found.date.as_deref()),
            (Some("ab"), Some("2025-01-15"))
        );
        let release = gsql_version("GSQL version: GLE-7162\n").unwrap();
        assert_eq!((release.release.as_str(), release.version), ("GLE-7162", None));
        assert_eq!(gsql_version("nothing"), None);
        assert_eq!(gsql_version("GSQL version: \n"), None);
    }

    #[test]
    fn a_license_may_contain_numbers_and_texts() {
        let fields = serde_json::json!({"Expiration date": "2027-01-01", "Days remaining": "12",
            "Edition": 3});
        let Value::Object(fields) = fields else { panic!() };
        let license = license(fields);
        assert_eq!(license.days_remaining, Some(12));
        assert_eq!(license.details["Edition"], "3");
    }
}
