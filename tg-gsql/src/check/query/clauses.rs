//! The clauses of a SELECT: which aliases and values each may use.

use std::collections::HashSet;

use super::QueryChecker;
use super::aliases::Aliases;
use crate::finding::{Finding, Rule};
use crate::query::expression_key;
use crate::syntax::ast::query::{
    Expr, ExprKind, Path, Per, PostAccum, Projection, Select, Statement, StatementKind, Target,
};
use crate::syntax::{Name, Span};

impl QueryChecker<'_> {
    pub(super) fn clauses(&mut self, select: &Select, own: &Aliases<'_>) {
        self.foreign_clauses(select);
        if !self.strict {
            return;
        }
        self.alias_of_two(&select.from, own);
        self.outside_per(select, own);
        for clause in &select.post_accum {
            self.post_accum(clause, own);
        }
        self.grouped(select, own);
    }

    /// Reports the clauses that a SELECT of vertices, or one of a table, does not have.
    fn foreign_clauses(&mut self, select: &Select) {
        let is_table = matches!(select.projection, Projection::Table { .. });
        let foreign = if is_table {
            vec![
                ("SAMPLE", select.sample.as_ref().map(|sample| sample.amount.span)),
                ("ACCUM", select.accum.first().map(|statement| statement.span)),
                ("POST-ACCUM", select.post_accum.first().map(|clause| clause.span)),
            ]
        } else {
            vec![("GROUP BY", select.group_by.first().map(|key| key.span))]
        };
        let (kind, other) = match is_table {
            true => ("table", "select vertices, without INTO"),
            false => ("vertex set", "select columns INTO a table"),
        };
        for (clause, span) in foreign {
            let Some(span) = span else { continue };
            let message = format!("a SELECT of a {kind} has no {clause}");
            self.findings.push(Finding::new(Rule::Unsupported, span, message).help(other));
        }
    }

    /// Reports an alias of an edge that is one of a vertex, too.
    fn alias_of_two(&mut self, paths: &[Path], own: &Aliases<'_>) {
        let edges = paths.iter().flat_map(|path| match path {
            Path::Classic(path) => {
                path.hops.iter().filter_map(|hop| hop.edge.alias.as_ref()).collect::<Vec<_>>()
            }
            Path::Gql(path) => {
                path.steps.iter().filter_map(|(edge, _)| edge.alias.as_ref()).collect()
            }
        });
        for alias in edges.filter(|alias| own.vertices.contains_key(alias.value.as_str())) {
            let message = format!("`{}` is the alias of a vertex and of an edge", alias.value);
            self.duplicate(alias.span, message);
        }
    }

    /// Checks that SELECT, ACCUM and POST-ACCUM use aliases of PER only.
    fn outside_per(&mut self, select: &Select, own: &Aliases<'_>) {
        let Some(Per::Aliases(listed)) = &select.per else { return };
        let mut used = Vec::new();
        if let Projection::Alias(alias) = &select.projection {
            used.push((alias.value.as_str(), alias.span));
        }
        for statement in select.accum.iter().chain(select.post_accum.iter().flat_map(|it| &it.body))
        {
            names(statement, &mut |name, span| used.push((name, span)));
        }
        let mut seen: HashSet<_> = listed.iter().map(|alias| alias.value.as_str()).collect();
        used.retain(|(name, _)| own.contains(name) && !self.names.is_declared(name));
        for (name, span) in used.into_iter().filter(|(name, _)| seen.insert(name)) {
            let listed: Vec<_> = listed.iter().map(|alias| alias.value.as_str()).collect();
            let listed = listed.join(", ");
            let message = format!("`{name}` is not in PER, and each combination may have several");
            let finding = Finding::new(Rule::OtherAlias, span, message);
            self.findings.push(finding.help(format!("write `PER ({listed}, {name})`")));
        }
    }

    /// Checks that each statement of a POST-ACCUM is about the vertices of one alias.
    fn post_accum(&mut self, clause: &PostAccum, own: &Aliases<'_>) {
        for statement in &clause.body {
            let mut used = Vec::new();
            names(statement, &mut |name, span| used.push((name, span)));
            used.retain(|(name, _)| own.contains(name) && !self.names.is_declared(name));
            let of = clause.alias.as_ref().map(|alias| alias.value.as_str());
            let of = of.or_else(|| {
                let mut vertices = used.iter().filter(|(name, _)| own.vertices.contains_key(name));
                vertices.next().map(|(name, _)| *name)
            });
            let edge = used.iter().find(|(name, _)| own.edges.contains_key(name));
            let other = used.iter().find(|(name, _)| Some(*name) != of);
            let (message, help, span) = match (edge, other, of) {
                (Some((name, span)), ..) => (
                    format!("`{name}` is the alias of an edge, and POST-ACCUM has only vertices"),
                    "use it in ACCUM, and collect the value in an accumulator".to_owned(),
                    *span,
                ),
                (None, Some((name, span)), Some(of)) => (
                    format!("the POST-ACCUM is about `{of}`, and this is `{name}`"),
                    "collect the value in an accumulator in ACCUM".to_owned(),
                    *span,
                ),
                _ => continue,
            };
            self.findings.push(Finding::new(Rule::OtherAlias, span, message).help(help));
        }
    }

    /// Checks that each column of a grouped table is grouped or an aggregate.
    fn grouped(&mut self, select: &Select, own: &Aliases<'_>) {
        let Projection::Table { columns, .. } = &select.projection else { return };
        if select.group_by.is_empty() || !select.group_by.iter().all(|key| self.exists(key, own)) {
            return;
        }
        let keys: Vec<_> =
            select.group_by.iter().map(|key| expression_key(self.text, key)).collect();
        for column in columns {
            let is_key = column.name.as_ref().is_some_and(|name| keys.contains(&name.value));
            let Some(value) = self.ungrouped(&column.value, &keys, own).filter(|_| !is_key) else {
                continue;
            };
            let text = value.span.of(self.text);
            let message = format!("`{text}` is neither in GROUP BY nor in an aggregate");
            let help = format!("add it to GROUP BY, or write `max({text})`");
            let finding = Finding::new(Rule::OtherAlias, value.span, message);
            self.findings.push(finding.help(help));
        }
    }

    /// Returns `false` for an unknown alias or attribute, which is reported.
    fn exists(&self, key: &Expr, own: &Aliases<'_>) -> bool {
        let ExprKind::Member(of, attribute) = &key.kind else { return true };
        let ExprKind::Name(alias) = &of.kind else { return true };
        let has = |ty: &String| {
            self.names.catalog.vertex(self.names.graph, ty).is_some_and(|vertex| {
                let mut keys = vertex.key_parts().map(|(name, _)| name);
                keys.any(|name| name == attribute.value)
                    || vertex.attributes.iter().any(|it| it.name == attribute.value)
            })
        };
        match own.vertices.get(alias.as_str()) {
            Some(Some(types)) => types.iter().any(has),
            _ => own.contains(alias),
        }
    }

    /// Returns the first part of an expression that is of an alias and not grouped.
    fn ungrouped<'e>(
        &self,
        expr: &'e Expr,
        keys: &[String],
        own: &Aliases<'_>,
    ) -> Option<&'e Expr> {
        if keys.contains(&expression_key(self.text, expr)) {
            return None;
        }
        match &expr.kind {
            ExprKind::Aggregate(_) => None,
            ExprKind::Name(name) => own.contains(name).then_some(expr),
            ExprKind::Member(of, _) | ExprKind::Accumulator(of, _) => {
                self.ungrouped(of, keys, own).map(|_| expr)
            }
            // A function may be an aggregate.
            ExprKind::Call { .. } | ExprKind::Method { .. } => None,
            _ => {
                let mut found = None;
                expr.children(&mut |child| {
                    found = found.take().or_else(|| self.ungrouped(child, keys, own));
                });
                found
            }
        }
    }
}

/// Calls `f` with the names that a statement and those in it use.
fn names<'s>(statement: &'s Statement, f: &mut dyn FnMut(&'s str, Span)) {
    statement.each(&mut |statement| {
        let mut target = |name: &'s Name| f(&name.value, name.span);
        match &statement.kind {
            StatementKind::Assign(assign) => match &assign.target {
                Target::Accumulator { alias, .. } | Target::Member { alias, .. } => target(alias),
                _ => {}
            },
            StatementKind::DeleteAlias(alias) => target(alias),
            _ => {}
        }
        statement.exprs(&mut |expr| {
            expr.each(&mut |expr| {
                if let ExprKind::Name(name) = &expr.kind {
                    f(name, expr.span);
                }
            });
        });
    });
}
