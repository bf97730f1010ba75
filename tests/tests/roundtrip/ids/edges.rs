//! Ids as the ends of edges.

use std::collections::BTreeSet;

use tg_runtime::prelude::*;

use super::model::{
    AWKWARD, Composed, DOTS, Dated, Keyed, Keys, Linked, Means, Named, Signed, Tag, Tagged,
    Unlisted, Unsigned,
};
use crate::harness::{assert_rejected, in_both_generations};

in_both_generations! {
    async fn text_at_both_ends(graph: Keys) {
        for (id, mark) in AWKWARD.iter().zip(1..) {
            let linked = Linked { mark };
            graph.linked.upsert(*id, *id, &linked).await.unwrap();
            assert_eq!(graph.linked.get(*id, *id).await.unwrap(), Some(linked.clone()), "{id:?}");
            let of = graph.linked.of(*id).await.unwrap();
            let [EdgeRecord { from, to, edge }] = &of[..] else { panic!("{of:?}") };
            assert_eq!((from, to, edge), (&Id::from(*id), &Id::from(*id), &linked));
            assert_eq!(graph.linked.reaching(*id).await.unwrap(), of);
            assert_eq!(graph.linked.of(*id).count().await.unwrap(), 1);
        }
        assert_eq!(graph.linked.count().await.unwrap(), AWKWARD.len() as u64);
    }

    async fn text_at_the_far_end(graph: Keys) {
        let edges =
            AWKWARD.iter().chain(DOTS).zip(1..).map(|(id, mark)| ("hub", *id, Linked { mark }));
        graph.linked.upsert_many(edges).await.unwrap().require_all().unwrap();
        let of = graph.linked.of("hub").order_by(|l| l.mark.asc()).await.unwrap();
        let ids: Vec<_> = of.iter().map(|record| record.to.key().as_str()).collect();
        assert_eq!(ids, [AWKWARD, DOTS].concat());
        for id in AWKWARD {
            assert_eq!(graph.linked.delete("hub", *id).await.unwrap(), 1, "{id:?}");
            assert_eq!(graph.linked.get("hub", *id).await.unwrap(), None, "{id:?}");
        }
        assert_eq!(graph.linked.of("hub").count().await.unwrap(), DOTS.len() as u64);
    }

    async fn missing_text_is_named(graph: Keys) {
        let edges = AWKWARD.iter().chain(DOTS).map(|id| (*id, *id, Linked { mark: 1 }));
        let outcome = graph.linked.upsert_many(edges).ends_must_exist().await.unwrap();
        let missing: BTreeSet<_> = outcome.missing().iter().map(AnyId::as_str).collect();
        assert_eq!(missing, [AWKWARD, DOTS].concat().into_iter().collect());
        assert_eq!(outcome.missing().len(), missing.len());
        assert_eq!(outcome.skipped_edges(), missing.len() as u64);
        assert_eq!(graph.linked.count().await.unwrap(), 0);
    }

    async fn that_no_path_can_contain_are_rejected(graph: Keys) {
        for id in DOTS {
            graph.linked.upsert(*id, "a", &Linked { mark: 1 }).await.unwrap();
            assert_rejected(graph.linked.get(*id, "a").await, "navigation");
            assert_rejected(graph.linked.of(*id).await, "navigation");
            assert_rejected(graph.linked.of(*id).count().await, "navigation");
            assert_rejected(graph.linked.of(*id).delete().await, "navigation");
            assert_rejected(graph.linked.delete("a", *id).await, "navigation");
        }
        assert_rejected(graph.linked.get("", "a").await, "the id is empty");
        assert_rejected(graph.linked.upsert("a", "", &Linked { mark: 1 }).await, "the id is empty");
        assert_eq!(graph.linked.count().await.unwrap(), 2);
    }

    async fn of_every_kind(graph: Keys) {
        let at: DateTime = "1582-10-15 00:00:00".parse().unwrap();
        let tag = Tag("a/b, c".to_owned());
        let street = "a/b?#%+& \"\\\n\u{1F69A}".to_owned();
        let composed = Id::<Composed>::new((street, u64::MAX, at));
        let from = Id::<Named>::new("hub");
        let (unlisted, keyed) = (Id::<Unlisted>::new("0"), Id::<Keyed>::new("a,b"));
        let (signed, unsigned) = (Id::<Signed>::new(i64::MIN), Id::<Unsigned>::new(u64::MAX));
        let (dated, tagged) = (Id::<Dated>::new(at), Id::<Tagged>::new(tag));
        let batch = graph
            .batch()
            .edge(&from, &unlisted, &Means { mark: 1 })
            .edge(&from, &signed, &Means { mark: 2 })
            .edge(&from, &unsigned, &Means { mark: 3 })
            .edge(&from, &dated, &Means { mark: 4 })
            .edge(&from, &tagged, &Means { mark: 5 })
            .edge(&from, &keyed, &Means { mark: 6 })
            .edge(&from, &composed, &Means { mark: 7 });
        batch.send().await.unwrap().require_all().unwrap();

        let mark = |edge: Option<Means>| edge.map(|edge| edge.mark);
        assert_eq!(mark(graph.means.get(&from, &unlisted).await.unwrap()), Some(1));
        assert_eq!(mark(graph.means.get(&from, &signed).await.unwrap()), Some(2));
        assert_eq!(mark(graph.means.get(&from, &unsigned).await.unwrap()), Some(3));
        assert_eq!(mark(graph.means.get(&from, &dated).await.unwrap()), Some(4));
        assert_eq!(mark(graph.means.get(&from, &tagged).await.unwrap()), Some(5));
        assert_eq!(mark(graph.means.get(&from, &keyed).await.unwrap()), Some(6));
        assert_eq!(mark(graph.means.get(&from, &composed).await.unwrap()), Some(7));

        let of = graph.means.of(&from).order_by(|m| m.mark.asc()).await.unwrap();
        let ends: Vec<AnyId> = of.into_iter().map(|record| record.to).collect();
        assert_eq!(ends.len(), 7);
        assert_eq!(ends[0].downcast(), Some(unlisted));
        assert_eq!(ends[1].downcast(), Some(signed));
        assert_eq!(ends[2].downcast(), Some(unsigned));
        assert_eq!(ends[3].downcast(), Some(dated));
        assert_eq!(ends[4].downcast(), Some(tagged));
        assert_eq!(ends[5].downcast(), Some(keyed));
        assert_eq!(ends[6].downcast(), Some(composed.clone()));
        assert_eq!(ends[6].downcast::<Signed>(), None);

        let back = graph.means.reaching(&composed).await.unwrap();
        assert_eq!(back.len(), 1);
        assert_eq!(back[0].from, from);
        assert!(graph.composed.exists(&composed).await.unwrap());
    }
}
