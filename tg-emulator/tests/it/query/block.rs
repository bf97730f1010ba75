//! SELECT of a pattern outside of a query.

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::with_people;
use crate::support::Server;

impl Server {
    /// Returns the results of statements in a script.
    async fn selects(&self, statements: &str) -> Value {
        let script = format!("USE GRAPH g\n{statements}");
        let output = self.emulator.gsql(&script).await.unwrap_or_else(|error| panic!("{error}"));
        let json = output.split_once('{').map_or(String::new(), |(_, rest)| format!("{{{rest}"));
        let answer: Value = serde_json::from_str(&json).unwrap_or_else(|_| panic!("{output}"));
        answer["results"].clone()
    }

    async fn rejects(&self, statements: &str) -> String {
        let script = format!("USE GRAPH g\n{statements}");
        match self.emulator.gsql(&script).await {
            Ok(output) => output,
            Err(error) => error.to_string(),
        }
    }
}

#[tokio::test]
async fn one_alias_is_a_vertex_set_and_other_columns_a_table() {
    let server = with_people(Generation::V4).await;
    let set =
        server.selects("SELECT t FROM (s:Person {id: \"ann\"}) -[:WorksAt]-> (t:Depot)").await;
    let depot =
        |id: &str, city: &str| json!({"v_id": id, "v_type": "Depot", "attributes": {"city": city}});
    assert_eq!(set, json!([{"Result_Vertex_Set": [depot("1", "Bonn"), depot("2", "Kiel")]}]));
    let table = server
        .selects(
            "SELECT s.id AS who, count(*) AS n, sum(e.pay)
             FROM (s:Person) -[e:WorksAt]-> (t:Depot)
             WHERE e.pay > 5 GROUP BY s.id HAVING n > 0 ORDER BY n DESC, who LIMIT 2;",
        )
        .await;
    let rows = json!([
        {"who": "ann", "n": 2, "sum(e.pay)": 30}, {"who": "bob", "n": 1, "sum(e.pay)": 30},
    ]);
    assert_eq!(table, json!([{"Result_Table": rows}]));
    let table = server.selects("SELECT DISTINCT e.pay FROM (:Person) -[e:WorksAt]-> ()").await;
    assert_eq!(table, json!([{"Result_Table": [{"pay": 10}, {"pay": 20}, {"pay": 30}]}]));
    let renamed = server.selects("SELECT s AS p FROM (s:Person) ORDER BY s.id LIMIT 1").await;
    assert_eq!(renamed, json!([{"Result_Table": [{"p": "ann"}]}]));
}

#[tokio::test]
async fn an_edge_has_a_quantifier() {
    let server = with_people(Generation::V4).await;
    let cases = [
        "SELECT s.id FROM (s:Person) -[:WorksAt]->{1,1} (d:Depot {city: \"Kiel\"}) ORDER BY s.id",
        "SELECT s.id FROM (s:Person) -[:WorksAt]->{1}
         (d:Depot {city: \"Kiel\"}) ORDER BY s.id SHOW QUERY *",
        "LET INT i = 1; IN
         SELECT s.id FROM (d:Depot {city: \"Kiel\"}) -[:employs]->{1,} (s:Person) ORDER BY s.id;",
        "SELECT s.id FROM (d:Depot {city: \"Kiel\"}) <-[:WorksAt]-{1,2} (s:Person) ORDER BY s.id",
    ];
    for statement in cases {
        let table = server.selects(statement).await;
        assert_eq!(table, json!([{"Result_Table": [{"id": "ann"}]}]), "{statement}");
    }
}

#[tokio::test]
async fn let_declares_variables_and_accumulators() {
    let server = with_people(Generation::V4).await;
    let results = server
        .selects(
            "LET
               DOUBLE ratio = 0.5;
               SumAccum<DOUBLE> @paid;
               MapAccum<STRING, INT> @@cities; MaxAccum<INT> @@most;
             IN
               SELECT s FROM (s:Person) -[e:WorksAt]-> (d:Depot)
               ACCUM s.@paid += ratio * e.pay, @@cities += (d.city -> 1)
               POST-ACCUM @@most += s.age
               HAVING s.@paid > 1
               ORDER BY s.id DESC
             SHOW QUERY *",
        )
        .await;
    let person = |id: &str, age: i64, score: f64| {
        json!({"v_id": id, "v_type": "Person", "attributes": {
            "id": id, "age": age, "score": score, "alive": false,
            "born": "1970-01-01 00:00:00", "@paid": 15,
        }})
    };
    assert_eq!(
        results,
        json!([
            {"Result_Vertex_Set": [person("bob", 40, 2.5), person("ann", 30, 1.5)]},
            {"@@cities": {"Bonn": 2, "Kiel": 1}},
            {"@@most": 40},
        ])
    );
}

#[tokio::test]
async fn mistakes_are_named_with_their_places() {
    let server = with_people(Generation::V4).await;
    let cases = [
        ("SELECT s FROM (s:Nobody)", "line 1:17"),
        ("SELECT s.id FROM (s:Person) ACCUM s.age += 1", "selects one alias of vertices"),
        ("LET PRINT 1; IN SELECT s FROM (s:Person)", "LET contains declarations only"),
        ("LET INT i = 1; SELECT s FROM (s:Person)", "expected `IN`"),
        ("LET INT i = 1; IN PRINT s", "expected `SELECT`"),
        ("SELECT x FROM (s:Person)", "x"),
    ];
    for (statement, expected) in cases {
        let output = server.rejects(statement).await;
        assert!(output.contains(expected), "{statement}: {output}");
    }
}
