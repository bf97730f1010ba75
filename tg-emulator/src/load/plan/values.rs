//! Resolution of the values and conditions of a job.

use tg_gsql::model::Literal;
use tg_gsql::syntax::Spanned;
use tg_gsql::syntax::ast::{Column, LoadExpr};

use super::{Columns, Planner, ungrouped, unsupported};
use crate::load::condition::Condition;
use crate::load::error::LoadError;
use crate::load::expr::Expr;
use crate::load::functions;
use crate::load::value::Cell;
use crate::store::{Op, ValueType};

type SpannedExpr = Spanned<LoadExpr>;

impl Planner<'_> {
    /// Resolves the value of an attribute and the operator that combines it with a stored value.
    /// Returns `None` for `_`.
    pub(super) fn attribute(
        &mut self,
        expr: &SpannedExpr,
        ty: &ValueType,
    ) -> Result<Option<(Op, Cell)>, LoadError> {
        let expr = ungrouped(expr);
        if let LoadExpr::Skip = expr.value {
            return Ok(None);
        }
        let is_collection =
            matches!(ty, ValueType::List(_) | ValueType::Set(_) | ValueType::Map(..));
        let (op, reduced) = match &expr.value {
            LoadExpr::Call { name, arguments } if is(&name.value, "REDUCE") => {
                reducer(arguments, ty)?
            }
            // The server adds loaded elements to a stored collection.
            _ => (if is_collection { Op::Add } else { Op::Overwrite }, expr),
        };
        Ok(Some((op, self.cell(reduced)?)))
    }

    fn cell(&mut self, expr: &SpannedExpr) -> Result<Cell, LoadError> {
        let expr = ungrouped(expr);
        match &expr.value {
            LoadExpr::Entry(key, value) => {
                Ok(Cell::Entries(vec![(self.expr(key)?, self.cell(value)?)]))
            }
            LoadExpr::Call { name, arguments } => {
                let name = name.value.as_str();
                match arguments.as_slice() {
                    [column, separator] if is(name, "SPLIT") => {
                        Ok(Cell::Split(self.expr(column)?, self.expr(separator)?))
                    }
                    [column, inner, outer] if is(name, "SPLIT") => Ok(Cell::SplitEntries(
                        self.expr(column)?,
                        self.expr(inner)?,
                        Some(self.expr(outer)?),
                    )),
                    _ if is(name, "LIST") || is(name, "SET") => Ok(Cell::Elements(
                        arguments.iter().map(|it| self.cell(it)).collect::<Result<_, _>>()?,
                    )),
                    _ if is(name, "MAP") => self.entries(arguments),
                    _ if self.schema.catalog.tuples.iter().any(|it| it.name == name) => {
                        Ok(Cell::Fields(self.exprs(arguments)?))
                    }
                    _ => Ok(Cell::Single(self.expr(expr)?)),
                }
            }
            _ => Ok(Cell::Single(self.expr(expr)?)),
        }
    }

    fn entries(&mut self, arguments: &[SpannedExpr]) -> Result<Cell, LoadError> {
        let mut entries = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let LoadExpr::Entry(key, value) = &ungrouped(argument).value else {
                return Err(unsupported("a MAP whose elements are not `(key -> value)`"));
            };
            entries.push((self.expr(key)?, self.cell(value)?));
        }
        Ok(Cell::Entries(entries))
    }

    pub(super) fn exprs(&mut self, exprs: &[SpannedExpr]) -> Result<Vec<Expr>, LoadError> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    /// Resolves an expression whose value is text.
    pub(super) fn expr(&mut self, expr: &SpannedExpr) -> Result<Expr, LoadError> {
        let expr = ungrouped(expr);
        match &expr.value {
            LoadExpr::Column(column) => self.column(column),
            LoadExpr::Literal(literal) => Ok(Expr::Text(literal_text(literal))),
            LoadExpr::Call { name, arguments } => {
                let function = functions::find(&name.value).ok_or_else(|| {
                    unsupported(format!(
                        "the token function '{}', which is not built in",
                        name.value
                    ))
                })?;
                Ok(Expr::Call(function, self.exprs(arguments)?))
            }
            LoadExpr::Word(word) => Err(unsupported(format!(
                "the word '{word}', which is not a column, a function or a literal"
            ))),
            LoadExpr::Skip => Err(unsupported("`_` within a value")),
            LoadExpr::Entry(..) | LoadExpr::Group(_) => {
                Err(unsupported("a list or an entry of a map instead of a single value"))
            }
            _ => Ok(Expr::Condition(Box::new(self.condition(expr)?))),
        }
    }

    fn column(&mut self, column: &Column) -> Result<Expr, LoadError> {
        match (column, &self.columns) {
            (Column::Index(_), Columns::Json) => {
                Err(unsupported("the number of a column in a JSON file; write `$\"key\"`"))
            }
            (Column::Index(at), columns) => {
                let at = usize::try_from(*at).unwrap_or(usize::MAX);
                if matches!(columns, Columns::Header) {
                    self.width = self.width.max(at.saturating_add(1));
                }
                Ok(Expr::Token(at))
            }
            (Column::Named(keys), Columns::Json) => Ok(Expr::Path(keys.clone())),
            (Column::Named(keys), Columns::Table(columns)) => {
                let name = keys.join(":");
                let at = columns.iter().position(|column| *column == name);
                at.map(Expr::Token).ok_or_else(|| {
                    unsupported(format!("the column '{name}', which its table does not have"))
                })
            }
            (Column::Named(keys), Columns::Header) => {
                let name = keys.join(":");
                let known = self.names.iter().position(|known| *known == name);
                Ok(Expr::Named(known.unwrap_or_else(|| {
                    self.names.push(name);
                    self.names.len() - 1
                })))
            }
            (Column::System(name), _) => match name.to_ascii_lowercase().as_str() {
                "sys.file_name" => Ok(Expr::FileName),
                "sys.data_root" => Ok(Expr::DataRoot),
                _ => Err(unsupported(format!("the system column '${name}'"))),
            },
        }
    }

    pub(super) fn condition(&mut self, expr: &SpannedExpr) -> Result<Condition, LoadError> {
        let expr = ungrouped(expr);
        let boxed = |planner: &mut Self, it| planner.condition(it).map(Box::new);
        Ok(match &expr.value {
            LoadExpr::Literal(Literal::Int(number)) => match i64::try_from(*number) {
                Ok(number) => Condition::Int(number),
                Err(_) => Condition::Float(*number as f64),
            },
            LoadExpr::Literal(Literal::Double(number)) => Condition::Float(*number),
            LoadExpr::Literal(Literal::Bool(value)) => Condition::Bool(*value),
            LoadExpr::Call { name, arguments } => match arguments.as_slice() {
                [operand] if is(&name.value, "to_int") => Condition::ToInt(boxed(self, operand)?),
                [operand] if is(&name.value, "to_float") => {
                    Condition::ToFloat(boxed(self, operand)?)
                }
                _ => Condition::Value(self.expr(expr)?),
            },
            LoadExpr::Prefix("NOT", operand) => Condition::Not(boxed(self, operand)?),
            LoadExpr::Prefix("-", operand) => Condition::Negative(boxed(self, operand)?),
            LoadExpr::Prefix(_, operand) => self.condition(operand)?,
            LoadExpr::Chain(first, rest) => {
                let first = boxed(self, first)?;
                let rest = rest.iter().map(|(op, it)| Ok((*op, self.condition(it)?)));
                Condition::Chain(first, rest.collect::<Result<_, LoadError>>()?)
            }
            LoadExpr::Is { operand, negated, what } => Condition::Is {
                operand: boxed(self, operand)?,
                negated: *negated,
                numeric: *what == "NUMERIC",
            },
            LoadExpr::In { operand, negated, among } => Condition::In {
                operand: boxed(self, operand)?,
                negated: *negated,
                among: among.iter().map(|it| self.condition(it)).collect::<Result<_, _>>()?,
            },
            LoadExpr::Between { operand, negated, bounds } => Condition::Between {
                operand: boxed(self, operand)?,
                negated: *negated,
                bounds: Box::new((self.condition(&bounds.0)?, self.condition(&bounds.1)?)),
            },
            _ => Condition::Value(self.expr(expr)?),
        })
    }
}

/// Returns `true` if a name is equal to a keyword, which is not case-sensitive.
pub(super) fn is(name: &str, keyword: &str) -> bool {
    name.eq_ignore_ascii_case(keyword)
}

/// Splits a reducer such as `max(value)` into the operator and the value.
fn reducer<'e>(
    arguments: &'e [SpannedExpr],
    ty: &ValueType,
) -> Result<(Op, &'e SpannedExpr), LoadError> {
    let [Spanned { value: LoadExpr::Call { name, arguments }, .. }] = arguments else {
        return Err(unsupported("REDUCE without a reducer"));
    };
    let op = match name.value.to_ascii_lowercase().as_str() {
        "max" => Op::Max,
        "min" => Op::Min,
        "add" if matches!(ty, ValueType::Map(..)) => Op::AddEach,
        "add" => Op::Add,
        "and" => Op::And,
        "or" => Op::Or,
        "overwrite" => Op::Overwrite,
        "ignore_if_exists" => Op::IgnoreIfExists,
        other => return Err(unsupported(format!("the reducer '{other}'"))),
    };
    if !op.fits(ty) {
        let spelling = ty.spelling();
        return Err(unsupported(format!("the reducer '{}' for {spelling}", name.value)));
    }
    match arguments.as_slice() {
        [value] => Ok((op, value)),
        _ => Err(unsupported(format!("the reducer '{}' for several values", name.value))),
    }
}

/// Returns a literal as the text of a token.
fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Int(number) => number.to_string(),
        Literal::Double(number) => number.to_string(),
        Literal::String(text) => text.clone(),
        Literal::Bool(value) => value.to_string(),
    }
}
