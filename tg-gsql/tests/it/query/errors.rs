//! Rejected queries, with the position of the mistake.

use tg_gsql::query::{Position, parse, split};

use super::corpus::QUERIES;

/// The position of the mistake in a query, and the message.
fn error(text: &str) -> (String, String) {
    let parsed = parse(text);
    assert_eq!(parsed.query, None, "{text}");
    let [finding] = &parsed.findings[..] else { unreachable!("{text}: {:?}", parsed.findings) };
    (Position::of(text, finding.span).to_string(), finding.message.clone())
}

fn in_body(body: &str) -> (String, String) {
    error(&format!("CREATE QUERY q() {{\n{body}\n}}"))
}

#[test]
fn statements_among_queries_have_a_remedy() {
    for (statement, expected) in [
        ("INTERPRET QUERY heavy(INT n) FOR GRAPH g { PRINT n; }", "has no name"),
        ("INTERPRET QUERY heavy(1)", "`tg gsql FILE`"),
        ("DROP QUERY heavy", "`tg gsql FILE`"),
    ] {
        let found = split(&format!("CREATE QUERY q() {{ PRINT 1; }}\n{statement}"));
        let [finding] = &found.findings[..] else { unreachable!("{:?}", found.findings) };
        assert_eq!(finding.message, "only queries are read here");
        assert!(finding.help.as_ref().is_some_and(|help| help.contains(expected)), "{finding:?}");
    }
}

#[test]
fn mistakes_in_the_header_have_a_position() {
    for (text, place, message) in [
        ("", "1:0", "expected `CREATE`, found the end"),
        ("CREATE VERTEX v", "1:7", "expected `QUERY`, found `VERTEX`"),
        ("CREATE QUERY () {}", "1:13", "expected the name of a query, found `(`"),
        ("CREATE QUERY q(INT) {}", "1:18", "expected the name of a parameter, found `)`"),
        ("CREATE QUERY q(INT a,) {}", "1:21", "expected a type, found `)`"),
        (
            "CREATE QUERY q(INT a = b) {}",
            "1:23",
            "expected a number, a text in quotes, TRUE, FALSE or TO_DATETIME, found `b`",
        ),
        ("CREATE QUERY q() FOR g {}", "1:21", "expected `GRAPH`, found `g`"),
        ("CREATE QUERY q() SYNTAX v1 SYNTAX v2 {}", "1:27", "`SYNTAX` is given twice"),
        (
            "CREATE QUERY q() { PRINT 1; } x",
            "1:30",
            "expected nothing after the query's `}`, found `x`",
        ),
        ("INTERPRET QUERY () FOR GRAPH g {\n  PRINT 1;", "2:10", "expected `}`, found the end"),
        ("CREATE QUERY q(SET<INT a) {}", "1:23", "expected `>`, found `a`"),
        (
            "CREATE QUERY q(INT a = 99999999999999999999) {}",
            "1:23",
            "`99999999999999999999` is too large for any type",
        ),
    ] {
        assert_eq!(error(text), (place.to_owned(), message.to_owned()), "{text}");
    }
}

#[test]
fn mistakes_in_statements_have_a_position() {
    for (body, place, message) in [
        ("PRINT ;", "2:6", "expected an expression, found `;`"),
        ("PRINT 1", "3:0", "expected `;`, found `}`"),
        ("  PRNT 1;", "2:7", "expected `=` or `+=`, found `1`"),
        ("S = SELECT FROM T:s;", "2:11", "expected an alias, found `FROM`"),
        ("S = SELECT s FROM ;", "2:18", "expected a vertex set or a vertex type, found `;`"),
        (
            "S = SELECT s FROM T:s -((A>.B>)*2)- T:t;",
            "2:24",
            "a path cannot be repeated, nor be an alternative",
        ),
        ("S = SELECT s FROM T:s -(E:e- T:t;", "2:27", "expected `)`, found `-`"),
        ("S = SELECT s FROM T:s ACCUM ;", "2:28", "expected a statement, found `;`"),
        ("S = SELECT s FROM T:s ACCUM s.@a += 1,;", "2:38", "expected a statement, found `;`"),
        ("S = SELECT s FROM T:s ACCUM PRINT 1;", "2:28", "`PRINT` cannot be part of a clause"),
        ("S = SELECT s FROM T:s LIMIT 1 WHERE TRUE;", "2:30", "`WHERE` is not at its place"),
        (
            "S = SELECT s FROM T:s ORDER BY s.a POST-ACCUM s.@a += 1;",
            "2:35",
            "`POST` is not at its place",
        ),
        ("IF TRUE PRINT 1; END;", "2:8", "expected `THEN`, found `PRINT`"),
        ("IF TRUE THEN PRINT 1;", "3:0", "expected `END`, found `}`"),
        ("WHILE TRUE DO END", "3:0", "expected `;`, found `}`"),
        ("FOREACH x OF y DO END;", "2:10", "expected `IN`, found `OF`"),
        ("x + 1 = 2;", "2:2", "expected `=` or `+=`, found `+`"),
        ("f(x).a.b = 2;", "2:0", "`f(x).a.b` cannot be assigned to"),
        ("PRINT (1, ;", "2:10", "expected an expression, found `;`"),
        ("PRINT a AND;", "2:11", "expected an expression, found `;`"),
        ("PRINT \"a;", "2:6", "this text is not closed"),
        (
            "S = {Person.*, };",
            "2:15",
            "expected a vertex type, a parameter or an accumulator, found `}`",
        ),
        ("S = {1};", "2:5", "a vertex set is made of types, parameters, sets and accumulators"),
        ("INSERT INTO T (a) VALUES (1);", "2:15", "expected `PRIMARY_ID` or `FROM, TO`, found `a`"),
        ("S = SELECT s FROM T:s -(E>*3..1)- T:t;", "2:30", "1 is less than 3"),
        ("PRINT a IS NULL IS NULL;", "2:16", "expected `;`, found `IS`"),
        ("RETURN 1, 2;", "2:8", "expected `;`, found `,`"),
        ("SumAccum @a;", "2:9", "expected `<`, found `@`"),
        ("AvgAccum<INT> @a;", "2:9", "expected no `<`, found `INT`"),
        ("TYPEDEF INT a;", "2:8", "expected `TUPLE` or an accumulator, found `INT`"),
        ("/* open", "2:0", "this comment is not closed"),
    ] {
        let (found, reported) = in_body(body);
        assert_eq!((found.as_str(), reported.as_str()), (place, message), "{body}");
    }
}

#[test]
fn too_deep_nesting_is_rejected_and_long_chains_are_not() {
    let deep = |open: &str, inner: &str, close: &str| {
        format!("CREATE QUERY q() {{ {}{inner}{}; }}", open.repeat(10_000), close.repeat(10_000))
    };
    for text in [
        deep("PRINT (", "1", ")"),
        format!("CREATE QUERY q() {{ PRINT {}1; }}", "(".repeat(10_000)),
        format!("CREATE QUERY q() {{ PRINT {}1; }}", "-".repeat(9_999)),
        format!("CREATE QUERY q() {{ PRINT {}1; }}", "NOT ".repeat(9_999)),
        format!("CREATE QUERY q() {{ PRINT x{}; }}", ".f()".repeat(9_999)),
        format!("CREATE QUERY q() {{ {} }}", "IF TRUE THEN ".repeat(9_999)),
        format!("CREATE QUERY q({}", "SET<".repeat(9_999)),
        format!("CREATE QUERY q() {{ {}", "SumAccum<".repeat(9_999)),
        format!(
            "CREATE QUERY q() {{ PRINT {}",
            "1 OR 1 AND NOT 1 == 1 UNION 1 | 1 & 1 >> 1 + 1 * (".repeat(9_999)
        ),
    ] {
        assert_eq!(parse(&text).query, None);
        assert_eq!(parse(&text).findings.len(), 1);
    }
    let text = format!("CREATE QUERY q() {{ PRINT 1{}; }}", " + 1 * 2".repeat(50_000));
    assert!(parse(&text).query.is_some());
    let text = format!("CREATE QUERY q() {{ PRINT 1{}; }}", " == 1 AND 2 OR NOT 3".repeat(50_000));
    assert!(parse(&text).query.is_some());
    let deep = "CREATE QUERY q() { PRINT ".to_owned()
        + &"1 OR 1 AND NOT 1 == 1 UNION 1 | 1 & 1 >> 1 + 1 * (".repeat(24)
        + "1"
        + &")".repeat(24)
        + "; }";
    assert!(parse(&deep).query.is_some());
}

/// A text that ends early, or lacks a token, is rejected with one finding, or parsed.
#[test]
fn no_token_can_be_missing_without_a_finding_or_a_meaning() {
    for (name, text, _) in QUERIES {
        for (at, _) in text.char_indices().filter(|(_, c)| !c.is_alphanumeric()).step_by(3) {
            let cut = &text[..at];
            let parsed = parse(cut);
            assert_eq!(parsed.query.is_none(), !parsed.findings.is_empty(), "{name}: {cut}");
            assert!(parsed.findings.len() < 3, "{name}: {cut}: {:?}", parsed.findings);
        }
    }
}
