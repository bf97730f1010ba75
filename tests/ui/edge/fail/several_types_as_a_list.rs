//! A list of types where one type is expected.

use tg_runtime::prelude::*;

#[derive(Debug, Vertex)]
pub struct Package {
    #[tg(primary_id)]
    pub id: String,
}

#[derive(Debug, Vertex)]
pub struct Parcel {
    #[tg(primary_id)]
    pub id: String,
}

#[derive(Debug, Edge)]
#[tg(from = [Package, Parcel], to = (Package, Parcel))]
pub struct Before {
    pub hours: i64,
}

fn main() {}
