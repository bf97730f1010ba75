//! A program of generated modules that compares their types with the original schemas.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tg_gsql::generate::{self, Form, Options};
use tg_gsql::model::Catalog;
use tg_gsql::print;

/// Writes a program of these catalogs and returns its path.
pub(crate) fn write(name: &str, catalogs: &[Catalog]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    fs::create_dir_all(&folder).unwrap();
    let mut program = String::from(HEAD);
    let mut calls = String::new();
    for (number, catalog) in catalogs.iter().enumerate() {
        let ddl = folder.join(format!("{name}{number}.gsql"));
        fs::write(&ddl, print::catalog(catalog)).unwrap();
        // Every other one is included by a macro.
        let form = if number.is_multiple_of(2) {
            Form::File { made_by: "a test" }
        } else {
            Form::Items { runtime: "::tg_runtime" }
        };
        // The types of a file are checked against the schema from which they come.
        let schema = Some(ddl.to_str().unwrap()).filter(|_| matches!(form, Form::File { .. }));
        let options = Options { form, schema, auth: "none", ..Options::default() };
        let rust = generate::rust(catalog, &options);
        write!(program, "\nmod c{number} {{\n{rust}\n}}\n").unwrap();
        let items = Items::of(&rust);
        writeln!(
            calls,
            "    same({number}, include_str!({ddl:?}), &[{}], &[{}]);",
            items.graphs.iter().map(|it| format!("c{number}::{it}::SPEC, ")).collect::<String>(),
            items.handles(catalog, number),
        )
        .unwrap();
    }
    write!(program, "\nfn main() {{\n{calls}}}\n").unwrap();
    let path = folder.join(format!("{name}.rs"));
    fs::write(&path, program).unwrap();
    path
}

const HEAD: &str = r#"#![deny(warnings)]

use tg_gsql::model::Catalog;
use tg_runtime::Graph as _;
use tg_runtime::schema::{Edge as _, GraphSpec, HandleSpec, Vertex as _, catalog_of};

fn same(number: usize, ddl: &str, graphs: &[GraphSpec], others: &[HandleSpec]) {
    let run = tg_gsql::apply::script(ddl);
    let errors: Vec<_> =
        run.findings.iter().filter(|it| it.rule.severity() == tg_gsql::Severity::Error).collect();
    assert!(errors.is_empty(), "{number}: {errors:?}");
    let made = catalog_of(graphs, others).unwrap_or_else(|error| panic!("{number}: {error}"));
    let (made, expected) = (sorted(made), sorted(run.catalog));
    if made != expected {
        let print = tg_gsql::print::catalog;
        panic!("{number}: expected\n{}\nmade\n{}", print(&expected), print(&made));
    }
}

/// Sorts types, because the order of declaration is not part of a schema.
fn sorted(mut catalog: Catalog) -> Catalog {
    catalog.vertices.sort_by_key(|it| (it.local_to.clone(), it.name.clone()));
    catalog.edges.sort_by_key(|it| (it.local_to.clone(), it.name.clone()));
    catalog.graphs.sort_by_key(|it| it.name.clone());
    if catalog.graphs.is_empty() {
        // The graph lists the tuples, in addition to those that attributes use.
        let vertices = catalog.vertices.iter().flat_map(|it| &it.attributes);
        let types: Vec<_> =
            vertices.chain(catalog.edges.iter().flat_map(|it| &it.attributes)).collect();
        catalog.tuples.retain(|tuple| types.iter().any(|it| it.ty.tuple() == Some(&tuple.name)));
        catalog.tuples.sort_by_key(|it| it.name.clone());
    }
    for vertex in &mut catalog.vertices {
        vertex.indexes.sort_by_key(|it| it.name.clone());
    }
    catalog
}
"#;

/// Returns the structs in generated source, with their modules.
#[derive(Default)]
struct Items {
    vertices: Vec<String>,
    edges: Vec<String>,
    graphs: Vec<String>,
}

impl Items {
    fn of(rust: &str) -> Self {
        let (mut items, mut module, mut kind) = (Self::default(), String::new(), "");
        for line in rust.lines() {
            if let Some(name) = line.strip_prefix("pub mod ") {
                module = format!("{}::", name.trim_end_matches(" {"));
            }
            if line == "}" {
                module.clear();
            }
            let line = line.trim_start();
            if line.starts_with("#[derive")
                || line.ends_with("::Vertex,")
                || line.ends_with("::Edge,")
            {
                let derived = line.trim_end_matches([',', ')', ']']);
                for (ending, of) in [("Vertex", "vertex"), ("Edge", "edge"), ("Tuple", "tuple")] {
                    if derived.ends_with(ending) {
                        kind = of;
                    }
                }
            }
            if line.contains("tigergraph(") {
                kind = "graph";
            }
            if let Some(name) = line.strip_prefix("pub struct ") {
                let name = format!("{module}{}", name.trim_end_matches([' ', '{', '}', ';']));
                match kind {
                    "vertex" => items.vertices.push(name),
                    "edge" => items.edges.push(name),
                    "graph" => items.graphs.push(name),
                    _ => {}
                }
                kind = "";
            }
        }
        items
    }

    /// Returns the types that no graph contains. Structs are in the order of the catalog, those of
    /// modules after the others.
    fn handles(&self, catalog: &Catalog, number: usize) -> String {
        let mut handles = String::new();
        let global: Vec<_> = catalog.vertices.iter().filter(|it| it.local_to.is_none()).collect();
        for name in &self.vertices[..global.len().min(self.vertices.len())] {
            if !name.contains("::") {
                write!(handles, "HandleSpec::Vertices(&c{number}::{name}::SPEC), ").unwrap();
            }
        }
        let global = catalog.edges.iter().filter(|it| it.local_to.is_none()).count();
        for name in &self.edges[..global.min(self.edges.len())] {
            if !name.contains("::") {
                write!(handles, "HandleSpec::Edges(&c{number}::{name}::SPEC), ").unwrap();
            }
        }
        handles
    }
}
