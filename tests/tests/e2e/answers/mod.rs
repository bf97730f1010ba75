//! Answers that real servers gave, as they printed them.

mod credentials;
mod gsql;
mod queries;
mod reads;

use tg_runtime::prelude::*;
use tg_runtime::{RetryPolicy, Server};

use crate::injection::recorder::{Recorded, Recorder};

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Person {
    #[tg(primary_id)]
    id: String,
    age: i64,
}

#[tigergraph(graph = "g", auth = "none")]
struct Open {
    people: Vertices<Person>,
}

/// Starts a server that answers some requests by this function, and connects to it.
async fn connect(
    generation: Generation,
    answers: impl Fn(&Recorded) -> Option<String> + Send + Sync + 'static,
) -> (Recorder, Open, Server) {
    let answers = move |request: &Recorded| Some((200, answers(request)?.into_bytes()));
    let (recorder, url) = Recorder::answering_by(answers).await;
    let retry = RetryPolicy::default().max_retries(0);
    let open = Open::builder().url(&url).restpp_url(&url).generation(generation).retry(retry);
    let server = Server::builder().url(&url).restpp_url(&url).generation(generation).retry(retry);
    (recorder, open.connect_lazy().unwrap(), server.connect_lazy().unwrap())
}

/// Returns `true` for the endpoint of scripts.
fn is_script(request: &Recorded) -> bool {
    request.path.last().is_some_and(|last| last == "statements" || last == "file")
}
