//! The runtime under another name, or re-exported by another crate.

mod facade {
    pub mod tg {
        pub use tg_runtime::*;
    }
}

pub mod tg_runtime_is_elsewhere {
    use crate::facade::tg::{Edge, Tuple, Vertex};

    #[derive(Vertex)]
    #[tg(crate = crate::facade::tg)]
    pub struct Package {
        #[tg(primary_id)]
        pub id: String,
        #[tg(none)]
        pub note: Option<String>,
    }

    #[derive(Edge)]
    #[tg(crate = "crate::facade::tg", from = Package, to = Package)]
    pub struct Holds;

    #[derive(Tuple)]
    #[tg(crate = crate::facade::tg)]
    pub struct Size {
        pub width: i64,
    }
}

fn main() {}
