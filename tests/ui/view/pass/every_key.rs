//! Every key of a view.

#![deny(warnings)]

use tg_runtime::value::Row;
use tg_runtime::{Vertex, View};

pub mod kilograms {
    pub type Stored = f64;

    pub fn store(grams: &i64) -> f64 {
        *grams as f64 / 1000.0
    }

    pub fn load(kilograms: f64) -> Result<i64, String> {
        Ok((kilograms * 1000.0) as i64)
    }
}

#[derive(Vertex)]
#[tg(rename_all = "camelCase")]
pub struct Package {
    #[tg(primary_id)]
    pub id: String,
    pub weight_kg: f64,
    pub fragile: bool,
    pub note: Option<String>,
}

#[derive(Debug, PartialEq, View)]
#[tg(of = Package)]
struct Weight {
    #[tg(primary_id)]
    package: String,
    note: Option<String>,
    #[tg(rename = "weight_kg", with = kilograms)]
    grams: i64,
    #[tg(default)]
    fragile: bool,
    #[tg(skip)]
    cache: u8,
}

fn main() {
    assert_eq!(Weight::SELECT, ["note", "weightKg", "fragile"]);
    let json = r#"{"v_id":"P","v_type":"Package","attributes":{"weightKg":1.5}}"#;
    let weight = Weight::decode(&mut Row::new(json).unwrap()).unwrap();
    assert_eq!(
        weight,
        Weight {
            package: "P".into(),
            note: None,
            grams: 1500,
            fragile: false,
            cache: 0
        }
    );
}
