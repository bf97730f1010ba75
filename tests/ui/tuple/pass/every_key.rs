//! Every key of a tuple.

#![deny(warnings)]

use tg_runtime::value::{Attribute as _, AttributeType, Decoder, ReadAttribute, Tuple as _};
use tg_runtime::{DateTime, Tuple, Vertex};

mod cents {
    pub type Stored = i64;

    pub fn store(euros: &f64) -> i64 {
        (euros * 100.0).round() as i64
    }

    pub fn load(cents: i64) -> Result<f64, std::convert::Infallible> {
        Ok(cents as f64 / 100.0)
    }
}

#[derive(Debug, Clone, PartialEq, Tuple)]
#[tg(name = "SIZE_OF", rename_all = "PascalCase")]
struct Size {
    width: i32,
    #[tg(rename = "h")]
    height: u8,
    #[tg(size = 10)]
    unit: String,
    #[tg(with = cents)]
    price: f64,
    #[tg(default)]
    at: DateTime,
    #[tg(skip)]
    cache: u8,
}

#[derive(Tuple)]
struct Borrowed<'a> {
    #[tg(size = 3)]
    unit: &'a str,
}

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    sizes: Vec<Size>,
}

fn main() {
    let spec = Size::SPEC;
    assert_eq!(spec.name, "SIZE_OF");
    let fields: Vec<_> = spec.fields.iter().map(|field| (field.name, field.ty, field.size)).collect();
    assert_eq!(
        fields,
        [
            ("Width", AttributeType::Int, 4),
            ("h", AttributeType::Uint, 1),
            ("Unit", AttributeType::String, 10),
            ("Price", AttributeType::Int, 8),
            ("At", AttributeType::DateTime, 0),
        ]
    );
    let json = r#"{"Width":3,"h":4,"Unit":"cm","Price":250}"#;
    let size = Size::decode(&mut Decoder::new(json)).unwrap();
    assert_eq!((size.width, size.height, size.price, size.cache), (3, 4, 2.5, 0));
    assert_eq!(Borrowed { unit: "cm" }.unit, "cm");
    assert_eq!(Borrowed::TYPE, AttributeType::Tuple(&Borrowed::SPEC));
    assert_eq!(Package::SPEC.attributes[0].ty, AttributeType::List(&AttributeType::Tuple(&Size::SPEC)));
    let package = Package { id: String::new(), sizes: vec![size] };
    assert_eq!(package.sizes.len() + package.id.len(), 1);
}
