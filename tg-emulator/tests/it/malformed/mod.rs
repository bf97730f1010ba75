//! Requests that make no sense, at every endpoint: an error each, and no change.

mod basics;
mod generate;
mod http;
mod judge;
mod table;
mod wire;
mod world;

use std::collections::BTreeMap;

use tg_emulator::Generation;

use self::generate::{Dice, Ending, endpoints_of, malformed, sensible, shown};
use self::wire::Wire;
use self::world::{Side, digest, start};
use crate::support::{BOTH, Server};

/// How many requests each endpoint gets.
const EACH: usize = 1000;

/// The connections to a server's two ports.
struct Wires {
    main: Wire,
    restpp: Wire,
}

impl Wires {
    fn of(server: &Server) -> Self {
        let restpp = server.emulator.restpp_port().expect("a port of its own");
        Self { main: Wire::to(server.emulator.port()), restpp: Wire::to(restpp) }
    }

    fn choose(&mut self, main: bool) -> &mut Wire {
        if main { &mut self.main } else { &mut self.restpp }
    }
}

/// A table of endpoints is worth what it misses: nothing that the server lists, nothing that it does
/// not serve.
#[tokio::test]
async fn every_entry_is_served() {
    for generation in BOTH {
        for endpoint in endpoints_of(generation) {
            for method in endpoint.methods {
                // Some of these requests leave nothing behind.
                let server = start(generation).await;
                let authorization = server.authorization.clone().expect("a token");
                let mut request = sensible(endpoint, method, &authorization);
                if endpoint.side == Side::Restpp {
                    request.path.splice(0..0, *b"/restpp");
                }
                let answer =
                    Wires::of(&server).main.exchange(&request.bytes()).await.expect("an answer");
                let text = String::from_utf8_lossy(&answer.body);
                let missing = text.contains("REST-1000") || text.contains("The endpoint /");
                assert!(!missing, "{method} {}: {text}", endpoint.path);
                assert!(answer.status < 500, "{method} {}: {text}", endpoint.path);
            }
        }
    }
}

#[tokio::test]
async fn every_listed_endpoint_is_an_entry() {
    for generation in BOTH {
        let server = start(generation).await;
        let listed = server.get("/endpoints/g?builtin=true").await.json();
        let entries: Vec<String> = endpoints_of(generation)
            .flat_map(|entry| {
                let path = shown(entry).split_once(' ').expect("a path").1.to_owned();
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
async fn nonsense_for_3() {
    attack(Generation::V3).await;
}

#[tokio::test]
async fn nonsense_for_4() {
    attack(Generation::V4).await;
}

async fn attack(generation: Generation) {
    let server = start(generation).await;
    let authorization = server.authorization.clone().expect("a token");
    let mut before = digest(&server).await;
    let mut wires = Wires::of(&server);
    // One example of each.
    let mut faults = BTreeMap::new();
    for (number, endpoint) in endpoints_of(generation).enumerate() {
        let mut dice = Dice::new(number as u64 + 1);
        for _ in 0..EACH {
            let case = malformed(endpoint, &authorization, &mut dice);
            let wire = wires.choose(case.main);
            let answer = match case.ending {
                Ending::Plain => wire.exchange(&case.bytes).await,
                Ending::Unclear => wire.once(&case.bytes, false).await,
                Ending::CutShort => wire.once(&case.bytes, true).await,
            };
            let fault = match &answer {
                None if case.ending == Ending::CutShort => None,
                None => Some("no answer".to_owned()),
                Some(answer) => judge::fault(answer),
            };
            if let Some(fault) = fault {
                let answer = answer.map(|it| String::from_utf8_lossy(&it.body).into_owned());
                let example = format!("{case}\n  {answer:?}");
                faults.entry((shown(endpoint), case.kind, fault)).or_insert(example);
            }
        }
        let after = digest(&server).await;
        if after != before {
            let changed = (shown(endpoint), "all", "something has changed".to_owned());
            faults.insert(changed, format!("{before}\n{after}"));
            before = after;
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
    server.emulator.shutdown().await;
}
