//! No name in an expansion can be shadowed by an item of the user's.

#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

mod hostile {
    pub mod core {}
    pub mod std {}
    pub mod tg_runtime {}
    pub struct Option;
    pub struct Some;
    pub struct Result;
    pub struct Ok;
    pub struct String;
    pub struct Clone;
    pub struct Debug;
    pub struct Into;
    pub struct Graph;
    pub struct Client;
    pub struct GraphBuilder;

    #[derive(::tg_runtime::Vertex)]
    pub struct Package {
        #[tg(primary_id)]
        id: ::std::string::String,
    }

    #[derive(::tg_runtime::Edge)]
    #[tg(from = Package, to = Package)]
    pub struct Holds;

    #[::tg_runtime::tigergraph(graph = "Goods", auth = "secret")]
    pub struct Goods {
        pub packages: ::tg_runtime::Vertices<Package>,
        pub holds: ::tg_runtime::Edges<Holds>,
    }
}

fn main() {
    let _ = hostile::Goods::builder();
}
