//! Deleting by id, by ids, by filter, and all of a type.

use tg_runtime::ConfirmAll;

use super::model::{Parcels, ids};
use crate::harness::{assert_rejected, in_both_generations};

in_both_generations! {
    async fn by_id(graph: Parcels) {
        graph.fill(3).await;
        assert!(graph.parcels.delete("P-1").await.unwrap());
        assert!(!graph.parcels.delete("P-1").await.unwrap());
        assert!(!graph.parcels.delete("P-9").await.unwrap());
        assert_eq!(ids(&graph.stored().await), ["P-0", "P-2"]);
    }

    async fn by_ids(graph: Parcels) {
        let parcels = graph.fill(40).await;
        assert_eq!(graph.parcels.delete_many(["P-1", "P-99", "P-2"]).await.unwrap(), 2);
        assert_eq!(graph.parcels.delete_many(&parcels[..38]).await.unwrap(), 36);
        assert_eq!(ids(&graph.stored().await), ["P-38", "P-39"]);
        assert_eq!(graph.parcels.delete_many(Vec::<String>::new()).await.unwrap(), 0);
    }

    async fn by_filter(graph: Parcels) {
        graph.fill(6).await;
        assert_eq!(graph.parcels.find(|p| p.stops.lt(-100)).delete().await.unwrap(), 0);
        assert_eq!(graph.parcels.find(|p| p.fragile.eq(true)).delete().await.unwrap(), 3);
        assert_eq!(ids(&graph.stored().await), ["P-1", "P-3", "P-5"]);
    }

    async fn by_filter_in_an_order_up_to_a_limit(graph: Parcels) {
        graph.fill(8).await;
        let fragile = || graph.parcels.find(|p| p.fragile.eq(true));
        assert_eq!(fragile().order_by(|p| p.scans.desc()).limit(2).delete().await.unwrap(), 2);
        assert_eq!(ids(&graph.stored().await), ["P-0", "P-1", "P-2", "P-3", "P-5", "P-7"]);
        assert_eq!(fragile().limit(0).delete().await.unwrap(), 0);
        assert_eq!(graph.parcels.count().await.unwrap(), 6);
    }

    async fn never_all_by_leaving_something_out(graph: Parcels, server) {
        graph.fill(3).await;
        server.forget_requests();
        assert_rejected(graph.parcels.all().delete().await, "delete_all(ConfirmAll)");
        assert_rejected(graph.parcels.all().limit(1).delete().await, "delete_all(ConfirmAll)");
        assert_eq!(server.requests().iter().len(), 0);
        assert_eq!(graph.parcels.count().await.unwrap(), 3);
    }

    async fn all_when_all_are_meant(graph: Parcels) {
        graph.fill(3).await;
        assert_eq!(graph.parcels.delete_all(ConfirmAll).await.unwrap(), 3);
        assert_eq!(graph.parcels.delete_all(ConfirmAll).await.unwrap(), 0);
        assert_eq!(graph.parcels.count().await.unwrap(), 0);
        assert_eq!(graph.depots.count().await.unwrap(), 1);
    }

    async fn deleted_vertices_can_be_written_again(graph: Parcels) {
        let parcels = graph.fill(3).await;
        assert_eq!(graph.parcels.delete_many(&parcels).await.unwrap(), 3);
        graph.fill(3).await;
        assert_eq!(graph.stored().await, parcels);
    }
}
