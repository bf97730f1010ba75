//! Types of everything in a query, inferred in one pass over its statements.
//!
//! A type that is not certain is [`Ty::Unknown`], about which nothing is reported.

mod assign;
mod call;
mod compare;
mod cypher;
mod expr;
mod flow;
mod functions;
mod hop;
mod insert;
mod member;
mod method;
mod methods;
mod operator;
mod print;
mod report;
mod resolve;
mod returns;
mod scope;
mod statement;
mod tables;
mod ty;
mod unset;
mod vector;

pub(crate) use cypher::TABLE;
pub(crate) use functions::function;
pub(crate) use methods::is_method;
pub(crate) use print::{Column, Printed, PrintedValue};
pub(crate) use resolve::Resolver;
pub(crate) use ty::{Accum, Fields, Ty, Types};
pub(crate) use vector::searched;

use scope::Scope;
use std::collections::{HashMap, HashSet};

use super::Context;
use crate::check::Names;
use crate::finding::Finding;
use crate::syntax::ast::query::{Body, Query, StatementKind, Type};

/// The inference of a query's types.
pub(crate) struct Inference<'a> {
    text: &'a str,
    query: &'a Query,
    context: &'a Context<'a>,
    names: Names<'a>,
    scopes: Vec<Scope<'a>>,
    /// The tables of `SELECT .. INTO`.
    tables: HashMap<&'a str, Fields>,
    /// The types that vertex sets declare.
    set_types: HashMap<&'a str, Types>,
    printed: Vec<Printed<'a>>,
    findings: Vec<Finding>,
    /// `true` to report everything that the reference does not allow.
    strict: bool,
    /// `true` while an expression is inferred again.
    quiet: bool,
    /// The clause that contains the present statement.
    clause: Option<Clause>,
    /// `true` for the call that is a statement, whose result is not used.
    is_statement: bool,
    /// Names of types of variables, among them those that do not exist.
    unknown_types: Vec<&'a str>,
    /// The fields of tuples that may be unset, after the names of the tuples.
    unset: HashSet<(String, String)>,
}

/// The clause of a SELECT that contains statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    Accum,
    PostAccum,
}

impl<'a> Inference<'a> {
    /// Infers the types of a query; `text` is its text, which messages quote. `strict` reports
    /// everything that the reference does not allow, otherwise only what every server rejects.
    pub(crate) fn of(
        text: &'a str,
        query: &'a Query,
        context: &'a Context<'a>,
        strict: bool,
    ) -> Self {
        let names = Names::of(query, context.schema);
        let mut inference = Self {
            text,
            query,
            context,
            names,
            scopes: vec![Scope::default()],
            tables: HashMap::new(),
            set_types: HashMap::new(),
            printed: Vec::new(),
            findings: Vec::new(),
            strict,
            quiet: false,
            clause: None,
            is_statement: false,
            unknown_types: Vec::new(),
            unset: HashSet::new(),
        };
        for parameter in &query.parameters {
            let ty = inference.resolve(&parameter.ty);
            inference.default(parameter, &ty);
            inference.declare(&parameter.name.value, ty);
        }
        match &query.body {
            Body::Gsql(statements) => inference.block(statements),
            Body::OpenCypher(body) => inference.cypher(body),
        }
        inference.require_return();
        inference
    }

    /// Returns the mistakes that types reveal.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Returns the type of a parameter or result.
    pub(crate) fn resolve(&self, ty: &Type) -> Ty {
        self.resolver().ty(ty)
    }

    pub(crate) fn resolver(&self) -> Resolver<'_> {
        Resolver { typedefs: &self.names.typedefs, catalog: self.names.catalog }
    }

    /// Returns `true` if values of the query can be null.
    pub(crate) fn has_nulls(&self) -> bool {
        matches!(self.query.body, Body::OpenCypher(_))
    }

    pub(crate) fn names(&self) -> &Names<'a> {
        &self.names
    }

    /// Returns the printed items, in the order of the text.
    pub(crate) fn printed(&self) -> &[Printed<'a>] {
        &self.printed
    }
}

impl<'a> Inference<'a> {
    /// Runs `f` without reporting anything.
    fn quietly<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.quiet, true);
        let result = f(self);
        self.quiet = before;
        result
    }

    /// Returns the query that a name calls: another one, or this one itself.
    fn callee(&self, name: &str) -> Option<&'a Query> {
        let own = self.query.name.as_ref().is_some_and(|own| own.value == name);
        own.then_some(self.query).or_else(|| self.context.queries.get(name).copied())
    }

    /// Returns the type that a query returns. Its types are those of its own `TYPEDEF`s.
    fn returned(&self, callee: &'a Query, ty: &Type) -> Ty {
        let mut typedefs = HashMap::new();
        for statement in callee.statements() {
            if let StatementKind::Typedef { name, ty } = &statement.kind {
                typedefs.insert(name.value.as_str(), ty);
            }
        }
        Resolver { typedefs: &typedefs, catalog: self.names.catalog }.ty(ty)
    }
}
