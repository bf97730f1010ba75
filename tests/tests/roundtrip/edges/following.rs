//! The edges of a vertex, along and against their direction.

use futures_util::TryStreamExt as _;
use tg_emulator::Method;
use tg_runtime::prelude::*;

use super::model::{Follows, LivesIn, People, Town, lives_in, person, town};
use crate::harness::in_both_generations;

/// Writes eight edges of Ann, and one of Bob to the first of her towns.
async fn fill(graph: &People) -> Vec<EdgeRecord<LivesIn>> {
    let record =
        |n: u64| EdgeRecord { from: person("Ann"), to: town(n), edge: lives_in(n as f64 / 8.0) };
    let records: Vec<_> = (0..8).map(record).collect();
    let edges = records.iter().map(|record| (&record.from, &record.to, &record.edge));
    graph.lives_in.upsert_many(edges).await.unwrap().require_all().unwrap();
    graph.lives_in.upsert("Bob", 0_u64, &lives_in(9.0)).await.unwrap();
    records
}

fn codes(records: &[EdgeRecord<LivesIn>]) -> Vec<u64> {
    records.iter().map(|record| *record.to.key()).collect()
}

in_both_generations! {
    async fn all(graph: People) {
        let records = fill(&graph).await;
        let all = graph.lives_in.of("Ann").order_by(|l| l.share.asc()).await.unwrap();
        assert_eq!(all, records);
        assert_eq!(graph.lives_in.of("Nobody").await.unwrap(), []);
        graph.follows.upsert("Cleo", "Cleo", &Follows {}).await.unwrap();
        assert_eq!(graph.lives_in.of("Cleo").await.unwrap(), []);
    }

    async fn filtered_sorted_and_limited(graph: People) {
        fill(&graph).await;
        let of = || graph.lives_in.of("Ann");
        let some = of().filter(|l| l.share.gt(0.25)).order_by(|l| l.share.desc());
        assert_eq!(codes(&some.limit(3).await.unwrap()), [7, 6, 5]);
        let both = of().filter(|l| l.share.gt(0.25)).filter(|l| l.since.lt(DateTime::default()));
        assert_eq!(codes(&both.order_by(|l| l.share.asc()).await.unwrap()), [3]);
        let quoted = of().filter(|l| l.note.eq("\"0.5\"")).await.unwrap();
        assert_eq!(codes(&quoted), [4]);
        let first = of().order_by(|l| l.share.desc()).first().await.unwrap().unwrap();
        assert_eq!(first.to, town(7));
        assert_eq!(of().limit(0).await.unwrap(), []);
        assert!(of().limit(0).stream().next().await.is_none());
        assert_eq!(of().filter(|l| l.share.lt(-1.0)).first().await.unwrap(), None);
    }

    async fn counted(graph: People) {
        fill(&graph).await;
        assert_eq!(graph.lives_in.count().await.unwrap(), 9);
        assert_eq!(graph.lives_in.of("Ann").count().await.unwrap(), 8);
        assert_eq!(graph.lives_in.of("Ann").filter(|l| l.share.ge(0.5)).count().await.unwrap(), 4);
        assert_eq!(graph.lives_in.of("Nobody").count().await.unwrap(), 0);
        assert_eq!(graph.lives_in.reaching(0_u64).count().await.unwrap(), 2);
    }

    async fn streamed(graph: People) {
        let many = (0..5000_u64).map(|n| ("Ann", n, lives_in(n as f64)));
        graph.lives_in.upsert_many(many).await.unwrap().require_all().unwrap();
        let rows = graph.lives_in.of("Ann").order_by(|l| l.share.asc()).stream();
        let rows: Vec<_> = rows.try_collect().await.unwrap();
        assert!(codes(&rows).into_iter().eq(0..5000));
        assert_eq!(rows[4999].edge, lives_in(4999.0));
        let nobody: Result<Vec<_>> = graph.lives_in.of("Nobody").stream().try_collect().await;
        assert!(nobody.unwrap_err().is_not_found());
    }

    async fn against_their_direction(graph: People) {
        let records = fill(&graph).await;
        let back = graph.lives_in.reaching(0_u64).order_by(|l| l.share.asc()).await.unwrap();
        let bob = EdgeRecord { from: person("Bob"), to: town(0), edge: lives_in(9.0) };
        assert_eq!(back, [records[0].clone(), bob]);
        let late = graph.lives_in.reaching(0_u64).filter(|l| l.share.gt(1.0)).await.unwrap();
        assert_eq!(late.len(), 1);
        assert_eq!(late[0].from, person("Bob"));
    }

    async fn deleted(graph: People) {
        fill(&graph).await;
        let of = || graph.lives_in.of("Ann");
        assert_eq!(of().filter(|l| l.share.ge(0.75)).delete().await.unwrap(), 2);
        assert_eq!(of().limit(0).delete().await.unwrap(), 0);
        assert_eq!(of().order_by(|l| l.share.asc()).limit(1).delete().await.unwrap(), 1);
        let left = of().order_by(|l| l.share.asc()).await.unwrap();
        assert_eq!(codes(&left), [1, 2, 3, 4, 5]);
        assert_eq!(graph.lives_in.reaching(0_u64).count().await.unwrap(), 1);
        assert_eq!(of().delete().await.unwrap(), 5);
        assert_eq!(of().delete().await.unwrap(), 0);
        assert_eq!(graph.lives_in.of("Nobody").delete().await.unwrap(), 0);
        assert_eq!(graph.lives_in.count().await.unwrap(), 1);
    }

    async fn deleted_up_to_a_limit(graph: People, server) {
        fill(&graph).await;
        let of = || graph.lives_in.of("Ann").filter(|l| l.share.ge(0.5));
        let before = of().count().await.unwrap();
        server.forget_requests();
        let least = of().order_by(|l| l.share.asc()).limit(2);
        assert_eq!(least.delete().await.unwrap(), 2);
        let requests = server.requests();
        assert_eq!(requests.count(Method::DELETE), 2);
        let deletes = requests.iter().filter(|request| request.method == Method::DELETE);
        assert!(deletes.into_iter().all(|request| request.query.is_none()));
        assert_eq!(of().count().await.unwrap(), before - 2);
        let to_towns = graph.lives_in.of("Ann").to_type::<Town>().limit(1);
        assert_eq!(to_towns.delete().await.unwrap(), 1);
        assert_eq!(graph.lives_in.of("Nobody").limit(1).delete().await.unwrap(), 0);
    }

    async fn deleted_against_their_direction(graph: People) {
        fill(&graph).await;
        assert_eq!(graph.lives_in.reaching(0_u64).delete().await.unwrap(), 2);
        assert_eq!(graph.lives_in.of("Bob").await.unwrap(), []);
        assert_eq!(graph.lives_in.of("Ann").count().await.unwrap(), 7);
    }
}
