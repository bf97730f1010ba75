//! Numbers that JSON does not have are rejected before anything is sent, with the attribute's name.

use std::collections::BTreeMap;

use tg_emulator::Emulator;
use tg_runtime::Batch;
use tg_runtime::prelude::*;

use super::model::{
    Grams, Label, Level, Lists, Maps, Maybe, Numbers, Own, Size, State, Values, Weighing,
};
use crate::harness::{assert_rejected, in_both_generations};

const NO_NUMBERS: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

fn double(id: &str, double_value: f64) -> Numbers {
    Numbers { id: id.to_owned(), double_value, ..Numbers::default() }
}

fn assert_nothing_was_sent(server: &Emulator) {
    assert_eq!(server.requests().iter().len(), 0, "{:?}", server.requests());
}

in_both_generations! {
    async fn in_an_attribute(graph: Values, server) {
        server.forget_requests();
        for number in NO_NUMBERS {
            assert_rejected(
                graph.numbers.upsert(&double("a", number)).await,
                "attribute `double_value`",
            );
            let single = Numbers { single: number as f32, ..double("a", 0.0) };
            assert_rejected(graph.numbers.upsert(&single).await, "attribute `single`");
            let maybe = Maybe { double_value: Some(number), ..Maybe::default() };
            assert_rejected(
                graph.maybe.upsert(&Maybe { id: "a".to_owned(), ..maybe }).await,
                "attribute `double_value`",
            );
        }
        assert_nothing_was_sent(server);
    }

    async fn in_a_collection(graph: Values, server) {
        server.forget_requests();
        for number in NO_NUMBERS {
            let doubles = vec![0.5, number];
            let lists = Lists { id: "a".to_owned(), doubles, ..Lists::default() };
            assert_rejected(graph.lists.upsert(&lists).await, "attribute `doubles`");
            let by_int = BTreeMap::from([(1, number)]);
            let maps = Maps { id: "a".to_owned(), by_int, ..Maps::default() };
            assert_rejected(graph.maps.upsert(&maps).await, "attribute `by_int`");
        }
        assert_nothing_was_sent(server);
    }

    async fn in_a_tuple(graph: Values, server) {
        server.forget_requests();
        for amount in NO_NUMBERS {
            let weighing = Weighing { amount, ..Weighing::default() };
            let lists =
                Lists { id: "a".to_owned(), weighings: vec![weighing.clone()], ..Lists::default() };
            assert_rejected(graph.lists.upsert(&lists).await, "attribute `weighings`");
            let own = Own {
                id: "a".to_owned(),
                weighing,
                size: Size::default(),
                state: State::Fresh,
                level: Level::Low,
                grams: Grams(0),
                label: Label(String::new()),
            };
            assert_rejected(graph.own.upsert(&own).await, "attribute `weighing`");
        }
        assert_nothing_was_sent(server);
    }

    async fn in_a_filter_or_an_update(graph: Values, server) {
        server.forget_requests();
        for number in NO_NUMBERS {
            let numbers = &graph.numbers;
            assert_rejected(
                numbers.find(|n| n.double_value.gt(number)).await,
                "attribute `double_value`",
            );
            assert_rejected(
                numbers.count_where(|n| n.double_value.eq(number)).await,
                "double_value",
            );
            assert_rejected(
                numbers.find(|n| n.double_value.lt(number)).delete().await,
                "double_value",
            );
            assert_rejected(
                numbers.update("a").set(|n| n.double_value, number).await,
                "double_value",
            );
        }
        assert_nothing_was_sent(server);
    }

    async fn among_others(graph: Values, server) {
        server.forget_requests();
        let rows = [double("good", 1.0), double("bad", f64::NAN), double("good too", 2.0)];
        assert_rejected(graph.numbers.upsert_many(&rows).await, "attribute `double_value`");
        let batch = rows.iter().fold(graph.batch(), Batch::upsert);
        assert_rejected(batch.send().await, "attribute `double_value`");
        assert_nothing_was_sent(server);
        assert_eq!(graph.numbers.count().await.unwrap(), 0);
    }
}
