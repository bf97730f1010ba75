//! Rows that are merged have the effects of single rows. A ListAccum, whose result depends on the
//! order of the rows, keeps them single.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use super::differential::seeds;
use crate::malformed::Rng;
use crate::support::Server;

const SCHEMA: &str = r#"
    CREATE VERTEX A (PRIMARY_ID id STRING, n INT, x DOUBLE)
    CREATE VERTEX B (PRIMARY_ID id STRING, n INT, y DOUBLE)
    CREATE DIRECTED EDGE D (FROM A, TO A | FROM A, TO B, DISCRIMINATOR(k INT))
        WITH REVERSE_EDGE="rev_D"
    CREATE UNDIRECTED EDGE U (FROM A, TO A, DISCRIMINATOR(k INT))
    CREATE DIRECTED EDGE F (FROM B, TO A)
    CREATE GRAPH g (*)"#;

pub(super) const DECLARATIONS: &str = "
    ListAccum<INT> @@rows;
    SumAccum<INT> @sum, @other, @@sum; SumAccum<UINT> @@unsigned;
    SumAccum<DOUBLE> @real = 0.1, @@real; SumAccum<FLOAT> @small; AvgAccum @mean, @@mean;
    MinAccum<INT> @least; MaxAccum<DOUBLE> @@greatest, @most; OrAccum @any; AndAccum @@every;
    SetAccum<VERTEX> @others; SetAccum<STRING> @@names; SetAccum<DOUBLE> @reals;
    BitwiseOrAccum<64> @bits; BitwiseAndAccum<3> @few; SetAccum<STRING> @@types = (\"D\", \"U\");";

const PATTERNS: [&str; 10] = [
    "A:s -(D>)- (A|B):t",
    "A:s -(D>:e)- A:t",
    "A:s -(<D)- A:t",
    "A:s -(U)- A:t",
    "(A|B):s -(D>|U|F>)- (A|B):t",
    "(A|B):s -(_)- (A|B):t",
    "All:s -((D>|F>):e)- All:t",
    "A:s -(D>)- (A|B):m -(F>)- A:t",
    "A:s -(D>)- A:m -(U|D>)- All:t",
    "Some:s -(U)- A:m -(D>)- Some:t",
];

const FILTERS: [&str; 6] = [
    "",
    "",
    "WHERE s.n > 0",
    "WHERE t.n < 3",
    "WHERE s.n != t.n AND t.x >= 0.0",
    "WHERE s.n == 1 OR t.n == 2",
];

const PERS: [&str; 5] = ["", "", "", "PER (s, t)", "PER (t)"];

const STATEMENTS: [&str; 30] = [
    "s.@sum += 1",
    "t.@sum += 1",
    "t.@sum += s.n",
    "s.@sum += t.n * 2 - s.n",
    "s.@sum += 9223372036854775807",
    "t.@other += s.@other + 2",
    "@@sum += t.n",
    "@@sum += 3",
    "@@unsigned += 2",
    "t.@real += s.x / 3.0",
    "s.@real += 0.1",
    "s.@real += t.x / 3.0",
    "t.@real += t.x * s.x",
    "@@real += s.x",
    "@@real += t.x",
    "t.@small += s.x",
    "t.@mean += s.x",
    "@@mean += s.n",
    "t.@least += s.n",
    "@@greatest += s.x",
    "@@greatest += -t.x",
    "s.@most += t.x",
    "t.@any += (s.n > 2)",
    "@@every += (t.n < 3)",
    "t.@others += s",
    "@@names += t.type",
    "t.@reals += s.x",
    "t.@bits += s.n",
    "t.@bits += 1 << s.n & 6",
    "s.@few += t.n",
];

pub(super) async fn random_graph(rng: &mut Rng) -> Server {
    let builder = Emulator::builder().generation(Generation::V4).gsql(SCHEMA);
    let server = Server::with(builder).await;
    let (a, b) = (1 + rng.below(5), 1 + rng.below(3));
    let mut vertices = json!({"A": {}, "B": {}});
    for at in 0..a {
        let x = [0.1, -2.3, 0.0, -0.0, 1e16][rng.below(5)];
        let values = json!({"n": {"value": rng.below(4)}, "x": {"value": x}});
        vertices["A"][at.to_string()] = values;
    }
    for at in 0..b {
        vertices["B"][at.to_string()] = json!({"n": {"value": rng.below(4)}});
    }
    server.upsert(&json!({"vertices": vertices})).await;
    let mut known = Vec::new();
    for _ in 0..rng.below(40) {
        let (from, to) = (rng.below(a), rng.below(a));
        let k = rng.below(4);
        let (of, ty, end, from, to) = match rng.below(8) {
            0 => ("B", "F", "A", rng.below(b), to),
            1..3 => ("A", "U", "A", from.min(to), from.max(to)),
            3 => ("A", "D", "B", from, rng.below(b)),
            _ => ("A", "D", "A", from, to),
        };
        let values = if ty == "F" { json!({}) } else { json!({"k": {"value": k}}) };
        let edge = json!({of: {from.to_string(): {ty: {end: {to.to_string(): values}}}}});
        server.upsert(&json!({"edges": edge})).await;
        known.push((of, from, ty, end, to));
    }
    // The slots of removed edges are used again, in another order.
    for _ in 0..rng.below(3).min(known.len()) {
        let (of, from, ty, end, to) = known[rng.below(known.len())];
        server.delete(&format!("/graph/g/edges/{of}/{from}/{ty}/{end}/{to}")).await;
    }
    server
}

fn query(rng: &mut Rng) -> impl Fn(bool) -> String + use<> {
    let (pattern, filter, per) = (rng.choose(&PATTERNS), rng.choose(&FILTERS), rng.choose(&PERS));
    let is_of_t = |it: &&str| !it.split(|c: char| !c.is_alphanumeric()).any(|word| word == "s");
    // PER excludes other aliases.
    let (aliases, allowed): (&[&str], Vec<_>) = match per {
        "PER (t)" => (&["t"], STATEMENTS.into_iter().filter(is_of_t).collect()),
        _ => (&["s", "t"], STATEMENTS.into()),
    };
    let selected = rng.choose(aliases);
    let statements: Vec<_> = (0..1 + rng.below(3)).map(|_| rng.choose(&allowed)).collect();
    move |single| {
        let rows = if single { ", @@rows += 1" } else { "" };
        format!(
            "INTERPRET QUERY () FOR GRAPH g SYNTAX v2 {{ {DECLARATIONS}
               All = {{ANY}};
               Some = SELECT s FROM All:s WHERE s.n > 0;
               R = SELECT {selected} FROM {pattern} {filter} {per}
                   ACCUM {} {rows} POST-ACCUM (t) t.@other += 1;
               PRINT R; PRINT All;
               PRINT @@sum, @@unsigned, @@real, @@mean, @@greatest, @@every, @@names; }}",
            statements.join(", "),
        )
    }
}

#[tokio::test]
async fn merged_rows_have_the_effects_of_single_rows() {
    for seed in seeds(30) {
        let mut rng = Rng::new(seed + 1);
        let server = random_graph(&mut rng).await;
        for number in 0..25 {
            let query = query(&mut rng);
            let single = server.interpret(&query(true), "").await.json();
            let merged = server.interpret(&query(false), "").await.json();
            assert_eq!(single["error"], false, "{single}: {}", query(true));
            let text = query(false);
            assert_eq!(merged["results"], single["results"], "seed {seed}, {number}: {text}");
        }
    }
}

/// A change of an edge is seen by the next query, in both directions.
#[tokio::test]
async fn the_adjacency_follows_changes() {
    let builder = Emulator::builder().generation(Generation::V4).gsql(SCHEMA);
    let server = Server::with(builder).await;
    let edge = |from: &str, to: &str, k: i64| {
        let ends = json!({to: {"k": {"value": k}}});
        json!({"edges": {"A": {from: {"D": {"A": ends}}}}})
    };
    let sums = async || -> Value {
        let text = "INTERPRET QUERY () FOR GRAPH g SYNTAX v2 { SumAccum<INT> @@out, @@in;
            S = SELECT t FROM A:s -(D>)- A:t ACCUM @@out += 1;
            S = SELECT t FROM A:s -(<D)- A:t ACCUM @@in += 1;
            PRINT @@out, @@in; }";
        server.interpret(text, "").await.results()[0].clone()
    };
    assert_eq!(sums().await, json!({"@@out": 0, "@@in": 0}));
    for (number, (from, to)) in [("1", "2"), ("1", "2"), ("2", "2"), ("3", "1")].iter().enumerate()
    {
        server.upsert(&edge(from, to, number as i64)).await;
        assert_eq!(sums().await, json!({"@@out": number + 1, "@@in": number + 1}));
    }
    server.delete("/graph/g/vertices/A/2").await;
    assert_eq!(sums().await, json!({"@@out": 1, "@@in": 1}));
    server.upsert(&edge("9", "1", 1)).await;
    assert_eq!(sums().await, json!({"@@out": 2, "@@in": 2}));
}
