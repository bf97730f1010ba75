//! CPU that the check against a schema file adds to a build: 200 structs and a file of 500 types.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::Result;
use crate::compile::Generated;
use crate::report::{Spread, print};

const VERTICES: usize = 150;
const EDGES: usize = 50;
/// The number of vertex types in the file, and the number of edge types.
const FILE_TYPES: usize = 250;
const ROUNDS: usize = 9;

/// Builds the structs without derives, with derives, and with derives that are checked, in turns.
pub(crate) fn measure() -> Result {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let plain = Generated::new(&workspace, "plain", DEPENDENCIES, source(false))?;
    let derived = Generated::new(&workspace, "derived", DEPENDENCIES, source(true))?;
    let checked = Generated::new(&workspace, "checked", DEPENDENCIES, source(true))?;
    fs::create_dir_all(checked.folder.join("schema"))?;
    fs::write(checked.folder.join("schema/goods.gsql"), schema())?;
    fs::write(checked.folder.join("tigergraph.toml"), "schema = \"schema/goods.gsql\"\n")?;
    let sides = [&plain, &derived, &checked];
    for side in sides {
        side.build("dev")?;
    }
    let mut seconds: [Vec<f64>; 3] = Default::default();
    for round in 0..ROUNDS {
        // Each round starts with another side, because the first of a round may run slower.
        for turn in 0..sides.len() {
            let side = (round + turn) % sides.len();
            seconds[side].push(sides[side].rebuild("dev")?);
        }
    }
    let [plain, derived, checked] = seconds;
    let added = derived.iter().zip(&plain).map(|(with, without)| with - without);
    let share = checked.iter().zip(&derived).zip(added);
    let share = share.map(|((with, without), derive)| (with - without) / derive).collect();
    print(&Line {
        measurement: "check_dev",
        unit: "s of CPU",
        of: "200 types, checked against a file of 500",
        rounds: ROUNDS,
        without_derives: Spread::of(plain),
        with_derives: Spread::of(derived),
        checked: Spread::of(checked),
        share_of_derives: Spread::of(share),
    })
}

#[derive(Serialize)]
struct Line {
    measurement: &'static str,
    unit: &'static str,
    of: &'static str,
    rounds: usize,
    without_derives: Spread,
    with_derives: Spread,
    checked: Spread,
    share_of_derives: Spread,
}

const DEPENDENCIES: &str = r#"
tg-runtime = { path = "WORKSPACE/tg-runtime", default-features = false, features = ["derive"] }
"#;

const VERTEX: &str = r"
#[derive(Vertex)]
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

const EDGE: &str = r#"
#[derive(Edge)]
#[tg(from = Package{n}, to = Package{m}, reverse = "Carried{n}")]
pub struct Carries{n} {
    pub since: DateTime,
    pub price: f64,
}
"#;

fn numbered(text: &str, number: usize) -> String {
    let next = (number + 1) % VERTICES;
    text.replace("{n}", &number.to_string()).replace("{m}", &next.to_string())
}

fn source(derived: bool) -> String {
    let vertices = (0..VERTICES).map(|number| numbered(VERTEX, number));
    let edges = (0..EDGES).map(|number| numbered(EDGE, number));
    let types: String = vertices.chain(edges).collect();
    let types = if derived {
        format!("use tg_runtime::{{Edge, Vertex}};\n{types}")
    } else {
        let plain = |line: &&str| !line.trim_start().starts_with('#');
        types.lines().filter(plain).map(|line| format!("{line}\n")).collect()
    };
    format!("#![allow(dead_code)]\n\nuse tg_runtime::DateTime;\n{types}\nfn main() {{}}\n")
}

const FILE_VERTEX: &str = r#"
CREATE VERTEX Package{n} (
  PRIMARY_ID id STRING, weight_kg DOUBLE, city STRING, since DATETIME, fragile BOOL,
  handling LIST<STRING>, pieces INT
) WITH PRIMARY_ID_AS_ATTRIBUTE="true"
"#;

const FILE_EDGE: &str = r#"
CREATE DIRECTED EDGE Carries{n} (FROM Package{n}, TO Package{m}, since DATETIME, price DOUBLE)
  WITH REVERSE_EDGE="Carried{n}"
"#;

fn schema() -> String {
    let types = |text| (0..FILE_TYPES).map(move |number| numbered(text, number));
    types(FILE_VERTEX).chain(types(FILE_EDGE)).collect::<String>() + "CREATE GRAPH Goods (*)\n"
}
