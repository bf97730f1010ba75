//! `None`: the default of a new vertex, and no change of an existing one.

use std::collections::{BTreeMap, BTreeSet};

use tg_runtime::DateTime;

use super::model::{Defaulted, Grams, Maybe, State, Values, moment};
use crate::harness::{assert_returns, in_both_generations, there_and_back};

/// Returns the values that the server stores for a vertex of which only the id is sent.
fn unset(id: &str) -> Maybe {
    Maybe {
        id: id.to_owned(),
        signed: Some(0),
        unsigned: Some(0),
        single: Some(0.0),
        double_value: Some(0.0),
        flag: Some(false),
        text: Some(String::new()),
        at: Some(DateTime::default()),
        names: Some(Vec::new()),
        hints: Some(BTreeSet::new()),
        counts: Some(BTreeMap::new()),
        grams: Some(Grams(0)),
    }
}

fn full(id: &str) -> Maybe {
    Maybe {
        id: id.to_owned(),
        signed: Some(-1),
        unsigned: Some(u64::MAX),
        single: Some(0.5),
        double_value: Some(-0.1),
        flag: Some(true),
        text: Some("text".to_owned()),
        at: Some(moment("2038-01-19 03:14:08")),
        names: Some(vec!["a".to_owned()]),
        hints: Some(BTreeSet::from([1])),
        counts: Some(BTreeMap::from([("a".to_owned(), 1)])),
        grams: Some(Grams(7)),
    }
}

in_both_generations! {
    async fn a_new_vertex_has_the_defaults_of_the_types(graph: Values) {
        let nothing = Maybe { id: "new".to_owned(), ..Maybe::default() };
        assert_eq!(there_and_back(&graph.maybe, &nothing).await, unset("new"));
    }

    async fn a_new_vertex_has_the_defaults_of_the_schema(graph: Values) {
        let nothing = Defaulted { id: "new".to_owned(), ..Defaulted::default() };
        let defaults = Defaulted {
            id: "new".to_owned(),
            signed: Some(-7),
            unsigned: Some(u64::MAX),
            single: Some(0.25),
            double_value: Some(-1e-3),
            flag: Some(true),
            text: Some("say \"when\", \\o/".to_owned()),
            at: Some(moment("2038-01-19 03:14:08")),
            state: Some(State::WornOut),
            grams: Some(Grams(5)),
        };
        assert_eq!(there_and_back(&graph.defaulted, &nothing).await, defaults);
    }

    async fn an_existing_vertex_keeps_its_values(graph: Values) {
        assert_returns(&graph.maybe, full("old")).await;
        let nothing = Maybe { id: "old".to_owned(), ..Maybe::default() };
        assert_eq!(there_and_back(&graph.maybe, &nothing).await, full("old"));
        let one = Maybe { signed: Some(0), ..nothing };
        assert_eq!(
            there_and_back(&graph.maybe, &one).await,
            Maybe { signed: Some(0), ..full("old") }
        );
    }

    async fn values_that_look_empty_are_values(graph: Values) {
        assert_returns(&graph.maybe, full("old")).await;
        assert_returns(&graph.maybe, unset("old")).await;
    }

    async fn an_optional_column_is_compared_like_its_type(graph: Values) {
        graph
            .maybe
            .upsert_many([full("full"), unset("unset")])
            .await
            .unwrap()
            .require_all()
            .unwrap();
        let found = graph.maybe.find(|m| m.signed.lt(0_i64).and(m.text.eq("text"))).await.unwrap();
        assert_eq!(found, [full("full")]);
    }
}
