//! Resolution of `TO TEMP_TABLE`, and of the statements that load from the table.

use tg_gsql::model::Literal;
use tg_gsql::syntax::ast::{LoadExpr, LoadValue, LoadingStep};
use tg_gsql::syntax::{Name, Spanned};

use super::values::is;
use super::{Columns, Planner, Step, is_table, ungrouped, unsupported};
use crate::load::error::LoadError;
use crate::load::expr::Expr;

/// A step that converts a line to rows of a temporary table and loads them. The rows are not
/// stored: each is loaded immediately.
#[derive(Debug)]
pub(in crate::load) struct TableStep {
    pub(in crate::load) cells: Vec<TableCell>,
    pub(in crate::load) steps: Vec<Step>,
}

#[derive(Debug)]
pub(in crate::load) enum TableCell {
    Single(Expr),
    /// `flatten(column, separator, 1)`, `flatten(column, group separator, field separator, n)`
    Flatten {
        column: Expr,
        groups: Expr,
        fields: Option<Expr>,
        width: usize,
    },
    /// `flatten_json_array(array)`, `flatten_json_array(array, key, ..)`
    FlattenJson {
        array: Expr,
        keys: Vec<Vec<String>>,
    },
}

impl TableCell {
    /// Returns the number of columns that the cell fills.
    pub(in crate::load) fn width(&self) -> usize {
        match self {
            Self::Single(_) => 1,
            Self::Flatten { width, .. } => *width,
            Self::FlattenJson { keys, .. } => keys.len().max(1),
        }
    }
}

impl<'a> Planner<'a> {
    pub(super) fn table(
        &mut self,
        name: &'a Name,
        columns: &[Name],
        values: &[LoadValue],
    ) -> Result<TableStep, LoadError> {
        let table = name.value.as_str();
        if self.open_tables.contains(&table) {
            return Err(unsupported(format!("the table '{table}', which is loaded from itself")));
        }
        let cells: Vec<_> =
            values.iter().map(|it| self.table_cell(&it.expr)).collect::<Result<_, _>>()?;
        let width: usize = cells.iter().map(TableCell::width).sum();
        if width != columns.len() {
            return Err(LoadError::Definition(format!(
                "The table '{table}' has {} columns, but its VALUES fill {width}.",
                columns.len()
            )));
        }
        let names = columns.iter().map(|column| column.value.clone()).collect();
        let outer_columns = std::mem::replace(&mut self.columns, Columns::Table(names));
        self.open_tables.push(table);
        let mut steps = Vec::new();
        for step in &self.job.definition.steps {
            let source = match &step.value {
                LoadingStep::Load(load) => load.source.as_ref(),
                LoadingStep::Delete(delete) => delete.source.as_ref(),
                _ => continue,
            };
            if is_table(source, table) {
                self.step(&step.value, &mut steps)?;
            }
        }
        self.open_tables.pop();
        self.columns = outer_columns;
        Ok(TableStep { cells, steps })
    }

    fn table_cell(&mut self, expr: &Spanned<LoadExpr>) -> Result<TableCell, LoadError> {
        let expr = ungrouped(expr);
        let LoadExpr::Call { name, arguments } = &expr.value else {
            return Ok(TableCell::Single(self.expr(expr)?));
        };
        match arguments.as_slice() {
            [column, groups, width] if is(&name.value, "flatten") && number(width) == Some(1) => {
                let (column, groups) = (self.expr(column)?, self.expr(groups)?);
                Ok(TableCell::Flatten { column, groups, fields: None, width: 1 })
            }
            [column, groups, fields, width] if is(&name.value, "flatten") => {
                let width = number(width).filter(|width| *width > 0).ok_or_else(|| {
                    unsupported("flatten with a number of fields that is not positive")
                })?;
                let (column, groups) = (self.expr(column)?, self.expr(groups)?);
                let fields = Some(self.expr(fields)?);
                Ok(TableCell::Flatten { column, groups, fields, width })
            }
            [array, keys @ ..] if is(&name.value, "flatten_json_array") => {
                let array = self.expr(array)?;
                let keys = keys.iter().map(json_path).collect::<Result<_, _>>()?;
                Ok(TableCell::FlattenJson { array, keys })
            }
            _ if is(&name.value, "flatten") || is(&name.value, "flatten_json_array") => {
                Err(unsupported(format!("'{}' with these arguments", name.value)))
            }
            _ => Ok(TableCell::Single(self.expr(expr)?)),
        }
    }
}

fn number(expr: &Spanned<LoadExpr>) -> Option<usize> {
    match &expr.value {
        LoadExpr::Literal(Literal::Int(number)) => usize::try_from(*number).ok(),
        _ => None,
    }
}

fn json_path(expr: &Spanned<LoadExpr>) -> Result<Vec<String>, LoadError> {
    match &expr.value {
        LoadExpr::Column(tg_gsql::syntax::ast::Column::Named(keys)) => Ok(keys.clone()),
        _ => Err(unsupported("flatten_json_array with arguments other than keys after the array")),
    }
}
