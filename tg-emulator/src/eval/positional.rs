//! The positional arguments of `RUN QUERY`.

use std::collections::BTreeMap;

use tg_gsql::query;
use tg_gsql::syntax::ast::query::{Constant, Expr, ExprKind, StatementKind};

use super::{Argument, Id, Program, Type};
use crate::store::datetime;

impl Program {
    /// Parses the arguments in the parentheses of a `RUN QUERY`; `_` selects the default.
    ///
    /// # Errors
    ///
    /// Returns a message about the first argument that cannot be parsed or does not fit.
    pub(crate) fn positional(&self, values: &str) -> Result<BTreeMap<String, Argument>, String> {
        let mut arguments = BTreeMap::new();
        if values.trim().is_empty() {
            return Ok(arguments);
        }
        // The parser accepts expressions only within a query.
        let text = format!("INTERPRET QUERY () {{ PRINT f({values}); }}");
        let failed = |reason: String| format!("Semantic Check Fails: {reason}.");
        let invalid = || failed(format!("the values ({values}) cannot be parsed"));
        let query = query::parse(&text).query.ok_or_else(invalid)?;
        let given = query.statements().iter().find_map(|statement| match &statement.kind {
            StatementKind::Print(print) => match &print.items.first()?.value.kind {
                ExprKind::Call { arguments, .. } => Some(arguments.clone()),
                _ => None,
            },
            _ => None,
        });
        let given = given.ok_or_else(invalid)?;
        if given.len() > self.parameters().len() {
            let (given, takes) = (given.len(), self.parameters().len());
            let reason = format!("the query takes {takes} parameters, {given} are given");
            return Err(failed(reason));
        }
        for (parameter, expr) in self.parameters().iter().zip(&given) {
            if !matches!(expr.kind, ExprKind::Underscore) {
                let value = value(&parameter.ty, expr, &text).map_err(|wrong| {
                    let bare = wrong.span.of(&text).trim_matches(['"', '\'']);
                    parameter.ty.wrong_value(&parameter.name, bare)
                })?;
                arguments.insert(parameter.name.clone(), value);
            }
        }
        Ok(arguments)
    }
}

/// Returns the argument, or the expression that does not fit: the member of a collection.
fn value<'e>(ty: &Type, expr: &'e Expr, text: &str) -> Result<Argument, &'e Expr> {
    let Some(element) = ty.element() else { return single(ty, expr, text).ok_or(expr) };
    let (ExprKind::List(members) | ExprKind::Group(members)) = &expr.kind else {
        return Err(expr);
    };
    let members = members.iter().map(|member| value(element, member, text));
    Ok(Argument::List(members.collect::<Result<_, _>>()?))
}

fn single(ty: &Type, expr: &Expr, text: &str) -> Option<Argument> {
    if let Type::Vertex(declared) = ty {
        return match (&expr.kind, declared) {
            (ExprKind::Constant(constant), Some(ty)) => {
                Some(Argument::Vertex { ty: ty.clone(), id: id(constant)? })
            }
            (ExprKind::Group(members), declared) => match members.as_slice() {
                [Expr { kind: ExprKind::Constant(key), .. }, ty] => {
                    let ExprKind::Constant(Constant::String(ty)) = &ty.kind else { return None };
                    let matches = declared.as_ref().is_none_or(|declared| declared == ty);
                    let id = id(key)?;
                    matches.then(|| Argument::Vertex { ty: ty.clone(), id })
                }
                [one] => single(&Type::Vertex(declared.clone()), one, text),
                _ => None,
            },
            _ => None,
        };
    }
    let (constant, negative) = match &expr.kind {
        ExprKind::Constant(constant) => (constant.clone(), false),
        ExprKind::Negative(operand) => match &operand.kind {
            ExprKind::Constant(constant) => (constant.clone(), true),
            _ => return None,
        },
        ExprKind::Call { function, arguments, .. }
            if function.value.eq_ignore_ascii_case("to_datetime") =>
        {
            let [Expr { kind: ExprKind::Constant(Constant::String(text)), .. }] = &**arguments
            else {
                return None;
            };
            (Constant::DateTime(text.clone()), false)
        }
        _ => return None,
    };
    let constant = match constant {
        Constant::Int(number) if negative => Constant::Int(-number),
        Constant::Real(number) if negative => Constant::Real(-number),
        _ if negative => return None,
        other => other,
    };
    Some(match (ty, constant) {
        (Type::Int, Constant::Int(number)) => Argument::Int(number.try_into().ok()?),
        (Type::Uint, Constant::Int(number)) => Argument::Uint(number.try_into().ok()?),
        (Type::Float, Constant::Int(number)) => Argument::float(number as f64)?,
        (Type::Float, Constant::Real(number)) => Argument::float(number)?,
        (Type::Double, Constant::Int(number)) => Argument::Double(number as f64),
        (Type::Double, Constant::Real(number)) => Argument::Double(number),
        (Type::Bool, Constant::Bool(truth)) => Argument::Bool(truth),
        (Type::Text | Type::File, Constant::String(text)) => Argument::Text(text),
        // A number is also a text, as it is written.
        (Type::Text, Constant::Int(_) | Constant::Real(_)) => {
            Argument::Text(expr.span.of(text).to_owned())
        }
        (Type::DateTime, Constant::String(text) | Constant::DateTime(text)) => {
            Argument::DateTime(datetime::parse_timestamp(&text)?)
        }
        _ => return None,
    })
}

fn id(constant: &Constant) -> Option<Id> {
    match constant {
        Constant::String(text) => Some(Id::Text(text.clone())),
        Constant::Int(number) => Some(Id::Text(number.to_string())),
        _ => None,
    }
}
