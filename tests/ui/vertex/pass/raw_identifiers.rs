//! Raw identifiers have plain names on the server.

#![deny(warnings)]
#![allow(non_camel_case_types)]

use tg_runtime::Vertex;

#[derive(Vertex)]
pub struct r#enum {
    #[tg(primary_id)]
    pub r#fn: String,
    pub r#struct: i64,
    #[tg(skip)]
    pub r#loop: u8,
}

fn main() {
    assert_eq!(r#enum::SPEC.name, "enum");
    assert_eq!(r#enum::SPEC.attributes[0].name, "struct");
    assert_eq!(r#enum::COLUMNS.r#fn.name(), "fn");
}
