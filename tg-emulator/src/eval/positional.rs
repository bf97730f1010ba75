//! The positional arguments of `RUN QUERY`.

use std::collections::BTreeMap;

use tg_gsql::query;
use tg_gsql::syntax::ast;
use tg_gsql::syntax::ast::query::{Constant, Expr, ExprKind, StatementKind};

use super::{Argument, Id, Parameter, Program, Type};
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
        let invalid = || format!("the values ({values}) cannot be parsed");
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
            return Err(format!("the query takes {takes} parameters, {given} are given"));
        }
        let declared = self.parameters().iter().zip(&self.query.parameters);
        for ((parameter, declared), expr) in declared.zip(&given) {
            if !matches!(expr.kind, ExprKind::Underscore) {
                let value = value(&parameter.ty, expr);
                let value = value.ok_or_else(|| wrong_type(parameter, &declared.ty))?;
                arguments.insert(parameter.name.clone(), value);
            }
        }
        Ok(arguments)
    }
}

fn wrong_type(parameter: &Parameter, declared: &ast::query::Type) -> String {
    let (name, ty) = (&parameter.name, query::spelling(declared));
    format!("the value of the parameter {name} is not of the type {ty}")
}

fn value(ty: &Type, expr: &Expr) -> Option<Argument> {
    if let Some(element) = ty.element() {
        let (ExprKind::List(members) | ExprKind::Group(members)) = &expr.kind else { return None };
        let members = members.iter().map(|member| value(element, member));
        return Some(Argument::List(members.collect::<Option<_>>()?));
    }
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
                [one] => value(&Type::Vertex(declared.clone()), one),
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
        (Type::DateTime, Constant::String(text) | Constant::DateTime(text)) => {
            Argument::DateTime(datetime::parse(&text)?)
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
