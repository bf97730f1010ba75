//! Schema change jobs.

use super::{declaration, names};
use crate::print::layout::{ITEM, Layout, statement};
use crate::syntax::Name;
use crate::syntax::ast::{Alteration, Change, SchemaChangeJob};

const INDENT: usize = 4;

pub(super) fn schema_change_job(job: &SchemaChangeJob) -> String {
    let global = if job.global { "GLOBAL " } else { "" };
    let mut text = format!("CREATE {global}SCHEMA_CHANGE JOB {}", job.name.value);
    if let Some(graph) = &job.graph {
        text += " FOR GRAPH ";
        text += &graph.value;
    }
    text += " {\n";
    for change in &job.changes {
        text += &format!("{}{};\n", " ".repeat(INDENT), self::change(&change.value));
    }
    text + "}"
}

fn change(change: &Change) -> String {
    let from = |graph: &Option<Name>| match graph {
        Some(graph) => format!(" FROM GRAPH {}", graph.value),
        None => String::new(),
    };
    match change {
        Change::AddVertex(vertex) => declaration::vertex("ADD", vertex, INDENT),
        Change::AddEdge(edge) => declaration::edge("ADD", edge, INDENT),
        Change::AddVerticesTo { names: all, graph } => {
            format!("ADD VERTEX {} TO GRAPH {}", names(all), graph.value)
        }
        Change::AddEdgesTo { names: all, graph } => {
            format!("ADD EDGE {} TO GRAPH {}", names(all), graph.value)
        }
        Change::DropVertices { names: all, graph } => {
            format!("DROP VERTEX {}{}", names(all), from(graph))
        }
        Change::DropEdges { names: all, graph } => {
            format!("DROP EDGE {}{}", names(all), from(graph))
        }
        Change::DropTuples(all) => format!("DROP TUPLE {}", names(all)),
        Change::AlterVertex { name, alteration } => {
            self::alteration(&format!("ALTER VERTEX {} ", name.value), alteration)
        }
        Change::AlterEdge { name, alteration } => {
            self::alteration(&format!("ALTER EDGE {} ", name.value), alteration)
        }
    }
}

fn alteration(of: &str, alteration: &Alteration) -> String {
    let layout = Layout { indent: INDENT, ..Layout::default() };
    match alteration {
        Alteration::AddAttributes(all) => {
            let items: Vec<_> = all.iter().map(declaration::attribute).collect();
            statement(&format!("{of}ADD ATTRIBUTE "), &items, layout)
        }
        Alteration::DropAttributes(all) => format!("{of}DROP ATTRIBUTE ({})", names(all)),
        Alteration::AddEnds { from, to, attributes } => {
            let mut text = format!("{of}ADD");
            for (word, all) in [("FROM", from), ("TO", to)] {
                if !all.is_empty() {
                    text += &format!(" {word} ({})", names(all));
                }
            }
            if !attributes.is_empty() {
                text += &format!(" ATTRIBUTE ({})", declaration::attributes(attributes));
            }
            text
        }
        Alteration::AddPairs(all) => {
            let items = [declaration::pairs(all, INDENT + ITEM)];
            statement(&format!("{of}ADD PAIR "), &items, layout)
        }
        Alteration::AddIndex { name, attribute } => {
            format!("{of}ADD INDEX {} ON ({})", name.value, attribute.value)
        }
        Alteration::DropIndex(name) => format!("{of}DROP INDEX {}", name.value),
        Alteration::AddVector { name, parameters } => {
            let parameters = declaration::parameters(parameters);
            format!("{of}ADD VECTOR ATTRIBUTE {} ({parameters})", name.value)
        }
        Alteration::DropVector(name) => format!("{of}DROP VECTOR ATTRIBUTE {}", name.value),
    }
}
