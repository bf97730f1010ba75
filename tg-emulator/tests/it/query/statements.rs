//! Tables, changes of the graph, calls, and functions: each with its exact result.

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::{with_people, with_queries};

#[tokio::test]
async fn a_table_has_columns_groups_and_an_order() {
    let server = with_people(Generation::V4).await;
    for (body, expected) in [
        (
            "SELECT s.id AS person, e.pay INTO T FROM Person:s -(WorksAt>:e)- Depot:d
             ORDER BY e.pay DESC LIMIT 2; PRINT T; PRINT T.size() AS n;",
            json!([{"T": [{"person": "bob", "pay": 30}, {"person": "ann", "pay": 20}]}, {"n": 2}]),
        ),
        (
            "SELECT d.city, count(*) AS n, sum(e.pay) AS pay, max(e.pay) AS most, avg(e.pay) AS mean
             INTO T FROM Person:s -(WorksAt>:e)- Depot:d GROUP BY d.city ORDER BY d.city; PRINT T;",
            json!([{"T": [
                {"city": "Bonn", "n": 2, "pay": 40, "most": 30, "mean": 20},
                {"city": "Kiel", "n": 1, "pay": 20, "most": 20, "mean": 20},
            ]}]),
        ),
        (
            "SELECT s, count(DISTINCT d) AS n INTO T FROM Person:s -(WorksAt>:e)- Depot:d
             GROUP BY s HAVING n > 1; PRINT T;",
            json!([{"T": [{"s": "ann", "n": 2}]}]),
        ),
        (
            "SELECT DISTINCT d.city AS city INTO T FROM Person:s -(WorksAt>:e)- Depot:d
             ORDER BY city LIMIT 1 OFFSET 1; PRINT T;
             SELECT t.city + \"!\" AS c INTO U FROM T:t; PRINT U;",
            json!([{"T": [{"city": "Kiel"}]}, {"U": [{"c": "Kiel!"}]}]),
        ),
        (
            "SELECT count(*) AS n INTO T FROM Person:s WHERE s.age > 99; PRINT T;",
            json!([{"T": [{"n": 0}]}]),
        ),
    ] {
        assert_eq!(server.prints(body).await, expected, "{body}");
    }
}

#[tokio::test]
async fn the_types_of_an_insert_are_those_that_texts_name() {
    let server = with_people(Generation::V4).await;
    let query = "INTERPRET QUERY (STRING edge, STRING source, STRING target) FOR GRAPH g {
        STRING local = target;
        INSERT INTO VERTEX source (PRIMARY_ID, age) VALUES (\"dan\", 60);
        INSERT INTO EDGE edge (FROM, TO, pay) VALUES (\"dan\" source, \"2\" local, 5); }";
    let answer = server.interpret(query, "edge=WorksAt&source=Person&target=Depot").await;
    assert_eq!(answer.results(), json!([]));
    let body = "SetAccum<STRING> @@to; S = SELECT t FROM Person:s -(WorksAt>:e)- Depot:t
                WHERE s.age == 60 AND e.pay == 5 ACCUM @@to += t.city; PRINT @@to;";
    assert_eq!(server.prints(body).await, json!([{"@@to": ["Kiel"]}]));
    let omitted = server.interpret(query, "edge=WorksAt&target=Depot").await.error();
    assert_eq!((&*omitted.0, &*omitted.1), ("3001", "Runtime Error: Parameter source is NULL."));
    let answer = server.interpret(query, "edge=WorksAt&source=Person&target=Nope").await;
    let message = answer.error().1;
    assert!(message.contains("the vertex type 'Nope' does not exist"), "{message}");
}

#[tokio::test]
async fn text_that_is_not_json_is_named() {
    let server = with_people(Generation::V4).await;
    for (body, message) in [
        ("JSONARRAY a = parse_json_array(\"{1}\");", "{1} cannot be parsed as a json array."),
        ("JSONOBJECT o = parse_json_object(\"[1]\");", "[1] cannot be parsed as a json object."),
    ] {
        assert_eq!(server.fails(body).await, format!("Runtime Error: {message}"));
    }
}

#[tokio::test]
async fn a_member_of_a_printed_set_is_a_column() {
    let server = with_people(Generation::V4).await;
    let body = "SumAccum<INT> @a; TYPEDEF TUPLE<INT n> Row; Row t = Row(1);
        S = {Depot.*}; S = SELECT s FROM S:s WHERE s.city == \"Bonn\";
        VERTEX v = to_vertex(1, \"Depot\");
        PRINT S.city; PRINT S.@a; PRINT S.city AS c; PRINT S.city WHERE S.city == \"x\";
        PRINT t.n, v.city, 'a b';";
    let set = |name: &str, value: Value| {
        let attributes = json!({name: value});
        json!([{"v_id": "1", "v_type": "Depot", "attributes": attributes}])
    };
    let expected = json!([
        {"S": set("S.city", json!("Bonn"))}, {"S": set("S.@a", json!(0))},
        {"c": set("S.city", json!("Bonn"))}, {"S": []},
        {"t.n": 1, "v.city": "Bonn", "'a b'": "a b"},
    ]);
    assert_eq!(server.prints(body).await, expected);
}

#[tokio::test]
async fn changes_are_visible_after_the_query() {
    let server = with_people(Generation::V4).await;
    let body = "SumAccum<INT> @@before; S = {Person.*};
        INSERT INTO Person VALUES (\"dan\", 60, 4.5, true, _);
        INSERT INTO Person (PRIMARY_ID, age) VALUES (\"eve\", 70);
        INSERT INTO Knows (FROM, TO, weight) VALUES (\"dan\" Person, \"eve\" Person, 0.25);
        S = SELECT s FROM S:s POST-ACCUM s.score = s.age * 2.0;
        UPDATE e FROM Person:s -(WorksAt>:e)- Depot:t SET e.pay = e.pay + 1 WHERE e.pay > 15;
        DELETE s FROM Person:s WHERE s.id == \"cid\";
        S = {Person.*}; S = SELECT s FROM S:s ACCUM @@before += 1; PRINT @@before;";
    assert_eq!(server.prints(body).await, json!([{"@@before": 3}]));
    let body = "S = {Person.*}; S = SELECT s FROM S:s ORDER BY s.id;
        PRINT S[S.age AS age, S.score AS score];
        T = SELECT t FROM Person:s -(Knows:e)- Person:t WHERE s.id == \"dan\" AND e.weight == 0.25;
        PRINT T.size() AS n; SumAccum<INT> @@pay;
        T = SELECT s FROM Person:s -(WorksAt>:e)- Depot:t ACCUM @@pay += e.pay; PRINT @@pay;";
    let printed = server.prints(body).await;
    let attributes: Vec<&Value> =
        printed[0]["S"].as_array().unwrap().iter().map(|it| &it["attributes"]).collect();
    let expected = [
        json!({"age": 30, "score": 60}),
        json!({"age": 40, "score": 80}),
        json!({"age": 60, "score": 4.5}),
        json!({"age": 70, "score": 0}),
    ];
    assert_eq!(attributes, expected.iter().collect::<Vec<_>>());
    assert_eq!((&printed[1], &printed[2]), (&json!({"n": 1}), &json!({"@@pay": 62})));
}

#[tokio::test]
async fn a_query_that_fails_changes_nothing() {
    let server = with_people(Generation::V4).await;
    server.fails("DELETE s FROM Person:s; PRINT 1 / 0;").await;
    assert_eq!(server.prints("S = {Person.*}; PRINT S.size() AS n;").await, json!([{"n": 3}]));
    let message = server.fails("UPDATE s FROM Person:s SET s.age = \"x\";").await;
    assert!(message.contains("the attribute age is of type INT"), "{message}");
}

#[tokio::test]
async fn queries_call_each_other_and_themselves() {
    let queries = "
        CREATE QUERY square(INT n) FOR GRAPH g RETURNS (INT) { RETURN n * n; }
        CREATE QUERY fac(INT n) FOR GRAPH g RETURNS (INT) {
            IF n < 2 THEN RETURN 1; END;
            RETURN n * fac(n - 1);
        }
        CREATE QUERY ages(SET<VERTEX<Person>> of) FOR GRAPH g RETURNS (MapAccum<VERTEX, INT>) {
            MapAccum<VERTEX, INT> @@ages; S = {of};
            S = SELECT s FROM S:s ACCUM @@ages += (s -> s.age);
            RETURN @@ages;
        }
        CREATE QUERY endless(INT n) FOR GRAPH g RETURNS (INT) { RETURN endless(n + 1); }
        CREATE QUERY main() FOR GRAPH g SYNTAX v2 {
            SumAccum<INT> @@sum; MapAccum<VERTEX, INT> @@ages; S = {Person.*};
            S = SELECT s FROM S:s ACCUM @@sum += square(s.age);
            @@ages += ages(S);
            PRINT @@sum, fac(10) AS fac, @@ages;
        }";
    let server = with_queries(Generation::V4, queries).await;
    server
        .upsert(&json!({"vertices": {"Person": {
            "a": {"age": {"value": 3}}, "b": {"age": {"value": 4}},
        }}}))
        .await;
    let expected = json!([{"@@sum": 25, "fac": 3_628_800, "@@ages": {"a": 3, "b": 4}}]);
    assert_eq!(server.get("/query/g/main").await.results(), expected);
    let (_, message) = server.get("/query/g/endless?n=1").await.error();
    assert!(message.contains("64 calls are within each other"), "{message}");
}

#[tokio::test]
async fn unsupported_constructs_are_named_at_creation_and_refused_with_the_same_words() {
    let server = with_people(Generation::V4).await;
    let script = "USE GRAPH g\nCREATE QUERY q() FOR GRAPH g {\n  PRINT 1;\n  \
                  PRINT gds.text.size(\"1\");\n}\nINSTALL QUERY q";
    let output = server.emulator.gsql(script).await.unwrap();
    let words = "SEMANTIC ERROR: line 3:8 the emulator does not support the function \
                 gds.text.size: `gds.text.size(\"1\")`.";
    assert!(output.contains(&format!("Warning: {words}")), "{output}");
    let output = server.emulator.gsql("USE GRAPH g\nSHOW QUERY q").await.unwrap();
    assert!(output.contains(&format!("# {words}")), "{output}");
    assert_eq!(server.get("/query/g/q").await.error().1, words);
}

#[tokio::test]
async fn functions_return_what_the_reference_defines() {
    let server = with_people(Generation::V4).await;
    for (expr, expected) in [
        ("lpad(\"ab\", 5, \"xy\")", json!("xyxab")),
        ("rpad(\"abc\", 2)", json!("ab")),
        ("ltrim(\"xxa\", \"x\")", json!("a")),
        ("trim(BOTH \"x\" FROM \"xax\")", json!("a")),
        ("trim(LEADING \" \" FROM \"  a \")", json!("a ")),
        ("instr(\"abcabc\", \"c\", 0, 2)", json!(5)),
        ("instr(\"abc\", \"x\")", json!(-1)),
        ("find_in_set(\"b\", \"a,b\")", json!(1)),
        ("translate(\"abc\", \"ab\", \"x\")", json!("xc")),
        ("insert(\"abcd\", 1, 2, \"X\")", json!("aXd")),
        ("soundex(\"Robert\")", json!("R163")),
        ("repeat(\"ab\", 2)", json!("abab")),
        ("ascii(\"A\") + 1", json!(66)),
        ("chr(66)", json!("B")),
        ("ldexp(3, 2)", json!(12)),
        ("trunc(2.567, 1)", json!(2.5)),
        (
            "datetime_format(to_datetime(\"2020-03-04 05:06:07\"), \"%d.%m.%Y %H:%M:%S\")",
            json!("04.03.2020 05:06:07"),
        ),
        (
            "datetime_add(to_datetime(\"2020-01-31\"), INTERVAL 1 MONTH)",
            json!("2020-02-29 00:00:00"),
        ),
        (
            "datetime_sub(to_datetime(\"2020-02-29\"), INTERVAL 1 YEAR)",
            json!("2019-02-28 00:00:00"),
        ),
        (
            "parse_json_object(\"{\\\"a\\\": [1, \\\"x\\\"]}\").getJsonArray(\"a\").getString(1)",
            json!("x"),
        ),
        ("parse_json_array(\"[1, 2]\").size()", json!(2)),
        ("max([1, 3, 2])", json!(3)),
        ("percentileCont([1, 2, 3], 0.5)", json!(2)),
        ("count(DISTINCT [1, 1, 2])", json!(2)),
        ("to_vertex_set([\"ann\", \"nope\"], \"Person\").size()", json!(1)),
        ("rand(1) < 1", json!(true)),
        ("length(gsql_uuid_v4())", json!(36)),
        ("CASE WHEN 1 > 2 THEN \"a\" ELSE \"b\" END", json!("b")),
    ] {
        assert_eq!(
            server.prints(&format!("PRINT {expr} AS x;")).await,
            json!([{"x": expected}]),
            "{expr}"
        );
    }
    let printed = server
        .prints(
            "SumAccum<INT> @@n; SetAccum<VERTEX> @@near; SumAccum<DOUBLE> @@w; BagAccum<STRING> @@c;
             S = SELECT s FROM Person:s WHERE s.id == \"ann\"
                 POST-ACCUM @@n += s.outdegree(\"WorksAt\"), @@near += s.neighbors(\"Knows\"),
                   @@w += sum(s.edgeAttribute(\"Knows\", \"weight\")),
                   @@c += s.neighborAttribute(\"WorksAt\", \"Depot\", \"city\"),
                   @@n += s.getAttr(\"age\", \"INT\");
             PRINT @@n, @@near, @@w, @@c.size() AS c;",
        )
        .await;
    assert_eq!(printed, json!([{"@@n": 32, "@@near": ["bob"], "@@w": 0.5, "c": 2}]));
}

#[tokio::test]
async fn files_are_written_in_the_folder_of_the_emulator() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = tg_emulator::Emulator::builder()
        .data_root(folder.path())
        .gsql("CREATE VERTEX V (PRIMARY_ID id STRING, n INT) CREATE GRAPH g (*)");
    let server = crate::support::Server::with(emulator).await;
    server.upsert(&json!({"vertices": {"V": {"a": {"n": {"value": 7}}}}})).await;
    let body = "FILE f (\"out/f.csv\"); ListAccum<INT> @@l = [1, 2]; S = {V.*};
        f.println(\"id\", \"n\"); S = SELECT s FROM S:s ACCUM f.println(s, s.n);
        PRINT @@l, 1.5 TO_CSV f; PRINT S[S.n, S.n + 1] TO_CSV \"/g.csv\"; FILE none (\"\");";
    assert_eq!(server.prints(body).await, json!([]));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("out/f.csv"), "id,n\na,7\n1 2,1.5\n");
    assert_eq!(read("g.csv"), "7,8\n");
    let outside = server.fails("FILE f (\"../x\"); f.println(1);").await;
    assert!(outside.contains("it is not in the folder of the emulator"), "{outside}");
    let server = with_people(Generation::V4).await;
    let message = server.fails("FILE f (\"x\"); f.println(1);").await;
    assert!(message.contains("Builder::data_root"), "{message}");
}

#[tokio::test]
async fn the_variable_of_a_loop_changes_the_element_that_it_names() {
    let server = with_people(Generation::V4).await;
    let results = server
        .prints(
            "ListAccum<INT> @@list; MapAccum<STRING, INT> @@map; SetAccum<INT> @@set;
             TYPEDEF TUPLE<INT n, STRING s> T; ListAccum<T> @@tuples;
             @@list = [1, 2, 3]; @@map += (\"a\" -> 1); @@map += (\"b\" -> 2); @@set += (1, 2);
             @@tuples += T(1, \"x\");
             FOREACH x IN @@list DO
                 IF x == 3 THEN BREAK; END;
                 x = x * 10;
             END;
             FOREACH (k, v) IN @@map DO v += 5; END;
             FOREACH x IN @@set DO x = x + 1; END;
             FOREACH t IN @@tuples DO t.n = 7; END;
             FOREACH i IN RANGE[1, 2] DO i = i + 1; PRINT i; END;
             PRINT @@list, @@map, @@set, @@tuples;",
        )
        .await;
    assert_eq!([&results[0]["i"], &results[1]["i"]], [2, 3]);
    assert_eq!(
        results[2],
        json!({
            "@@list": [10, 20, 3], "@@map": {"a": 6, "b": 7}, "@@set": [1, 2],
            "@@tuples": [{"n": 7, "s": "x"}],
        })
    );
    for body in [
        "SetAccum<VERTEX> @@s; FOREACH (k, v) IN @@s DO k = 1; END;",
        "MapAccum<INT, INT> @@m; FOREACH (k, v) IN @@m DO k = 1; END;",
    ] {
        let error = server.fails(body).await;
        assert!(error.contains("the parameter k cannot be changed"), "{error}");
    }
}

#[tokio::test]
async fn virtual_edges_exist_while_the_query_runs() {
    let server = with_people(Generation::V4).await;
    let body = "SumAccum<INT> @@before, @@own, @@of_two; SumAccum<INT> @degree;
        CREATE DIRECTED VIRTUAL EDGE Mate (FROM Person, TO Person, at INT, note STRING);
        CREATE UNDIRECTED VIRTUAL EDGE Near (FROM Person|Depot, TO Depot);
        S = SELECT s FROM Person:s -(WorksAt>:e)- Depot:d -(<WorksAt)- Person:t WHERE s.id != t.id
            ACCUM @@before += s.outdegree(\"Mate\"),
                INSERT INTO Mate (FROM, TO, at) VALUES (s, t, e.pay / 10);
        T = SELECT t FROM Person:s -(Mate>:e)- Person:t WHERE e.at < 7 AND e.note == \"\"
            ACCUM @@own += 1, t.@degree += t.outdegree(\"Mate\")
            ORDER BY t.id; PRINT T[T.@degree];
        INSERT INTO Mate VALUES (\"ann\", \"cid\", 7, \"far\");
        INSERT INTO Mate VALUES (\"ann\", \"nobody\", 7, \"far\");
        INSERT INTO Near VALUES (\"cid\" Person, \"2\" Depot);
        U = SELECT d FROM Person:s -(Mate>)- Person:t -(Near)- Depot:d ACCUM @@of_two += 1;
        SELECT e.type AS ty, e.at AS at, t.id AS id INTO V FROM Person:s -(Mate>:e)- Person:t
            ORDER BY at, id;
        PRINT U.size() AS n, @@before, @@own, @@of_two, V;
        DELETE e FROM Person:s -(Mate>:e)- Person:t WHERE e.at == 7;
        UPDATE e FROM Person:s -(Mate>:e)- Person:t SET e.note = t.id WHERE e.at == 1;
        SELECT e.note AS note INTO W FROM Person:s -(Mate>:e)- Person:t ORDER BY note; PRINT W;
        ListAccum<EDGE> @@all;
        X = SELECT s FROM Person:s -(Mate>:e)- Person:t WHERE s.id == \"ann\" ACCUM @@all += e;
        PRINT @@all;";
    let expected = json!([
        {"T": [
            {"v_id": "ann", "v_type": "Person", "attributes": {"T.@degree": 1}},
            {"v_id": "bob", "v_type": "Person", "attributes": {"T.@degree": 1}},
        ]},
        {"n": 1, "@@before": 0, "@@own": 2, "@@of_two": 1, "V": [
            {"ty": "Mate", "at": 1, "id": "bob"},
            {"ty": "Mate", "at": 3, "id": "ann"},
            {"ty": "Mate", "at": 7, "id": "cid"},
        ]},
        {"W": [{"note": ""}, {"note": "bob"}]},
        {"@@all": [{
            "e_type": "Mate", "directed": true, "from_id": "ann", "from_type": "Person",
            "to_id": "bob", "to_type": "Person", "attributes": {"at": 1, "note": "bob"},
        }]},
    ]);
    assert_eq!(server.prints(body).await, expected);
    // Nothing of it is stored.
    let message = server.fails("S = SELECT t FROM Person:s -(Mate>)- Person:t; PRINT S;").await;
    assert!(message.contains("Mate"), "{message}");
    let listed = server.emulator.gsql("USE GRAPH g\nLS").await.unwrap();
    assert!(!listed.contains("Mate"), "{listed}");
    let edges = server.prints("S = SELECT s FROM Person:s -(:e)- :t; PRINT S.size();").await;
    assert_eq!(edges, json!([{"S.size()": 3}]));
}

#[tokio::test]
async fn virtual_edges_remain_within_their_query() {
    let server = with_queries(
        Generation::V4,
        "CREATE QUERY inner_one() FOR GRAPH g RETURNS (INT) SYNTAX v2 {
            CREATE DIRECTED VIRTUAL EDGE Mate (FROM Person, TO Person);
            INSERT INTO Mate VALUES (\"a\", \"b\");
            S = SELECT s FROM Person:s -(Mate>)- Person:t; RETURN S.size(); }
        CREATE QUERY outer_one() FOR GRAPH g SYNTAX v2 {
            CREATE UNDIRECTED VIRTUAL EDGE Pal (FROM Person, TO Person, n INT);
            INSERT INTO Pal VALUES (\"a\", \"b\", inner_one());
            INSERT INTO Person VALUES (\"c\", 1, 2, true, _);
            SELECT p.n AS n INTO T FROM Person:s -(Pal:p)- Person:t; PRINT T;
            SELECT inner_one() AS n INTO U FROM Person:s -(Pal:p)- Person:t; PRINT U; }",
    )
    .await;
    server.upsert(&json!({"vertices": {"Person": {"a": {}, "b": {}}}})).await;
    let answer = server.get("/query/g/outer_one").await.results();
    let twice = json!([{"n": 1}, {"n": 1}]);
    assert_eq!(answer, json!([{"T": twice}, {"U": twice}]));
    for (body, message) in [
        (
            "IF true THEN CREATE DIRECTED VIRTUAL EDGE M (FROM Person, TO Person); END;",
            "the virtual edge M is created in a block",
        ),
        (
            "CREATE DIRECTED VIRTUAL EDGE M (FROM Person, TO Nobody);",
            "there is no vertex type `Nobody`",
        ),
        (
            "CREATE DIRECTED VIRTUAL EDGE M (FROM Person, TO Depot);
             S = {Person.*}; S = SELECT s FROM S:s ACCUM INSERT INTO M VALUES (s, s);",
            "an edge of type M does not join Person and Person",
        ),
    ] {
        let found = server.fails(body).await;
        assert!(found.contains(message), "{found}");
    }
}
