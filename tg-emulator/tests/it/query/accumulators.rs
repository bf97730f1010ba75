//! Accumulators and their methods: each with its exact result.

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::with_people;

#[track_caller]
fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by_key(Value::to_string);
    values
}

#[tokio::test]
async fn bodies_print_what_the_reference_defines() {
    let server = with_people(Generation::V4).await;
    let bodies = [
        // HeapAccum
        (
            "TYPEDEF TUPLE<STRING name, INT n> Row; HeapAccum<Row>(2, n DESC, name ASC) @@h;
             @@h += Row(\"a\", 1); @@h += Row(\"b\", 3); @@h += Row(\"c\", 3); @@h += Row(\"d\", 2);
             PRINT @@h, @@h.top().name AS top, @@h.size() AS n;
             PRINT @@h.pop() AS popped; @@h.resize(1); @@h += Row(\"e\", 9); PRINT @@h;
             @@h.clear(); PRINT @@h.size() AS n, @@h.top() AS none;",
            json!([
                {"@@h": [{"name": "b", "n": 3}, {"name": "c", "n": 3}], "top": "b", "n": 2},
                {"popped": {"name": "b", "n": 3}},
                {"@@h": [{"name": "e", "n": 9}]},
                {"n": 0, "none": {"name": "", "n": 0}},
            ]),
        ),
        // Maps of heaps, by a TYPEDEF
        (
            "TYPEDEF TUPLE<INT n> Row; TYPEDEF HeapAccum<Row>(1, n ASC) Least;
             MapAccum<STRING, Least> @@m; @@m += (\"a\" -> Row(3)); @@m += (\"a\" -> Row(2));
             PRINT @@m;",
            json!([{"@@m": {"a": [{"n": 2}]}}]),
        ),
        // ArrayAccum
        (
            "ArrayAccum<SumAccum<INT>> @@a[2][2], @@b[2][2]; @@a[0][1] += 5; @@a[0][1] += 1;
             @@b[1][1] = 7; @@a += @@b; PRINT @@a, @@a[0][1] AS cell, @@a.size() AS n;
             @@b[0][0] = 1; PRINT @@a + @@b + @@b AS sum; @@b = @@b + [[1, 1], [1, 1]]; PRINT @@b;
             @@a.reallocate(1, 2); PRINT @@a; @@b = [[1, 2, 3]]; PRINT @@b;
             ArrayAccum<ListAccum<STRING>> @@l[2], @@m[2]; @@l[0] += [\"x\", \"y\"];
             @@m[1] += \"z\"; @@l += @@m; @@m[1] += \"z\"; PRINT @@l + @@m AS sum;
             @@m = @@l; PRINT @@m;",
            json!([
                {"@@a": [[0, 6], [0, 7]], "cell": 6, "n": 4},
                {"sum": [[2, 6], [0, 21]]},
                {"@@b": [[2, 1], [1, 8]]},
                {"@@a": [[0, 0]]},
                {"@@b": [[1, 2, 3]]},
                {"sum": [["x", "y"], ["z", "z", "z"]]},
                {"@@m": [["x", "y"], ["z"]]},
            ]),
        ),
        // Accumulators within others
        (
            "TYPEDEF TUPLE<STRING s, INT n> Row; TYPEDEF HeapAccum<Row>(2, n DESC) Top;
             MapAccum<STRING, GroupByAccum<STRING k, SumAccum<INT> n, Top top>> @@mg;
             @@mg += (\"x\" -> (\"y\" -> 1, Row(\"r\", 2)));
             @@mg += (\"x\" -> (\"y\" -> 4, Row(\"s\", 3)));
             PRINT @@mg.get(\"x\").get(\"y\").n AS n, @@mg.get(\"x\").get(\"y\").top.top().s AS s,
               @@mg.get(\"x\").containsKey(\"z\") AS no, @@mg.get(\"x\").size() AS one,
               @@mg.get(\"z\").size() AS none, @@mg.get(\"z\").get(\"y\").top.top() AS zero;
             GroupByAccum<INT k, MapAccum<STRING, STRING> m, BitwiseOrAccum<4> b> @@g;
             @@g += (1 -> (\"a\" -> \"b\"), 5);
             PRINT @@g.get(1).m.get(\"a\") AS b, @@g.get(1).m.get(\"c\") + \"!\" AS empty,
               @@g.get(1).b.cardinality() AS bits, @@g.get(2).b.get(0) AS off;
             MapAccum<STRING, MapAccum<STRING, STRING>> @@mm; ListAccum<ListAccum<STRING>> @@ll;
             @@mm += (\"a\" -> (\"b\" -> \"c\")); @@ll += [\"d\"]; @@ll += [\"e\", \"f\"];
             PRINT @@mm.get(\"a\").get(\"b\") AS c, @@mm.get(\"z\").get(\"b\") + \"!\" AS empty,
               @@ll.get(1).get(1) AS f, @@ll.get(7).get(0) + \"!\" AS none,
               @@ll.get(1).contains(\"e\") AS e, @@mm.get(\"a\").containsKey(\"b\") AS has;",
            json!([
                {"n": 5, "s": "s", "no": false, "one": 1, "none": 0, "zero": {"s": "", "n": 0}},
                {"b": "b", "empty": "!", "bits": 2, "off": false},
                {"c": "c", "empty": "!", "f": "f", "none": "!", "e": true, "has": true},
            ]),
        ),
        // GroupByAccum
        (
            "GroupByAccum<STRING k, INT l, SumAccum<INT> s, MaxAccum<INT> m,
               ListAccum<INT> all> @@g;
             @@g += (\"a\", 1 -> 10, 10, [10]); @@g += (\"a\", 1 -> 5, 5, [5]);
             @@g += (\"b\", 2 -> 1, 1, [1]);
             PRINT @@g, @@g.size() AS n, @@g.get(\"a\", 1).s AS s, @@g.containsKey(\"c\", 1) AS c;
             FOREACH row IN @@g DO PRINT row.k AS k, row.m AS m; END;
             FOREACH (k, l, s, m, all_) IN @@g DO PRINT s; END;
             @@g.remove(\"a\", 1); PRINT @@g.size() AS n;",
            json!([
                {"@@g": [{"k": "a", "l": 1, "s": 15, "m": 10, "all": [10, 5]},
                         {"k": "b", "l": 2, "s": 1, "m": 1, "all": [1]}],
                 "n": 2, "s": 15, "c": false},
                {"k": "a", "m": 10}, {"k": "b", "m": 1}, {"s": 15}, {"s": 1}, {"n": 1},
            ]),
        ),
        // BitwiseOrAccum and BitwiseAndAccum
        (
            "BitwiseOrAccum<8> @@o; BitwiseAndAccum<8> @@a; @@o += 5; @@o += 8; @@a += 12; @@a += 6;
             PRINT @@o, @@a, @@o.cardinality() AS n, @@o.get(0) AS b, @@o + 1 AS sum;
             @@o.flip(1); @@o.set(0, false); PRINT @@o;",
            json!([
                {"@@o": "00001101", "@@a": "00000100", "n": 3, "b": true, "sum": 14},
                {"@@o": "00001110"},
            ]),
        ),
        // The same accumulators at vertices, of at most the bits of a number and of more
        (
            "BitwiseOrAccum<3> @o; BitwiseAndAccum<3> @a; BitwiseOrAccum @w; BitwiseOrAccum<65> @l;
             SumAccum<INT> @n; S = {Person.*};
             S = SELECT s FROM S:s WHERE s.age < 50
                 ACCUM s.@o += s.age + 9, s.@a += s.age - 1, s.@w += 1 << 63, s.@l += \"1\"
                 POST-ACCUM s.@n = s.@o - -s.@a, s.@o.flip(0), s.@a.set(0, false), s.@l.set(64)
                 HAVING s.@w & -s.@w - 1 == 0 AND s.@o.get(0) != s.@a.get(2);
             PRINT S[S.@o AS o, S.@a AS a, S.@a + 1 AS b, S.@w.cardinality() AS w, S.@n AS n,
                     S.@l.cardinality() AS l];",
            json!([{"S": [
                {"v_id": "ann", "v_type": "Person",
                 "attributes": {"o": "110", "a": "100", "b": 5, "w": 1, "n": 12, "l": 2}},
                {"v_id": "bob", "v_type": "Person",
                 "attributes": {"o": "000", "a": "110", "b": 7, "w": 1, "n": 8, "l": 2}},
            ]}]),
        ),
        // PercentileContAccum
        (
            "PercentileContAccum<0.5> @@p; FOREACH i IN RANGE[1, 4] DO @@p += i; END;
             PRINT @@p; @@p.setpercent(1); PRINT @@p, @@p.getpercent() AS percent;",
            json!([{"@@p": 2.5}, {"@@p": 4, "percent": 1}]),
        ),
        // Nested lists, and lists of a map
        (
            "ListAccum<ListAccum<INT>> @@l; MapAccum<STRING, ListAccum<INT>> @@m;
             ListAccum<INT> @@i;
             @@i += 1; @@i += 2; @@l += @@i; @@l += [3];
             @@m += (\"a\" -> 1); @@m += (\"a\" -> [2, 3]);
             PRINT @@l, @@m, @@l.get(0).size() AS n, @@m.get(\"a\").size() AS k;",
            json!([{"@@l": [[1, 2], [3]], "@@m": {"a": [1, 2, 3]}, "n": 2, "k": 3}]),
        ),
        // Lists
        (
            "ListAccum<INT> @@l = [5, 6, 7]; PRINT @@l.update(1, 9) AS u, @@l.update(9, 1) AS v;
             @@l.remove(0); PRINT @@l; @@l += [9, 9]; @@l.removeOne(9); PRINT @@l;
             @@l.removeAll(9); PRINT @@l, @@l.get(7) AS none; 
             ListAccum<STRING> @@a = [\"a\", \"b\"];
             ListAccum<STRING> @@b = [\"c\", \"d\"]; PRINT @@a * @@b AS product, @@a + @@b AS sum;",
            json!([
                {"u": true, "v": false}, {"@@l": [9, 7]}, {"@@l": [7, 9, 9]},
                {"@@l": [7], "none": 0},
                {"product": ["ac", "bc", "ad", "bd"], "sum": ["a", "b", "c", "d"]},
            ]),
        ),
        // Maps
        (
            "MapAccum<STRING, INT> @@m; @@m += (\"a\" -> 1); @@m += (\"a\" -> 2);
             MapAccum<STRING, MapAccum<INT, SumAccum<INT>>> @@n; @@n += (\"x\" -> (1 -> 2));
             @@n += (\"x\" -> (1 -> 3)); MapAccum<STRING, DATETIME> @@d;
             @@d += (\"t\" -> to_datetime(\"2020-01-01\"));
             @@d += (\"t\" -> to_datetime(\"2021-01-01\"));
             PRINT @@m, @@n, @@m.containsKey(\"b\") AS b, @@m.get(\"b\") AS none, @@d;
             @@m.remove(\"a\"); PRINT @@m.size() AS size;",
            json!([
                {"@@m": {"a": 3}, "@@n": {"x": {"1": 5}}, "b": false, "none": 0,
                 "@@d": {"t": "2021-01-01 00:00:00"}},
                {"size": 0},
            ]),
        ),
        // MaxAccum of tuples, and its fields
        (
            "TYPEDEF TUPLE<INT n, STRING name> Row; MaxAccum<Row> @@m; @@m += Row(1, \"a\");
             @@m += Row(2, \"b\"); PRINT @@m.name AS name, @@m;",
            json!([{"name": "b", "@@m": {"n": 2, "name": "b"}}]),
        ),
    ];
    for (body, expected) in bodies {
        assert_eq!(server.prints(body).await, expected, "{body}");
    }
}

#[tokio::test]
async fn heaps_of_vertices_have_a_capacity_of_a_parameter() {
    let server = with_people(Generation::V4).await;
    let text = "INTERPRET QUERY (INT k) FOR GRAPH g {
        TYPEDEF TUPLE<VERTEX v, INT age> Row;
        HeapAccum<Row>(k, age DESC) @@oldest;
        HeapAccum<Row>(1, age DESC) @friend;
        S = SELECT s FROM Person:s POST-ACCUM @@oldest += Row(s, s.age);
        T = SELECT s FROM Person:s -(Knows)- Person:t ACCUM s.@friend += Row(t, t.age);
        PRINT @@oldest;
        PRINT T[T.@friend.top().age AS age] WHERE T.@friend.size() > 0;
    }";
    let printed = server.interpret(text, "k=2").await.results();
    let expected = json!([{"v": "cid", "age": 50}, {"v": "bob", "age": 40}]);
    assert_eq!(printed[0]["@@oldest"], expected);
    let ages = printed[1]["T"].as_array().unwrap();
    let ages = ages.iter().map(|it| it["attributes"]["age"].clone()).collect();
    assert_eq!(sorted(ages), [json!(40), json!(40), json!(50)]);
}

#[tokio::test]
async fn edges_have_accumulators() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "SumAccum<INT> EDGE @times; SumAccum<INT> @@all;
             S = SELECT s FROM Person:s -(WorksAt>:e)- Depot:t ACCUM e.@times += 1;
             S = SELECT s FROM Person:s -(WorksAt>:e)- Depot:t WHERE e.@times == 1
                 ACCUM e.@times += 2;
             S = SELECT s FROM Person:s -(WorksAt>:e)- Depot:t ACCUM @@all += e.@times;
             PRINT @@all;",
        )
        .await;
    assert_eq!(printed, json!([{"@@all": 9}]));
}

#[tokio::test]
async fn an_undirected_edge_is_one_element_from_both_of_its_ends() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "SetAccum<EDGE> @@set, @@directed; ListAccum<EDGE> @@list; MapAccum<EDGE, INT> @@map;
             SumAccum<INT> @@same, @@per;
             S = SELECT s FROM Person:s -(Knows:e)- Person:t
                 ACCUM @@set += e, @@list += e, @@map += (e -> 1);
             S = SELECT s FROM Person:s -(Knows:e)- Person:t, Person:t -(Knows:f)- Person:s
                 WHERE e == f ACCUM @@same += 1;
             S = SELECT s FROM Person:s -(WorksAt>:e)- Depot:t ACCUM @@directed += e;
             S = SELECT s FROM Depot:s -(<WorksAt:e)- Person:t ACCUM @@directed += e;
             SELECT DISTINCT e AS e INTO T FROM Person:s -(Knows:e)- Person:t;
             PRINT @@set.size() AS s, @@list.size() AS l, @@map.size() AS m, @@same, T.size() AS t,
               @@set.contains(@@list.get(3)) AS c, @@directed.size() AS d;",
        )
        .await;
    let expected = json!([{"s": 2, "l": 4, "m": 2, "@@same": 4, "t": 2, "c": true, "d": 3}]);
    assert_eq!(printed, expected);
}

#[tokio::test]
async fn an_accumulator_of_a_loop_begins_anew() {
    let server = with_people(Generation::V4).await;
    let printed = server
        .prints(
            "ListAccum<INT> @@sizes;
             FOREACH i IN RANGE[1, 3] DO SetAccum<INT> @@s; @@s += i; @@sizes += @@s.size(); END;
             PRINT @@sizes;",
        )
        .await;
    assert_eq!(printed, json!([{"@@sizes": [1, 1, 1]}]));
}

#[tokio::test]
async fn a_mistake_is_reported_once_and_with_its_remedy() {
    let server = with_people(Generation::V4).await;
    for (body, expected) in [
        (
            "HeapAccum<Row>(2, n DESC) @@h; WHILE @@h.size() > 0 DO @@h.pop(); END;",
            "line 2:43 the tuple type Row is not declared; TYPEDEF TUPLE declares it, before its \
             first use",
        ),
        ("ListAccum<INT> @@l = [1]; PRINT @@l.get(0.5);", "expected an INT, found DOUBLE."),
        ("PRINT \"n\" + 1;", "+ is not defined for STRING and INT; to_string converts a number."),
        ("PRINT 2 * \"n\";", "* is not defined for INT and STRING; str_to_int converts a text."),
        ("S = {Person.*}; S = SELECT s FROM S:s LIMIT 1 - 3;", "cannot be negative, as -2 is."),
        (
            "SetAccum<STRING> @@t; S = SELECT s FROM Person:s ACCUM @@t += s;",
            "line 2:95 `@@t` is a SetAccum<STRING> and takes STRING, and this is VERTEX<Person>; \
             `to_string(s)` returns its id",
        ),
        (
            "STRING t; S = {Person.*}; FOREACH p IN S DO t = p; END;",
            "line 2:81 `t` is STRING, and this is VERTEX<Person>; `to_string(p)` returns its id",
        ),
        ("STRING s = 1;", "expected STRING, found INT; to_string converts a number."),
        (
            "S = SELECT s FROM Person:s WHERE \"a\" + s == \"ab\"; PRINT S;",
            "+ is not defined for STRING and VERTEX; to_string returns the id of a vertex.",
        ),
        ("PRINT a.b(1);", "no function or query a.b with these arguments; `a` is not a name at"),
        (
            "S = SELECT s FROM Person:s ACCUM s.@late += 1; SumAccum<INT> @late; PRINT S;",
            "the accumulator @late is not declared",
        ),
        (
            "S = SELECT s FROM Person:s POST-ACCUM s.@late.clear(); SetAccum<INT> @late;",
            "the accumulator @late is not declared",
        ),
        ("@@late.clear(); SetAccum<INT> @@late;", "the accumulator @@late is not declared"),
        ("PRINT a(1);", "no function or query a with these arguments; Builder::function adds one"),
    ] {
        let error = server.fails(body).await;
        assert!(error.contains(expected), "{body}: {error}");
        assert!(error.matches("ERROR").count() + error.matches("Error").count() <= 1, "{error}");
    }
}

#[tokio::test]
async fn bits_within_accumulators_are_printed_as_texts() {
    let server = with_people(Generation::V4).await;
    let body = "ArrayAccum<BitwiseOrAccum<4>> @@a[2]; MapAccum<STRING, BitwiseOrAccum<4>> @@m;
        GroupByAccum<INT k, BitwiseOrAccum<4> v> @@g; ArrayAccum<BitwiseOrAccum<4>> @a[1];
        @@a[0] += 5; @@m += (\"x\" -> 5); @@g += (1 -> 5);
        S = SELECT s FROM Person:s WHERE s.age == 30 POST-ACCUM s.@a[0] += 3;
        PRINT @@a, @@a[0] AS cell, @@a[0] + 1 AS more, @@m, @@g, @@m.get(\"x\") AS of_map;
        PRINT S[S.@a[0] AS bits];";
    let expected = json!([
        {"@@a": ["0101", "0000"], "cell": "0101", "more": 6, "@@m": {"x": "0101"},
            "@@g": [{"k": 1, "v": "0101"}], "of_map": 5},
        {"S": [{"v_id": "ann", "v_type": "Person", "attributes": {"bits": "0011"}}]},
    ]);
    assert_eq!(server.prints(body).await, expected);
}

#[tokio::test]
async fn methods_read_the_previous_value_of_an_accumulator() {
    let server = with_people(Generation::V4).await;
    let body = "TYPEDEF TUPLE<INT n> Row; HeapAccum<Row>(2, n DESC) @h; MapAccum<STRING, INT> @m;
        MapAccum<STRING, MapAccum<STRING, INT>> @mm; ListAccum<INT> @l;
        ArrayAccum<SumAccum<INT>> @a[2]; ListAccum<INT> @@n;
        S = SELECT s FROM Person:s WHERE s.age == 30
            ACCUM s.@h += Row(9), s.@m += (\"a\" -> 1), s.@l += 5, s.@a[1] += 3,
              s.@mm += (\"x\" -> (\"y\" -> 2))
            POST-ACCUM @@n += s.@h'.size(), @@n += s.@h'.top().n, @@n += s.@m'.get(\"a\");
        PRINT @@n; @@n.clear();
        S = SELECT s FROM S:s
            ACCUM s.@h += Row(10), s.@m += (\"a\" -> 1), s.@l += 6, s.@a[1] += 3,
              s.@mm += (\"x\" -> (\"z\" -> 2))
            POST-ACCUM @@n += s.@h'.size(), @@n += s.@h'.top().n, @@n += s.@m'.get(\"a\"),
              @@n += s.@l'.size(), @@n += s.@a'[1], @@n += s.@mm'.get(\"x\").size(),
              @@n += s.@mm'.get(\"x\").get(\"z\"), FOREACH i IN s.@l' DO @@n += i END,
              @@n += s.@h.top().n, @@n += (s.@a' + s.@a)[1];
        PRINT @@n;";
    let expected = json!([{"@@n": [0, 0, 0]}, {"@@n": [1, 9, 1, 1, 3, 1, 0, 5, 10, 9]}]);
    assert_eq!(server.prints(body).await, expected);
}

#[tokio::test]
async fn a_previous_value_is_not_changed() {
    let server = with_people(Generation::V4).await;
    for (declared, call, method) in [
        ("HeapAccum<Row>(2, n DESC)", "pop()", "pop"),
        ("SetAccum<INT>", "remove(1)", "remove"),
        ("ListAccum<INT>", "CLEAR()", "clear"),
    ] {
        let query = format!(
            "CREATE OR REPLACE QUERY q() FOR GRAPH g SYNTAX v2 {{\n\
               TYPEDEF TUPLE<INT n> Row; {declared} @a;\n\
               S = SELECT s FROM Person:s POST-ACCUM s.@a'.{call}; }}"
        );
        let error = server.emulator.gsql(&query).await.unwrap_err();
        let expected = format!(
            "(SEM-45): line 3, col 44\n`{method}` changes `s.@a'`, a previous value, which is \
             read-only; write `s.@a.{method}(..)`."
        );
        assert!(error.output.contains(&expected), "{}", error.output);
    }
    let evaluated = server
        .fails(
            "SetAccum<INT> @a; S = SELECT s FROM Person:s
             POST-ACCUM INT n = evaluate(\"s.@a'.clear()\");",
        )
        .await;
    let expected = "line 1:6 clear changes a previous value, which is read-only.";
    assert!(evaluated.ends_with(expected), "{evaluated}");
}
