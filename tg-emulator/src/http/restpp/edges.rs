//! `/graph/{g}/edges/...`: reading, counting and deleting the edges of a vertex.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::Serialize;

use super::call::Deadline;
use super::envelope::Envelope;
use super::error::RestError;
use super::filter;
use super::listing::Listing;
use super::vertices::{find, vertex_type};
use crate::http::reply::Reply;
use crate::request::Call;
use crate::store::{
    Database, EdgeShape, EdgeView, Field, Filter, Schema, Value, VertexRef, VertexTypeId,
    VisibleEdge,
};
use crate::store::{EdgeBody, Rows};

#[derive(Serialize)]
struct Count<'a> {
    e_type: &'a str,
    count: usize,
}

#[derive(Serialize)]
struct Deleted {
    e_type: String,
    deleted_edges: usize,
}

/// `GET .../edges/{type}/{id}[/{edge}[/{type}[/{id}[/{discriminator}]]]]`
pub(super) fn list(call: &Call<'_>, graph: &str, path: &[&str]) -> Result<Reply, RestError> {
    let listing = Listing::read(call)?;
    let database = call.state.read();
    let chosen = Chosen::resolve(call, &database, graph, path, &listing)?;
    let version = database.version(graph);
    if listing.count_only {
        let counts = chosen.counts(&chosen.visible_edges(&database, call.deadline())?);
        let schema = database.graphs.schema();
        let count = |(view, count)| Count { e_type: schema.name_of(view), count };
        let counts: Vec<_> = counts.into_iter().map(count).collect();
        return Envelope::new(version, counts).reply(call);
    }
    let mut visible_edges = chosen.visible_edges(&database, call.deadline())?;
    chosen.sort(database.graphs.schema(), &mut visible_edges, &listing);
    let (graphs, from) = (&database.graphs, chosen.from);
    let bodies = Rows(|| {
        visible_edges.iter().map(|&visible_edge| EdgeBody {
            graphs,
            from,
            visible_edge,
            select: chosen.select(visible_edge),
        })
    });
    Envelope::new(version, bodies).reply(call)
}

/// `DELETE`, on the same paths.
pub(super) fn delete(call: &Call<'_>, graph: &str, path: &[&str]) -> Result<Reply, RestError> {
    let listing = Listing::read(call)?;
    let mut database = call.state.write();
    let (deleted, edges) = {
        let chosen = Chosen::resolve(call, &database, graph, path, &listing)?;
        let mut visible_edges = chosen.visible_edges(&database, call.deadline())?;
        chosen.sort(database.graphs.schema(), &mut visible_edges, &listing);
        let schema = database.graphs.schema();
        let count = |(view, deleted_edges)| Deleted {
            e_type: schema.name_of(view).to_owned(),
            deleted_edges,
        };
        let deleted: Vec<_> = chosen.counts(&visible_edges).into_iter().map(count).collect();
        (deleted, visible_edges.iter().map(|visible_edge| visible_edge.at).collect::<Vec<_>>())
    };
    for at in edges {
        database.graphs.remove_edge(at);
    }
    Envelope::new(database.version(graph), deleted).reply(call)
}

/// The edges that a path and its parameters select.
struct Chosen {
    from: VertexRef,
    /// The edge types, reverse types included, with the parameters resolved for each; `None` for a
    /// type that lacks an attribute of the filter.
    views: Vec<(EdgeView, Option<Terms>)>,
    places: HashMap<EdgeView, usize>,
    target_type: Option<VertexTypeId>,
    target: Option<VertexRef>,
    discriminator: Option<Vec<Value>>,
}

impl Chosen {
    fn resolve(
        call: &Call<'_>,
        database: &Database,
        graph: &str,
        path: &[&str],
        listing: &Listing<'_>,
    ) -> Result<Self, RestError> {
        let graph = call.graph(database, graph)?;
        let schema = database.graphs.schema();
        let (source_type, source_id) = match path {
            [ty, id, ..] => (*ty, *id),
            _ => return Err(RestError::endpoint(&call.request.path)),
        };
        let is_wildcard = |name: &str| name == "_";
        let literal_underscore = call.flag("not_wildcard")?;

        let (from_type, from_shape) =
            vertex_type(graph, database, "source_vertex_type", source_type)?;
        let named = match path.get(2) {
            Some(name) if literal_underscore || !is_wildcard(name) => {
                let unknown = || RestError::type_name("edge_type", name, &graph.name);
                Some(graph.edge(name).ok_or_else(unknown)?)
            }
            _ => None,
        };
        let target_type = match path.get(3) {
            Some(name) if !is_wildcard(name) => {
                Some(vertex_type(graph, database, "target_vertex_type", name)?)
            }
            _ => None,
        };
        let from = find(&database.graphs, "source_vertex_id", from_type, from_shape, source_id)?;
        let target = match (path.get(4), target_type) {
            (Some(id), Some((ty, shape))) => {
                Some(find(&database.graphs, "target_vertex_id", ty, shape, id)?)
            }
            (Some(_), None) => {
                return Err(RestError::parameter("A target id needs a target vertex type."));
            }
            (None, _) => None,
        };
        let discriminator = match (path.get(5), named) {
            (Some(text), Some(view)) => Some(discriminator(schema.edge(view.ty), text)?),
            (Some(_), None) => {
                return Err(RestError::parameter("A discriminator needs an edge type."));
            }
            (None, _) => None,
        };
        let views = named.map_or_else(|| graph.edges.clone(), |view| vec![view]);
        check_attributes(&views, schema, listing)?;
        let terms = |view: EdgeView| Ok((view, Terms::bind(schema.edge(view.ty), listing)?));
        let views = views.into_iter().map(terms).collect::<Result<Vec<_>, RestError>>()?;
        let places = views.iter().enumerate().map(|(at, (view, _))| (*view, at)).collect();
        let target_type = target_type.map(|(ty, _)| ty);
        Ok(Self { from, views, places, target_type, target, discriminator })
    }

    fn terms(&self, view: EdgeView) -> Option<&Terms> {
        self.places.get(&view).and_then(|&at| self.views[at].1.as_ref())
    }

    fn select(&self, visible_edge: VisibleEdge<'_>) -> Option<&[Field]> {
        self.terms(visible_edge.view)?.select.as_deref()
    }

    fn visible_edges<'d>(
        &self,
        database: &'d Database,
        deadline: Deadline,
    ) -> Result<Vec<VisibleEdge<'d>>, RestError> {
        let matches = |visible_edge: &VisibleEdge<'_>| {
            let Some(terms) = self.terms(visible_edge.view) else { return false };
            self.target_type.is_none_or(|ty| visible_edge.other.ty == ty)
                && self.target.is_none_or(|at| visible_edge.other == at)
                && self
                    .discriminator
                    .as_ref()
                    .is_none_or(|d| visible_edge.edge.values.starts_with(d))
                && terms.filter.holds(|field| visible_edge.get(field))
        };
        let visible_edges = deadline.bound(database.graphs.visible_edges(self.from));
        visible_edges.filter(|visible_edge| visible_edge.as_ref().map_or(true, matches)).collect()
    }

    /// Returns the number of edges of each selected type, zeros included.
    fn counts(&self, visible_edges: &[VisibleEdge<'_>]) -> Vec<(EdgeView, usize)> {
        let mut counts: Vec<_> = self.views.iter().map(|(view, _)| (*view, 0)).collect();
        for visible_edge in visible_edges {
            if let Some(&at) = self.places.get(&visible_edge.view) {
                counts[at].1 += 1;
            }
        }
        counts
    }

    /// Sorts and limits the edges. Those of a type without the attribute come first.
    fn sort(
        &self,
        schema: &Schema,
        visible_edges: &mut Vec<VisibleEdge<'_>>,
        listing: &Listing<'_>,
    ) {
        let value = |visible_edge: &VisibleEdge<'_>, name: &str| {
            let at = schema.edge(visible_edge.view.ty).column(name)?;
            Some(visible_edge.edge.values[at].clone())
        };
        if !listing.sort.is_empty() {
            visible_edges.sort_by(|a, b| {
                let orderings = listing.sort.iter().map(|(name, descending)| {
                    let ordering = value(a, name).cmp(&value(b, name));
                    if *descending { ordering.reverse() } else { ordering }
                });
                orderings.fold(Ordering::Equal, Ordering::then)
            });
        }
        visible_edges.truncate(listing.limit.unwrap_or(usize::MAX));
    }
}

/// The parameters resolved for one edge type.
struct Terms {
    filter: Filter,
    select: Option<Vec<Field>>,
}

impl Terms {
    /// `None` if the type lacks an attribute of the filter, so that none of its edges match.
    fn bind(shape: &EdgeShape, listing: &Listing<'_>) -> Result<Option<Self>, RestError> {
        if listing.filter.iter().any(|written| shape.column(written.attribute()).is_none()) {
            return Ok(None);
        }
        let filter = filter::bind(&listing.filter, |name| {
            let at = shape.column(name)?;
            Some((Field::Column(at), shape.columns[at].ty.clone()))
        })?;
        let columns = |names: &Vec<&str>| {
            names.iter().filter_map(|name| shape.column(name)).map(Field::Column).collect()
        };
        Ok(Some(Self { filter, select: listing.select.as_ref().map(columns) }))
    }
}

/// Rejects a parameter that names an attribute which none of the types has.
fn check_attributes(
    views: &[EdgeView],
    schema: &Schema,
    listing: &Listing<'_>,
) -> Result<(), RestError> {
    let known = |name: &str| views.iter().any(|view| schema.edge(view.ty).column(name).is_some());
    match listing.attributes().find(|name| !known(name)) {
        Some(unknown) => Err(filter::unknown_attribute(unknown)),
        None => Ok(()),
    }
}

fn discriminator(shape: &EdgeShape, text: &str) -> Result<Vec<Value>, RestError> {
    shape.parse_discriminator(text).map_err(|error| RestError::parameter(error.to_string()))
}
