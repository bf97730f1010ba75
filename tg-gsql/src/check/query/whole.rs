//! A query among other queries and graphs.

use std::collections::BTreeSet;

use crate::finding::{Finding, Rule};
use crate::name::is_reserved_in_queries;
use crate::query::Context;
use crate::syntax::Name;
use crate::syntax::ast::query::{
    Expr, ExprKind, Op, Path, Projection, Query, Statement, StatementKind, Target,
};

/// Checks that `FOR GRAPH` names the graph of the context.
pub(super) fn other_graph(query: &Query, context: &Context<'_>) -> Option<Finding> {
    let (_, graph) = context.schema?;
    let name = query.graph.as_ref().filter(|name| name.value != graph)?;
    let message = format!("the query is for the graph `{}`, not for `{graph}`", name.value);
    let help = format!("write `FOR GRAPH {graph}`");
    Some(Finding::new(Rule::OtherGraph, name.span, message).help(help))
}

/// Warns about parameters, variables, vertex sets and tables whose name is a reserved word.
pub(super) fn reserved_names(query: &Query) -> Vec<Finding> {
    let mut named: Vec<&Name> = query.parameters.iter().map(|it| &it.name).collect();
    for statement in query.statements() {
        statement.each(&mut |statement| match &statement.kind {
            StatementKind::Declare { variables, .. } => {
                named.extend(variables.iter().map(|it| &it.name));
            }
            StatementKind::Foreach(it) => named.extend(&it.variables),
            StatementKind::SelectInto(select) => {
                if let Projection::Table { into, .. } = &select.projection {
                    named.push(into);
                }
            }
            StatementKind::Assign(assign) => {
                if let Target::Name { name, .. } = &assign.target {
                    named.push(name);
                }
            }
            _ => {}
        });
    }
    let mut seen = BTreeSet::new();
    // Published queries have parameters of this name.
    let is_in_use = |name: &Name| name.value.eq_ignore_ascii_case("target");
    named.retain(|name| {
        is_reserved_in_queries(&name.value) && !is_in_use(name) && seen.insert(&name.value)
    });
    let finding = |name: &Name| {
        let message = format!("`{}` is a reserved word of the query language", name.value);
        let help = format!("give it another name, such as `{}_`", name.value);
        Finding::new(Rule::ReservedInQueries, name.span, message).help(help)
    };
    named.into_iter().map(finding).collect()
}

/// Warns about the aliases of patterns that have the name of a parameter: they are other vertices.
pub(super) fn hidden_parameters(query: &Query) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for statement in query.statements() {
        statement.each(&mut |statement| {
            let aliases = statement.paths().iter().flat_map(Path::aliases);
            let hides = |alias: &&Name| query.parameter(&alias.value).is_some();
            for alias in aliases.filter(hides).filter(|alias| seen.insert(&alias.value)) {
                let message = format!("the alias `{}` hides the parameter", alias.value);
                let finding = Finding::new(Rule::HiddenParameter, alias.span, message);
                findings.push(finding.help("give one of them another name"));
            }
        });
    }
    findings
}

/// Reports the virtual edges that are created within a block.
pub(super) fn nested_virtual_edges(query: &Query) -> Vec<Finding> {
    let mut findings = Vec::new();
    for outer in query.statements() {
        outer.each(&mut |statement| match &statement.kind {
            StatementKind::VirtualEdge(edge) if !std::ptr::eq(statement, outer) => {
                let message =
                    format!("the virtual edge `{}` is created in a block", edge.name.value);
                let finding = Finding::new(Rule::Syntax, edge.name.span, message);
                findings.push(finding.help("create it before the block, in the body"));
            }
            _ => {}
        });
    }
    findings
}

/// Reports the exceptions with a number that servers keep for their own.
pub(super) fn exception_numbers(query: &Query) -> Vec<Finding> {
    let mut findings = Vec::new();
    for statement in query.statements() {
        statement.each(&mut |statement| match &statement.kind {
            StatementKind::DeclareException { name, code } if *code <= 40000 => {
                let message = format!("the number of `{}` is not above 40000", name.value);
                let finding = Finding::new(Rule::Limit, name.span, message);
                findings.push(finding.help(format!("write `EXCEPTION {} (40001)`", name.value)));
            }
            _ => {}
        });
    }
    findings
}

/// Reports the call by which a query calls itself in every run, directly or through others.
pub(super) fn endless_recursion(query: &Query, context: &Context<'_>) -> Option<Finding> {
    let own = query.name.as_ref()?;
    for call in always_called(query) {
        let mut path = vec![call.value.as_str()];
        let mut seen = BTreeSet::new();
        while let Some(name) = path.last().copied() {
            if name == own.value {
                let through: Vec<_> = path.iter().map(|name| format!("`{name}`")).collect();
                let message = match path.len() {
                    1 => format!("`{}` calls itself in every run", own.value),
                    _ => {
                        format!("`{}` calls itself in every run: {}", own.value, through.join(", "))
                    }
                };
                let help = "call it under a condition, such as `IF depth > 0 THEN`";
                return Some(Finding::new(Rule::EndlessRecursion, call.span, message).help(help));
            }
            seen.insert(name);
            let callee = context.queries.get(name);
            let next = callee.into_iter().flat_map(|callee| always_called(callee));
            match next.map(|it| it.value.as_str()).find(|name| !seen.contains(name)) {
                Some(next) => path.push(next),
                None => drop(path.pop()),
            }
        }
    }
    None
}

/// Returns the names that the statements of a body call in every run.
fn always_called(query: &Query) -> Vec<&Name> {
    let mut names = Vec::new();
    for statement in query.statements() {
        if may_end(statement) {
            break;
        }
        // A SELECT runs its clauses for each row, of which there may be none.
        if statement.select().is_some() {
            continue;
        }
        match &statement.kind {
            // The first condition is always computed, the others are not.
            StatementKind::If(it) => {
                it.branches.iter().take(1).for_each(|branch| calls(&branch.when, &mut names));
            }
            StatementKind::Case(_) | StatementKind::Try(_) | StatementKind::While { .. } => {}
            StatementKind::Print(print) if print.condition.is_some() => {}
            StatementKind::Return(value) => {
                value.iter().for_each(|value| calls(value, &mut names));
                break;
            }
            _ => statement.exprs(&mut |expr| calls(expr, &mut names)),
        }
    }
    names
}

/// Adds the calls of an expression that are not under a condition in it.
fn calls<'a>(expr: &'a Expr, names: &mut Vec<&'a Name>) {
    match &expr.kind {
        ExprKind::Case(_) => return,
        ExprKind::Chain(first, rest) if rest.iter().any(|(op, _)| is_logical(*op)) => {
            return calls(first, names);
        }
        ExprKind::Call { function, .. } => names.push(function),
        _ => {}
    }
    expr.children(&mut |child| calls(child, names));
}

fn is_logical(op: Op) -> bool {
    matches!(op, Op::And | Op::Or)
}

/// Returns `true` if the query may end in the statement, before others are executed.
fn may_end(statement: &Statement) -> bool {
    let mut found = false;
    let is_last = matches!(statement.kind, StatementKind::Return(_));
    statement.each(&mut |it| {
        found |= matches!(it.kind, StatementKind::Return(_) | StatementKind::Raise { .. });
    });
    found && !is_last
}
