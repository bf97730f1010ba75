//! A query that has been read, ready to run as often as one likes.

use std::collections::{BTreeMap, BTreeSet};

use tg_gsql::check;
use tg_gsql::query::{self, OutputType};
use tg_gsql::syntax::ast::query::{Constant, Expr, ExprKind, Query, TypeKind};

use super::machine::Machine;
use super::{Argument, Budget, Failure, Output, Parameter, Problem, Type, bind};
use crate::store::{Database, datetime};

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Program {
    text: String,
    query: Query,
    parameters: Vec<Parameter>,
}

impl Program {
    /// Reads a `CREATE QUERY` or `INTERPRET QUERY`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, by itself: nothing is looked up in a schema.
    pub(crate) fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let parsed = query::parse(text);
        let Some(query) = parsed.query else {
            return Err(parsed.findings.iter().map(Problem::from).collect());
        };
        let nullable = asked_for_null(&query);
        let mut parameters = Vec::new();
        let mut problems = Vec::new();
        for declared in &query.parameters {
            let default = declared.default.as_ref().map(|default| &default.value);
            let ty = parameter_type(&declared.ty.kind);
            let default = match (&ty, default) {
                (Some(ty), Some(constant)) => Some(argument(constant, ty)),
                _ => None,
            };
            match (ty, default) {
                (None, _) => problems.push(Problem::semantic(
                    declared.ty.span,
                    format!(
                        "the parameter {} has a type that no parameter has",
                        declared.name.value
                    ),
                )),
                (Some(_), Some(None)) => problems.push(Problem::semantic(
                    declared.name.span,
                    format!(
                        "the default of the parameter {} is of another type",
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
            true => Ok(Self { text: text.to_owned(), query, parameters }),
            false => Err(problems),
        }
    }

    /// Whether it is an `INTERPRET QUERY`.
    pub(crate) fn is_interpreted(&self) -> bool {
        self.query.name.is_none()
    }

    /// The graph of `FOR GRAPH`.
    pub(crate) fn graph(&self) -> Option<&str> {
        self.query.graph.as_ref().map(|graph| graph.value.as_str())
    }

    pub(crate) fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// What is wrong with it on a graph; warnings too.
    pub(crate) fn problems(&self, database: &Database, graph: &str) -> Vec<Problem> {
        let catalog = &database.graphs.schema().catalog;
        check::query(&self.query, catalog, graph).iter().map(Problem::from).collect()
    }

    /// What it prints on a graph: names, and types as the server spells them.
    pub(crate) fn outputs(&self, database: &Database, graph: &str) -> Vec<(String, OutputType)> {
        let catalog = &database.graphs.schema().catalog;
        let signature = query::signature(&self.text, &self.query, catalog, graph);
        signature.outputs.into_iter().map(|output| (output.name, output.ty)).collect()
    }

    /// Runs on a graph.
    ///
    /// # Errors
    ///
    /// If a parameter has no value, the query uses what the emulator does not know, or it fails
    /// while it runs.
    pub(crate) fn run(
        &self,
        database: &Database,
        graph: &str,
        arguments: &BTreeMap<String, Argument>,
        budget: &Budget,
    ) -> Result<Output, Failure> {
        let shape = database.graphs.schema().graph(graph);
        let shape =
            shape.ok_or_else(|| Failure::new(format!("Graph '{graph}' does not exist.")))?;
        let bound = bind(&database.graphs, shape, &self.parameters, arguments)?;
        let machine = Machine::new(&database.graphs, shape, &self.text, &self.query, budget);
        let results = machine.run(bound.values)?;
        Ok(Output { results, message: bound.message, schema: database.version(graph) })
    }
}

/// The names that a query asks `IS NULL` about, or gives to COALESCE.
fn asked_for_null(query: &Query) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut ask = |expr: &Expr| {
        if let ExprKind::Name(name) = &expr.kind {
            names.insert(name.clone());
        }
    };
    let mut look = |expr: &Expr| match &expr.kind {
        ExprKind::IsNull { operand, .. } => ask(operand),
        ExprKind::Call { function, arguments, .. }
            if function.value.eq_ignore_ascii_case("coalesce") =>
        {
            arguments.iter().for_each(&mut ask);
        }
        _ => {}
    };
    for statement in query.statements() {
        statement.each(&mut |statement| statement.exprs(&mut |expr| expr.each(&mut look)));
    }
    names
}

/// The type of a parameter; nothing for a type that no parameter has.
fn parameter_type(kind: &TypeKind) -> Option<Type> {
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

/// A default of a type.
fn argument(constant: &Constant, ty: &Type) -> Option<Argument> {
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
            Argument::DateTime(datetime::parse(text)?)
        }
        _ => return None,
    })
}
