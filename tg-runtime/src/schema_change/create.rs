//! Making and dropping the graph.

use tg_gsql::model::Catalog;
use tg_gsql::plan::{Action, Goal, Plan, plan};

use super::live::read_graph;
use super::{TargetSchema, run_script};
use crate::client::Client;
use crate::client::api::schema as api;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::operation::gsql::Scope;
use crate::schema::GraphSpec;

/// The result of [`Graph::create_schema`](crate::Graph::create_schema).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SchemaOutcome {
    /// The names of what was created: the graph, then types.
    pub created: Vec<String>,
    /// The names of what existed. It was not compared.
    pub kept: Vec<String>,
}

/// Creates the graph and its types.
pub(crate) fn create_schema(client: Client, spec: GraphSpec) -> Operation<SchemaOutcome> {
    Operation::new(async move |deadline| {
        let target = TargetSchema::of_spec(spec)?;
        let graph = client.graph();
        let have = target.read_live(&client, deadline).await?;
        let mut outcome = SchemaOutcome::default();
        let want = with_what_is_there(target.catalog, &have, graph, &mut outcome);
        let goal = Goal { keep_extra: true, ..Goal::new(&have, &want, graph) };
        let Plan { steps, refusals, .. } = plan(&goal);
        if !refusals.is_empty() {
            let message = format!("the schema cannot be made: {}", refusals.join("; "));
            return Err(Error::new(ErrorKind::Schema, message));
        }
        for step in steps {
            if let Action::Gsql(script) = step.action {
                run_script(&client, &script, deadline).await?;
            }
        }
        Ok(outcome)
    })
}

/// Returns the declared schema with everything that exists as it exists, so that only what is
/// missing differs.
fn with_what_is_there(
    mut want: Catalog,
    have: &Catalog,
    graph: &str,
    outcome: &mut SchemaOutcome,
) -> Catalog {
    let mut note = |name: &str, is_known: bool| {
        let list = if is_known { &mut outcome.kept } else { &mut outcome.created };
        list.push(name.to_owned());
    };
    note(graph, have.graph(graph).is_some());
    for tuple in &mut want.tuples {
        let known = have.tuple(&tuple.name);
        note(&tuple.name, known.is_some());
        *tuple = known.unwrap_or(tuple).clone();
    }
    for vertex in &mut want.vertices {
        let known = have.vertex(graph, &vertex.name);
        note(&vertex.name, known.is_some());
        let global = have.global_vertex(&vertex.name).filter(|_| vertex.local_to.is_none());
        *vertex = known.or(global).unwrap_or(vertex).clone();
    }
    for edge in &mut want.edges {
        let known = have.edge(graph, &edge.name);
        note(&edge.name, known.is_some());
        let global = have.global_edge(&edge.name).filter(|_| edge.local_to.is_none());
        *edge = known.or(global).unwrap_or(edge).clone();
    }
    want
}

/// Drops the graph; returns `true` if there was one.
pub(crate) fn drop_graph(client: Client) -> Operation<bool> {
    Operation::new(async move |deadline| {
        if !read_graph(&client, deadline).await?.exists {
            return Ok(false);
        }
        let scope = Scope::of_server(&client, "drop a graph of");
        scope.run(api::drop_graph(client.graph()), deadline).await?;
        Ok(true)
    })
}
