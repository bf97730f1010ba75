//! Changes of single attributes, by operators that the server applies.

use super::model::{Parcel, Parcels, moment, parcel};
use crate::harness::in_both_generations;

in_both_generations! {
    async fn other_attributes_do_not_change(graph: Parcels) {
        graph.fill(2).await;
        let update = graph.parcels.update("P-1").set(|p| p.weight_kg, 0.1).set(|p| p.city, "Kyiv");
        assert!(update.await.unwrap());
        let changed = Parcel { weight_kg: 0.1, city: "Kyiv".to_owned(), ..parcel(1) };
        assert_eq!(graph.stored().await, [parcel(0), changed]);
    }

    async fn numbers_are_added_to(graph: Parcels) {
        graph.fill(2).await;
        for _ in 0..2 {
            let update = graph.parcels.update("P-1").add(|p| p.stops, -5);
            let update = update.add(|p| p.scans, 7_u64).add(|p| p.weight_kg, 0.5);
            assert!(update.add(|p| p.height_m, 0.25_f32).await.unwrap());
        }
        let Parcel { stops, scans, weight_kg, height_m, .. } = parcel(1);
        let sums = Parcel {
            stops: stops - 10,
            scans: scans + 14,
            weight_kg: weight_kg + 1.0,
            height_m: height_m + 0.25 + 0.25,
            ..parcel(1)
        };
        assert_eq!(graph.parcels.get("P-1").await.unwrap(), Some(sums));
    }

    async fn the_largest_and_the_smallest_stay(graph: Parcels) {
        graph.fill(2).await;
        let (early, late) = (moment(-1_000_000), moment(1_000_000));
        let update = graph.parcels.update("P-1").max(|p| p.stops, 40).min(|p| p.scans, 0_u64);
        let update = update.max(|p| p.posted, late).min(|p| p.weight_kg, -1.5);
        assert!(update.await.unwrap());
        let bounds = Parcel { stops: 40, scans: 0, posted: late, weight_kg: -1.5, ..parcel(1) };
        assert_eq!(graph.parcels.get("P-1").await.unwrap().as_ref(), Some(&bounds));
        let update = graph.parcels.update("P-1").max(|p| p.stops, 39).min(|p| p.scans, 1_u64);
        let update = update.max(|p| p.posted, early).min(|p| p.weight_kg, 0.0);
        assert!(update.await.unwrap());
        assert_eq!(graph.parcels.get("P-1").await.unwrap(), Some(bounds));
    }

    async fn truth_is_combined(graph: Parcels) {
        for (start, and, or) in
            [(false, false, false), (false, true, true), (true, false, true), (true, true, true)]
        {
            let start = Parcel { fragile: start, ..parcel(1) };
            let other = and;
            graph.parcels.upsert(&start).await.unwrap();
            assert!(graph.parcels.update("P-1").and(|p| p.fragile, other).await.unwrap());
            let back = graph.parcels.get("P-1").await.unwrap().unwrap();
            assert_eq!(back.fragile, start.fragile && other);
            graph.parcels.upsert(&start).await.unwrap();
            assert!(graph.parcels.update("P-1").or(|p| p.fragile, other).await.unwrap());
            let back = graph.parcels.get("P-1").await.unwrap().unwrap();
            assert_eq!(back.fragile, or);
        }
    }

    async fn a_vertex_that_is_not_there_is_not_made(graph: Parcels) {
        assert!(!graph.parcels.update("P-1").add(|p| p.stops, 1).await.unwrap());
        assert_eq!(graph.parcels.count().await.unwrap(), 0);
    }

    async fn or_is_created_on_request(graph: Parcels) {
        let count =
            || graph.parcels.update("P-1").add(|p| p.stops, 5).set_if_absent(|p| p.city, "Oslo");
        assert!(count().or_insert().await.unwrap());
        assert!(graph.parcels.update("P-1").set(|p| p.city, "Rome").await.unwrap());
        assert!(count().or_insert().await.unwrap());
        let back = graph.parcels.get("P-1").await.unwrap().unwrap();
        assert_eq!((back.stops, back.city.as_str()), (10, "Rome"));
        assert_eq!((back.weight_kg, back.note.as_deref()), (0.0, Some("")));
    }

    async fn collections_are_replaced(graph: Parcels) {
        graph.fill(2).await;
        assert!(graph.parcels.update("P-1").set(|p| p.handling, []).await.unwrap());
        let back = graph.parcels.get("P-1").await.unwrap().unwrap();
        assert!(back.handling.is_empty());
    }
}
