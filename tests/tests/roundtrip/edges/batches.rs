//! Edges as Arrow record batches.

use serde::Deserialize;
use tg_runtime::prelude::*;

use super::model::{Knows, LivesIn, People, Serves, person, town};
use crate::harness::{in_both_generations, rows_of};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Row {
    from: String,
    to: String,
    #[serde(alias = "hours", alias = "years")]
    share: i64,
}

fn row(from: &str, to: &str, share: i64) -> Row {
    Row { from: from.to_owned(), to: to.to_owned(), share }
}

in_both_generations! {
    async fn have_their_ends_in_the_declared_order(graph: People) {
        for code in 1..=7 {
            let share = Serves { hours: code };
            graph.serves.upsert("Ann", code as u64, &share).await.unwrap();
        }
        let all: Vec<Row> = rows_of(&graph, graph.serves.all().record_batches(3), 3).await;
        assert_eq!(all.len(), 7);
        let of_ann = graph.serves.of(person("Ann")).order_by(|s| s.hours.asc());
        let rows: Vec<Row> = rows_of(&graph, of_ann.limit(2).record_batches(9), 9).await;
        assert_eq!(rows, [row("Ann", "1", 1), row("Ann", "2", 2)]);
        let of_town = graph.serves.of(town(7));
        let rows: Vec<Row> = rows_of(&graph, of_town.record_batches(9), 9).await;
        assert_eq!(rows, [row("Ann", "7", 7)]);
        graph.knows.upsert("Ann", "Bob", &Knows { years: 3 }).await.unwrap();
        graph.knows.upsert("Bob", "Bob", &Knows { years: 4 }).await.unwrap();
        let mut rows: Vec<Row> = rows_of(&graph, graph.knows.all().record_batches(9), 9).await;
        rows.sort();
        assert_eq!(rows, [row("Ann", "Bob", 3), row("Bob", "Bob", 4)]);
    }

    async fn of_the_reverse_type_are_the_edges_themselves(graph: People) {
        let lives = LivesIn { since: DateTime::default(), share: 0.5, note: None };
        graph.lives_in.upsert("Ann", 8_u64, &lives).await.unwrap();
        let batches = graph.lives_in.reaching(8_u64).record_batches(9);
        let fields = ["from", "to", "since", "share", "note"];
        let schema = batches.schema();
        assert!(schema.fields().iter().map(|field| field.name()).eq(fields));
        #[derive(Debug, PartialEq, Deserialize)]
        struct Row {
            from: String,
            to: String,
            since: DateTime,
            share: f64,
            note: Option<String>,
        }
        let rows: Vec<Row> = rows_of(&graph, batches, 9).await;
        let note = Some(String::new());
        let (from, to) = ("Ann".to_owned(), "8".to_owned());
        assert_eq!(rows, [Row { from, to, since: lives.since, share: 0.5, note }]);
        // There is nothing to read.
        let mut none = graph.lives_in.of("Bob").record_batches(9);
        assert_eq!(none.next().await.unwrap().unwrap_err().kind(), ErrorKind::NotFound);
        assert!(none.next().await.is_none());
        let none: Vec<Row> =
            rows_of(&graph, graph.lives_in.of("Ann").limit(0).record_batches(9), 9).await;
        assert_eq!(none, []);
    }
}
