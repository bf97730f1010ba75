//! Mistakes that make a query a draft, and constructs that do not.

use tg_gsql::apply::script;
use tg_gsql::model::Catalog;
use tg_gsql::query::{Context, OutputType, VertexOutput, parse, signature};
use tg_gsql::{check, report};

use super::corpus::{QUERIES, read};

/// A graph with all that `tests/queries` names.
pub(super) fn social() -> Catalog {
    let applied = script(
        r#"CREATE VERTEX Person (PRIMARY_ID id STRING, name STRING, age INT, city STRING, numbers LIST<INT>)
               WITH PRIMARY_ID_AS_ATTRIBUTE="true"
        CREATE VERTEX Post (PRIMARY_ID pid STRING, text STRING, order_no INT, city STRING)
        CREATE VERTEX Tag (PRIMARY_ID tid STRING)
        CREATE VERTEX Account (name STRING PRIMARY KEY, isBlocked BOOL, city STRING, age INT)
        CREATE UNDIRECTED EDGE Knows (FROM Person, TO Person, since DATETIME)
        CREATE DIRECTED EDGE Likes (FROM Person, TO Post)
        CREATE DIRECTED EDGE Follows (FROM Person, TO Person)
        CREATE DIRECTED EDGE Has (FROM Post, TO Tag, per STRING) WITH REVERSE_EDGE="reverse_Has"
        CREATE DIRECTED EDGE transfer (FROM Account, TO Account, amount DOUBLE)
        CREATE DIRECTED EDGE pays (FROM Account, TO Account)
        CREATE UNDIRECTED EDGE knows (FROM Account, TO Account)
        CREATE DIRECTED EDGE Transfer (FROM Account, TO Account, DISCRIMINATOR(at DATETIME, no INT), amount DOUBLE)
        CREATE GRAPH social (*)"#,
    );
    assert!(applied.is_ok(), "{:?}", applied.findings);
    applied.catalog
}

/// The messages of the checks about a body.
fn messages(header: &str, body: &str) -> Vec<String> {
    let text = format!("CREATE QUERY q({header}) FOR GRAPH social {{\n{body}\n}}");
    let query = read(body, &text);
    check::query(&text, &query, &social(), "social").into_iter().map(|it| it.message).collect()
}

/// Queries that may be correct do not become drafts.
#[test]
fn queries_that_may_be_correct_are_not_drafts() {
    let catalog = social();
    // These use names that other queries of a real graph would declare.
    let vague = [
        "control",
        "expressions",
        "patterns",
        "one_hop",
        "snapshot",
        "declarations",
        "data",
        "gql",
        "sets",
        "names",
        "parameters",
        "interpreted",
        "packaged",
    ];
    for (name, text, _) in QUERIES.iter().filter(|(name, ..)| !vague.contains(name)) {
        let findings = check::query(text, &read(name, text), &catalog, "social");
        assert!(findings.is_empty(), "{}", report::findings(name, text, &findings));
    }
    for body in [
        "S = {Person.*}; T = SELECT t FROM S:s -(Knows:e)- Person:t WHERE t.age > 3 AND e.since > now(); PRINT T;",
        "S = {Person.*, Post.*}; T = SELECT s FROM S:s WHERE s.text == \"x\" OR s.age > 3;",
        "S = ANY; T = SELECT s FROM S:s WHERE s.anything > 3; PRINT T[T.anything];",
        "T = SELECT t FROM Person:s -(:e)- :t WHERE t.anything > e.nothing;",
        "T = SELECT t FROM Person:s -(k:e)- :t WHERE e.anything > 3;",
        "S = {p}; WHILE S.size() > 0 LIMIT 3 DO S = SELECT t FROM S:s -(Likes>:e)- :t; END; PRINT S[S.text];",
        "T = SELECT t FROM Post:s -(Has>:e)- Tag:t WHERE e.per == s.type; PRINT gds.vector.norm([1.0], \"l2\");",
        "T = SELECT t FROM Tag:s -(reverse_Has>:e)- Post:t WHERE e.per == \"x\";",
        "SELECT s.name AS n, count(*) AS c INTO T FROM Person:s GROUP BY s.name HAVING c > 3 ORDER BY n; PRINT T;",
        "FOREACH x IN (1, 2) DO PRINT x; END; CASE WHEN k == \"a\" THEN PRINT k; END;",
        "T = SELECT s FROM Person:s ACCUM INT n = 3, VERTEX v = s, STRING c = n; PRINT T;",
        "INIT t 1 AS c, [2] AS l; FILTER t ON c > 0; UNWIND t ON l AS d INTO u;
         PROJECT u ON c + d AS e INTO w; PRINT w; UNION t WITH t INTO x; ORDER x BY c;",
        "CREATE DIRECTED VIRTUAL EDGE near (FROM Person, TO Person); T = SELECT t FROM Person:s -(near>)- Person:t;",
        "INSERT INTO k VALUES (\"a\"); INSERT INTO Person VALUES (\"a\");",
        "PRINT p.name, outdegree(p), other_query(p, 1, 2, 3);",
        "S(Person|Post) = {k.*}; T = SELECT s FROM S:s WHERE s.age > 3 OR s.text == k;",
    ] {
        assert_eq!(messages("VERTEX<Person> p, STRING k", body), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn certain_mistakes_make_a_draft() {
    for (header, body, message) in [
        ("INT a, STRING a", "", "the parameter `a` is declared twice"),
        (
            "",
            "CREATE DIRECTED VIRTUAL EDGE near (FROM Person, TO Persn);",
            "there is no vertex type `Persn` in the graph `social`",
        ),
        (
            "",
            "CREATE DIRECTED VIRTUAL EDGE near (FROM Person, TO Person);
             S = SELECT t FROM Person:s -(neer>)- Person:t;",
            "the edge type `neer` does not exist",
        ),
        (
            "",
            "CREATE DIRECTED VIRTUAL EDGE near (FROM Person, TO Person, n INT);
             S = SELECT t FROM Person:s -(near>:e)- Person:t WHERE e.m > 3;",
            "`e` has no attribute `m`",
        ),
        (
            "",
            "CREATE DIRECTED VIRTUAL EDGE Knows (FROM Person, TO Person);",
            "the edge name `Knows` is used by another object, an edge type",
        ),
        (
            "",
            "CREATE UNDIRECTED VIRTUAL EDGE n (FROM Person, TO Person, DISCRIMINATOR (d INT));",
            "the virtual edge `n` cannot have a discriminator",
        ),
        ("VERTEX<Persn> p", "", "the vertex type `Persn` does not exist"),
        ("SET<VERTEX<Persn>> p", "", "the vertex type `Persn` does not exist"),
        ("EDGE e", "", "a parameter cannot have the type `edge`"),
        ("SumAccum<INT> e", "", "a parameter cannot have the type `SumAccum<int>`"),
        ("", "S = {Persn.*};", "the vertex type `Persn` does not exist"),
        ("", "S = {persn};", "`persn` is not declared"),
        ("", "S (Persn) = {Person.*};", "the vertex type `Persn` does not exist"),
        ("", "S = SELECT t FROM Persn:t;", "the vertex type `Persn` does not exist"),
        (
            "",
            "S = SELECT t FROM Person:t -(Nows)- Person:u;",
            "the edge type `Nows` does not exist",
        ),
        (
            "",
            "S = SELECT t FROM (t:Person) -[e:Nows]-> (u);",
            "the edge type `Nows` does not exist",
        ),
        ("", "S = SELECT x FROM Person:t;", "the pattern has no alias `x`"),
        (
            "",
            "S = SELECT t FROM Person:t PER (x) ACCUM t.@a += 1; SumAccum<INT> @a;",
            "the pattern has no alias `x`",
        ),
        ("", "@@n += 1;", "the accumulator `@@n` is not declared"),
        (
            "",
            "SumAccum<INT> @n; S = SELECT t FROM Person:t ACCUM t.@m += 1;",
            "the accumulator `@m` is not declared",
        ),
        ("", "PRINT @@n;", "the accumulator `@@n` is not declared"),
        ("", "PRINT nothing;", "`nothing` is not declared"),
        ("", "PRINT nothing + 1 AS x;", "`nothing` is not declared"),
        ("", "x = 1;", "`x` is not declared"),
        ("INT y", "x += y;", "`x` is not declared"),
        ("", "IF TRUE THEN FOREACH x IN (1, 2) DO PRINT y; END; END;", "`y` is not declared"),
        ("", "S = {Person.*}; PRINT S[S.nose];", "`S` has no attribute `nose`"),
        ("", "S = SELECT t FROM Person:t WHERE t.nose == 1;", "`t` has no attribute `nose`"),
        ("", "S = SELECT t FROM Post:t WHERE t.pid == \"1\";", "`t` has no attribute `pid`"),
        (
            "",
            "S = SELECT t FROM Person:t -(Knows:e)- Person:u WHERE e.nose == 1;",
            "`e` has no attribute `nose`",
        ),
        (
            "",
            "S = {Person.*}; T = SELECT u FROM S:s -(Knows)- Person:u ACCUM IF s.nose > 1 THEN u.@a += 1 END; SumAccum<INT> @a;",
            "`s` has no attribute `nose`",
        ),
        ("", "INSERT INTO Nobody VALUES (1);", "the type `Nobody` does not exist"),
        ("", "Nothing x = Nothing(1);", "there is no type `Nothing`"),
        ("", "VERTEX<Nobody> x;", "the vertex type `Nobody` does not exist"),
        ("", "SumAccum<INT> @@a; MaxAccum<INT> @@a;", "the accumulator `@@a` is declared twice"),
        ("", "PRINT sqrt(1, 2);", "`sqrt` takes 1 argument, not 2"),
        ("", "PRINT now(1);", "`now` takes no arguments, not 1"),
        ("", "DELETE x FROM Person:s;", "the pattern has no alias `x`"),
        (
            "",
            "S = SELECT s FROM Person:s -(Knows)- Person:t HAVING s.age > t.age;",
            "the SELECT block selects `s`, but the HAVING clause uses `t`",
        ),
        (
            "",
            "S = SELECT s FROM Person:s -(Knows:e)- Person:t ORDER BY s.age, e.since DESC;",
            "the SELECT block selects `s`, but the ORDER BY clause uses `e`",
        ),
    ] {
        assert_eq!(messages(header, body), [message], "{body}");
    }
}

#[test]
fn findings_suggest_similar_names() {
    let text = "CREATE QUERY q(INT depth) { PRINT dept; S = {Persn.*}; }";
    let findings = check::query(text, &read("q", text), &social(), "social");
    let helps: Vec<_> = findings.iter().map(|it| (it.span.of(text), it.help.as_deref())).collect();
    assert_eq!(
        helps,
        [("dept", Some("did you mean `depth`?")), ("Persn", Some("did you mean `Person`?"))]
    );
    assert_eq!(check::query(text, &read("q", text), &social(), "other"), []);
}

#[test]
fn a_signature_has_parameters_and_outputs() {
    let text = r#"CREATE QUERY q(INT a = 3, SET<VERTEX<Person>> b, VERTEX c, MAP<STRING, INT> d, DATETIME e) {
        SumAccum<INT> @@sum;
        MapAccum<STRING, SetAccum<VERTEX<Person>>> @@map;
        MaxAccum<DOUBLE> @best;
        S = b;
        PRINT a, b AS bs, c, d, e, @@sum, @@map;
        PRINT S;
        PRINT S[S.name, S.@best AS top] AS chosen, S.size(), a > 3, a + 1.5, "x", S.size();
        IF a > 3 THEN PRINT unknown(a); END;
    }"#;
    let query = parse(text).query.unwrap();
    let signature = signature(text, &query, &social(), "social");
    let inputs: Vec<_> =
        signature.inputs.iter().map(|it| (it.name.as_str(), it.ty.as_str())).collect();
    assert_eq!(
        inputs,
        [
            ("a", "int"),
            ("b", "set<vertex<Person>>"),
            ("c", "vertex"),
            ("d", "map<string, int>"),
            ("e", "datetime")
        ]
    );
    assert!(signature.inputs[0].default.is_some());
    let pair = |name: &str, ty: &str| (name.to_owned(), ty.to_owned());
    let vertex = |attributes| {
        OutputType::Vertices(vec![VertexOutput { v_type: "Person".to_owned(), attributes }])
    };
    let plain = |ty: &str| OutputType::Plain(ty.to_owned());
    let expected = [
        ("a", plain("int")),
        ("bs", plain("set<vertex<Person>>")),
        ("c", plain("vertex")),
        ("d", plain("map<string, int>")),
        ("e", plain("datetime")),
        ("@@sum", plain("int")),
        ("@@map", plain("MapAccum<string, SetAccum<vertex<Person>>>")),
        (
            "S",
            vertex(vec![
                pair("id", "STRING"),
                pair("name", "STRING"),
                pair("age", "INT"),
                pair("city", "STRING"),
                pair("numbers", "LIST<INT>"),
                pair("@best", "double"),
            ]),
        ),
        ("chosen", vertex(vec![pair("S.name", "STRING"), pair("top", "double")])),
        ("S.size()", plain("int")),
        ("a>3", plain("bool")),
        ("a+1.5", plain("double")),
        ("\"x\"", plain("string")),
        ("unknown(a)", OutputType::Unknown),
    ];
    let found: Vec<_> =
        signature.outputs.iter().map(|it| (it.name.as_str(), it.ty.clone())).collect();
    assert_eq!(found, expected);
}

/// The messages of all checks about a body.
fn all_messages(body: &str) -> Vec<String> {
    let text = format!("CREATE QUERY q() FOR GRAPH social {{ {body} }}");
    let catalog = social();
    let context = Context { schema: Some((&catalog, "social")), ..Context::default() };
    let findings = check::query_in(&text, &read(body, &text), &context);
    findings.into_iter().map(|it| it.message).collect()
}

#[test]
fn sets_of_one_element_and_types_in_variables_are_correct() {
    let body =
        "SetAccum<INT> @@n; STRING kind = \"Person\"; PRINT @@n UNION (1) AS a, (2) MINUS @@n AS b;
        S = {kind.*}; FOREACH k IN [\"Post\"] DO S = S UNION {k.*}; END; PRINT S;";
    assert_eq!(all_messages(body), [""; 0]);
    let body = "S = {Person.*}; T = {S.*}; PRINT T; PRINT 1 UNION (2) AS a;";
    assert_eq!(
        all_messages(body),
        ["the vertex type `S` does not exist", "UNION joins sets, and this is INT"]
    );
}

#[test]
fn attributes_that_identify_are_not_assigned() {
    let pattern = "Account:a -(Transfer>:e)- Account:b";
    assert_eq!(
        all_messages(&format!(
            "UPDATE e FROM {pattern} SET e.amount = 1, e.no = 2, a.name = \"x\";"
        )),
        [
            "`e.no` is part of the edge's discriminator, and cannot be assigned",
            "`a.name` is the key of the vertex, and cannot be assigned",
        ]
    );
}
