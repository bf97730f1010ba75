//! Filters, orders, limits, counts and views.

use tg_runtime::prelude::*;
use tg_runtime::{View, filter::Filter};

use super::model::{Parcel, Parcels, ids, moment, parcel};
use crate::harness::in_both_generations;

/// Returns the weight of a parcel.
#[derive(Debug, PartialEq, View)]
#[tg(of = Parcel)]
struct Weight {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
}

/// A view without the id, with other names.
#[derive(Debug, PartialEq, View)]
#[tg(of = Parcel)]
struct Place {
    #[tg(rename = "city")]
    town: String,
    note: Option<String>,
}

type Condition = fn(<Parcel as Vertex>::Columns) -> Filter<Parcel>;
type Meaning = fn(&Parcel) -> bool;

/// Conditions, with their meaning for a parcel.
const CONDITIONS: &[(Condition, Meaning)] = &[
    (|p| p.stops.eq(0), |p| p.stops == 0),
    (|p| p.stops.ne(0), |p| p.stops != 0),
    (|p| p.stops.lt(-1), |p| p.stops < -1),
    (|p| p.stops.le(-1), |p| p.stops <= -1),
    (|p| p.stops.gt(2), |p| p.stops > 2),
    (|p| p.stops.ge(2), |p| p.stops >= 2),
    (|p| p.scans.ge(u64::MAX), |_| false),
    (|p| p.scans.lt(3_u64), |p| p.scans < 3),
    (|p| p.weight_kg.gt(0.75), |p| p.weight_kg > 0.75),
    (|p| p.weight_kg.eq(0.75), |p| p.weight_kg == 0.75),
    (|p| p.weight_kg.le(1), |p| p.weight_kg <= 1.0),
    (|p| p.height_m.eq(0.1), |p| p.height_m == 0.1),
    (|p| p.height_m.lt(0.1), |p| p.height_m < 0.1),
    (|p| p.fragile.eq(true), |p| p.fragile),
    (|p| p.fragile.ne(true), |p| !p.fragile),
    (|p| p.city.eq("Rome"), |p| p.city == "Rome"),
    (|p| p.city.gt("Lima"), |p| p.city.as_str() > "Lima"),
    (|p| p.note.eq("say \"3\""), |p| p.note.as_deref() == Some("say \"3\"")),
    (|p| p.note.ne("\",weight_kg>0,note!=\""), |_| true),
    (|p| p.posted.lt(DateTime::default()), |p| p.posted.unix() < 0),
    (|p| p.posted.ge(moment(86_400)), |p| p.posted.unix() >= 86_400),
    (|p| p.id.eq("P-2"), |p| p.id == "P-2"),
    (
        |p| p.stops.gt(-2).and(p.stops.lt(2)).and(p.fragile.eq(false)),
        |p| p.stops > -2 && p.stops < 2 && !p.fragile,
    ),
];

in_both_generations! {
    async fn every_comparison_of_every_type(graph: Parcels) {
        let parcels = graph.fill(8).await;
        for (condition, holds) in CONDITIONS {
            let expected: Vec<_> = parcels.iter().filter(|parcel| holds(parcel)).cloned().collect();
            let found = graph.parcels.find(condition).order_by(|p| p.scans.asc()).await.unwrap();
            assert_eq!(ids(&found), ids(&expected));
            assert_eq!(found, expected);
            let count = expected.len() as u64;
            assert_eq!(graph.parcels.count_where(condition).await.unwrap(), count);
            assert_eq!(graph.parcels.find(condition).count().await.unwrap(), count);
        }
    }

    async fn orders(graph: Parcels) {
        graph.fill(6).await;
        let by_city =
            graph.parcels.all().order_by(|p| (p.city.asc(), p.scans.desc())).await.unwrap();
        assert_eq!(ids(&by_city), ["P-5", "P-2", "P-3", "P-0", "P-4", "P-1"]);
        let again = graph.parcels.all().order_by(|p| p.city.asc()).order_by(|p| p.scans.desc());
        assert_eq!(again.await.unwrap(), by_city);
        let by_time = graph.parcels.all().order_by(|p| p.posted.desc()).limit(2).await.unwrap();
        assert_eq!(ids(&by_time), ["P-5", "P-4"]);
        let by_weight = graph.parcels.all().order_by(|p| p.weight_kg.asc()).first().await.unwrap();
        assert_eq!(by_weight, Some(parcel(0)));
    }

    async fn limits(graph: Parcels, server) {
        graph.fill(6).await;
        assert_eq!(graph.parcels.all().limit(4).await.unwrap().len(), 4);
        assert_eq!(graph.parcels.all().limit(100).await.unwrap().len(), 6);
        assert_eq!(graph.parcels.find(|p| p.fragile.eq(true)).limit(2).await.unwrap().len(), 2);
        assert_eq!(graph.parcels.find(|p| p.stops.gt(100)).first().await.unwrap(), None);
        server.forget_requests();
        assert_eq!(graph.parcels.all().limit(0).await.unwrap(), []);
        assert_eq!(server.requests().iter().len(), 0);
    }

    async fn counts(graph: Parcels) {
        assert_eq!(graph.parcels.count().await.unwrap(), 0);
        graph.fill(6).await;
        assert_eq!(graph.parcels.count().await.unwrap(), 6);
        assert_eq!(graph.parcels.all().limit(2).count().await.unwrap(), 6);
        assert_eq!(graph.depots.count().await.unwrap(), 1);
    }

    async fn views(graph: Parcels) {
        graph.fill(6).await;
        let heavy = graph.parcels.find(|p| p.weight_kg.gt(0.75)).order_by(|p| p.weight_kg.desc());
        let weights: Vec<Weight> = heavy.limit(2).view().await.unwrap();
        let weight = |id: &str, weight_kg| Weight { id: id.to_owned(), weight_kg };
        assert_eq!(weights, [weight("P-5", 1.25), weight("P-4", 1.0)]);
        let places = graph.parcels.find(|p| p.id.eq("P-1")).view::<Place>().await.unwrap();
        let note = Some("say \"1\"".to_owned());
        assert_eq!(places, [Place { town: "Rome".to_owned(), note }]);
    }
}
