//! Parcels, and depots that must not change when parcels do.

use std::collections::BTreeSet;

use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Parcel {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) weight_kg: f64,
    pub(crate) height_m: f32,
    pub(crate) fragile: bool,
    pub(crate) stops: i64,
    pub(crate) scans: u64,
    pub(crate) posted: DateTime,
    pub(crate) city: String,
    pub(crate) handling: BTreeSet<String>,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Depot {
    #[tg(primary_id)]
    pub(crate) code: i64,
    pub(crate) city: String,
}

#[tigergraph(graph = "Parcels", auth = "secret")]
pub(crate) struct Parcels {
    pub(crate) parcels: Vertices<Parcel>,
    pub(crate) depots: Vertices<Depot>,
}

pub(crate) fn moment(seconds: i64) -> DateTime {
    DateTime::from_unix(seconds).unwrap()
}

/// Returns a parcel whose attributes follow from its number.
pub(crate) fn parcel(number: u32) -> Parcel {
    Parcel {
        id: format!("P-{number}"),
        weight_kg: f64::from(number) / 4.0,
        height_m: 0.1,
        fragile: number.is_multiple_of(2),
        stops: i64::from(number) - 3,
        scans: u64::from(number),
        posted: moment((i64::from(number) - 3) * 86_400),
        city: ["Oslo", "Rome", "Lima"][number as usize % 3].to_owned(),
        handling: BTreeSet::from(["dry".to_owned()]),
        note: Some(format!("say \"{number}\"")),
    }
}

pub(crate) fn some_parcels(count: u32) -> Vec<Parcel> {
    (0..count).map(parcel).collect()
}

/// Returns the ids of parcels, in order.
pub(crate) fn ids(parcels: &[Parcel]) -> Vec<&str> {
    parcels.iter().map(|parcel| parcel.id.as_str()).collect()
}

impl Parcels {
    /// Writes parcels 0 to `count`, and a depot.
    pub(crate) async fn fill(&self, count: u32) -> Vec<Parcel> {
        let parcels = some_parcels(count);
        self.parcels.upsert_many(&parcels).await.unwrap().require_all().unwrap();
        self.depots.upsert(&Depot { code: 0, city: "Oslo".to_owned() }).await.unwrap();
        parcels
    }

    /// Returns all parcels, sorted by number.
    pub(crate) async fn stored(&self) -> Vec<Parcel> {
        self.parcels.all().order_by(|p| p.scans.asc()).await.unwrap()
    }
}
