//! Operators, predicates and functions.

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::{failure, rows};
use crate::query::with_people;
use crate::support::Server;

/// Checks the values of expressions.
async fn check(server: &Server, expected: &[(&str, Value)]) {
    for (expr, value) in expected {
        assert_eq!(rows(server, &format!("RETURN {expr} AS it")).await, json!([[value]]), "{expr}");
    }
}

#[tokio::test]
async fn times_and_angles_are_computed() {
    let server = with_people(Generation::V4).await;
    check(
        &server,
        &[
            ("timestamp() > 1600000000000", json!(true)),
            ("timestamp() % 1 = 0", json!(true)),
            ("haversin(0)", json!(0)),
            ("haversin(pi())", json!(1)),
            ("haversin(null)", json!(null)),
        ],
    )
    .await;
}

#[tokio::test]
async fn numbers_are_hexadecimal_or_octal() {
    let server = with_people(Generation::V4).await;
    check(
        &server,
        &[
            ("0xfF + 1", json!(256)),
            ("-0X10", json!(-16)),
            ("0o17", json!(15)),
            ("[1, 0][0x0..0o1]", json!([1])),
            ("-0x8000000000000000", json!(i64::MIN)),
        ],
    )
    .await;
    for text in ["0x", "0o8", "0xg", "0xfffffffffffffffff"] {
        let message = failure(&server, &format!("RETURN {text} AS x")).await;
        assert!(message.contains(&format!("`{text}` is not a number of 64 bits")), "{message}");
    }
}

#[tokio::test]
async fn values_of_different_types_have_an_order() {
    let server = with_people(Generation::V4).await;
    let query =
        "UNWIND [null, 2, true, 'a', [1], {a: 1}, 1.5, false, 'B'] AS x RETURN x ORDER BY x";
    let sorted = [
        json!({"a": 1}),
        json!([1]),
        json!("B"),
        json!("a"),
        json!(false),
        json!(true),
        json!(1.5),
        json!(2),
        json!(null),
    ];
    let expected: Value = sorted.iter().map(|value| json!([value])).collect();
    assert_eq!(rows(&server, query).await, expected);
    let query = "UNWIND [[1], 'a', 2, null] AS x RETURN min(x), max(x)";
    assert_eq!(rows(&server, query).await, json!([[[1], 2]]));
}

#[tokio::test]
async fn truth_has_three_values() {
    let server = with_people(Generation::V4).await;
    check(
        &server,
        &[
            ("null AND false", json!(false)),
            ("null AND true", json!(null)),
            ("true OR null", json!(true)),
            ("null OR false", json!(null)),
            ("true XOR null", json!(null)),
            ("true XOR false", json!(true)),
            ("NOT null", json!(null)),
            ("null = null", json!(null)),
            ("null <> 1", json!(null)),
            ("1 = '1'", json!(false)),
            ("1 < 'a'", json!(null)),
            ("null IS NULL", json!(true)),
            ("1 IS NOT NULL", json!(true)),
            ("1 IN [1, null]", json!(true)),
            ("2 IN [1, null]", json!(null)),
            ("2 IN []", json!(false)),
            ("null IN [1]", json!(null)),
            ("1 IN null", json!(null)),
            ("[1, null] = [1, 2]", json!(null)),
            ("[1, null] = [2, null]", json!(false)),
            ("[1, 2] = [1, 2.0]", json!(true)),
            ("{a: 1} = {a: 1}", json!(true)),
            ("1 < 2 < 3", json!(true)),
            ("3 > 2 > 2", json!(false)),
            ("(1 < 2) = true", json!(true)),
            ("null + 1", json!(null)),
            ("coalesce(null, 2, 3)", json!(2)),
            ("any(x IN [1, null] WHERE x = 2)", json!(null)),
            ("any(x IN [1, 2] WHERE x = 2)", json!(true)),
            ("all(x IN [1, null] WHERE x = 2)", json!(false)),
            ("none(x IN [1] WHERE x = 2)", json!(true)),
            ("single(x IN [1, 2, 2] WHERE x = 2)", json!(false)),
        ],
    )
    .await;
}

#[tokio::test]
async fn operators_have_ranks() {
    let server = with_people(Generation::V4).await;
    check(
        &server,
        &[
            ("1 + 2 * 3 ^ 2", json!(19)),
            ("(1 + 2) * 3", json!(9)),
            ("7 / 2", json!(3)),
            ("7 / 2.0", json!(3.5)),
            ("-7 % 4", json!(-3)),
            ("7.5 % 2", json!(1.5)),
            ("10 - 2 - 3", json!(5)),
            ("2 ^ 3", json!(8)),
            ("-(1 + 1)", json!(-2)),
            ("'a' + 'b' + 1", json!("ab1")),
            ("[1] + [2] + 3", json!([1, 2, 3])),
            ("NOT false AND false", json!(false)),
            ("true OR true AND false", json!(true)),
            ("'abc' STARTS WITH 'a' + 'b'", json!(true)),
            ("'abc' ENDS WITH 'bc' AND 'abc' CONTAINS 'd'", json!(false)),
            ("null CONTAINS 'd'", json!(null)),
            ("1 CONTAINS 'd'", json!(null)),
        ],
    )
    .await;
}

#[tokio::test]
async fn lists_maps_and_cases_are_values() {
    let server = with_people(Generation::V4).await;
    check(
        &server,
        &[
            ("[1, 2, 3][0]", json!(1)),
            ("[1, 2, 3][-1]", json!(3)),
            ("[1, 2, 3][5]", json!(null)),
            ("[1, 2, 3][1..]", json!([2, 3])),
            ("[1, 2, 3][..-1]", json!([1, 2])),
            ("[1, 2, 3][2..1]", json!([])),
            ("[1, 2, 3][0..null]", json!(null)),
            ("{a: {b: 2}}.a.b", json!(2)),
            ("{a: 1}.c", json!(null)),
            ("{a: 1}['a']", json!(1)),
            ("[x IN [1, 2, 3] WHERE x > 1 | x * x]", json!([4, 9])),
            ("[x IN range(1, 3)]", json!([1, 2, 3])),
            ("CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", json!("b")),
            ("CASE WHEN null THEN 'a' ELSE 'b' END", json!("b")),
            ("CASE WHEN false THEN 'a' END", json!(null)),
        ],
    )
    .await;
}

#[tokio::test]
async fn functions_are_those_of_the_standard() {
    let server = with_people(Generation::V4).await;
    check(
        &server,
        &[
            ("size([1, 2])", json!(2)),
            ("size('abc')", json!(3)),
            ("head([1, 2])", json!(1)),
            ("last([1, 2])", json!(2)),
            ("head([])", json!(null)),
            ("tail([1, 2, 3])", json!([2, 3])),
            ("reverse([1, 2])", json!([2, 1])),
            ("reverse('ab')", json!("ba")),
            ("range(0, 10, 5)", json!([0, 5, 10])),
            ("range(3, 1, -1)", json!([3, 2, 1])),
            ("toInteger('42')", json!(42)),
            ("toInteger('x')", json!(null)),
            ("toInteger(2.9)", json!(2)),
            ("toFloat('1.5')", json!(1.5)),
            ("toBoolean('TRUE')", json!(true)),
            ("toString(1.0)", json!("1.0")),
            ("toString(12)", json!("12")),
            ("abs(-2)", json!(2)),
            ("ceil(1.2)", json!(2)),
            ("floor(-1.2)", json!(-2)),
            ("round(2.5)", json!(3)),
            ("sign(-3)", json!(-1)),
            ("sqrt(9)", json!(3)),
            ("toUpper('ab')", json!("AB")),
            ("toLower('AB')", json!("ab")),
            ("trim(' a ')", json!("a")),
            ("lTrim(' a ')", json!("a ")),
            ("left('abc', 2)", json!("ab")),
            ("right('abc', 2)", json!("bc")),
            ("substring('abcd', 1, 2)", json!("bc")),
            ("substring('abcd', 2)", json!("cd")),
            ("replace('abab', 'a', 'c')", json!("cbcb")),
            ("split('a,b', ',')", json!(["a", "b"])),
            ("keys({b: 1, a: 2})", json!(["a", "b"])),
            ("size(null)", json!(null)),
        ],
    )
    .await;
    let query = "MATCH (p:Person {id: 'ann'}) \
                 RETURN labels(p), keys(p), properties(p).age, id(p) = id(p), id(p) >= 0";
    let keys = ["id", "age", "score", "alive", "born"];
    assert_eq!(rows(&server, query).await, json!([[["Person"], keys, 30, true, true]]));
    let query = "MATCH ()-[e:WorksAt {pay: 30}]->() \
                 RETURN type(e), startNode(e), endNode(e), keys(e)";
    assert_eq!(rows(&server, query).await, json!([["WorksAt", "bob", "1", ["since", "pay"]]]));
}
