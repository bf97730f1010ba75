//! Statements about tables.

use serde_json::json;
use tg_emulator::Generation;

use super::with_people;

#[tokio::test]
async fn tables_are_projected_filtered_and_ordered() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "INIT One 1 + 1 AS n, \"x\" AS s; PRINT One;
             SELECT s AS p, e.pay AS pay INTO T FROM Person:s -(WorksAt>:e)- Depot:d;
             PROJECT T ON p.age + 1 AS age, pay, p INTO U;
             FILTER U ON pay > 10 AND U.age < 100;
             ORDER U BY pay DESC, age LIMIT 1 OFFSET 1; PRINT U;
             PROJECT T ON VERTEX COLUMN p INTO S; S = SELECT s FROM S:s ORDER BY s.id;
             PRINT S.size() AS size, S[S.age AS age];
             PROJECT T ON p AS who, count(*) AS n INTO V; ORDER V BY n DESC; PRINT V;
             SELECT v.n AS m INTO W FROM V:v; PRINT W.size();",
        )
        .await;
    let person =
        |id: &str, age: i64| json!({"v_id": id, "v_type": "Person", "attributes": {"age": age}});
    assert_eq!(
        printed,
        json!([
            {"One": [{"n": 2, "s": "x"}]},
            {"U": [{"age": 31, "pay": 20, "p": "ann"}]},
            {"size": 2, "S": [person("ann", 30), person("bob", 40)]},
            {"V": [{"who": "ann", "n": 2}, {"who": "bob", "n": 1}]},
            {"W.size()": 2},
        ])
    );
}

#[tokio::test]
async fn tables_are_joined_united_and_unwound() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "SELECT s.id AS id, s.age AS age INTO P FROM Person:s ORDER BY s.id;
             SELECT s.id AS id, e.pay AS pay INTO W FROM Person:s -(WorksAt>:e)- Depot:d;
             ORDER W BY pay;
             JOIN P p WITH W w ON p.id == w.id PROJECT p.id AS who, w.pay INTO A; PRINT A;
             LEFT JOIN P p WITH W w ON p.id == w.id AND w.pay > 15
               PROJECT p.id AS who, w.pay AS pay INTO B; PRINT B;
             SEMIJOIN P WITH W ON P.id == W.id PROJECT P.age INTO C; PRINT C;
             JOIN P a WITH P b PROJECT DISTINCT a.age > b.age AS older INTO D; PRINT D.size();
             PROJECT W ON id INTO I; PROJECT P ON id AS other INTO O;
             UNION I WITH O INTO E; UNION ALL I WITH O INTO F; PRINT E, F.size();
             UNWIND [1, 2] AS n INTO N; UNWIND N ON [n, n * 10] AS m INTO M; PRINT M;",
        )
        .await;
    assert_eq!(
        printed,
        json!([
            {"A": [
                {"who": "ann", "pay": 10}, {"who": "ann", "pay": 20}, {"who": "bob", "pay": 30},
            ]},
            {"B": [
                {"who": "ann", "pay": 20}, {"who": "bob", "pay": 30}, {"who": "cid", "pay": null},
            ]},
            {"C": [{"age": 30}, {"age": 40}]},
            {"D.size()": 2},
            {"E": [{"id": "ann"}, {"id": "bob"}, {"id": "cid"}], "F.size()": 6},
            {"M": [{"n": 1, "m": 1}, {"n": 1, "m": 10}, {"n": 2, "m": 2}, {"n": 2, "m": 20}]},
        ])
    );
}

#[tokio::test]
async fn mistakes_about_tables_are_named() {
    let server = with_people(Generation::V4).await;
    for (body, expected) in [
        ("INIT T 1 AS a; FILTER T ON b > 1;", "line 2:60 `b` is not declared"),
        ("INIT T 1 AS a; PROJECT T ON T.b AS c INTO U;", "the table T has no column b"),
        ("S = {Person.*}; FILTER S ON 1 > 0;", "'S' is not a table"),
        ("FILTER T ON a > 1;", "`T` is not declared"),
        ("INIT T 1 AS a; PROJECT T ON VERTEX COLUMN a INTO S;", "expected VERTEX, found INT"),
        ("INIT T 1 AS a; PROJECT T ON VERTEX COLUMN b INTO S;", "the table T has no column b"),
        ("INIT T 1 AS a; JOIN T WITH T PROJECT T.a INTO U;", "need different names: T"),
        (
            "INIT T 1 AS a; UNWIND T ON [1] AS a INTO U;",
            "line 2:67 two columns are called `a`; write `AS`",
        ),
        ("INIT T 1 AS a, 2 AS a;", "line 2:48 two columns are called `a`"),
        (
            "SELECT s.age, t.age INTO T FROM Person:s -(Knows)- Person:t;",
            "two columns are called `age`; write `AS` and another name after one",
        ),
        ("INIT T 1 AS a; PROJECT T ON a, a + 1 AS a INTO U;", "two columns are called `a`"),
        ("INIT T 1 AS a; INIT T 2 AS b;", "the table `T` is created twice"),
        ("INIT T 1 AS a; PROJECT T ON a INTO T;", "the table `T` is created twice"),
        ("INIT T 1 AS a; IF true THEN INIT T 2 AS a; END;", "the table `T` is created twice"),
        ("INIT T 1 AS a; UNWIND T ON a AS b INTO U;", "expected a list, found INT"),
        (
            "INIT T 1 AS a; INIT U 1 AS a, 2 AS b; UNION T WITH U INTO V;",
            "T and U have different numbers of columns",
        ),
        (
            "INIT T 1 AS a; INIT U 1 AS a; SEMIJOIN T t WITH U u PROJECT u.a INTO V;",
            "the table u has no column a",
        ),
    ] {
        let message = server.fails(body).await;
        assert!(message.contains(expected), "{body}: {message}");
    }
}

#[tokio::test]
async fn blocks_of_which_one_is_executed_create_a_table_of_one_name() {
    let server = with_people(Generation::V4).await;
    let body = "IF 1 > 2 THEN INIT T 1 AS a; ELSE INIT T 2 AS a; END; PRINT T;
        FOREACH i IN RANGE[1, 2] DO INIT U i AS a; END; PRINT U;";
    assert_eq!(server.prints(body).await, json!([{"T": [{"a": 2}]}, {"U": [{"a": 2}]}]));
}
