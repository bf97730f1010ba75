//! The services of a server, and how they are.

use std::fmt;
use std::time::Duration;

use http::Method;
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use super::Server;
use crate::client::Client;
use crate::client::path::Path;
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, operation};

macro_rules! services {
    ($($(#[$doc:meta])* $service:ident = $name:literal;)+) => {
        /// A service of a server.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Service {
            $($(#[$doc])* $service,)+
            /// Any other.
            Other(String),
        }

        impl Service {
            /// Its name as the server writes it.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$service => $name,)+
                    Self::Other(name) => name,
                }
            }
        }

        impl From<&str> for Service {
            fn from(name: &str) -> Self {
                match name.to_ascii_uppercase().as_str() {
                    $($name => Self::$service,)+
                    _ => Self::Other(name.to_owned()),
                }
            }
        }
    };
}

services! {
    /// The engine of processing.
    Gpe = "GPE";
    /// The engine of storage.
    Gse = "GSE";
    /// Data and installed queries.
    Restpp = "RESTPP";
    /// Catalog, GSQL text, users and tokens.
    Gsql = "GSQL";
    /// The informant, which knows how the others are.
    Informant = "IFM";
    /// The graphical interface.
    Gui = "GUI";
    /// The controller.
    Controller = "CTRL";
    /// Apache Kafka.
    Kafka = "KAFKA";
    /// etcd.
    Etcd = "ETCD";
    /// Apache ZooKeeper.
    ZooKeeper = "ZK";
    /// nginx, the gateway.
    Nginx = "NGINX";
    /// The dictionary.
    Dict = "DICT";
    /// The administration server.
    Admin = "ADMIN";
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! states {
    ($($(#[$doc:meta])* $state:ident = $number:literal;)+) => {
        /// How a service is. The metrics call the states by [numbers](Self::number).
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ServiceState {
            $($(#[$doc])* $state,)+
            /// Any other.
            Other(String),
        }

        impl ServiceState {
            /// Its number in the metrics.
            pub fn number(&self) -> Option<u8> {
                match self {
                    $(Self::$state => Some($number),)+
                    Self::Other(_) => None,
                }
            }
        }

        impl From<&str> for ServiceState {
            fn from(name: &str) -> Self {
                $(if name.eq_ignore_ascii_case(stringify!($state)) {
                    return Self::$state;
                })+
                Self::Other(name.to_owned())
            }
        }
    };
}

states! {
    /// As before.
    Unchanged = 0;
    /// Nobody knows.
    Unknown = 3;
    /// It works.
    Online = 6;
    /// It will work soon.
    Warmup = 9;
    /// It answers questions and stores nothing.
    Readonly = 12;
    /// It starts.
    Starting = 15;
    /// It was told to pause.
    Paused = 18;
    /// It stops.
    Stopping = 21;
    /// It has stopped.
    Offline = 24;
    /// It has failed.
    Down = 27;
}

/// How one instance of a service is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceStatus {
    /// Which service.
    pub service: Service,
    /// Of which part of the data, counted from 1.
    pub partition: Option<u32>,
    /// Which of the replicas, counted from 1.
    pub replica: Option<u32>,
    /// How it is.
    pub state: ServiceState,
    /// How its process is, such as `Running`.
    pub process: Option<String>,
}

/// What a test or a deployment waits for: the parts without which nothing works.
const VITAL: [Service; 4] = [Service::Gpe, Service::Gse, Service::Restpp, Service::Gsql];
const ALL: [Service; 13] = [
    Service::Gpe,
    Service::Gse,
    Service::Restpp,
    Service::Gsql,
    Service::Informant,
    Service::Gui,
    Service::Controller,
    Service::Kafka,
    Service::Etcd,
    Service::ZooKeeper,
    Service::Nginx,
    Service::Dict,
    Service::Admin,
];
/// How long is waited between two looks.
const PAUSE: Duration = Duration::from_millis(500);
/// How long is waited when nothing is said.
const PATIENCE: Duration = Duration::from_secs(300);

/// Its services.
impl Server {
    /// How the services are: `POST /informant/current-service-status`.
    pub fn services(&self) -> Services {
        Services { client: self.client().clone(), wanted: ALL.to_vec(), timeout: None }
    }

    /// Waits until the services without which nothing works are online: GPE, GSE, RESTPP and GSQL.
    ///
    /// ```no_run
    /// # use tg_runtime::Server;
    /// # async fn example(server: Server) -> tg_runtime::Result<()> {
    /// server.wait_until_online().timeout(std::time::Duration::from_secs(60)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_until_online(&self) -> WaitUntilOnline {
        WaitUntilOnline { client: self.client().clone(), timeout: None }
    }
}

#[derive(Serialize)]
struct Wanted<'a> {
    #[serde(rename = "ServiceDescriptors")]
    services: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "ServiceName")]
    name: &'a str,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "ServiceStatusEvents", default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    service_descriptor: Descriptor,
    service_status: String,
    process_state: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Descriptor {
    pub(super) service_name: String,
    pub(super) partition: Option<u32>,
    pub(super) replica: Option<u32>,
}

async fn ask(
    client: &Client,
    wanted: &[Service],
    timeout: Option<Duration>,
) -> Result<Vec<ServiceStatus>> {
    let services = wanted.iter().map(|service| Named { name: service.name() }).collect();
    let path = Path::fixed("/informant/current-service-status");
    let request =
        Request::gsql(Label::new("ask for the services of", "the server"), Method::POST, path)
            .json(super::json(&Wanted { services })?)
            .idempotent(true)
            .timeout(timeout);
    let found: Found = client.send(request).await?.json()?;
    let read = |event: Event| ServiceStatus {
        service: Service::from(event.service_descriptor.service_name.as_str()),
        partition: event.service_descriptor.partition,
        replica: event.service_descriptor.replica,
        state: ServiceState::from(event.service_status.as_str()),
        process: event.process_state,
    };
    Ok(found.events.into_iter().map(read).collect())
}

/// How the services are: [`Server::services`].
///
/// # Errors
///
/// When the request fails.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct Services {
    client: Client,
    wanted: Vec<Service>,
    timeout: Option<Duration>,
}

impl Services {
    /// Asks about these only.
    pub fn only(mut self, services: impl IntoIterator<Item = Service>) -> Self {
        self.wanted = services.into_iter().collect();
        self
    }

    async fn run(self) -> Result<Vec<ServiceStatus>> {
        ask(&self.client, &self.wanted, self.timeout).await
    }
}

operation!(impl [] Services => Vec<ServiceStatus>);

/// Waits until the server works: [`Server::wait_until_online`]. What a server that starts answers, and
/// that it does not answer at all, is no error.
///
/// # Errors
///
/// With [`ErrorKind::TimedOut`], which says what was still missing, after its `timeout`, five minutes
/// unless set; and when a request fails for good.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct WaitUntilOnline {
    client: Client,
    timeout: Option<Duration>,
}

impl WaitUntilOnline {
    async fn run(self) -> Result<Vec<ServiceStatus>> {
        let patience = self.timeout.unwrap_or(PATIENCE);
        let deadline = Deadline::after(Some(patience));
        let mut last = "it was not asked".to_owned();
        loop {
            let left = deadline.left().unwrap_or_default();
            if left.is_zero() {
                let error = Error::new(ErrorKind::TimedOut, format!("after {patience:?}: {last}"));
                return Err(error.during(|| "wait for the server to be online".to_owned()));
            }
            last = match ask(&self.client, &VITAL, Some(left)).await {
                Ok(found) => match missing(&found) {
                    None => return Ok(found),
                    Some(missing) => missing,
                },
                Err(error) if error.is_retryable() => error.to_string(),
                Err(error) => return Err(error),
            };
            sleep(PAUSE.min(left)).await;
        }
    }
}

operation!(impl [] WaitUntilOnline => Vec<ServiceStatus>);

/// Which of the vital services do not work; `None` if all do.
fn missing(found: &[ServiceStatus]) -> Option<String> {
    let state = |service: &Service| {
        let mut instances = found.iter().filter(|status| status.service == *service).peekable();
        if instances.peek().is_none() {
            return Some(format!("{service} is not there"));
        }
        let other = instances.find(|status| status.state != ServiceState::Online)?;
        Some(format!("{service} is {:?}", other.state))
    };
    let missing: Vec<String> = VITAL.iter().filter_map(state).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(service: Service, state: ServiceState) -> ServiceStatus {
        ServiceStatus { service, partition: None, replica: None, state, process: None }
    }

    #[test]
    fn all_instances_of_all_vital_services_must_be_online() {
        let online = |service: &Service| status(service.clone(), ServiceState::Online);
        let mut all: Vec<_> = VITAL.iter().map(online).collect();
        assert_eq!(missing(&all), None);
        all.push(status(Service::Gpe, ServiceState::Warmup));
        assert_eq!(missing(&all).as_deref(), Some("GPE is Warmup"));
        assert_eq!(missing(&all[1..4]).as_deref(), Some("GPE is not there"));
    }

    #[test]
    fn names_and_numbers_are_the_servers() {
        assert_eq!(Service::from("gpe"), Service::Gpe);
        assert_eq!(Service::from("Foo"), Service::Other("Foo".to_owned()));
        assert_eq!(ServiceState::from("online").number(), Some(6));
        assert_eq!(ServiceState::from("Down").number(), Some(27));
        assert_eq!(ServiceState::from("?").number(), None);
    }
}
