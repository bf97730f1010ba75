//! The way to authenticate decides the arguments of `connect`.

#![deny(warnings)]
#![warn(missing_docs, unreachable_pub)]

use tg_runtime::prelude::*;
use tg_runtime::{Edge, Vertex, tigergraph};

/// A vertex.
#[derive(Debug, Clone, Vertex)]
pub struct Package {
    /// The id.
    #[tg(primary_id)]
    pub id: String,
}

/// An edge.
#[derive(Debug, Clone, Edge)]
#[tg(from = Package, to = Package)]
pub struct Holds;

/// With a secret.
#[tigergraph(graph = "Goods", auth = "secret")]
pub struct BySecret {
    /// The packages.
    pub packages: Vertices<Package>,
    /// The depots of the packages.
    holds: Edges<Holds>,
}

#[tigergraph(graph = "Goods", auth = "password")]
struct ByPassword {
    packages: tg_runtime::Vertices<Package>,
}

#[tigergraph(graph = "Goods", auth = "token", crate = ::tg_runtime)]
pub(crate) struct ByToken {
    pub(crate) packages: Vertices<Package>,
}

#[tigergraph(auth = "jwt", graph = "Goods")]
struct ByJwt {
    packages: Vertices<Package>,
}

#[tigergraph(graph = "Goods", auth = "none")]
struct Open {
    packages: Vertices<Package>,
}

fn cheap_to_share<G: Graph + Clone + Send + Sync + std::fmt::Debug + 'static>() {}

async fn connects() -> Result<()> {
    let url = String::new();
    let graph = BySecret::connect(&url, "secret").await?;
    let _: Token = graph.get_token().await?;
    let _ = (graph.packages.clone(), graph.holds.clone());
    let _ = ByPassword::connect("https://host", "user", "password").await?.packages;
    let _ = ByToken::connect(url.clone(), SecretString::from("token")).await?.packages;
    let _ = ByJwt::connect(url, "jwt").await?.packages;
    let _ = Open::connect("http://127.0.0.1:14240").await?.packages;
    let _ = BySecret::builder().url("https://host").secret("s");
    let _ = Open::from_env().await?;
    Ok(())
}

fn main() {
    cheap_to_share::<BySecret>();
    cheap_to_share::<ByPassword>();
    cheap_to_share::<ByToken>();
    cheap_to_share::<ByJwt>();
    cheap_to_share::<Open>();
    assert_eq!(BySecret::SPEC.name, "Goods");
    assert_eq!(BySecret::SPEC.handles.len(), 2);
    drop(connects());
}
