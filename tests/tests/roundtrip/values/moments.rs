//! DATETIME.

use tg_runtime::DateTime;

use super::model::{Moment, Values, moment};
use crate::harness::{assert_returns, in_both_generations};

in_both_generations! {
    async fn moments_of_all_times(graph: Values) {
        let moments = [
            "1582-10-15 00:00:00",
            "1582-10-15 00:00:01",
            "1600-02-29 12:00:00",
            "1899-12-31 23:59:59",
            "1900-02-28 23:59:59",
            "1901-12-13 20:45:51",
            "1969-07-20 20:17:40",
            "1969-12-31 23:59:59",
            "1970-01-01 00:00:00",
            "1970-01-01 00:00:01",
            "2000-02-29 00:00:00",
            "2038-01-19 03:14:07",
            "2038-01-19 03:14:08",
            "2106-02-07 06:28:16",
            "2400-02-29 23:59:59",
            "9999-12-31 23:59:59",
        ];
        for text in moments {
            let vertex = Moment { id: text.to_owned(), at: moment(text) };
            assert_eq!(vertex.at.to_string(), text);
            assert_returns(&graph.moments, vertex).await;
        }
    }

    async fn the_ends_of_the_range(graph: Values) {
        for at in [DateTime::MIN, DateTime::MAX, DateTime::default()] {
            assert_returns(&graph.moments, Moment { id: "end".to_owned(), at }).await;
        }
    }

    async fn moments_compare_by_time(graph: Values) {
        let moments = [
            "1582-10-15 00:00:00",
            "1969-12-31 23:59:59",
            "1970-01-01 00:00:00",
            "2038-01-19 03:14:08",
        ];
        let vertices = moments.map(|text| Moment { id: text.to_owned(), at: moment(text) });
        graph.moments.upsert_many(&vertices).await.unwrap().require_all().unwrap();
        let old = graph.moments.find(|m| m.at.lt(DateTime::default())).order_by(|m| m.at.desc());
        assert_eq!(old.await.unwrap(), [vertices[1].clone(), vertices[0].clone()]);
        let exact = graph.moments.find(|m| m.at.eq(vertices[3].at)).await.unwrap();
        assert_eq!(exact, vertices[3..]);
    }
}
