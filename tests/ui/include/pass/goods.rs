//! Everything in a schema file, in a module where the usual names mean something else.

#![deny(warnings, missing_docs)]
#![allow(non_camel_case_types)]

use tg_runtime::schema::{Edge as _, Vertex as _, catalog_of};
use tg_runtime::{Graph as _, Id};

/// The types of the file.
pub mod goods {
    struct String;
    struct Option;
    struct Vec;
    struct BTreeMap;
    struct DateTime;
    struct Vertices;
    mod tg_runtime {}
    mod std {}
    mod core {}

    ::tg_runtime::include_schema!("schema/goods.gsql", auth = "secret", derives(::std::default::Default));

    const _: (String, Option, Vec) = (String, Option, Vec);
    const _: (BTreeMap, DateTime, Vertices) = (BTreeMap, DateTime, Vertices);
}

mod north {
    tg_runtime::include_schema!("schema/local.gsql", auth = "none", graph = "North", visibility = "pub(crate)");
}

mod both {
    tg_runtime::include_schema!("schema/local.gsql", auth = "token", visibility = "pub(super)");
}

mod renamed {
    use crate::elsewhere as rt;

    rt::include_schema!("schema/local.gsql", auth = "password", crate = crate::elsewhere);
}

mod elsewhere {
    pub use tg_runtime::*;
}

fn main() {
    let made = catalog_of(&[goods::GoodsDelivery::SPEC, goods::Fleet::SPEC], &[]).unwrap();
    let file = tg_gsql::apply::script(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schema/goods.gsql")));
    assert_eq!(tg_gsql::diff::catalog(&made, &file.catalog, &[]), []);

    let depot = goods::Depot { code: "A".into(), city: "Ulm".into(), place: None };
    assert_eq!(depot, depot.clone());
    assert_eq!(depot.key(), "A");
    let _: goods::Size = goods::Size::default();
    let _: Id<goods::Parcel> = Id::new(("Bob".to_owned(), 1));
    let _ = goods::GoodsDelivery::connect("http://localhost:14240", "secret");
    assert_eq!(goods::StoredAt::SPEC.reverse, Some("Holds"));

    assert_eq!(north::North::SPEC.handles.len(), 3);
    let _ = north::Note { id: String::new(), text: String::new() };
    let _ = (both::north::Note { id: String::new(), text: String::new() }, both::South::builder());
    let _ = both::south::Note { id: 1, body: String::new() };
    assert_eq!(renamed::North::SPEC.name, "North");
    assert_eq!(renamed::Depot::SPEC.name, "Depot");
}
