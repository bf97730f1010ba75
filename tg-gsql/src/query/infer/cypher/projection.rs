//! The columns of WITH and RETURN.

use super::{Reader, Variable};
use crate::finding::{Finding, Rule};
use crate::query::infer::Ty;
use crate::query::infer::compare::fits;
use crate::syntax::ast::cypher::{Expr, ExprKind, Item, Projection};
use crate::syntax::{Name, Span};

impl<'a> Reader<'_, 'a> {
    /// Reads a projection, whose columns are the variables from then on.
    pub(super) fn projection(&mut self, it: &'a Projection, is_with: bool) {
        let mut columns = Vec::new();
        if let Some(span) = it.all {
            if self.scope.is_empty() && !is_with {
                let finding = Finding::new(Rule::Syntax, span, "`*` without a variable");
                let help = "give the vertices or edges of the pattern variables";
                self.inference.report_certain(finding.help(help));
            }
            columns.clone_from(&self.scope);
        }
        let is_key = |item: &&Item| !item.value.has_aggregate();
        let keys: Vec<&str> =
            it.items.iter().filter(is_key).map(|it| self.bare(&it.value)).collect();
        let is_grouped = it.items.len() > keys.len();
        self.groups = Some(!keys.is_empty() || !columns.is_empty());
        for item in &it.items {
            let ty = self.expr(&item.value);
            if item.value.has_aggregate() && it.all.is_none() {
                let message = "is not a column by which the rows are grouped";
                let help = "make it a column, or an argument of an aggregate";
                self.only(&item.value, &keys, &[], (message, help));
            }
            let Some(name) = self.column(item, is_with) else { continue };
            if !name.is_empty() && columns.iter().any(|it: &Variable| it.name == name) {
                self.inference.duplicate_column(&name, item.value.span);
            }
            let is_labelled = match &item.value.kind {
                ExprKind::Name(value) => self.variable(value).is_some_and(|it| it.is_labelled),
                _ => false,
            };
            columns.push(Variable { name, ty, is_labelled });
        }
        self.groups = self.groups.filter(|_| is_grouped);
        self.order(it, columns.clone(), is_grouped || it.distinct);
        self.groups = None;
        self.scope.clear();
        for (count, word) in [(&it.skip, "SKIP"), (&it.limit, "LIMIT")] {
            count.iter().for_each(|count| self.count(count, word));
        }
        self.scope = columns;
        it.filter.iter().for_each(|filter| _ = self.condition(filter));
    }

    /// Returns the name of a column; in WITH, what is not a variable needs one.
    fn column(&mut self, item: &'a Item, is_with: bool) -> Option<String> {
        match (&item.name, &item.value.kind) {
            (Some(name), _) => Some(name.value.clone()),
            (None, ExprKind::Name(value)) => Some(value.clone()),
            (None, _) if is_with => {
                let message = "a column of WITH that is not a variable needs a name";
                let finding = Finding::new(Rule::Syntax, item.value.span, message);
                self.inference.report_certain(finding.help("write `AS` and a name after it"));
                None
            }
            (None, _) => Some(item.value.span.of(self.inference.text).to_owned()),
        }
    }

    /// Reads ORDER BY, which reads only columns if a row is made of several.
    fn order(&mut self, it: &'a Projection, columns: Vec<Variable>, is_of_several: bool) {
        let outer = self.scope.len();
        self.scope.extend(columns);
        let items: Vec<&str> = it.items.iter().map(|item| self.bare(&item.value)).collect();
        for key in &it.order_by {
            self.expr(&key.value);
            if is_of_several {
                let columns = self.scope[outer..].iter();
                let columns: Vec<String> = columns.map(|it| it.name.clone()).collect();
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                let message = "is not a column, and ORDER BY after an aggregate or DISTINCT reads \
                               columns only";
                self.only(&key.value, &items, &columns, (message, "make it a column"));
            }
        }
    }

    /// Reports the variables in an expression that are neither in one of these texts nor have one
    /// of these names.
    fn only(&mut self, expr: &'a Expr, texts: &[&str], names: &[&str], report: (&str, &str)) {
        if texts.contains(&self.bare(expr)) || expr.is_aggregate() {
            return;
        }
        match &expr.kind {
            ExprKind::Name(name) if names.contains(&name.as_str()) => {}
            ExprKind::Name(name) if self.variable(name).is_some() => {
                let message = format!("`{name}` {}", report.0);
                let finding = Finding::new(Rule::TypeMismatch, expr.span, message);
                self.inference.report_certain(finding.help(report.1));
            }
            ExprKind::Comprehension(it) | ExprKind::Quantified(_, it) => {
                self.only(&it.list, texts, names, report);
                let names = [names, &[it.variable.value.as_str()]].concat();
                let parts = it.filter.iter().chain(&it.value);
                parts.for_each(|part| self.only(part, texts, &names, report));
            }
            _ => {
                let mut children = Vec::new();
                expr.children(&mut |child| children.push(child));
                children.into_iter().for_each(|child| self.only(child, texts, names, report));
            }
        }
    }

    /// Returns the text of an expression without parentheses around it.
    fn bare(&self, mut expr: &Expr) -> &'a str {
        while let ExprKind::Group(inner) = &expr.kind {
            expr = inner;
        }
        expr.span.of(self.inference.text)
    }

    /// Reads a number of rows, which is the same for all of them.
    fn count(&mut self, count: &'a Expr, word: &str) {
        let mut variable: Option<Name> = None;
        count.each(&mut |expr| {
            if let ExprKind::Name(name) = &expr.kind {
                variable = Some(Name { value: name.clone(), span: expr.span });
            }
        });
        if let Some(Name { value, span }) = variable {
            return self
                .not_a_count(span, format!("{word} cannot depend on the variable `{value}`"));
        }
        let ty = self.expr(count).value();
        if !fits(&Ty::Int, &ty) || matches!(ty, Ty::Float | Ty::Double) {
            self.not_a_count(count.span, format!("{word} is INT, and this is {ty}"));
        }
    }

    fn not_a_count(&mut self, span: Span, message: String) {
        let finding = Finding::new(Rule::TypeMismatch, span, message);
        self.inference.report_certain(finding.help("write a whole number or a parameter"));
    }
}
