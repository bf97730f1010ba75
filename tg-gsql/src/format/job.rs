//! Schema change jobs.

use super::{declaration, names};
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
            format!("ALTER VERTEX {} {}", name.value, self::alteration(alteration))
        }
        Change::AlterEdge { name, alteration } => {
            format!("ALTER EDGE {} {}", name.value, self::alteration(alteration))
        }
    }
}

fn alteration(alteration: &Alteration) -> String {
    match alteration {
        Alteration::AddAttributes(all) => {
            format!("ADD ATTRIBUTE ({})", declaration::attributes(all))
        }
        Alteration::DropAttributes(all) => format!("DROP ATTRIBUTE ({})", names(all)),
        Alteration::AddEnds { from, to, attributes } => {
            let mut text = "ADD".to_owned();
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
        Alteration::AddPairs(all) => format!("ADD PAIR ({})", declaration::pairs(all)),
        Alteration::AddIndex { name, attribute } => {
            format!("ADD INDEX {} ON ({})", name.value, attribute.value)
        }
        Alteration::DropIndex(name) => format!("DROP INDEX {}", name.value),
        Alteration::AddVector { name, parameters } => {
            format!("ADD VECTOR ATTRIBUTE {} ({})", name.value, declaration::parameters(parameters))
        }
        Alteration::DropVector(name) => format!("DROP VECTOR ATTRIBUTE {}", name.value),
    }
}
