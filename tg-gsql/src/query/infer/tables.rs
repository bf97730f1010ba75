//! Tables: the types of their columns, and statements about them.

use super::Inference;
use super::compare::{comparable, fits, is_single};
use super::member::remedy;
use super::ty::{Fields, Ty};
use crate::finding::{Finding, Rule};
use crate::query::expression_key;
use crate::syntax::ast::query::{
    Column, Expr, ExprKind, Join, JoinKind, Path, TableStatement, TypeItem,
};
use crate::syntax::{Name, Span};

impl<'a> Inference<'a> {
    pub(super) fn table_statement(&mut self, statement: &'a TableStatement) {
        match statement {
            TableStatement::Init { columns, into } => {
                let fields = self.fields(columns);
                self.create_table(into, Some(fields));
            }
            TableStatement::Order { table, keys, limit } => {
                self.of_row(table, statement, |inference| {
                    keys.iter().for_each(|key| inference.sort_key(&key.value));
                    limit.count.iter().chain(&limit.skip).for_each(|it| inference.limit(it));
                });
            }
            TableStatement::Filter { table, on } => {
                self.of_row(table, statement, |inference| inference.condition(on));
            }
            TableStatement::Project { table, columns, into } => {
                let fields = self.of_row(table, statement, |it| it.fields(columns));
                self.create_table(into, Some(fields));
            }
            TableStatement::ProjectVertices { table, sets } => {
                let fields = self.fields_of(table);
                for (column, set) in sets {
                    let types = self.vertices_of(table, fields.as_ref(), column);
                    self.names.sets.insert(&set.value, types);
                }
            }
            TableStatement::Join(join) => self.join(join),
            TableStatement::Union { of: [a, b], into, .. } => {
                let fields = (self.fields_of(a), self.fields_of(b));
                let fields = match fields {
                    (Some(first), Some(second)) => self.union_of_tables(a, b, first, second),
                    _ => None,
                };
                self.create_table(into, fields);
            }
            TableStatement::Unwind { table, list, column, into } => {
                let element = |inference: &mut Self| inference.element_of(list);
                let (fields, element) = match table {
                    None => (Some(Vec::new()), element(self)),
                    Some(table) => (self.fields_of(table), self.of_row(table, statement, element)),
                };
                let fields = fields.map(|mut fields| {
                    if fields.iter().any(|(name, _)| *name == column.value) {
                        self.duplicate_column(&column.value, column.span);
                    }
                    fields.push((column.value.clone(), element));
                    fields
                });
                self.create_table(into, fields);
            }
        }
    }

    /// Returns the columns of a table, each with the type of its value.
    pub(super) fn fields(&mut self, columns: &'a [Column]) -> Fields {
        let fields = columns.iter().map(|column| {
            let ty = match self.printable(&column.value) {
                ty @ Ty::Optional(_) => ty,
                ty => ty.value(),
            };
            let key = match (&column.name, &column.value.kind) {
                (Some(name), _) | (None, ExprKind::Member(_, name)) => name.value.clone(),
                _ => expression_key(self.text, &column.value),
            };
            (key, ty)
        });
        let fields: Fields = fields.collect();
        for (at, (column, (name, _))) in columns.iter().zip(&fields).enumerate() {
            if fields[..at].iter().any(|(other, _)| other == name) {
                self.duplicate_column(name, column.value.span);
            }
        }
        fields
    }

    pub(super) fn duplicate_column(&mut self, name: &str, span: Span) {
        let message = format!("two columns are called `{name}`");
        let help = "write `AS` and another name after one of them";
        self.report_certain(Finding::new(Rule::Duplicate, span, message).help(help));
    }

    /// Notes the columns of a table, or that they are not known. A block that may not be executed
    /// can give a table other columns.
    pub(super) fn create_table(&mut self, name: &'a Name, fields: Option<Fields>) {
        const BODY: usize = 2;
        if !self.declare_table(name) {
            let message = format!("the table `{}` is created twice", name.value);
            let finding = Finding::new(Rule::Duplicate, name.span, message);
            self.report_certain(finding.help("give one of them another name"));
        }
        let known = self.tables.get(name.value.as_str());
        let is_certain = self.scopes.len() <= BODY || known.is_none() || known == fields.as_ref();
        match fields.filter(|_| is_certain) {
            Some(fields) => drop(self.tables.insert(&name.value, fields)),
            None => drop(self.tables.remove(name.value.as_str())),
        }
    }

    /// Declares the rows of the tables that patterns name.
    pub(super) fn rows(&mut self, paths: &'a [Path]) {
        for path in paths {
            let Path::Classic(path) = path else { continue };
            if let [TypeItem::Name(table)] = &path.start.items[..]
                && let Some(fields) = self.tables.get(table.value.as_str())
            {
                let row = Ty::Row(fields.clone());
                self.declare(&path.start.alias.as_ref().unwrap_or(table).value, row);
            }
        }
    }

    /// Returns the columns of a table that a statement reads.
    fn fields_of(&mut self, table: &Name) -> Option<Fields> {
        match self.named(&table.value) {
            Ty::Rows(fields) => Some(fields),
            Ty::Unknown => None,
            other => {
                let message = format!("`{}` is {}, not a table", table.value, other.with_article());
                self.mismatch(table.span, message, None);
                None
            }
        }
    }

    /// Infers the expressions of a statement about each row of a table, in which its columns have
    /// their own names.
    fn of_row<T>(
        &mut self,
        table: &'a Name,
        statement: &'a TableStatement,
        f: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let fields = self.fields_of(table);
        self.scoped(|inference| {
            let row = fields.clone().map_or(Ty::Unknown, Ty::Row);
            inference.declare(&table.value, row);
            if let Some(fields) = fields {
                statement.exprs(&mut |expr| inference.columns_in(expr, table, &fields));
            }
            f(inference)
        })
    }

    /// Declares the columns that an expression names.
    fn columns_in(&mut self, expr: &'a Expr, table: &Name, fields: &Fields) {
        let mut unknown = Vec::new();
        expr.each(&mut |expr| {
            let ExprKind::Name(name) = &expr.kind else { return };
            match fields.iter().find(|(column, _)| column == name) {
                Some((_, ty)) => self.declare(name, ty.clone()),
                // The column of another table.
                None if matches!(self.named(name), Ty::Unknown)
                    && self.names.others.contains(name.as_str()) =>
                {
                    unknown.push(Name { value: name.clone(), span: expr.span });
                }
                None => {}
            }
        });
        unknown.iter().for_each(|name| self.unknown_column(table, name, fields));
    }

    fn unknown_column(&mut self, table: &Name, column: &Name, fields: &Fields) {
        let known: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
        self.report(Finding {
            rule: Rule::UnknownAttribute,
            span: column.span,
            message: format!("the table `{}` has no column `{}`", table.value, column.value),
            help: remedy(&column.value, &known, "columns"),
        });
    }

    /// Returns the types of the vertices in a column.
    fn vertices_of(
        &mut self,
        table: &Name,
        fields: Option<&Fields>,
        column: &Name,
    ) -> super::Types {
        let fields = fields?;
        match fields.iter().find(|(name, _)| *name == column.value) {
            None => self.unknown_column(table, column, fields),
            Some((_, Ty::Vertex(types))) => return types.clone(),
            Some((_, ty)) if !fits(&Ty::Vertex(None), ty) => {
                let message = format!("a VERTEX COLUMN has vertices, and this is {ty}");
                self.mismatch(column.span, message, None);
            }
            Some(_) => {}
        }
        None
    }

    fn join(&mut self, join: &'a Join) {
        let [first, second] = join.of.each_ref().map(|(table, alias)| {
            let row = self.fields_of(table).map_or(Ty::Unknown, Ty::Row);
            (alias.as_ref().unwrap_or(table), row)
        });
        let fields = self.scoped(|inference| {
            inference.declare(&first.0.value, first.1.clone());
            inference.declare(&second.0.value, second.1.clone());
            join.on.iter().for_each(|on| inference.condition(on));
            inference.fields(&join.columns)
        });
        let is_of_second = |column: &Column| {
            let mut found = false;
            column.value.each(&mut |expr| {
                found |= matches!(&expr.kind, ExprKind::Name(name) if *name == second.0.value);
            });
            found
        };
        for column in join.columns.iter().filter(|_| join.kind == JoinKind::Semi) {
            if is_of_second(column) {
                let (one, other) = (&first.0.value, &second.0.value);
                let message =
                    format!("the rows of a SEMIJOIN are those of `{one}`, without `{other}`");
                let help = Some("write JOIN to combine the rows".to_owned());
                self.mismatch(column.value.span, message, help);
            }
        }
        // A row without a partner has no values there.
        let fields = fields.into_iter().zip(&join.columns).map(|((name, ty), column)| {
            let is_certain = join.kind != JoinKind::Left || !is_of_second(column);
            (name, if is_certain { ty } else { Ty::Unknown })
        });
        let fields = fields.collect();
        self.create_table(&join.into, Some(fields));
    }

    fn union_of_tables(
        &mut self,
        a: &Name,
        b: &Name,
        first: Fields,
        second: Fields,
    ) -> Option<Fields> {
        let (a, place) = (&a.value, b);
        if first.len() != second.len() {
            let (one, other) = (first.len(), second.len());
            let names = format!("`{a}` and `{}`", place.value);
            let message = format!("{names} have different numbers of columns: {one} and {other}");
            self.mismatch(place.span, message, None);
            return None;
        }
        let columns = first.into_iter().zip(second).map(|((name, one), (other_name, other))| {
            if !comparable(&one, &other) {
                let message = format!(
                    "the column `{name}` of `{a}` is {one}, and `{other_name}` of `{}` is {other}",
                    place.value
                );
                self.mismatch(place.span, message, None);
            }
            (name, one.common(other))
        });
        Some(columns.collect())
    }

    /// Returns the type of the elements of an UNWIND.
    fn element_of(&mut self, list: &'a Expr) -> Ty {
        let ty = self.value(list);
        if is_single(&ty) {
            let message = format!("UNWIND takes a list, and this is {ty}");
            let help = format!("`[{}]` is a list of it", self.excerpt(list));
            self.mismatch(list.span, message, Some(help));
        }
        ty.element().map_or(Ty::Unknown, Ty::value)
    }
}
