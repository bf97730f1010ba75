//! `tg schema show`

use tg_gsql::model::Catalog;

use super::source;
use crate::args::ShowArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Outcome};
use crate::output::schema::{Schema, listing};

pub(super) fn run(args: &ShowArgs, context: &Context) -> Outcome {
    let (mut catalog, graph) = source::load(args.file.as_ref(), &args.connection, context)?;
    if let Some(graph) = graph {
        catalog = only(&catalog, &graph)?;
    }
    context.out.show(&Schema::of(&catalog), || listing(&catalog))?;
    Ok(Exit::Done)
}

/// The graph, its types, and the tuples that they use.
fn only(catalog: &Catalog, graph: &str) -> Outcome<Catalog> {
    let found = source::require_graph(catalog, graph)?;
    let vertices: Vec<_> = catalog.vertices_of(graph).cloned().collect();
    let edges: Vec<_> = catalog.edges_of(graph).cloned().collect();
    let attributes = vertices.iter().flat_map(|vertex| &vertex.attributes);
    let used: Vec<_> = attributes
        .chain(edges.iter().flat_map(|edge| &edge.attributes))
        .filter_map(|attribute| attribute.ty.tuple())
        .collect();
    let tuples = catalog.tuples.iter().filter(|tuple| used.contains(&tuple.name.as_str()));
    Ok(Catalog { tuples: tuples.cloned().collect(), graphs: vec![found.clone()], vertices, edges })
}
