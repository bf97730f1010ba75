//! Virtual edges: edge types that exist while a query runs.

use super::Context;
use crate::check::{Checker, Scope};
use crate::finding::{Finding, Rule};
use crate::model::{AttributeType, Catalog};
use crate::syntax::ast::query::{Query, StatementKind};

/// Returns the catalog that a query sees in a graph, which contains its virtual edges, with the
/// mistakes in their declarations; `None` if it has none.
///
/// ```
/// use tg_gsql::apply::script;
/// use tg_gsql::query::{parse, with_virtual_edges};
///
/// let schema = script("CREATE VERTEX Person (PRIMARY_ID id STRING) CREATE GRAPH g(*)");
/// let text = "CREATE QUERY q() { CREATE DIRECTED VIRTUAL EDGE near (FROM Person, TO Person); }";
/// let query = parse(text).query.unwrap();
/// let (catalog, findings) = with_virtual_edges(&query, &schema.catalog, "g").unwrap();
/// assert!(catalog.edge("g", "near").is_some());
/// assert!(findings.is_empty());
/// ```
#[must_use]
pub fn with_virtual_edges(
    query: &Query,
    catalog: &Catalog,
    graph: &str,
) -> Option<(Catalog, Vec<Finding>)> {
    let mut own: Option<Catalog> = None;
    let mut findings = Vec::new();
    for statement in query.statements() {
        let StatementKind::VirtualEdge(declared) = &statement.kind else { continue };
        let own = own.get_or_insert_with(|| catalog.clone());
        let mut checker = Checker::new(own, Scope::Graph(graph));
        let edge = checker.edge(declared);
        if let Some(first) = declared.discriminator.first() {
            let message = format!("the virtual edge `{}` cannot have a discriminator", edge.name);
            checker.error(Rule::Unsupported, first.name.span, message);
        }
        for (attribute, declared) in edge.plain_attributes().iter().zip(&declared.attributes) {
            if let AttributeType::Tuple(tuple) = &attribute.ty {
                let message =
                    format!("an attribute of a virtual edge cannot be the tuple `{tuple}`");
                checker.error(Rule::Unsupported, declared.ty.span, message);
            }
        }
        findings.extend(checker.into_findings());
        if let Some(graph) = own.graphs.iter_mut().find(|it| it.name == graph) {
            graph.edges.push(edge.name.clone());
        }
        own.edges.push(edge);
    }
    own.map(|own| (own, findings))
}

/// Calls `f` with the context in which a query is read: its graph contains its virtual edges. The
/// findings are about their declarations.
pub(crate) fn in_own_context<T>(
    query: &Query,
    context: &Context<'_>,
    f: impl FnOnce(&Context<'_>, Vec<Finding>) -> T,
) -> T {
    let Some((catalog, graph)) = context.schema else { return f(context, Vec::new()) };
    match with_virtual_edges(query, catalog, graph) {
        None => f(context, Vec::new()),
        Some((own, findings)) => {
            f(&Context { schema: Some((&own, graph)), ..context.clone() }, findings)
        }
    }
}
