//! Deliberate mistakes, each reported once, at its token, with the remedy.

use tg_gsql::apply::script;
use tg_gsql::check;
use tg_gsql::model::Catalog;
use tg_gsql::query::{Context, Position, parse};

use super::corpus;

fn goods() -> Catalog {
    let applied = script(
        r#"TYPEDEF TUPLE<street STRING(40), number INT(4)> Address
        CREATE VERTEX Depot (PRIMARY_ID id STRING, name STRING, size INT, open BOOL)
            WITH PRIMARY_ID_AS_ATTRIBUTE="true"
        CREATE VERTEX Package (id STRING PRIMARY KEY, weight_kg DOUBLE, status STRING, due DATETIME,
            stops LIST<INT>, home Address)
        CREATE VERTEX Shelf (PRIMARY_ID code STRING, floor INT)
        CREATE VERTEX Person (id STRING PRIMARY KEY, name STRING, age INT)
        CREATE DIRECTED EDGE StoredAt (FROM Package, TO Depot, since DATETIME, fee FLOAT)
            WITH REVERSE_EDGE="Holds"
        CREATE DIRECTED EDGE Owns (FROM Person, TO Package)
        CREATE UNDIRECTED EDGE Near (FROM Depot, TO Depot, km INT)
        CREATE GRAPH goods (*)"#,
    );
    assert!(applied.is_ok(), "{:?}", applied.findings);
    applied.catalog
}

const OTHERS: &str = "CREATE QUERY reach(VERTEX<Depot> depot, INT depth, BOOL all_ = TRUE)
    FOR GRAPH goods
    RETURNS (SetAccum<VERTEX<Depot>>) { S = {depot}; RETURN S; }";

const PRINTING: &str = "CREATE QUERY print_only(INT n) FOR GRAPH goods { PRINT n; }";

const TWICE: &str = "CREATE QUERY math.twice(INT n) FOR GRAPH goods RETURNS (INT) { RETURN n; }";

/// A query with a mistake, as `mistakes.txt` describes it.
struct Mistake<'a> {
    parameters: &'a str,
    body: String,
    message: &'a str,
    help: &'a str,
}

fn mistakes() -> Vec<Mistake<'static>> {
    let entries = include_str!("mistakes.txt").split("\n\n");
    let entries = entries.filter(|it| !it.trim_start().starts_with('#') && !it.trim().is_empty());
    let entry = |entry: &'static str| {
        let mut mistake = Mistake { parameters: "", body: String::new(), message: "", help: "" };
        for line in entry.trim().lines() {
            match line.split_at_checked(1) {
                Some(("(", rest)) => mistake.parameters = rest.trim_end_matches(')'),
                Some(("!", rest)) => mistake.message = rest.trim(),
                Some(("?", rest)) => mistake.help = rest.trim(),
                _ => mistake.body.push_str(line),
            }
        }
        mistake
    };
    entries.map(entry).collect()
}

#[test]
fn each_mistake_is_reported_once_at_its_token_with_the_remedy() {
    let catalog = goods();
    let others = [OTHERS, PRINTING, TWICE].map(|text| parse(text).query.unwrap());
    let mut wrong = Vec::new();
    let mistakes = mistakes();
    for Mistake { parameters, body, message, help } in &mistakes {
        let marked = format!("CREATE QUERY q({parameters}) FOR GRAPH goods {{\n  {body}\n}}");
        let start = marked.find('«').unwrap();
        let text = marked.replace(['«', '»'], "");
        let token = &marked[start + '«'.len_utf8()..marked.find('»').unwrap()];
        let query = corpus::read(body, &text);
        let context = Context {
            schema: Some((&catalog, "goods")),
            queries: [
                ("reach", &others[0]),
                ("print_only", &others[1]),
                ("math.twice", &others[2]),
            ]
            .into(),
            functions: Some(&[]),
        };
        let findings = check::query_in(&text, &query, &context);
        let found: Vec<_> = findings
            .iter()
            .map(|it| {
                let help = it.help.as_deref().unwrap_or_default();
                (Position::of(&text, it.span), it.span.of(&text), it.message.as_str(), help)
            })
            .collect();
        let span = tg_gsql::syntax::Span { start, end: start };
        let expected = [(Position::of(&text, span), token, *message, *help)];
        if found != expected {
            wrong.push(format!("{body}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), mistakes.len(), wrong.join("\n"));
    assert!(mistakes.len() > 80);
}

/// The tokens and messages about a whole text, with other queries and without a list of functions.
fn findings(text: &str, others: &[&str]) -> Vec<(String, String)> {
    let catalog = goods();
    let others: Vec<_> = others.iter().map(|text| corpus::read("other", text)).collect();
    let named = others.iter().filter_map(|it| Some((it.name.as_ref()?.value.as_str(), it)));
    let context =
        Context { schema: Some((&catalog, "goods")), queries: named.collect(), functions: None };
    let findings = check::query_in(text, &corpus::read("query", text), &context);
    findings.into_iter().map(|it| (it.span.of(text).to_owned(), it.message)).collect()
}

#[test]
fn mistakes_of_headers_are_reported() {
    let returns = "RETURNS (SetAccum<VERTEX<Depot>>)";
    for (text, token, message) in [
        (
            "CREATE QUERY q() FOR GRAPH other { PRINT 1; }",
            "other",
            "the query is for the graph `other`, not for `goods`",
        ),
        (
            "CREATE QUERY q() FOR GRAPH goods RETURNS (INT) { PRINT 1; }",
            "INT",
            "the query has RETURNS, and returns no value",
        ),
        (
            &format!("CREATE QUERY q() FOR GRAPH goods {returns} {{ RETURN \"x\"; }}"),
            "\"x\"",
            "the query returns SetAccum<VERTEX<Depot>>, and this is STRING",
        ),
        (
            &format!(
                "CREATE QUERY q() FOR GRAPH goods {returns} {{ S = {{Person.*}}; RETURN S; }}"
            ),
            "S",
            "the query returns SetAccum<VERTEX<Depot>>, and this is vertex set of Person",
        ),
        (
            "CREATE QUERY q(STRING s) FOR GRAPH goods { PRINT lenght(s) AS n; }",
            "lenght",
            "`lenght` is not a function of the language",
        ),
    ] {
        assert_eq!(findings(text, &[]), [(token.to_owned(), message.to_owned())], "{text}");
    }
}

#[test]
fn recursion_without_end_is_reported_and_recursion_with_a_condition_is_not() {
    let a = "CREATE QUERY a(INT n) FOR GRAPH goods RETURNS (INT) { RETURN b(n) + 1; }";
    let b = "CREATE QUERY b(INT n) FOR GRAPH goods RETURNS (INT) { INT x = a(n); RETURN x; }";
    let found = findings(a, &[a, b]);
    assert_eq!(found, [("b".to_owned(), "`a` calls itself in every run: `b`, `a`".to_owned())]);
    let b = "CREATE QUERY b(INT n) FOR GRAPH goods RETURNS (INT) {
        IF n == 0 THEN RETURN 0; END; RETURN a(n - 1); }";
    assert_eq!(findings(a, &[a, b]), []);
    assert_eq!(findings(b, &[a, b]), []);
    let own = "CREATE QUERY b(INT n) FOR GRAPH goods RETURNS (INT) {
        INT x; IF n > 0 AND b(n - 1) > 3 THEN x = b(n - 2); END; RETURN x; }";
    assert_eq!(findings(own, &[]), []);
}
