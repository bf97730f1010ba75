//! One edge: written, read, deleted.

use tg_runtime::prelude::*;

use super::model::{Follows, LivesIn, People, Person, Town, lives_in, person, town};
use crate::harness::{assert_rejected, in_both_generations};

in_both_generations! {
    async fn comes_back_as_it_went(graph: People) {
        for share in [0.1, -0.0, 1e300, 5e-324] {
            let edge = LivesIn { since: DateTime::MIN, share, note: Some("\"\n".to_owned()) };
            graph.lives_in.upsert("Ann", u64::MAX, &edge).await.unwrap();
            let back = graph.lives_in.get("Ann", u64::MAX).await.unwrap().unwrap();
            assert_eq!(back.share.to_bits(), share.to_bits());
            assert_eq!(back, edge);
        }
        assert_eq!(graph.lives_in.count().await.unwrap(), 1);
    }

    async fn makes_its_ends_with_defaults(graph: People) {
        graph.lives_in.upsert("Ann", 7_u64, &lives_in(0.5)).await.unwrap();
        let ann = Person { name: "Ann".to_owned(), age: 0 };
        let seven = Town { code: 7, title: String::new() };
        assert_eq!(graph.people.get("Ann").await.unwrap().as_ref(), Some(&ann));
        assert_eq!(graph.towns.get(7_u64).await.unwrap().as_ref(), Some(&seven));
        assert_eq!(graph.lives_in.get(&ann, &seven).await.unwrap(), Some(lives_in(0.5)));
    }

    async fn leaves_its_ends_as_they_are(graph: People) {
        let ann = Person { name: "Ann".to_owned(), age: 40 };
        graph.people.upsert(&ann).await.unwrap();
        graph.lives_in.upsert(&ann, 7_u64, &lives_in(0.5)).await.unwrap();
        assert_eq!(graph.people.get("Ann").await.unwrap(), Some(ann));
    }

    async fn an_absent_value_does_not_change_the_attribute(graph: People) {
        graph.lives_in.upsert("Ann", 7_u64, &lives_in(0.5)).await.unwrap();
        let other = LivesIn { note: None, ..lives_in(0.25) };
        graph.lives_in.upsert("Ann", 7_u64, &other).await.unwrap();
        let back = graph.lives_in.get("Ann", 7_u64).await.unwrap();
        assert_eq!(back, Some(LivesIn { note: lives_in(0.5).note, ..other }));
    }

    async fn may_hold_no_attributes(graph: People) {
        graph.follows.upsert("Ann", "Bob", &Follows {}).await.unwrap();
        assert_eq!(graph.follows.get("Ann", "Bob").await.unwrap(), Some(Follows {}));
        assert_eq!(graph.follows.get("Bob", "Ann").await.unwrap(), None);
        assert_eq!(graph.follows.reaching("Bob").count().await.unwrap(), 1);
        assert_eq!(graph.follows.delete("Ann", "Bob").await.unwrap(), 1);
        assert_eq!(graph.follows.count().await.unwrap(), 0);
    }

    async fn may_lead_back_to_where_it_began(graph: People) {
        graph.follows.upsert("Ann", "Ann", &Follows {}).await.unwrap();
        let of = graph.follows.of("Ann").await.unwrap();
        assert_eq!(of, [EdgeRecord { from: person("Ann"), to: person("Ann"), edge: Follows {} }]);
        assert_eq!(graph.follows.reaching("Ann").await.unwrap(), of);
    }

    async fn is_none_if_it_or_an_end_is_missing(graph: People) {
        assert_eq!(graph.lives_in.get("Ann", 7_u64).await.unwrap(), None);
        graph.lives_in.upsert("Ann", 7_u64, &lives_in(0.5)).await.unwrap();
        assert_eq!(graph.lives_in.get("Ann", 8_u64).await.unwrap(), None);
        assert_eq!(graph.lives_in.get("Bob", 7_u64).await.unwrap(), None);
        assert_eq!(graph.lives_in.between("Bob", 7_u64).await.unwrap(), []);
    }

    async fn is_written_only_if_its_ends_exist(graph: People) {
        let ann = Person { name: "Ann".to_owned(), age: 40 };
        graph.people.upsert(&ann).await.unwrap();
        assert!(
            !graph.lives_in.upsert(&ann, 7_u64, &lives_in(0.5)).ends_must_exist().await.unwrap()
        );
        assert!(!graph.towns.exists(7_u64).await.unwrap());
        assert_eq!(graph.lives_in.count().await.unwrap(), 0);
        graph.towns.upsert(&Town { code: 7, title: String::new() }).await.unwrap();
        assert!(
            graph.lives_in.upsert(&ann, 7_u64, &lives_in(0.5)).ends_must_exist().await.unwrap()
        );
        let back = graph.lives_in.get(person("Ann"), town(7)).await.unwrap();
        assert_eq!(back, Some(lives_in(0.5)));
    }

    async fn is_deleted_and_its_ends_stay(graph: People) {
        graph.lives_in.upsert("Ann", 7_u64, &lives_in(0.5)).await.unwrap();
        graph.lives_in.upsert("Ann", 8_u64, &lives_in(0.25)).await.unwrap();
        assert_eq!(graph.lives_in.delete("Ann", 7_u64).await.unwrap(), 1);
        assert_eq!(graph.lives_in.delete("Ann", 7_u64).await.unwrap(), 0);
        assert_eq!(graph.lives_in.delete("Nobody", 7_u64).await.unwrap(), 0);
        assert_eq!(graph.lives_in.get("Ann", 7_u64).await.unwrap(), None);
        assert_eq!(graph.lives_in.get("Ann", 8_u64).await.unwrap(), Some(lives_in(0.25)));
        assert_eq!(graph.lives_in.reaching(7_u64).await.unwrap(), []);
        assert!(graph.towns.exists(7_u64).await.unwrap());
    }

    async fn goes_with_either_of_its_ends(graph: People) {
        graph.lives_in.upsert("Ann", 7_u64, &lives_in(0.5)).await.unwrap();
        graph.lives_in.upsert("Bob", 7_u64, &lives_in(0.25)).await.unwrap();
        graph.follows.upsert("Ann", "Bob", &Follows {}).await.unwrap();
        graph.follows.upsert("Bob", "Ann", &Follows {}).await.unwrap();
        assert!(graph.people.delete("Ann").await.unwrap());
        assert_eq!(graph.follows.count().await.unwrap(), 0);
        assert_eq!(graph.follows.of("Bob").await.unwrap(), []);
        assert_eq!(graph.follows.reaching("Bob").await.unwrap(), []);
        let left = graph.lives_in.reaching(7_u64).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].from, person("Bob"));
        assert!(graph.towns.delete(7_u64).await.unwrap());
        assert_eq!(graph.lives_in.of("Bob").await.unwrap(), []);
        assert_eq!(graph.lives_in.count().await.unwrap(), 0);
    }

    async fn that_cannot_be_sent_is_rejected(graph: People, server) {
        server.forget_requests();
        let edge = LivesIn { share: f64::NAN, ..lives_in(0.5) };
        assert_rejected(graph.lives_in.upsert("Ann", 7_u64, &edge).await, "attribute `share`");
        let edges = [("Ann", 7_u64, lives_in(0.5)), ("Ann", 8, edge)];
        assert_rejected(graph.lives_in.upsert_many(edges).await, "attribute `share`");
        let filtered = graph.lives_in.of("Ann").filter(|l| l.share.gt(f64::INFINITY));
        assert_rejected(filtered.await, "attribute `share`");
        assert_eq!(server.requests().iter().len(), 0);
    }
}
