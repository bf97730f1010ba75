//! Tuples, enums and newtypes.

use super::model::{Grams, Label, Level, Own, Size, State, Values, Weighing, moment};
use crate::harness::{assert_rejected, assert_returns, in_both_generations};

fn own() -> Own {
    Own {
        id: "own".to_owned(),
        weighing: Weighing::default(),
        size: Size::default(),
        state: State::Fresh,
        level: Level::Normal,
        grams: Grams(0),
        label: Label(String::new()),
    }
}

in_both_generations! {
    async fn tuples(graph: Values) {
        assert_returns(&graph.own, own()).await;
        let full = Weighing {
            amount: 1.0 / 3.0,
            rough: 0.1,
            unit: "\u{20ac}\"\\\n,: {".to_owned(),
            taken: moment("1582-10-15 00:00:00"),
            sealed: true,
            grams: Grams(i64::MIN),
        };
        assert_returns(&graph.own, Own { weighing: full, ..own() }).await;
    }

    async fn integers_of_every_width_in_a_tuple(graph: Values) {
        let least = Size {
            signed_8: i8::MIN,
            signed_16: i16::MIN,
            signed_32: i32::MIN,
            signed_64: i64::MIN,
            ..Size::default()
        };
        let greatest = Size {
            signed_8: i8::MAX,
            signed_16: i16::MAX,
            signed_32: i32::MAX,
            signed_64: i64::MAX,
            unsigned_8: u8::MAX,
            unsigned_16: u16::MAX,
            unsigned_32: u32::MAX,
            unsigned_64: u64::MAX,
        };
        for size in [least, greatest] {
            assert_returns(&graph.own, Own { size, ..own() }).await;
        }
    }

    async fn a_text_that_its_tuple_would_cut_is_rejected(graph: Values, server) {
        let fits = Weighing { unit: "\u{1F69A}".repeat(8), ..Weighing::default() };
        assert_returns(&graph.own, Own { weighing: fits, ..own() }).await;
        server.forget_requests();
        let long = Weighing { unit: "123456789".to_owned(), ..Weighing::default() };
        let vertex = Own { weighing: long, ..own() };
        assert_rejected(graph.own.upsert(&vertex).await, "attribute `weighing`");
        assert_eq!(server.requests().iter().len(), 0);
    }

    async fn enums_by_name_and_by_number(graph: Values) {
        for state in [State::Fresh, State::WornOut, State::Lost] {
            assert_returns(&graph.own, Own { state, ..own() }).await;
            let found = graph.own.find(|o| o.state.eq(state)).await.unwrap();
            assert_eq!(found, [Own { state, ..own() }]);
        }
        for level in [Level::Low, Level::Normal, Level::High] {
            assert_returns(&graph.own, Own { level, ..own() }).await;
            assert_eq!(graph.own.count_where(|o| o.level.eq(level)).await.unwrap(), 1);
            assert_eq!(graph.own.count_where(|o| o.level.ne(level)).await.unwrap(), 0);
        }
    }

    async fn newtypes(graph: Values) {
        for grams in [Grams(i64::MIN), Grams(0), Grams(i64::MAX)] {
            let label = Label(format!("\"{}\"", grams.0));
            assert_returns(&graph.own, Own { grams, label: label.clone(), ..own() }).await;
            let found = graph.own.find(|o| o.grams.ge(grams).and(o.label.eq(label.clone())));
            assert_eq!(found.await.unwrap().len(), 1);
        }
    }
}
