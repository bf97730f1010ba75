//! All token functions.

use serde_json::{Value, json};
use tg_emulator::{Clock, Emulator, Generation};

use super::server;
use crate::support::{SCHEMA, Server};

/// Evaluates a function for a line, whose tokens are separated by `|`. Returns `None` if the line
/// is not loaded.
async fn evaluate(call: &str, line: &str) -> Option<String> {
    let job = format!(
        "DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES (1, {call}) USING SEPARATOR=\"|\";"
    );
    let server = server(Generation::V4, &job).await;
    let counted = server.load(&format!("{line}\n")).await;
    let counted = &counted["objectLevel"]["vertex"][0];
    if counted["validObject"] == 0 {
        assert_eq!(counted["invalidAttribute"], 1, "{call}: {counted}");
        return None;
    }
    let city = server.attributes("Depot", "1").await["city"].clone();
    Some(city.as_str().expect("text").to_owned())
}

#[track_caller]
fn check(call: &str, line: &str, expected: &str) -> impl Future<Output = ()> {
    let (call, line, expected) = (call.to_owned(), line.to_owned(), expected.to_owned());
    async move { assert_eq!(evaluate(&call, &line).await, Some(expected), "{call} of {line}") }
}

#[tokio::test]
async fn results_have_a_limit() {
    let line = "a".repeat(200_000) + "|" + &"b".repeat(200_000);
    for call in [
        "replace($0, \"a\", $1)",
        "gsql_replace($0, \"a\", $1)",
        "gsql_regex_replace($0, \"a\", $1)",
        "gsql_regex_replace($0, \".*\", \"$0$0$0$0$0$0\")",
    ] {
        assert_eq!(evaluate(call, &line).await, None, "{call}");
    }
    check("gsql_replace($0, \"a\", $1, 1)", "aa|b", "ba").await;
    let line = format!("{0}|{0}|{1}", "ab".repeat(100_000), "cd".repeat(100_000));
    check("translate($0, $1, $2)", &line, &"cd".repeat(100_000)).await;
}

#[tokio::test]
async fn a_separator_can_be_any_character() {
    let job =
        "DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES ($0, $1) USING SEPARATOR=\"\\195\";";
    for (line, city) in [("1ÃKöln\n", Some("Köln")), ("1éKöln\n", None)] {
        let server = server(Generation::V4, job).await;
        let counted = server.load(line).await;
        let valid = &counted["objectLevel"]["vertex"][0]["validObject"];
        assert_eq!(*valid, u8::from(city.is_some()), "{line}: {counted}");
        if let Some(city) = city {
            assert_eq!(server.attributes("Depot", "1").await["city"], city);
        }
    }
}

#[tokio::test]
async fn text_functions() {
    check("gsql_reverse($0)", "abé", "éba").await;
    check("gsql_upper($0)", "aé", "AÉ").await;
    check("gsql_lower($0)", "AÉ", "aé").await;
    check("gsql_trim($0)", " a b ", "a b").await;
    check("gsql_ltrim($0)", " a ", "a ").await;
    check("gsql_rtrim($0)", " a ", " a").await;
    check("gsql_concat($0, \"-\", $1)", "a|b", "a-b").await;
    check("gsql_substring($0, 2)", "héllo", "llo").await;
    check("gsql_substring($0, 1, 2)", "héllo", "él").await;
    check("gsql_substr($0, 9)", "hello", "").await;
    check("gsql_replace($0, \"a\", \"-\")", "banana", "b-n-n-").await;
    check("gsql_replace($0, \"a\", \"-\", 1)", "banana", "b-nana").await;
    check("gsql_regex_replace($0, \"[0-9]+\", \"#\")", "a12b3", "a#b#").await;
    check("gsql_regex_match($0, \"[a-z]+\")", "abc", "true").await;
    check("gsql_regex_match($0, \"[a-z]+\")", "abc1", "false").await;
    check("gsql_split_by_space($0)", "a b c", "a\u{1e}b\u{1e}c").await;
    check("gsql_find($0, \"lo\")", "héllo", "3").await;
    check("gsql_find($0, \"x\")", "hello", "-1").await;
    check("gsql_length($0)", "héllo", "5").await;
    check("gsql_upper(gsql_substring(gsql_concat($0, $1), 1, 2))", "abc|d", "BC").await;
    assert_eq!(evaluate("gsql_substring($0, $1)", "abc|x").await, None);
    assert_eq!(evaluate("gsql_regex_match($0, \"(\")", "abc").await, None);
}

#[tokio::test]
async fn conversion_functions() {
    for (text, expected) in [("t", "true"), ("TRUE", "true"), ("1", "false"), ("no", "false")] {
        check("gsql_to_bool($0)", text, expected).await;
    }
    check("gsql_to_int($0)", "-7.9", "-7").await;
    check("gsql_to_int($0)", "12", "12").await;
    check("gsql_to_uint($0)", "7.9", "7").await;
    check("gsql_to_int($0)", "|", "").await;
    assert_eq!(evaluate("gsql_to_int($0)", "x").await, None);
    assert_eq!(evaluate("gsql_to_uint($0)", "-1").await, None);
    let one = evaluate("gsql_uuid_v4()", "x").await.expect("an id");
    assert_eq!((one.len(), &one[14..15]), (36, "4"));
    assert_ne!(Some(one), evaluate("gsql_uuid_v4()", "x").await);
}

#[tokio::test]
async fn time_functions() {
    for text in ["2024-01-02 03:04:05", "2024/01/02 03:04:05", "2024-01-02T03:04:05.678z"] {
        check("gsql_ts_to_epoch_seconds($0)", text, "1704164645").await;
    }
    check("gsql_year($0)", "2024-05-06 07:08:09", "2024").await;
    check("gsql_month($0)", "2024-05-06 07:08:09", "5").await;
    check("gsql_day($0)", "2024-05-06 07:08:09", "6").await;
    check("gsql_year_epoch($0)", "1704164645", "2024").await;
    check("gsql_month_epoch($0)", "1704164645", "1").await;
    check("gsql_day_epoch($0)", "-1", "31").await;
    check("to_datetime($0)", "2024/1/2", "2024-01-02 00:00:00").await;
    check("epoch_to_datetime($0)", "0", "1970-01-01 00:00:00").await;
    check("datetime_to_epoch($0)", "1970-01-02", "86400").await;
    check("datetime_diff($0, $1)", "1970-01-02|1970-01-01", "86400").await;
    check("datetime_add($0, 1, \"MONTH\")", "2024-01-31", "2024-02-29 00:00:00").await;
    check("datetime_sub($0, 90)", "1970-01-01 00:02:00", "1970-01-01 00:00:30").await;
    check("datetime_format($0, \"%d.%m.%Y %H:%M\")", "2024-05-06 07:08:09", "06.05.2024 07:08")
        .await;
    check("hour($0)", "2024-05-06 07:08:09", "7").await;
    check("minute($0)", "2024-05-06 07:08:09", "8").await;
    check("second($0)", "2024-05-06 07:08:09", "9").await;
    assert_eq!(evaluate("gsql_ts_to_epoch_seconds($0)", "soon").await, None);
}

#[tokio::test]
async fn the_current_time_is_that_of_the_clock() {
    let clock = Clock::stopped_at(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1000));
    let script = format!(
        "{SCHEMA} USE GRAPH g CREATE LOADING JOB j {{ DEFINE FILENAME f;
            LOAD f TO VERTEX Depot VALUES ($0, gsql_current_time_epoch(0)),
            TO VERTEX Person VALUES ($0, _, _, _, now()); }}"
    );
    let server = Server::with(Emulator::builder().clock(clock).gsql(script)).await;
    server.load("1\n").await;
    assert_eq!(server.attributes("Depot", "1").await["city"], "1000");
    assert_eq!(server.attributes("Person", "1").await["born"], "1970-01-01 00:16:40");
}

#[tokio::test]
async fn functions_that_queries_also_have() {
    check("ascii($0)", "A", "65").await;
    check("chr($0)", "65", "A").await;
    check("instr($0, \"a\")", "banana", "1").await;
    check("instr($0, \"a\", 2)", "banana", "3").await;
    check("instr($0, \"a\", 0, 3)", "banana", "5").await;
    check("insert($0, 1, \"-\")", "abc", "a-bc").await;
    check("insert($0, 1, 1, \"-\")", "abc", "a-c").await;
    check("left($0, 2)", "abc", "ab").await;
    check("right($0, 2)", "abc", "bc").await;
    check("lpad($0, 5, \"xy\")", "abc", "xyabc").await;
    check("rpad($0, 2)", "abc", "ab").await;
    check("space(3)", "abc", "   ").await;
    check("find_in_set($0, \"a,b,c\")", "c", "2").await;
    check("translate($0, \"ab\", \"x\")", "abc", "xc").await;
    check("soundex($0)", "Robert", "R163").await;
    check("soundex($0)", "Ashcraft", "A261").await;
    check("difference($0, $1)", "Robert|Rupert", "4").await;
    check("substr($0, -2)", "abc", "bc").await;
}

#[tokio::test]
async fn functions_in_conditions() {
    for (condition, passing) in [
        ("$1 == \"b\"", "2"),
        ("$1 != \"b\"", "134"),
        ("$1 <> \"b\" AND NOT $1 IS EMPTY", "14"),
        ("to_int($0) >= 2 AND to_int($0) < 4", "23"),
        ("to_int($0) * 2 - 1 == 5 OR $0 == \"1\"", "13"),
        ("to_int($0) ^ 2 / 3 > 2", "34"),
        ("to_float($2) > 1.5", "24"),
        ("$2 IS NUMERIC", "124"),
        ("$2 IS NOT NUMERIC", "3"),
        ("$1 IS EMPTY", "3"),
        ("$1 IS NOT EMPTY", "124"),
        ("$1 IN (\"a\", \"b\")", "12"),
        ("$1 NOT IN (\"a\", \"b\")", "34"),
        ("to_int($0) BETWEEN 2 AND 3", "23"),
        ("to_int($0) NOT BETWEEN 2 AND 3", "14"),
        ("token_len($1) == 1", "124"),
        ("gsql_is_not_empty_string($1)", "124"),
        ("gsql_token_equal($1, \"A\")", ""),
        ("gsql_token_ignore_case_equal($1, \"A\")", "1"),
        ("gsql_is_true($3)", "1"),
        ("gsql_is_false($3)", "2"),
        ("gsql_is_true($3) == true OR gsql_is_false($3) == TRUE", "12"),
        ("concat($0, $1) == \"2b\"", "2"),
        ("gsql_regex_match($1, \"[ab]\")", "12"),
        ("to_float($2) > -1 AND (to_int($0) == 1 OR to_int($0) == 4)", "14"),
    ] {
        let job =
            format!("DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES ($0, _) WHERE {condition};");
        let server = server(Generation::V4, &job).await;
        server.load("1,a,1.5,true\n2,b,2,F\n3,,x,1\n4,c,9e9,\n").await;
        let found = server.get("/graph/g/vertices/Depot").await.results();
        let mut ids: Vec<_> = crate::support::column(&found, "v_id");
        ids.sort_unstable();
        assert_eq!(ids.concat(), passing, "{condition}");
    }
}

#[tokio::test]
async fn unsupported_functions_are_named() {
    for (values, wrong) in [
        ("(1, my_function($0))", "the token function 'my_function'"),
        ("(1, $sys.nothing)", "the system column '$sys.nothing'"),
        ("(1, hello)", "the word 'hello'"),
    ] {
        let job = format!("DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES {values};");
        let server = server(Generation::V4, &job).await;
        let (code, message) = server.ddl("", "a\n").await.error();
        assert_eq!(code, "REST-30000");
        assert!(message.contains(wrong), "{message}");
    }
}

#[tokio::test]
async fn the_name_of_the_file_is_a_column() {
    check("$sys.file_name", "a", "Online_POST").await;
}

#[tokio::test]
async fn values_of_every_type() {
    let job =
        "DEFINE FILENAME f; LOAD f TO VERTEX Thing VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8,
        SPLIT($9, \"-\"), LIST($6, $0), SET($6, $6, \"z\"), ($0 -> $6), SPLIT($10, \":\", \"-\"),
        Event($6, $1, $7), LIST(Event(\"a\", 1, $7), Event(\"b\", 2, $7))) USING SEPARATOR=\"|\";";
    let server = server(Generation::V4, job).await;
    let line = "1|-9|9|1.5|-2e3|True|text|2024-01-02T03:04:05.1z|abcd|1-2-2|a:1-b:2.5-a:3";
    let counted = server.load(line).await;
    assert_eq!(counted["objectLevel"]["vertex"][0]["validObject"], 1, "{counted}");
    let at = "2024-01-02 03:04:05";
    let expected = json!({
        "id": 1, "i": -9, "u": 9, "f": 1.5, "d": -2000, "b": true, "s": "text", "t": at,
        "fb": "abcd",
        "li": [1, 2, 2], "ls": ["text", "1"], "ss": ["text", "z"], "mi": {"1": "text"},
        "ms": {"a": 3, "b": 2.5},
        "e": {"kind": "text", "amount": -9, "at": at},
        "le": [{"kind": "a", "amount": 1, "at": at}, {"kind": "b", "amount": 2, "at": at}],
    });
    assert_eq!(server.attributes("Thing", "1").await, expected);
    // Numbers out of range wrap around, elements are added to collections, and an empty token does
    // not change the stored value.
    server.load("1|9223372036854775808|18446744073709551616||||new|86400|||a:4\n").await;
    let now = server.attributes("Thing", "1").await;
    assert_eq!((&now["i"], &now["u"], &now["f"]), (&json!(i64::MIN), &json!(0), &json!(1.5)));
    assert_eq!((&now["li"], &now["ls"]), (&json!([1, 2, 2]), &json!(["text", "1", "new", "1"])));
    assert_eq!(
        (&now["t"], &now["ss"]),
        (&json!("1970-01-02 00:00:00"), &json!(["text", "z", "new"]))
    );
    assert_eq!((&now["mi"], &now["ms"]), (&json!({"1": "new"}), &json!({"a": 4, "b": 2.5})));
    assert_eq!(now["fb"], "abcd");
}

#[tokio::test]
async fn values_of_the_wrong_type_are_rejected() {
    let job =
        "DEFINE FILENAME f; LOAD f TO VERTEX Thing VALUES ($0, $1, $2, $3, $3, $4, _, $5, _, $6);";
    let server = server(Generation::V4, job).await;
    let lines = [
        "1,1.0,1,1,1,2024-01-01,1",
        "2,1,-1,1,1,2024-01-01,1",
        "3,1,1,inf,1,2024-01-01,1",
        "4,1,1,1,yes,2024-01-01,1",
        "5,1,1,1,1,24-01-01,1",
        "6,1,1,1,1,2024-02-30,1",
        "7,1,1,1,1,2024-01-01,",
        "8,1,1,1,1,2024-01-01,x",
        "9,,,,,,1",
        "10,1,1,1e39,1,2024-01-01,1",
        "11,1,1,-1e309,1,2024-01-01,1",
    ];
    let counted = server.load(&lines.join("\n")).await;
    let things = &counted["objectLevel"]["vertex"][0];
    assert_eq!((&things["validObject"], &things["invalidAttribute"]), (&json!(1), &json!(10)));
    assert_eq!(things["lineData"].as_array().map(Vec::len), Some(5), "samples are few");
    let expected: Value = json!([1]);
    assert_eq!(server.attributes("Thing", "9").await["li"], expected);
}
