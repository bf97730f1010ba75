//! Statements about tables.

use std::sync::Arc;

use tg_gsql::syntax::ast::query::{
    Column, Expr, ExprKind, Join, JoinKind, Limit, OrderKey, TableStatement,
};
use tg_gsql::syntax::{Name, Span};

use super::{Compiler, Kind};
use crate::eval::plan::{Second, Slot, Stmt, TableInput, TableRows, TableStmt, Tail};
use crate::eval::value::FieldNames;

/// A table that a statement names.
struct Known {
    slot: Slot,
    columns: FieldNames,
    name: Name,
}

impl Compiler<'_> {
    pub(super) fn table_statement(&mut self, statement: &TableStatement) -> Option<Stmt> {
        let known = self.problems.len();
        let compiled = match statement {
            TableStatement::Init { columns, into } => {
                let rows = self.table_rows(None, None, columns, None);
                self.created(rows, into)
            }
            TableStatement::Order { table, keys, limit } => {
                let table = self.known_table(table)?;
                let columns = table.columns.clone();
                self.changed(table, &columns, None, Some((keys, limit)))
            }
            TableStatement::Filter { table, on } => {
                let table = self.known_table(table)?;
                let columns = table.columns.clone();
                self.changed(table, &columns, Some(on), None)
            }
            TableStatement::Project { table, columns, into } => {
                let table = self.known_table(table)?;
                let rows = self.table_rows(Some(table), None, columns, None);
                self.created(rows, into)
            }
            TableStatement::ProjectVertices { table, sets } => self.vertices_of(table, sets)?,
            TableStatement::Join(join) => {
                let rows = self.join(join)?;
                self.created(rows, &join.into)
            }
            TableStatement::Union { all, of, into } => {
                let [a, b] = of.each_ref().map(|name| self.known_table(name));
                let (a, b) = (a?, b?);
                if a.columns.len() != b.columns.len() {
                    let (first, second) = (&a.name.value, &b.name.value);
                    let what = format!("{first} and {second} have different numbers of columns");
                    self.problem(b.name.span, what);
                }
                let slot = self.declare_table(&into.value, a.columns.clone());
                let of = [(a.slot, a.name.span), (b.slot, b.name.span)];
                TableStmt::Union { all: *all, of, into: slot }
            }
            TableStatement::Unwind { table, list, column, into } => {
                let table = match table {
                    Some(table) => Some(self.known_table(table)?),
                    None => None,
                };
                let rows = self.unwound(table, list, column);
                self.created(rows, into)
            }
            _ => return None,
        };
        (self.problems.len() == known).then(|| Stmt::Table(Box::new(compiled)))
    }

    /// Declares a table, or gives a known one other columns.
    pub(super) fn declare_table(&mut self, name: &str, columns: FieldNames) -> Slot {
        let slot = match self.scopes[1].variables.get(name) {
            Some(variable) if matches!(variable.kind, Kind::Table) => variable.slot,
            _ => self.declare_set(name, Kind::Table),
        };
        self.tables.insert(slot, columns);
        slot
    }

    fn known_table(&mut self, name: &Name) -> Option<Known> {
        let Some(variable) = self.variable(&name.value) else {
            self.undefined(&name.value, name.span);
            return None;
        };
        match (variable.kind, self.tables.get(&variable.slot)) {
            (Kind::Table, Some(columns)) => {
                Some(Known { slot: variable.slot, columns: columns.clone(), name: name.clone() })
            }
            _ => {
                self.problem(name.span, format!("'{}' is not a table", name.value));
                None
            }
        }
    }

    fn created(&mut self, mut rows: TableRows, into: &Name) -> TableStmt {
        rows.into = self.declare_table(&into.value, rows.columns.clone());
        TableStmt::Rows(Box::new(rows))
    }

    /// Declares the names of a table's row in the innermost scope.
    fn input(&mut self, table: &Known, alias: Option<&Name>, by_name: bool) -> TableInput {
        let name = alias.unwrap_or(&table.name);
        let row = self.declare(&name.value, Kind::Loop);
        let mut columns = Vec::new();
        if by_name {
            for column in table.columns.iter() {
                columns.push((column.clone(), self.declare(column, Kind::Loop)));
            }
        }
        TableInput { table: table.slot, span: table.name.span, row, columns }
    }

    /// Reports the columns that a table does not have.
    fn check_columns(&mut self, alias: &str, columns: &FieldNames, exprs: &[&Expr]) {
        let mut missing: Vec<(String, Span)> = Vec::new();
        for expr in exprs {
            expr.each(&mut |expr| {
                if let ExprKind::Member(of, column) = &expr.kind
                    && matches!(&of.kind, ExprKind::Name(name) if name == alias)
                    && !columns.iter().any(|known| **known == *column.value)
                {
                    missing.push((column.value.clone(), column.span));
                }
            });
        }
        for (column, span) in missing {
            self.problem(span, format!("the table {alias} has no column {column}"));
        }
    }

    /// Compiles the rows of a table, which are all its columns or those that are given.
    fn table_rows(
        &mut self,
        table: Option<Known>,
        filter: Option<&Expr>,
        columns: &[Column],
        order: Option<(&[OrderKey], &Limit)>,
    ) -> TableRows {
        let (name, known) = table.as_ref().map_or((String::new(), None), |table| {
            (table.name.value.clone(), Some(table.columns.clone()))
        });
        if let Some(known) = known {
            let exprs = columns.iter().map(|column| &column.value).chain(filter);
            let keys = order.iter().flat_map(|(keys, _)| keys.iter().map(|key| &key.value));
            let exprs: Vec<_> = exprs.chain(keys).collect();
            self.check_columns(&name, &known, &exprs);
        }
        self.in_scope(|compiler| {
            let first = table.map(|table| compiler.input(&table, None, true));
            let filter = filter.map(|filter| compiler.condition(filter));
            let names = names_of(first.as_ref(), &name);
            let (projection, columns) =
                compiler.projection(columns, false, &[], &names, |compiler| match order {
                    Some((keys, limit)) => compiler.order_and_limit(keys, limit),
                    None => Tail::default(),
                });
            TableRows { first, second: Second::Nothing, filter, projection, columns, into: 0 }
        })
    }

    /// Compiles FILTER or ORDER, which keep the columns.
    fn changed(
        &mut self,
        table: Known,
        columns: &FieldNames,
        filter: Option<&Expr>,
        order: Option<(&[OrderKey], &Limit)>,
    ) -> TableStmt {
        let (slot, span) = (table.slot, table.name.span);
        let all: Vec<Column> = columns.iter().map(|name| column(name, span)).collect();
        let rows = self.table_rows(Some(table), filter, &all, order);
        TableStmt::Rows(Box::new(TableRows { into: slot, ..rows }))
    }

    fn join(&mut self, join: &Join) -> Option<TableRows> {
        let [(a, first_alias), (b, second_alias)] = &join.of;
        let (a, b) = (self.known_table(a)?, self.known_table(b)?);
        let names =
            [first_alias.as_ref().unwrap_or(&a.name), second_alias.as_ref().unwrap_or(&b.name)]
                .map(|name| name.value.clone());
        if names[0] == names[1] {
            let what = format!("the tables of a join need different names: {}", names[0]);
            self.problem(b.name.span, what);
            return None;
        }
        let exprs: Vec<_> =
            join.columns.iter().map(|column| &column.value).chain(&join.on).collect();
        self.check_columns(&names[0], &a.columns, &exprs);
        if join.kind == JoinKind::Semi {
            self.check_columns(&names[1], &b.columns, &join.on.iter().collect::<Vec<_>>());
            let columns = join.columns.iter().map(|column| &column.value);
            self.check_columns(&names[1], &Arc::default(), &columns.collect::<Vec<_>>());
        } else {
            self.check_columns(&names[1], &b.columns, &exprs);
        }
        Some(self.in_scope(|compiler| {
            let first = compiler.input(&a, first_alias.as_ref(), false);
            let input = compiler.input(&b, second_alias.as_ref(), false);
            let on = join.on.as_ref().map(|on| compiler.condition(on));
            let (projection, columns) =
                compiler.projection(&join.columns, join.distinct, &[], &names, |_| Tail::default());
            let second = Second::Join { kind: join.kind, input, on };
            let first = Some(first);
            TableRows { first, second, filter: None, projection, columns, into: 0 }
        }))
    }

    fn unwound(&mut self, table: Option<Known>, list: &Expr, element: &Name) -> TableRows {
        let known = table.as_ref().map_or_else(FieldNames::default, |table| table.columns.clone());
        if known.iter().any(|name| **name == *element.value) {
            let what = format!("the table has a column {} already", element.value);
            self.problem(element.span, what);
        }
        let span = element.span;
        let mut all: Vec<Column> = known.iter().map(|name| column(name, span)).collect();
        all.push(column(&element.value, span));
        let name = table.as_ref().map_or(String::new(), |table| table.name.value.clone());
        self.in_scope(|compiler| {
            let first = table.map(|table| compiler.input(&table, None, true));
            let list = compiler.condition(list);
            let slot = compiler.declare(&element.value, Kind::Loop);
            let mut names = names_of(first.as_ref(), &name);
            names.push(element.value.clone());
            let (projection, columns) =
                compiler.projection(&all, false, &[], &names, |_| Tail::default());
            let second = Second::Elements { list, slot };
            TableRows { first, second, filter: None, projection, columns, into: 0 }
        })
    }

    fn vertices_of(&mut self, table: &Name, sets: &[(Name, Name)]) -> Option<TableStmt> {
        let table = self.known_table(table)?;
        let mut compiled = Vec::new();
        for (column, set) in sets {
            if !table.columns.iter().any(|known| **known == *column.value) {
                let (table, column_name) = (&table.name.value, &column.value);
                let what = format!("the table {table} has no column {column_name}");
                self.problem(column.span, what);
            }
            compiled.push((column.value.as_str().into(), column.span, self.set_slot(set)?));
        }
        Some(TableStmt::Vertices { table: (table.slot, table.name.span), sets: compiled })
    }
}

/// Returns the names by which the row of a table is read.
fn names_of(input: Option<&TableInput>, name: &str) -> Vec<String> {
    let columns = input.into_iter().flat_map(|input| &input.columns);
    let columns = columns.map(|(column, _)| column.to_string());
    input.iter().map(|_| name.to_owned()).chain(columns).collect()
}

/// Returns the column of a table as an expression.
fn column(name: &str, span: Span) -> Column {
    Column { value: Expr { kind: ExprKind::Name(name.to_owned()), span }, name: None }
}
