//! Parsed queries, which can be run any number of times.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use tg_gsql::check;
use tg_gsql::query::{self, Signature};
use tg_gsql::syntax::ast::query::{Body, Constant, Expr, ExprKind, Query, StatementKind, TypeKind};

use super::bind::{Bindings, bind};
use super::compile::compile;
use super::plan::{Plan, Unsupported};
use super::run::{Effects, Environment, Files, Host, run};
use super::{Argument, Failure, Output, Parameter, PrintedValue, Problem, Type};
use crate::store::{Database, GraphShape, SharedSchema, datetime};

/// A parsed query with the types of its parameters.
#[derive(Debug)]
pub(crate) struct Program {
    text: String,
    pub(super) query: Query,
    parameters: Vec<Parameter>,
    /// The plan of the last run, with the schema and the graph that it is for.
    compiled: Mutex<Option<(SharedSchema, String, Arc<Plan>)>>,
}

impl Program {
    /// Parses a `CREATE QUERY` or `INTERPRET QUERY` statement. `types` are the names and texts of
    /// the catalog's types of accumulators.
    ///
    /// # Errors
    ///
    /// Returns the problems that can be found without a schema.
    pub(crate) fn read(text: &str, types: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let parsed = query::parse(text);
        match parsed.query {
            Some(query) => Self::of(text, query, types),
            None => Err(parsed.findings.iter().map(Problem::from).collect()),
        }
    }

    /// Creates a program of a query that was read from a text.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub(crate) fn of(
        text: &str,
        mut query: Query,
        types: &[(String, String)],
    ) -> Result<Self, Vec<Problem>> {
        add_types(&mut query, text, types);
        let nullable = nullable_names(&query);
        let mut parameters = Vec::new();
        let mut problems = Vec::new();
        for declared in &query.parameters {
            let default = declared.default.as_ref().map(|default| &default.value);
            let ty = parameter_type(&declared.ty.kind);
            let default = match (&ty, default) {
                (Some(ty), Some(constant)) => Some(default_argument(constant, ty)),
                _ => None,
            };
            match (ty, default) {
                (None, _) => problems.push(Problem::semantic(
                    declared.ty.span,
                    format!(
                        "the type of the parameter {} is not allowed for parameters",
                        declared.name.value
                    ),
                )),
                (Some(_), Some(None)) => problems.push(Problem::semantic(
                    declared.name.span,
                    format!(
                        "the default of the parameter {} is not of the parameter's type",
                        declared.name.value
                    ),
                )),
                (Some(ty), default) => parameters.push(Parameter {
                    name: declared.name.value.clone(),
                    ty,
                    default: default.flatten(),
                    nullable: nullable.contains(&declared.name.value),
                }),
            }
        }
        match problems.is_empty() {
            true => {
                let compiled = Mutex::default();
                Ok(Self { text: text.to_owned(), query, parameters, compiled })
            }
            false => Err(problems),
        }
    }

    /// Returns `true` if this is an `INTERPRET QUERY`, which has no name.
    pub(crate) fn is_interpreted(&self) -> bool {
        self.query.name.is_none()
    }

    /// Returns the graph named after `FOR GRAPH`.
    pub(crate) fn graph(&self) -> Option<&str> {
        self.query.graph.as_ref().map(|graph| graph.value.as_str())
    }

    pub(crate) fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Checks the query against the schema of a graph and returns all errors and warnings.
    pub(crate) fn problems(&self, database: &Database, graph: &str) -> Vec<Problem> {
        let catalog = &database.graphs.schema().catalog;
        let findings = check::query(&self.text, &self.query, catalog, graph);
        let mut problems: Vec<_> = findings.iter().map(Problem::from).collect();
        if !problems.iter().any(|problem| problem.error)
            && let Ok(plan) = self.plan(database, graph)
        {
            let mistakes = plan.problems.iter().filter(|it| it.is_mistake);
            problems.extend(mistakes.map(|it| Problem::semantic(it.span, &it.what)));
        }
        problems
    }

    /// Returns the parameters, and what the query prints on a graph, with types as the server
    /// spells them.
    pub(crate) fn signature(&self, database: &Database, graph: &str) -> Signature {
        let catalog = &database.graphs.schema().catalog;
        query::signature(&self.text, &self.query, catalog, graph)
    }

    /// Determines the values of the parameters on a graph.
    ///
    /// # Errors
    ///
    /// Fails if the graph does not exist, or a parameter cannot have its value.
    pub(crate) fn bind<'d>(
        &self,
        database: &'d Database,
        graph: &str,
        arguments: &BTreeMap<String, Argument>,
    ) -> Result<(&'d GraphShape, Bindings), Failure> {
        let shape = database.graphs.schema().graph(graph);
        let shape =
            shape.ok_or_else(|| Failure::new(format!("Graph '{graph}' does not exist.")))?;
        // openCypher has NULL, so that a parameter without a value would be used as one.
        let is_strict = matches!(self.query.body, Body::OpenCypher(_));
        let bindings = bind(&database.graphs, shape, &self.parameters, arguments, is_strict)?;
        Ok((shape, bindings))
    }

    /// Returns the plan for the present schema; compiles the query if that has changed.
    ///
    /// # Errors
    ///
    /// Fails if the graph does not exist.
    pub(super) fn plan(&self, database: &Database, graph: &str) -> Result<Arc<Plan>, Failure> {
        let schema = database.graphs.shared_schema();
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, name, plan)) = &*compiled
            && Arc::ptr_eq(known, &schema)
            && name == graph
        {
            return Ok(plan.clone());
        }
        let shape = schema.graph(graph);
        let shape =
            shape.ok_or_else(|| Failure::new(format!("Graph '{graph}' does not exist.")))?;
        let plan = Arc::new(compile(&self.text, &self.query, &schema, shape));
        *compiled = Some((schema.clone(), graph.to_owned(), plan.clone()));
        Ok(plan)
    }

    /// Returns the messages about the constructs that keep the query from being run.
    pub(crate) fn unsupported(&self, database: &Database, graph: &str) -> Vec<String> {
        let plan = self.plan(database, graph);
        let problems = plan.iter().flat_map(|plan| &plan.problems).filter(|it| !it.is_mistake);
        problems.map(Unsupported::message).collect()
    }

    /// Runs the query on a graph. The changes are to be applied by the caller.
    ///
    /// # Errors
    ///
    /// Fails if a parameter has no value, if the query uses a feature that the emulator does not
    /// support, or if an error occurs at run time.
    pub(crate) fn run(
        &self,
        database: &Database,
        graph: &str,
        arguments: &BTreeMap<String, Argument>,
        host: Host<'_>,
    ) -> Result<(Output, Effects), Failure> {
        let (_, bindings) = self.bind(database, graph, arguments)?;
        let plan = self.plan(database, graph)?;
        let warnings = RefCell::new(bindings.warnings);
        let seed = host.settings.seed;
        let environment =
            Environment { database, graph, host, depth: 0, seed, warnings: &warnings };
        let done = run(&plan, environment, bindings.values, Files::default())?;
        let mut results = done.results;
        if let Some(returned) = done.returned {
            // A subquery that is run on its own prints the value that it returns.
            let value = returned.to_printed(&database.graphs);
            results.push(PrintedValue::Object(vec![("@@ret".to_owned(), value)]));
        }
        let bytes = results.iter().map(PrintedValue::bytes).sum();
        let (message, schema) = (warnings.take().to_string(), database.version(graph));
        let effects = Effects { changes: done.changes, files: done.files };
        Ok((Output { results, bytes, message, schema }, effects))
    }
}

/// Declares the types of the catalog that a query names, as if it did so itself.
fn add_types(query: &mut Query, text: &str, types: &[(String, String)]) {
    let Body::Gsql(statements) = &mut query.body else { return };
    let is_used = |name: &str| {
        text.split(|it: char| !it.is_alphanumeric() && it != '_').any(|word| word == name)
    };
    let is_own = |name: &str| {
        statements.iter().any(|statement| match &statement.kind {
            StatementKind::Typedef { name: own, .. } => own.value == name,
            _ => false,
        })
    };
    let mut added = Vec::new();
    for (name, declared) in types.iter().filter(|(name, _)| is_used(name) && !is_own(name)) {
        let parsed = query::parse(&format!("CREATE QUERY q() {{ TYPEDEF {declared} {name}; }}"));
        if let Some(Query { body: Body::Gsql(typedef), .. }) = parsed.query {
            added.extend(typedef);
        }
    }
    statements.splice(0..0, added);
}

/// Returns the names that a query tests with `IS NULL` or passes to COALESCE.
///
/// A parameter of such a name can be omitted by the caller.
fn nullable_names(query: &Query) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |expr: &Expr| {
        if let ExprKind::Name(name) = &expr.kind {
            names.insert(name.clone());
        }
    };
    let mut visit = |expr: &Expr| match &expr.kind {
        ExprKind::IsNull { operand, .. } => add(operand),
        ExprKind::Call { function, arguments, .. }
            if function.value.eq_ignore_ascii_case("coalesce") =>
        {
            arguments.iter().for_each(&mut add);
        }
        _ => {}
    };
    for statement in query.statements() {
        statement.each(&mut |statement| statement.exprs(&mut |expr| expr.each(&mut visit)));
    }
    if let Body::OpenCypher(body) = &query.body {
        names.extend(body.nullable_parameters().into_iter().map(str::to_owned));
    }
    names
}

/// Returns the type of a parameter, or `None` if parameters cannot have it.
fn parameter_type(kind: &TypeKind) -> Option<Type> {
    // Collections cannot be nested.
    let element = |ty: &tg_gsql::syntax::ast::query::Type| {
        let element = parameter_type(&ty.kind)?;
        (element.element().is_none() && !matches!(element, Type::Map(..)))
            .then(|| Box::new(element))
    };
    Some(match kind {
        TypeKind::Int => Type::Int,
        TypeKind::Uint => Type::Uint,
        TypeKind::Float => Type::Float,
        TypeKind::Double => Type::Double,
        TypeKind::String => Type::Text,
        TypeKind::Bool => Type::Bool,
        TypeKind::DateTime => Type::DateTime,
        TypeKind::Vertex(ty) => Type::Vertex(ty.as_ref().map(|ty| ty.value.clone())),
        TypeKind::File => Type::File,
        TypeKind::Set(ty) => Type::Set(element(ty)?),
        TypeKind::Bag(ty) => Type::Bag(element(ty)?),
        TypeKind::List(ty) => Type::List(element(ty)?),
        TypeKind::Map(types) => Type::Map(element(&types[0])?, element(&types[1])?),
        _ => return None,
    })
}

/// Converts a default to the type of its parameter; `None` if it does not fit.
fn default_argument(constant: &Constant, ty: &Type) -> Option<Argument> {
    Some(match (constant, ty) {
        (Constant::Int(value), Type::Int) => Argument::Int((*value).try_into().ok()?),
        (Constant::Int(value), Type::Uint) => Argument::Uint((*value).try_into().ok()?),
        (Constant::Int(value), Type::Float) => Argument::float(*value as f64)?,
        (Constant::Int(value), Type::Double) => Argument::Double(*value as f64),
        (Constant::Real(value), Type::Float) => Argument::float(*value)?,
        (Constant::Real(value), Type::Double) => Argument::Double(*value),
        (Constant::String(text), Type::Text | Type::File) => Argument::Text(text.clone()),
        (Constant::Bool(value), Type::Bool) => Argument::Bool(*value),
        (Constant::DateTime(text) | Constant::String(text), Type::DateTime) => {
            Argument::DateTime(datetime::parse_timestamp(text)?)
        }
        _ => return None,
    })
}
