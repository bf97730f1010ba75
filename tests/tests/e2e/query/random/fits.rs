//! Reading of printed values into the types that typed queries have for them.
//!
//! The parts are read by the types of the generated code; only their combination, which a macro
//! writes as a Rust type, is interpreted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;
use tg_gsql::query::{PrintedVertex, ValueType};
use tg_runtime::body::{ReadResult, ResultKey};
use tg_runtime::prelude::*;
use tg_runtime::query::{Projected, QueryVertex, Record, UntypedValue};
use tg_runtime::value::Decoder;

use crate::query::travel::{City, Knows, Leg, Lives, Person, Took, Trip, Visits};

/// The values that are printed next to a vertex.
type Columns = BTreeMap<String, Box<RawValue>>;

fn untyped(json: &str) -> UntypedValue {
    UntypedValue::read(&mut Decoder::new(json)).unwrap()
}

fn read<T: ReadResult>(value: &UntypedValue, is_optional: bool) -> Result<()> {
    if is_optional { value.get::<Option<T>>().map(drop) } else { value.get::<T>().map(drop) }
}

/// Reads a value; of an optional one, only a VERTEX or EDGE is printed when it is unset.
pub(super) fn read_as(ty: &ValueType, value: &UntypedValue) -> Result<()> {
    let (ty, is_optional) = match ty {
        ValueType::Optional(ty) => (&**ty, true),
        ty => (ty, false),
    };
    match ty {
        ValueType::Int => read::<i64>(value, is_optional),
        ValueType::Uint => read::<u64>(value, is_optional),
        ValueType::Float => read::<f32>(value, is_optional),
        ValueType::Double => read::<f64>(value, is_optional),
        ValueType::Bool => read::<bool>(value, is_optional),
        ValueType::DateTime => read::<DateTime>(value, is_optional),
        ValueType::String | ValueType::File | ValueType::Bits | ValueType::Vertex(None) => {
            read::<String>(value, is_optional)
        }
        ValueType::Vertex(Some(name)) => match name.as_str() {
            "Person" => read::<Id<Person>>(value, is_optional),
            "City" => read::<Id<City>>(value, is_optional),
            _ => read::<Id<Trip>>(value, is_optional),
        },
        ValueType::Edge(Some(name)) => match name.as_str() {
            "Lives" => read::<EdgeRecord<Lives>>(value, is_optional),
            "Knows" => read::<EdgeRecord<Knows>>(value, is_optional),
            "Took" => read::<EdgeRecord<Took>>(value, is_optional),
            _ => read::<EdgeRecord<Visits>>(value, is_optional),
        },
        ValueType::List(element) | ValueType::Bag(element) => {
            value.get::<Vec<UntypedValue>>()?.iter().try_for_each(|it| read_as(element, it))
        }
        ValueType::Set(element) => {
            let elements = value.get::<Vec<UntypedValue>>()?;
            let unique: BTreeSet<_> = elements.iter().map(UntypedValue::json).collect();
            assert_eq!(unique.len(), elements.len(), "{}", value.json());
            elements.iter().try_for_each(|it| read_as(element, it))
        }
        ValueType::Map(entry) => match &entry.0 {
            ValueType::Int => entries::<i64>(value, &entry.1),
            ValueType::Uint => entries::<u64>(value, &entry.1),
            ValueType::Bool => entries::<bool>(value, &entry.1),
            ValueType::DateTime => entries::<DateTime>(value, &entry.1),
            ValueType::Vertex(Some(name)) => match name.as_str() {
                "Person" => entries::<Id<Person>>(value, &entry.1),
                "City" => entries::<Id<City>>(value, &entry.1),
                _ => entries::<Id<Trip>>(value, &entry.1),
            },
            _ => entries::<String>(value, &entry.1),
        },
        ValueType::Tuple(tuple) if tuple.is_of_schema => read::<Leg>(value, is_optional),
        ValueType::Tuple(tuple) => record(value, &tuple.fields),
        ValueType::Rows(columns) => {
            value.get::<Vec<UntypedValue>>()?.iter().try_for_each(|it| record(it, columns))
        }
        ValueType::Vertices(types) => {
            value.get::<Vec<UntypedValue>>()?.iter().try_for_each(|it| vertex(it, types))
        }
        _ => Ok(()),
    }
}

fn entries<K: ResultKey + Ord>(value: &UntypedValue, ty: &ValueType) -> Result<()> {
    let entries = value.get::<BTreeMap<K, UntypedValue>>()?;
    entries.values().try_for_each(|it| read_as(ty, it))
}

fn record(value: &UntypedValue, columns: &[(String, ValueType)]) -> Result<()> {
    let record = Record::new(&mut Decoder::new(value.json()))?;
    columns.iter().try_for_each(|(name, ty)| read_as(ty, &record.get(name)?))
}

fn vertex(value: &UntypedValue, types: &[PrintedVertex]) -> Result<()> {
    let id: AnyId = value.get()?;
    let ty = types.iter().find(|it| it.vertex_type == id.vertex_type());
    let ty = ty.unwrap_or_else(|| panic!("{types:?} have no {}", value.json()));
    let printed = match id.vertex_type() {
        "Person" => columns::<Person>(value, ty)?,
        "City" => columns::<City>(value, ty)?,
        _ => columns::<Trip>(value, ty)?,
    };
    let mut unknown: BTreeSet<_> = printed.keys().map(String::as_str).collect();
    for (name, ty) in &ty.columns {
        unknown.remove(name.as_str());
        match printed.get(name) {
            Some(json) => read_as(ty, &untyped(json.get()))?,
            None => assert!(matches!(ty, ValueType::Optional(_)), "{name}: {}", value.json()),
        }
    }
    unknown.retain(|it| it.starts_with('@') || ty.is_projection);
    assert!(unknown.is_empty(), "{unknown:?} are not in {ty:?}");
    Ok(())
}

/// Reads a vertex, and returns what is printed next to it.
fn columns<V>(value: &UntypedValue, ty: &PrintedVertex) -> Result<Columns>
where
    V: Vertex + ReadResult + tg_runtime::schema::ReadVertex + 'static,
{
    Ok(match (ty.is_projection, ty.columns.is_empty()) {
        (true, _) => value.get::<Projected<V, Columns>>()?.attributes,
        (false, false) => value.get::<QueryVertex<V, Columns>>()?.accums,
        (false, true) => {
            value.get::<V>()?;
            Columns::new()
        }
    })
}
