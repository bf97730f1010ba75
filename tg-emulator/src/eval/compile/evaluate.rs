//! `evaluate`, whose expression is compiled with the names at its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use tg_gsql::query;
use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Constant, Expr, ExprKind, StatementKind};

use super::{Clause, Compiler, Scope};
use crate::eval::accum::AccumType;
use crate::eval::plan::{Evaluate, Node, Plan};
use crate::eval::ty::{TupleType, Ty};
use crate::store::{GraphShape, Schema};

/// The names that an expression can use.
#[derive(Debug)]
pub(in crate::eval) struct Names {
    scopes: Vec<Scope>,
    tuples: BTreeMap<String, Arc<TupleType>>,
    accum_types: BTreeMap<String, Arc<AccumType>>,
    /// `true` in POST-ACCUM, `false` in another clause.
    post: Option<bool>,
}

impl Compiler<'_> {
    pub(super) fn evaluate(&mut self, text: &Expr, ty: Option<&Expr>, span: Span) -> Node {
        let ty = match ty.map(|ty| &ty.kind) {
            None => None,
            Some(ExprKind::Constant(Constant::String(name))) => match Ty::named(name) {
                Some(ty) => Some(ty),
                None => {
                    let what = format!("'{name}' is not a type of evaluate");
                    self.problem(span, what);
                    return Node::Unsupported;
                }
            },
            Some(_) => return self.no_expression(span, "evaluate with a type that is no text:"),
        };
        let names = Names {
            scopes: self.scopes.clone(),
            tuples: self.tuples.clone(),
            accum_types: self.accum_types.clone(),
            post: self.clause.as_ref().map(|clause| clause.post),
        };
        Node::Evaluate(Box::new(Evaluate { text: self.condition(text), ty, names }))
    }
}

/// Compiles the text of an expression for a plan.
///
/// # Errors
///
/// Returns the reason why it cannot be run.
pub(in crate::eval) fn compile_expression(
    text: &str,
    names: &Names,
    plan: &Plan,
    schema: &Schema,
    graph: &GraphShape,
) -> Result<Node, String> {
    const BEFORE: &str = "INTERPRET QUERY () { PRINT (";
    let query_text = format!("{BEFORE}{text}\n); }}");
    let parsed = query::parse(&query_text);
    let Some(query) = parsed.query else {
        let message = parsed.findings.first().map_or("", |finding| &finding.message);
        return Err(format!("{message}."));
    };
    let [statement] = query.statements() else { return Err("it is not an expression.".into()) };
    let expr = match &statement.kind {
        StatementKind::Print(print) => match print.items.as_slice() {
            [item] if item.key.is_none() && print.condition.is_none() => &item.value,
            _ => return Err("it is not an expression.".into()),
        },
        _ => return Err("it is not an expression.".into()),
    };
    let mut is_nested = false;
    expr.each(&mut |expr| {
        is_nested |= matches!(&expr.kind, ExprKind::Call { function, .. }
            if function.value.eq_ignore_ascii_case("evaluate"));
    });
    if is_nested {
        return Err("it contains evaluate.".into());
    }
    let mut compiler = Compiler::new(&query_text, &query, schema, graph);
    compiler.start = BEFORE.len();
    compiler.scopes.clone_from(&names.scopes);
    compiler.tuples.clone_from(&names.tuples);
    compiler.accum_types.clone_from(&names.accum_types);
    compiler.slots.clone_from(&plan.slots);
    compiler.globals.clone_from(&plan.globals);
    compiler.vertex_accums.clone_from(&plan.vertex_accums);
    compiler.edge_accums.clone_from(&plan.edge_accums);
    compiler.clause =
        names.post.map(|post| Clause { scopes: names.scopes.len(), post, ..Clause::default() });
    let node = compiler.expr(expr);
    match compiler.problems.first() {
        Some(problem) => Err(problem.message()),
        // The frame has no place for another name.
        None if compiler.slots.len() > plan.slots.len() => Err("it declares a name.".into()),
        None => Ok(node),
    }
}
