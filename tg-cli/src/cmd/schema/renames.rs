//! The values of `--rename`: `vertex OLD=NEW`, `edge OLD=NEW`, `attribute TYPE.OLD=NEW`.

use tg_gsql::diff::{Rename, Renamed};
use tg_gsql::model::Catalog;

use crate::exit::{Failure, Outcome};

/// Reads the renames. The target schema must have the new names.
pub(super) fn read(texts: &[String], target: &Catalog, graph: &str) -> Outcome<Vec<Rename>> {
    texts.iter().map(|text| one(text, target, graph)).collect()
}

fn one(text: &str, target: &Catalog, graph: &str) -> Outcome<Rename> {
    let invalid = || {
        Failure::usage(format!("`--rename {text}` is not understood")).help(
            "write `vertex OLD=NEW`, `edge OLD=NEW` or `attribute TYPE.OLD=NEW`, in quotes for the \
             shell; TYPE is the type's new name",
        )
    };
    let (kind, names) = text.trim().split_once(char::is_whitespace).ok_or_else(invalid)?;
    let (old, new) = names.split_once('=').ok_or_else(invalid)?;
    let (old, new) = (old.trim(), new.trim());
    if old.is_empty() || new.is_empty() {
        return Err(invalid());
    }
    let missing = |what: String| {
        Failure::input(format!("the target schema has no {what}"))
            .help(format!("`{new}` in `--rename {text}` is the new name"))
    };
    let (what, old) = match kind {
        "vertex" if target.vertex(graph, new).is_some() => (Renamed::Vertex, old),
        "vertex" => return Err(missing(format!("vertex type `{new}`"))),
        "edge" if target.edge(graph, new).is_some() => (Renamed::Edge, old),
        "edge" => return Err(missing(format!("edge type `{new}`"))),
        "attribute" => {
            let (of, old) = old.split_once('.').ok_or_else(invalid)?;
            if target.vertex(graph, of).is_some_and(|vertex| vertex.attribute(new).is_some()) {
                (Renamed::VertexAttribute(of.to_owned()), old)
            } else if target.edge(graph, of).is_some_and(|edge| edge.attribute(new).is_some()) {
                (Renamed::EdgeAttribute(of.to_owned()), old)
            } else {
                return Err(missing(format!("attribute `{of}.{new}`")));
            }
        }
        _ => return Err(invalid()),
    };
    Ok(Rename { what, old: old.to_owned(), new: new.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(text: &str) -> Outcome<Rename> {
        let target = tg_gsql::apply::script(
            "CREATE VERTEX Depot (PRIMARY_ID id STRING, town STRING)\n\
             CREATE UNDIRECTED EDGE near (FROM Depot, TO Depot, km INT)\n\
             CREATE GRAPH g (*)",
        );
        one(text, &target.catalog, "g")
    }

    #[test]
    fn types_and_attributes_are_found_by_their_new_names() {
        let rename = |what, old: &str, new: &str| Rename { what, old: old.into(), new: new.into() };
        assert_eq!(
            read_one("vertex Hall=Depot").unwrap(),
            rename(Renamed::Vertex, "Hall", "Depot")
        );
        assert_eq!(read_one("edge by = near").unwrap(), rename(Renamed::Edge, "by", "near"));
        assert_eq!(
            read_one("attribute Depot.city=town").unwrap(),
            rename(Renamed::VertexAttribute("Depot".into()), "city", "town")
        );
        assert_eq!(
            read_one("attribute near.miles=km").unwrap(),
            rename(Renamed::EdgeAttribute("near".into()), "miles", "km")
        );
    }

    #[test]
    fn wrong_renames_are_reported() {
        for text in ["Depot", "vertex", "vertex A", "vertex =Depot", "graph a=b", "attribute a=km"]
        {
            assert!(read_one(text).unwrap_err().text().contains("TYPE.OLD=NEW"), "{text}");
        }
        assert!(
            read_one("vertex Depot=Hall").unwrap_err().text().contains("no vertex type `Hall`")
        );
        let text = read_one("attribute Depot.town=city").unwrap_err().text();
        assert!(text.contains("no attribute `Depot.city`"), "{text}");
    }
}
