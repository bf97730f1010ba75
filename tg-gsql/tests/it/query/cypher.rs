//! openCypher: its tree, and mistakes with their places and remedies.

use tg_gsql::query::{Context, Position, parse};
use tg_gsql::syntax::ast::cypher::{ClauseKind, ExprKind, MatchKind, Op};
use tg_gsql::syntax::ast::query::{Body, GqlDirection};
use tg_gsql::{apply, check};

const SCHEMA: &str = r#"
    CREATE VERTEX Person (PRIMARY_ID id STRING, age INT)
    CREATE VERTEX Depot (code STRING PRIMARY KEY, city STRING)
    CREATE DIRECTED EDGE WorksAt (FROM Person, TO Depot, pay INT) WITH REVERSE_EDGE="employs"
    CREATE UNDIRECTED EDGE Knows (FROM Person, TO Person)
    CREATE GRAPH g (*)"#;

/// Returns the place, message and remedy of each finding.
fn findings(body: &str) -> Vec<String> {
    let text = format!("CREATE OPENCYPHER QUERY q(INT least) FOR GRAPH g {{\n{body}\n}}");
    let schema = apply::script(SCHEMA);
    let context = Context { schema: Some((&schema.catalog, "g")), ..Context::default() };
    let parsed = parse(&text);
    let found = match &parsed.query {
        Some(query) => check::query_in(&text, query, &context),
        None => parsed.findings.clone(),
    };
    let line = |it: &tg_gsql::Finding| {
        let help = it.help.as_deref().unwrap_or("-");
        format!("{} {} | {help}", Position::of(&text, it.span), it.message)
    };
    found.iter().map(line).collect()
}

#[test]
fn clauses_patterns_and_operators_are_read() {
    let text = "CREATE OPENCYPHER QUERY q() { \
                OPTIONAL MATCH (a:A|B {n: 1})<-[e:E*2..3]-(b), (b)--() \
                WHERE a.n + 1 < 2 <= 3 AND NOT a IS NULL RETURN a, count(*) AS n ORDER BY n DESC }";
    let query = parse(text).query.unwrap();
    let Body::OpenCypher(body) = &query.body else { panic!("{query:?}") };
    let [first, last] = &*body.first else { panic!("{body:?}") };
    let ClauseKind::Match(matched) = &first.kind else { panic!("{first:?}") };
    assert_eq!((matched.kind, matched.patterns.len()), (MatchKind::Optional, 2));
    let (edge, _) = &matched.patterns[0].steps[0];
    assert_eq!(edge.direction, GqlDirection::Left);
    assert_eq!(edge.repeat.map(|it| (it.least, it.most)), Some((2, Some(3))));
    let ExprKind::Chain(left, rest) = &matched.filter.as_ref().unwrap().kind else { panic!() };
    assert_eq!((rest[0].0, left.span.of(text)), (Op::And, "a.n + 1 < 2 <= 3"));
    let ClauseKind::Return(returned) = &last.kind else { panic!("{last:?}") };
    assert!(returned.order_by[0].descending);
    assert_eq!(last.span.of(text), "RETURN a, count(*) AS n ORDER BY n DESC");
}

#[test]
fn constructs_of_other_systems_are_named() {
    for (body, message) in [
        ("CALL db.labels()", "does not have `CALL`"),
        ("MERGE (a:Person)", "does not have `MERGE`"),
        ("MATCH (a) REMOVE a.age", "does not have `REMOVE`"),
        ("MATCH p = (a)-->(b) RETURN p", "does not have path variables"),
        ("MATCH shortestPath((a)-[*]-(b)) RETURN a", "does not have the pattern function"),
        ("MATCH (a) WHERE (a)-[:Knows]-() RETURN a", "does not have patterns as conditions"),
        ("MATCH (a) WHERE a.id =~ 'x' RETURN a", "does not have regular expressions"),
        ("MATCH (a:Person:Depot) RETURN a", "does not have vertices with several labels"),
        ("MATCH (a) SET a += {age: 1}", "does not have `SET` of all attributes"),
        ("MATCH (a), (b) RETURN a", "does not have disconnected patterns"),
        ("MATCH (a) WHERE EXISTS { (a)--() } RETURN a", "does not have patterns as conditions"),
        ("MATCH (a) WHERE exists((a)--()) RETURN a", "does not have patterns as conditions"),
        ("MATCH (a) RETURN a {.age}", "does not have projections of maps"),
        ("MATCH (a) WHERE exists(a.age) RETURN a", "does not have the function `exists`"),
        ("RETURN reduce(s = 0, x IN [1] | s + x)", "does not have the function `reduce`"),
        ("EXPLAIN MATCH (a) RETURN a", "does not have `EXPLAIN`"),
        ("MATCH (a) USING INDEX a:Person(id) RETURN a", "does not have `USING`"),
        ("MATCH (a) WITH a GROUP BY a RETURN a", "does not have `GROUP`"),
        ("MATCH (a) RETURN count(*) HAVING count(*) > 1", "does not have `HAVING`"),
        ("SELECT a FROM Person:a", "does not have `SELECT`"),
        ("MATCH (a:Person) WHERE a.age == 1 RETURN a", "does not have `==`"),
        ("MATCH (a:Person) WHERE a.age != 1 RETURN a", "does not have `!=`"),
        ("MATCH (a:Person) WHERE !(a.age = 1) RETURN a", "does not have `!`"),
        ("RETURN true && false", "does not have `&&`"),
        ("RETURN true || false", "does not have `||`"),
        ("RETURN 'a' LIKE 'b'", "does not have `LIKE`"),
        ("RETURN 1 BETWEEN 1 AND 2", "does not have `BETWEEN`"),
    ] {
        let found = findings(body);
        assert!(found.len() == 1 && found[0].contains(message), "{body}: {found:?}");
        assert!(!found[0].ends_with("| -"), "{body}: {found:?}");
    }
}

#[test]
fn misplaced_parts_of_clauses_have_remedies() {
    let order = "write `ORDER BY`, `SKIP` and `LIMIT` in this order";
    for (body, place, message, help) in [
        (
            "RETURN 1 AS x WHERE x > 0",
            "2:14",
            "`WHERE` after RETURN",
            "write the condition after \
          `MATCH` or `WITH`, before `RETURN`",
        ),
        ("RETURN 1 AS x LIMIT 1 SKIP 1", "2:22", "`SKIP` after RETURN", order),
        ("RETURN 1 AS x SKIP 1 ORDER BY x", "2:21", "`ORDER` after RETURN", order),
        ("WITH 1 AS x LIMIT 1 ORDER BY x RETURN x", "2:20", "`ORDER` is not a clause", order),
        (
            "RETURN 1 MATCH (p) RETURN p",
            "2:9",
            "`MATCH` after RETURN",
            "use `WITH` between parts \
          of a query",
        ),
        (
            "CREATE (:Person {id: 'x'}) MATCH (p) RETURN p",
            "2:27",
            "`MATCH` after a clause that \
          changes data",
            "write `WITH *` between them",
        ),
        (
            "MATCH (order:Person) RETURN 1",
            "2:7",
            "`order` is a word of openCypher, and not a name",
            "put it in backticks",
        ),
        (
            "MATCH (p)-[end:Knows]-(q) RETURN 1",
            "2:11",
            "`end` is a word of openCypher, and not a \
          name",
            "put it in backticks",
        ),
    ] {
        assert_eq!(findings(body), [format!("{place} {message} | {help}")], "{body}");
    }
}

#[test]
fn unknown_names_are_reported_together_with_their_remedies() {
    let body = "MATCH (p:Persn)-[e:WorkAt]->(d:Depot {cty: 1})\n\
                WHERE p.age > $last AND q.age = 1 AND d.cit = 'x' AND least > 1\n\
                WITH e.pay, toUppr(d.city) AS city, d AS city\n\
                RETURN city, e";
    assert_eq!(
        findings(body),
        [
            "2:9 the vertex type `Persn` does not exist | did you mean `Person`?",
            "2:19 the edge type `WorkAt` does not exist | did you mean `WorksAt`?",
            "2:38 `cty` is not an attribute of Depot | did you mean `city`?",
            "3:14 the parameter `$last` is not declared | did you mean `least`?",
            "3:24 the variable `q` is not bound | -",
            "3:40 `cit` is not an attribute of Depot | did you mean `city`?",
            "3:54 the variable `least` is not bound | write `$least`",
            "4:5 a column of WITH that is not a variable needs a name | \
             write `AS` and a name after it",
            "4:12 the function `toUppr` does not exist | did you mean `toUpper`?",
            "4:36 two columns are called `city` | write `AS` and another name after one of them",
            "5:13 the variable `e` is not bound | -",
        ]
    );
}

#[test]
fn what_is_right_has_no_findings() {
    for body in [
        "MATCH (p:Person)-[e:employs|WorksAt]-(d) WHERE d.city = 'x' RETURN *, p.age, e.pay",
        "MATCH (p:Person) WITH p AS q ORDER BY p.age RETURN q.age, [x IN [1] | x + $least]",
        "CREATE (p:Person {id: 'x', age: 1})-[:WorksAt {pay: 1}]->(:Depot {code: 'd'})",
        "UNWIND [{a: 1}] AS row RETURN row.a AS x UNION RETURN own_function(1) AS x",
        "MATCH (p:Person)-[:Knows]-(q), (q)-[:WorksAt]->(d) SET q.age = 1 DETACH DELETE d",
    ] {
        assert_eq!(findings(body), Vec::<String>::new(), "{body}");
    }
    let found = findings("RETURN 1 AS x UNION RETURN 2 AS y");
    assert_eq!(
        found,
        ["2:20 the parts of a UNION have different columns | return x, by AS where needed"]
    );
}
