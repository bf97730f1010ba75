//! Queries checked against a graph: an error makes the query a draft.
//!
//! Only what is certain is an error, since a draft cannot be run. Nothing is reported where a name
//! may come from elsewhere, or where a type is known at run time only.

mod aliases;
mod body;
mod clauses;
mod functions;
mod grammar;
mod names;
mod patterns;
mod types;
mod whole;

pub(crate) use names::Names;

use std::collections::HashSet;

use crate::finding::{Finding, Rule};
use crate::model::Catalog;
use crate::query::{Context, Inference, in_own_context};
use crate::syntax::ast::query::{Body, Query};
use crate::syntax::{Name, Span};

/// Returns the errors that make a query a draft in a graph of the catalog: those of which every
/// server would report one. Spans are of `text`, which is that of the query. Empty if there is no
/// such graph.
///
/// ```
/// use tg_gsql::apply::script;
/// use tg_gsql::{check, query};
///
/// let schema = script("CREATE VERTEX Person (PRIMARY_ID id STRING, age INT) CREATE GRAPH g(*)");
/// let text = "CREATE QUERY q() { S = {Persn.*}; PRINT S; }";
/// let query = query::parse(text).query.unwrap();
/// let findings = check::query(text, &query, &schema.catalog, "g");
/// assert_eq!(findings[0].message, "the vertex type `Persn` does not exist");
/// ```
#[must_use]
pub fn query(text: &str, query: &Query, catalog: &Catalog, graph: &str) -> Vec<Finding> {
    if catalog.graph(graph).is_none() {
        return Vec::new();
    }
    let context = Context { schema: Some((catalog, graph)), ..Context::default() };
    findings(text, query, &context, false)
}

/// Returns everything about a query that the reference of the language does not allow, in the order
/// of its text, which is `text`: unknown names, types that do not go together, hops that no edge
/// can match, calls with other arguments. Empty if the schema has no such graph.
///
/// ```
/// use tg_gsql::query::{Context, parse};
/// use tg_gsql::{apply, check};
///
/// let schema = apply::script("CREATE VERTEX Person (PRIMARY_ID id STRING, age INT)
///     CREATE DIRECTED EDGE Knows (FROM Person, TO Person) CREATE GRAPH g(*)");
/// let context = Context { schema: Some((&schema.catalog, "g")), ..Context::default() };
/// let text = "CREATE QUERY q() { S = SELECT p FROM Person:p WHERE p.age > \"18\"; PRINT S; }";
/// let query = parse(text).query.unwrap();
/// let findings = check::query_in(text, &query, &context);
/// assert_eq!(findings[0].message, "INT and STRING cannot be compared");
/// assert_eq!(findings[0].span.of(text), "p.age > \"18\"");
/// ```
#[must_use]
pub fn query_in(text: &str, query: &Query, context: &Context<'_>) -> Vec<Finding> {
    if context.schema.is_some_and(|(catalog, graph)| catalog.graph(graph).is_none()) {
        return Vec::new();
    }
    let mut findings = findings(text, query, context, true);
    findings.extend(whole::other_graph(query, context));
    findings.extend(whole::endless_recursion(query, context));
    findings.extend(whole::nested_virtual_edges(query));
    findings.extend(whole::exception_numbers(query));
    findings.extend(whole::reserved_names(query));
    findings.extend(whole::hidden_parameters(query));
    findings.sort_by_key(|finding| finding.span.start);
    findings
}

fn findings(text: &str, query: &Query, context: &Context<'_>, strict: bool) -> Vec<Finding> {
    in_own_context(query, context, |context, declared| {
        let mut findings = declared;
        findings.extend(findings_in(text, query, context, strict));
        findings.sort_by_key(|finding| finding.span.start);
        findings.dedup();
        findings
    })
}

/// Returns the findings about a query whose virtual edges the schema contains.
fn findings_in(text: &str, query: &Query, context: &Context<'_>, strict: bool) -> Vec<Finding> {
    let mut checker = QueryChecker {
        text,
        names: Names::of(query, context.schema),
        findings: Vec::new(),
        strict,
        names_types: false,
        unknown_names: HashSet::new(),
        unknown_aliases: HashSet::new(),
    };
    checker.header(query);
    match &query.body {
        Body::Gsql(statements) => {
            checker.top_level(statements);
            checker.block(statements, &[]);
        }
        // Its names are checked together with its types.
        Body::OpenCypher(_) => {}
    }
    let mut findings = checker.findings;
    findings.extend(grammar::misplaced(query));
    findings.extend(Inference::of(text, query, context, strict).into_findings());
    findings
}

struct QueryChecker<'a> {
    text: &'a str,
    names: Names<'a>,
    findings: Vec<Finding>,
    /// `true` to report everything that the reference does not allow.
    strict: bool,
    /// `true` in arguments, where names may be those of types.
    names_types: bool,
    /// The names that are reported in the present statement.
    unknown_names: HashSet<String>,
    /// The aliases that are reported in the present statement of the body.
    unknown_aliases: HashSet<String>,
}

impl QueryChecker<'_> {
    fn header(&mut self, query: &Query) {
        let mut seen = HashSet::new();
        for parameter in &query.parameters {
            if !seen.insert(parameter.name.value.as_str()) {
                let message = format!("the parameter `{}` is declared twice", parameter.name.value);
                self.duplicate(parameter.name.span, message);
            }
            self.parameter_type(&parameter.ty);
        }
        if let Some(returns) = &query.returns {
            self.used_type(returns);
        }
    }

    fn duplicate(&mut self, span: Span, message: String) {
        let finding = Finding::new(Rule::Duplicate, span, message);
        self.findings.push(finding.help("give one of them another name"));
    }

    fn unknown_vertex(&mut self, name: &Name) {
        if !self.names.has_schema {
            return;
        }
        let message = format!("the vertex type `{}` does not exist", name.value);
        let types = self.names.catalog.vertices_of(self.names.graph);
        let mut types = types.map(|ty| ty.name.as_str());
        self.findings.push(Finding::unknown(Rule::UnknownType, name, message, &mut types));
    }

    fn unknown_edge(&mut self, name: &Name) {
        if !self.names.has_schema {
            return;
        }
        let message = format!("the edge type `{}` does not exist", name.value);
        let types = self.names.catalog.edges_of(self.names.graph);
        let mut types = types.map(|ty| ty.name.as_str());
        self.findings.push(Finding::unknown(Rule::UnknownType, name, message, &mut types));
    }
}
