//! A vertex with an attribute of every type, and values of it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tg_runtime::schema::{AttributeSpec, KeySpec, ReadVertex, Vertex, VertexSpec};
use tg_runtime::value::{
    Attribute, AttributeType, DateTime, DecodeError, Decoder, Encoder, FixedBinary, IdText,
    KeyPart, ReadAttribute, Row, Tuple, TupleField, TupleFieldSpec, TupleSpec, kind,
};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parcel {
    pub(crate) id: String,
    pub(crate) int: i64,
    pub(crate) small: i8,
    pub(crate) uint: u64,
    pub(crate) float: f32,
    pub(crate) double: f64,
    pub(crate) flag: bool,
    pub(crate) text: String,
    pub(crate) moment: DateTime,
    pub(crate) binary: FixedBinary<4>,
    pub(crate) list: Vec<String>,
    pub(crate) doubles: Vec<f64>,
    pub(crate) set: BTreeSet<i64>,
    pub(crate) map: BTreeMap<String, DateTime>,
    pub(crate) numbered: BTreeMap<i32, String>,
    pub(crate) size: Size,
    pub(crate) sizes: Vec<Size>,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Size {
    pub(crate) width: i32,
    pub(crate) unit: String,
}

macro_rules! attributes {
    ($($field:ident: $ty:ty),+ $(,)?) => {
        impl Vertex for Parcel {
            type Key = String;
            type Columns = ();

            const SPEC: VertexSpec = VertexSpec {
                name: "Parcel",
                key: KeySpec::PrimaryId { name: "id", ty: <String as KeyPart>::TYPE, as_attribute: true },
                attributes: &[$(AttributeSpec::new(stringify!($field), <$ty as Attribute>::TYPE)),+],
                outdegrees: true,
                global: false,
                renamed_from: None,
            };
            const COLUMNS: () = ();

            fn key(&self) -> String {
                self.id.clone()
            }

            fn write_id(&self, id: &mut IdText) {
                id.single(&self.id);
            }

            fn encode(&self, out: &mut Encoder) {
                $(out.attribute(concat!("\"", stringify!($field), "\":{\"value\":"), &self.$field);)+
            }
        }

        impl ReadVertex for Parcel {
            fn decode(row: &mut Row<'_>) -> Result<Self, DecodeError> {
                Ok(Self {
                    id: row.primary_id("id")?,
                    $($field: row.attribute(stringify!($field))?),+
                })
            }
        }
    };
}

attributes! {
    int: i64,
    small: i8,
    uint: u64,
    float: f32,
    double: f64,
    flag: bool,
    text: String,
    moment: DateTime,
    binary: FixedBinary<4>,
    list: Vec<String>,
    doubles: Vec<f64>,
    set: BTreeSet<i64>,
    map: BTreeMap<String, DateTime>,
    numbered: BTreeMap<i32, String>,
    size: Size,
    sizes: Vec<Size>,
    note: Option<String>,
}

impl Tuple for Size {
    const SPEC: TupleSpec = TupleSpec {
        name: "Size",
        fields: &[
            TupleFieldSpec {
                name: "width",
                ty: <i32 as Attribute>::TYPE,
                size: <i32 as TupleField>::SIZE,
            },
            TupleFieldSpec { name: "unit", ty: <String as Attribute>::TYPE, size: 10 },
        ],
    };
}

impl Attribute for Size {
    type Kind = kind::Tuple;

    const TYPE: AttributeType = AttributeType::Tuple(&<Self as Tuple>::SPEC);

    fn encode(&self, out: &mut Encoder) {
        out.tuple("[\"width\",\"unit\"]", |out| {
            out.item(&self.width);
            out.item_text(&self.unit, 10);
        });
    }
}

impl ReadAttribute for Size {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut row = input.object()?;
        Ok(Self { width: row.attribute("width")?, unit: row.attribute("unit")? })
    }
}

pub(crate) fn moments() -> impl Strategy<Value = DateTime> {
    (DateTime::MIN.unix()..=DateTime::MAX.unix())
        .prop_map(|seconds| DateTime::from_unix(seconds).unwrap())
}

fn sizes() -> impl Strategy<Value = Size> {
    (any::<i32>(), "\\PC{0,10}").prop_map(|(width, unit)| Size { width, unit })
}

fn finite() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO
}

fn finite_float() -> impl Strategy<Value = f32> {
    use prop::num::f32::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO
}

prop_compose! {
    fn scalars()(
        id in "[^\0]{1,20}",
        int in any::<i64>(),
        small in any::<i8>(),
        uint in any::<u64>(),
        float in finite_float(),
        double in finite(),
        flag in any::<bool>(),
        text in any::<String>(),
        moment in moments(),
        binary in "[ -~]{4}",
    ) -> Parcel {
        Parcel {
            id, int, small, uint, float, double, flag, text, moment,
            binary: FixedBinary(binary.as_bytes().try_into().unwrap()),
            list: Vec::new(),
            doubles: Vec::new(),
            set: BTreeSet::new(),
            map: BTreeMap::new(),
            numbered: BTreeMap::new(),
            size: Size { width: 0, unit: String::new() },
            sizes: Vec::new(),
            note: None,
        }
    }
}

prop_compose! {
    pub(crate) fn parcels()(
        scalars in scalars(),
        list in prop::collection::vec(any::<String>(), 0..4),
        doubles in prop::collection::vec(finite(), 0..4),
        set in prop::collection::btree_set(any::<i64>(), 0..4),
        map in prop::collection::btree_map(any::<String>(), moments(), 0..4),
        numbered in prop::collection::btree_map(any::<i32>(), any::<String>(), 0..4),
        size in sizes(),
        several in prop::collection::vec(sizes(), 0..3),
        note in any::<Option<String>>(),
    ) -> Parcel {
        Parcel { list, doubles, set, map, numbered, size, sizes: several, note, ..scalars }
    }
}
