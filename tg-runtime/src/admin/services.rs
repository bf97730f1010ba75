//! The services of a server and their states.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use tokio::time::sleep;

use super::{Server, rows};
use crate::client::Client;
use crate::client::api::monitoring as api;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation};

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

        /// All services with a variant of their own.
        const ALL: &[Service] = &[$(Service::$service),+];

        impl Service {
            /// Returns its name as the server writes it.
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
    /// The graph processing engine.
    Gpe = "GPE";
    /// The graph storage engine.
    Gse = "GSE";
    /// The REST interface: data and installed queries.
    Restpp = "RESTPP";
    /// The GSQL server: catalog, GSQL text, users and tokens.
    Gsql = "GSQL";
    /// The informant, which monitors the other services.
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
        /// The state of a service. The metrics have its [number](Self::number).
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ServiceState {
            $($(#[$doc])* $state,)+
            /// Any other.
            Other(String),
        }

        impl ServiceState {
            /// Returns its number in the metrics.
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
    /// It has not changed.
    Unchanged = 0;
    /// It is not known.
    Unknown = 3;
    /// It serves requests.
    Online = 6;
    /// It is about to serve requests.
    Warmup = 9;
    /// It serves requests that only read.
    Readonly = 12;
    /// It starts.
    Starting = 15;
    /// It was paused.
    Paused = 18;
    /// It stops.
    Stopping = 21;
    /// It has stopped.
    Offline = 24;
    /// It has failed.
    Down = 27;
}

/// The state of one instance of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceStatus {
    /// The service.
    pub service: Service,
    /// The partition of the data, counted from 1.
    pub partition: Option<u32>,
    /// The replica, counted from 1.
    pub replica: Option<u32>,
    /// The state.
    pub state: ServiceState,
    /// The state of its process, such as `Running`.
    pub process: Option<String>,
}

/// The services that a server needs to work.
const VITAL: [Service; 4] = [Service::Gpe, Service::Gse, Service::Restpp, Service::Gsql];
/// The pause between two requests while waiting.
const PAUSE: Duration = Duration::from_millis(500);
/// The time to wait unless the caller sets a limit.
const DEFAULT_WAIT: Duration = Duration::from_secs(300);

/// Its services.
impl Server {
    /// Lists the services with their states: `POST /informant/current-service-status`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn services(&self) -> Operation<Vec<ServiceStatus>> {
        self.services_of(ALL.iter().cloned())
    }

    /// Lists these services with their states, as [`services`](Self::services) does.
    ///
    /// # Errors
    ///
    /// When the request fails, or the server has no such service.
    pub fn services_of(
        &self,
        services: impl IntoIterator<Item = Service>,
    ) -> Operation<Vec<ServiceStatus>> {
        let (client, services) = (self.client().clone(), Vec::from_iter(services));
        Operation::new(async move |deadline| list(&client, &services, deadline).await)
    }

    /// Waits until the services that a server needs to work are online: GPE, GSE, RESTPP and GSQL.
    /// Errors of a server that starts, and that it does not answer, are not errors here.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::TimedOut`] after the `timeout`, five minutes unless set; the message names
    /// the services that are missing. When a request fails and repeating it cannot help.
    ///
    /// ```no_run
    /// # use tg_runtime::Server;
    /// # async fn example(server: Server) -> tg_runtime::Result<()> {
    /// server.wait_until_online().timeout(std::time::Duration::from_secs(60)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_until_online(&self) -> Operation<Vec<ServiceStatus>> {
        let client = self.client().clone();
        Operation::new(async move |deadline: Deadline| {
            let deadline = match deadline.left() {
                Some(_) => deadline,
                None => Deadline::after(Some(DEFAULT_WAIT)),
            };
            let mut last = "no request was sent".to_owned();
            loop {
                let left = deadline.left().unwrap_or_default();
                if left.is_zero() {
                    let error = Error::new(ErrorKind::TimedOut, last);
                    return Err(error.during(|| "wait for the server to be online".to_owned()));
                }
                last = match list(&client, &VITAL, deadline).await {
                    Ok(found) => match missing(&found) {
                        None => return Ok(found),
                        Some(missing) => missing,
                    },
                    Err(error) if error.is_retryable() => error.to_string(),
                    Err(error) => return Err(error),
                };
                sleep(PAUSE.min(left)).await;
            }
        })
    }
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
struct Descriptor {
    service_name: String,
    partition: Option<u32>,
    replica: Option<u32>,
}

async fn list(
    client: &Client,
    services: &[Service],
    deadline: Deadline,
) -> Result<Vec<ServiceStatus>> {
    let scope = Scope::of_server(client, "list the services of");
    let request = api::services(services.iter().map(Service::name));
    let events: Vec<Event> = rows(&scope.reply(request, deadline).await?, "ServiceStatusEvents")?;
    let read = |event: Event| ServiceStatus {
        service: Service::from(event.service_descriptor.service_name.as_str()),
        partition: event.service_descriptor.partition,
        replica: event.service_descriptor.replica,
        state: ServiceState::from(event.service_status.as_str()),
        process: event.process_state,
    };
    Ok(events.into_iter().map(read).collect())
}

/// Describes the vital services that are not online; `None` if all are.
fn missing(found: &[ServiceStatus]) -> Option<String> {
    let state = |service: &Service| {
        let mut instances = found.iter().filter(|status| status.service == *service).peekable();
        if instances.peek().is_none() {
            return Some(format!("{service} is not listed"));
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
        assert_eq!(missing(&all[1..4]).as_deref(), Some("GPE is not listed"));
    }

    #[test]
    fn names_and_numbers_are_those_of_the_server() {
        assert_eq!(Service::from("gpe"), Service::Gpe);
        assert_eq!(Service::from("Foo"), Service::Other("Foo".to_owned()));
        assert_eq!(ServiceState::from("online").number(), Some(6));
        assert_eq!(ServiceState::from("Down").number(), Some(27));
        assert_eq!(ServiceState::from("?").number(), None);
    }
}
