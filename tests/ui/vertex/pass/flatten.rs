//! Attributes that several types share, included at the place of a field.

#![deny(warnings)]

use tg_runtime::value::Row;
use tg_runtime::{schema::ReadVertex, AttributeGroup, DateTime, Edge, Vertex};

#[derive(Debug, Clone, PartialEq, Default, AttributeGroup)]
#[tg(rename_all = "camelCase", default)]
pub struct Audit {
    pub created_by: String,
    #[tg(schema_default = 1)]
    pub revision: i64,
    pub changed_at: Option<DateTime>,
    #[tg(skip)]
    pub cache: u8,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Package {
    #[tg(primary_id)]
    pub id: String,
    pub weight_kg: f64,
    #[tg(flatten)]
    pub audit: Audit,
    pub fragile: bool,
}

#[derive(Edge)]
#[tg(from = Package, to = Package)]
pub struct Holds {
    #[tg(flatten)]
    pub audit: Audit,
}

fn main() {
    let names = |attributes: &[tg_runtime::schema::AttributeSpec]| {
        attributes.iter().map(|attribute| attribute.name).collect::<Vec<_>>()
    };
    assert_eq!(
        names(Package::SPEC.attributes),
        ["weight_kg", "createdBy", "revision", "changedAt", "fragile"]
    );
    assert_eq!(names(Holds::SPEC.attributes), ["createdBy", "revision", "changedAt"]);
    assert_eq!(Package::COLUMNS.audit.created_by.name(), "createdBy");
    let _ = Package::COLUMNS.audit.revision.gt(3);

    let json = r#"{"v_id":"P","v_type":"Package","attributes":{
        "id":"P","weight_kg":1.0,"createdBy":"ann","fragile":true}}"#;
    let package = Package::decode(&mut Row::new(json).unwrap()).unwrap();
    assert_eq!(package.audit, Audit { created_by: "ann".into(), ..Audit::default() });
}
