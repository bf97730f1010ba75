//! Malformed requests to every endpoint. Each must be rejected without a change of the stored data.

mod basics;
mod check;
mod connection;
mod generate;
mod http;
mod server;
mod table;

use std::collections::BTreeMap;

use tg_emulator::Generation;

use self::connection::Connection;
pub(crate) use self::generate::Rng;
use self::generate::{Framing, describe, endpoints_of, malformed_request, valid_request};
use self::server::{Side, digest, start};
use crate::support::{BOTH, Server};

/// The number of malformed requests per endpoint.
const REQUESTS_PER_ENDPOINT: usize = 1000;

/// The connections to the two ports of a server.
struct Connections {
    main: Connection,
    restpp: Connection,
}

impl Connections {
    fn new(server: &Server) -> Self {
        let restpp = server.emulator.restpp_port().expect("a port of its own");
        Self { main: Connection::new(server.emulator.port()), restpp: Connection::new(restpp) }
    }

    fn choose(&mut self, main: bool) -> &mut Connection {
        if main { &mut self.main } else { &mut self.restpp }
    }
}

/// Together with the next test, this keeps the table of endpoints complete and up to date.
#[tokio::test]
async fn every_endpoint_of_the_table_is_served() {
    for generation in BOTH {
        for endpoint in endpoints_of(generation) {
            for method in endpoint.methods {
                // A new server for each request, because some of them delete everything.
                let server = start(generation).await;
                let authorization = server.authorization.clone().expect("a token");
                let mut request = valid_request(endpoint, method, &authorization);
                if endpoint.side == Side::Restpp {
                    request.path.splice(0..0, *b"/restpp");
                }
                let answer = Connections::new(&server)
                    .main
                    .exchange(&request.bytes())
                    .await
                    .expect("an answer");
                let text = String::from_utf8_lossy(&answer.body);
                let texts = ["REST-1000", "The endpoint /", "404 Not Found"];
                let missing = texts.iter().any(|it| text.contains(it));
                assert!(!missing, "{method} {}: {text}", endpoint.path);
                assert!(answer.status < 500, "{method} {}: {text}", endpoint.path);
            }
        }
    }
}

#[tokio::test]
async fn every_listed_endpoint_is_in_the_table() {
    for generation in BOTH {
        let server = start(generation).await;
        let listed = server.get("/endpoints/g?builtin=true").await.json();
        let entries: Vec<String> = endpoints_of(generation)
            .flat_map(|entry| {
                let path = describe(entry).split_once(' ').expect("a path").1.to_owned();
                entry.methods.iter().map(move |method| format!("{method} {path}"))
            })
            .collect();
        for key in listed.as_object().expect("a list").keys() {
            let path = key.split('/').map(|it| if it.starts_with('{') { "*" } else { it });
            let path = path.collect::<Vec<_>>().join("/");
            assert!(entries.contains(&path), "{path}");
        }
    }
}

#[tokio::test]
async fn malformed_requests_to_3x_are_rejected() {
    send_malformed_requests(Generation::V3).await;
}

#[tokio::test]
async fn malformed_requests_to_4x_are_rejected() {
    send_malformed_requests(Generation::V4).await;
}

async fn send_malformed_requests(generation: Generation) {
    let server = start(generation).await;
    let authorization = server.authorization.clone().expect("a token");
    let mut before = digest(&server).await;
    let mut connections = Connections::new(&server);
    // One example per endpoint, kind of request and fault.
    let mut faults = BTreeMap::new();
    for (number, endpoint) in endpoints_of(generation).enumerate() {
        let mut rng = Rng::new(number as u64 + 1);
        for _ in 0..REQUESTS_PER_ENDPOINT {
            let case = malformed_request(endpoint, &authorization, &mut rng);
            let connection = connections.choose(case.main);
            let answer = match case.framing {
                Framing::Complete => connection.exchange(&case.bytes).await,
                Framing::Ambiguous => connection.send_once(&case.bytes, false).await,
                Framing::Truncated => connection.send_once(&case.bytes, true).await,
            };
            let fault = match &answer {
                None if case.framing == Framing::Truncated => None,
                None => Some("no response".to_owned()),
                Some(answer) => check::fault(answer),
            };
            if let Some(fault) = fault {
                let answer = answer.map(|it| String::from_utf8_lossy(&it.body).into_owned());
                let example = format!("{case}\n  {answer:?}");
                faults.entry((describe(endpoint), case.kind, fault)).or_insert(example);
            }
        }
        let after = digest(&server).await;
        if after != before {
            let changed = (describe(endpoint), "all", "the stored data has changed".to_owned());
            faults.insert(changed, format!("{before}\n{after}"));
            before = after;
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
    server.emulator.shutdown().await;
}
