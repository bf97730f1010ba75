//! CPU that typed queries add to a build: 100 queries of 30 lines, against a schema of 100 types.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::Result;
use crate::compile::Generated;
use crate::report::{Spread, print};

const TYPES: usize = 100;
const QUERIES: usize = 100;
const ROUNDS: usize = 5;

/// Builds the types without derives, with derives and a graph, with queries of another graph, which
/// are only read, and with queries of the graph.
pub(crate) fn measure() -> Result {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let plain = Generated::new(&workspace, "types", DEPENDENCIES, source(Form::Plain))?;
    let derived = Generated::new(&workspace, "graph", DEPENDENCIES, source(Form::Derived))?;
    let read = Generated::new(&workspace, "read", DEPENDENCIES, source(Form::Queries))?;
    let typed = Generated::new(&workspace, "queries", DEPENDENCIES, source(Form::Queries))?;
    for (side, graph) in [(&plain, ""), (&derived, ""), (&read, "Other"), (&typed, "Goods")] {
        fs::write(side.folder.join("goods.gsql"), schema())?;
        fs::write(side.folder.join("tigergraph.toml"), "schema = \"goods.gsql\"\n")?;
        fs::create_dir_all(side.folder.join("queries"))?;
        for number in (0..QUERIES).filter(|_| !graph.is_empty()) {
            let file = side.folder.join(format!("queries/report_{number}.gsql"));
            fs::write(file, numbered(QUERY, number).replace("{graph}", graph))?;
        }
    }
    let sides = [&plain, &derived, &read, &typed];
    for side in sides {
        side.build("dev")?;
    }
    let mut seconds: [Vec<f64>; 4] = Default::default();
    for round in 0..ROUNDS {
        // Each round starts with another side, because the first of a round may run slower.
        for turn in 0..sides.len() {
            let side = (round + turn) % sides.len();
            seconds[side].push(sides[side].rebuild("dev")?);
        }
    }
    let [plain, derived, read, typed] = seconds;
    let added = |with: &[f64], without: &[f64]| -> Vec<f64> {
        with.iter().zip(without).map(|(with, without)| with - without).collect()
    };
    let derives = added(&derived, &plain);
    let share = added(&read, &derived).iter().zip(&derives).map(|(read, of)| read / of).collect();
    print(&Line {
        measurement: "queries_dev",
        unit: "s of CPU",
        of: "100 queries of 30 lines, a schema of 100 types",
        rounds: ROUNDS,
        added_by_derives: Spread::of(derives),
        added_by_queries: Spread::of(added(&typed, &derived)),
        share_of_reading: Spread::of(share),
    })
}

#[derive(Serialize)]
struct Line {
    measurement: &'static str,
    unit: &'static str,
    of: &'static str,
    rounds: usize,
    added_by_derives: Spread,
    added_by_queries: Spread,
    share_of_reading: Spread,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Plain,
    Derived,
    Queries,
}

const DEPENDENCIES: &str = r#"
[dependencies.tg-runtime]
path = "WORKSPACE/tg-runtime"
default-features = false
features = ["derive", "client"]
"#;

const TYPE: &str = r"
#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Package{n} {
    #[tg(primary_id)]
    pub id: String,
    pub weight_kg: f64,
    pub city: String,
    pub since: DateTime,
    pub fragile: bool,
    pub handling: Vec<String>,
    pub pieces: i64,
}
";

const FILE_TYPE: &str = r#"
CREATE VERTEX Package{n} (
  PRIMARY_ID id STRING, weight_kg DOUBLE, city STRING, since DATETIME, fragile BOOL,
  handling LIST<STRING>, pieces INT
) WITH PRIMARY_ID_AS_ATTRIBUTE="true"
"#;

const QUERY: &str = r"CREATE QUERY report_{n}(
  VERTEX<Package{n}> first,
  SET<STRING> cities,
  DATETIME after,
  DOUBLE least = 0,
  INT most = 10
) FOR GRAPH {graph} {
  TYPEDEF TUPLE<STRING city, DOUBLE weight> Weighed;
  SumAccum<INT> @pieces;
  AvgAccum @@mean;
  MaxAccum<DOUBLE> @@heaviest;
  SetAccum<STRING> @@cities;
  MapAccum<STRING, SumAccum<DOUBLE>> @@weights;
  ListAccum<Weighed> @@weighed;

  start = {first};
  every = {Package{n}.*};
  heavy = SELECT p FROM every:p
    WHERE p.weight_kg > least
      AND p.city IN cities
      AND p.since > after
    ACCUM p.@pieces += p.pieces,
      @@mean += p.weight_kg,
      @@heaviest += p.weight_kg,
      @@cities += p.city,
      @@weights += (p.city -> p.weight_kg),
      @@weighed += Weighed(p.city, p.weight_kg)
    ORDER BY p.weight_kg DESC
    LIMIT most;
  PRINT heavy, start;
  PRINT heavy[heavy.id, heavy.@pieces AS pieces, heavy.weight_kg * 2 AS doubled] AS short;
  PRINT @@mean, @@heaviest, @@cities, @@weights, @@weighed, heavy.size() AS number;
}
";

fn numbered(text: &str, number: usize) -> String {
    text.replace("{n}", &number.to_string())
}

fn schema() -> String {
    let types: String = (0..TYPES).map(|number| numbered(FILE_TYPE, number)).collect();
    types + "CREATE GRAPH Goods (*)\nCREATE GRAPH Other (*)\n"
}

fn source(form: Form) -> String {
    let types: String = (0..TYPES).map(|number| numbered(TYPE, number)).collect();
    if form == Form::Plain {
        let types: String =
            types.lines().filter(|it| !it.contains("#[tg")).map(|it| format!("{it}\n")).collect();
        let types = types.replace(", Vertex)", ")");
        return format!(
            "#![allow(dead_code)]\nuse tg_runtime::DateTime;\n{types}\nfn main() {{}}\n"
        );
    }
    let queries = if form == Form::Queries { ", queries = \"queries\"" } else { "" };
    let handle = |number| format!("    pub packages_{number}: Vertices<Package{number}>,\n");
    let handles: String = (0..TYPES).map(handle).collect();
    format!(
        "#![allow(dead_code)]\nuse tg_runtime::prelude::*;\n{types}\n\
         #[tigergraph(graph = \"Goods\", auth = \"none\"{queries})]\n\
         pub struct Goods {{\n{handles}}}\n\nfn main() {{}}\n"
    )
}
