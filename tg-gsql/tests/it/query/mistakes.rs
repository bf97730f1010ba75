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
    let other = parse(OTHERS).query.unwrap();
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
            queries: [("reach", &other)].into(),
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
