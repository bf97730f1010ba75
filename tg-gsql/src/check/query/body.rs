//! Statements and expressions: every name must have a meaning.

use std::collections::HashSet;

use super::QueryChecker;
use super::aliases::Aliases;
use super::names::is_any;
use crate::finding::{Finding, Rule};
use crate::query::is_method;
use crate::syntax::ast::query::{
    Assign, AssignOp, Expr, ExprKind, Insert, InsertInto, Per, Projection, Seed, Select, Statement,
    StatementKind, Target,
};
use crate::syntax::{Name, Spanned};

/// Words that are not names where an argument is expected: types, and `ANY`.
const WORDS: &[&str] = &[
    "ANY", "INT", "UINT", "FLOAT", "DOUBLE", "STRING", "BOOL", "DATETIME", "VERTEX", "EDGE", "NULL",
];

impl QueryChecker<'_> {
    /// Checks the body. Accumulators must not be declared twice in one block; inner blocks may use
    /// a name again.
    pub(super) fn top_level(&mut self, statements: &[Statement]) {
        self.typedefs(statements);
        let mut seen = HashSet::new();
        for statement in statements {
            let StatementKind::DeclareAccumulators { accumulators, .. } = &statement.kind else {
                continue;
            };
            for accumulator in accumulators {
                let name = &accumulator.name;
                if !seen.insert((accumulator.global, name.value.clone())) {
                    let at = if accumulator.global { "@@" } else { "@" };
                    let message = format!("the accumulator `{at}{}` is declared twice", name.value);
                    self.duplicate(name.span, message);
                }
            }
        }
    }

    /// Checks that no type is defined twice.
    fn typedefs(&mut self, statements: &[Statement]) {
        let mut seen = HashSet::new();
        for statement in statements {
            if let StatementKind::Typedef { name, .. } = &statement.kind
                && !seen.insert(name.value.as_str())
                && self.strict
            {
                self.duplicate(name.span, format!("the type `{}` is defined twice", name.value));
            }
        }
    }

    /// Checks statements, with the aliases of the SELECT that contains them.
    pub(super) fn block(&mut self, statements: &[Statement], outer: &[&Aliases<'_>]) {
        for statement in statements {
            self.statement(statement, outer);
        }
    }

    fn statement(&mut self, statement: &Statement, outer: &[&Aliases<'_>]) {
        self.unknown_names.clear();
        if outer.is_empty() {
            self.unknown_aliases.clear();
        }
        self.declared_types(statement);
        let paths = statement.paths();
        paths.iter().for_each(|path| self.path(path));
        let own = self.names.aliases(paths);
        let mut aliases = outer.to_vec();
        aliases.push(&own);
        if let Some(select) = statement.select() {
            self.selected(select, &own);
            self.clauses(select, &own);
        }
        match &statement.kind {
            StatementKind::Assign(assign) => {
                self.target(&assign.target, &aliases);
                self.assigned(assign);
            }
            StatementKind::Insert(insert) => self.insert(insert),
            StatementKind::Table(table) => {
                table.reads().into_iter().for_each(|name| self.name(name, &[]));
            }
            StatementKind::Update(it) => self.alias(&it.alias, &own),
            StatementKind::Delete(it) => self.alias(&it.alias, &own),
            _ => {}
        }
        statement.exprs(&mut |expr| self.expr(expr, &aliases));
        statement.blocks(&mut |block| self.block(block, &aliases));
    }

    fn declared_types(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Declare { ty, .. } => {
                self.used_type(ty);
                self.named_type(ty);
            }
            StatementKind::Typedef { ty, .. } | StatementKind::DeclareAccumulators { ty, .. } => {
                self.used_type(ty);
            }
            _ => {}
        }
    }

    fn selected(&mut self, select: &Select, own: &Aliases<'_>) {
        if let Projection::Alias(alias) = &select.projection {
            self.alias(alias, own);
            let name = alias.value.as_str();
            if self.strict && own.edges.contains_key(name) && !own.vertices.contains_key(name) {
                let message =
                    format!("`{name}` is the alias of an edge, and SELECT takes vertices");
                let help = "select a vertex, or collect the edges in a ListAccum<EDGE>";
                let finding = Finding::new(Rule::UnknownName, alias.span, message);
                self.findings.push(finding.help(help));
            }
            if let Some(having) = &select.having {
                self.only_alias(alias, "HAVING", having, own);
            }
            for key in &select.order_by {
                self.only_alias(alias, "ORDER BY", &key.value, own);
            }
        }
        if let Some(Per::Aliases(aliases)) = &select.per {
            aliases.iter().for_each(|alias| self.alias(alias, own));
        }
        for alias in select.post_accum.iter().filter_map(|clause| clause.alias.as_ref()) {
            self.alias(alias, own);
        }
    }

    /// Checks a clause about the selected vertices, which are no longer joined to other ones.
    fn only_alias(&mut self, selected: &Name, clause: &str, expr: &Expr, own: &Aliases<'_>) {
        let mut others = Vec::new();
        expr.each(&mut |expr| match &expr.kind {
            ExprKind::Name(name) if *name != selected.value && own.contains(name) => {
                others.push((name.clone(), expr.span));
            }
            _ => {}
        });
        for (name, span) in others {
            let selected = &selected.value;
            let message = format!(
                "the SELECT block selects `{selected}`, but the {clause} clause uses `{name}`"
            );
            let help = format!("collect the value in an accumulator of `{selected}` in ACCUM");
            self.findings.push(Finding::new(Rule::OtherAlias, span, message).help(help));
        }
    }

    fn alias(&mut self, alias: &Name, own: &Aliases<'_>) {
        if !own.contains(&alias.value) && self.unknown_aliases.insert(alias.value.clone()) {
            let message = format!("the pattern has no alias `{}`", alias.value);
            let mut known = own.vertices.keys().chain(own.edges.keys()).copied();
            let mut finding = Finding::unknown(Rule::UnknownName, alias, message, &mut known);
            finding.help = finding.help.or_else(|| own.list());
            self.findings.push(finding);
        }
    }

    fn target(&mut self, target: &Target, aliases: &[&Aliases<'_>]) {
        match target {
            Target::Name { types, .. } => {
                for name in types.iter().filter(|name| !is_any(&name.value)) {
                    if !self.names.is_vertex_type(&name.value) {
                        self.unknown_vertex(name);
                    }
                }
            }
            Target::Global { name, .. } => self.global(name),
            Target::Accumulator { alias, name, .. } => {
                self.name(alias, aliases);
                self.local(name);
            }
            Target::Member { alias, .. } => self.name(alias, aliases),
        }
    }

    /// Checks an assignment. An undeclared name can be a vertex set, but a constant cannot.
    fn assigned(&mut self, assign: &Assign) {
        let Target::Name { name, .. } = &assign.target else { return };
        let constant = assign.value.is_constant();
        let declared = self.names.variables.contains_key(name.value.as_str())
            || self.names.others.contains(name.value.as_str());
        if declared || !(constant || assign.op == AssignOp::Add) {
            return;
        }
        if assign.op == AssignOp::Add && self.names.assigned.contains(name.value.as_str()) {
            let message = format!("`{}` is a vertex set, which has no `+=`", name.value);
            let help = format!("write `{0} = {0} UNION ..`", name.value);
            self.findings.push(Finding::new(Rule::TypeMismatch, name.span, message).help(help));
        } else {
            self.unknown_name(name, &[]);
        }
    }

    fn insert(&mut self, insert: &Insert) {
        let InsertInto::Name(name) = &insert.into else { return };
        let known = self.names.is_vertex_type(&name.value)
            || self.names.is_edge_type(&name.value)
            || self.names.is_declared(&name.value);
        if !known && self.names.has_schema {
            let message = format!("the type `{}` does not exist", name.value);
            let (catalog, graph) = (self.names.catalog, self.names.graph);
            let vertices = catalog.vertices_of(graph).map(|it| it.name.as_str());
            let mut types = vertices.chain(catalog.edges_of(graph).map(|it| it.name.as_str()));
            let finding = Finding::unknown(Rule::UnknownType, name, message, &mut types);
            self.findings.push(finding);
        }
        for ty in insert.values.iter().filter_map(|value| value.vertex_type.as_ref()) {
            if !self.names.is_vertex_type(&ty.value) && !self.names.is_declared(&ty.value) {
                self.unknown_vertex(ty);
            }
        }
    }

    fn expr(&mut self, expr: &Expr, aliases: &[&Aliases<'_>]) {
        let named = |value: &String| Spanned { value: value.clone(), span: expr.span };
        match &expr.kind {
            ExprKind::Name(name) => self.name(&named(name), aliases),
            ExprKind::Global(name) => self.global(&named(name)),
            ExprKind::Local(name) => self.local(&named(name)),
            ExprKind::Accumulator(_, name) => self.local(name),
            ExprKind::Call { function, arguments, .. } => {
                self.arguments(function, arguments, expr.span);
            }
            ExprKind::Seeds(seeds) => seeds.iter().for_each(|seed| self.seed(&seed.value)),
            _ => {}
        }
        let package = match &expr.kind {
            // `package.function(x)` begins with a name that is not declared.
            ExprKind::Method { of, method, .. } if !self.strict || !is_method(&method.value) => {
                root(of)
            }
            _ => None,
        };
        // Without a schema, a name among arguments may be that of a type.
        let names_types = matches!(
            expr.kind,
            ExprKind::Call { .. } | ExprKind::Method { .. } | ExprKind::Braces(_)
        );
        let before = self.names_types;
        self.names_types |= names_types;
        expr.children(&mut |child| {
            let is_package =
                package.is_some_and(|root| std::ptr::eq(root, child) || contains(child, root));
            if !is_package {
                self.expr(child, aliases);
            }
        });
        self.names_types = before;
    }

    fn seed(&mut self, seed: &Seed) {
        match seed {
            Seed::Type(name)
                if !self.names.is_vertex_type(&name.value)
                    && !self.names.may_name_type(&name.value) =>
            {
                self.unknown_vertex(name);
            }
            Seed::Name(name) => {
                let known =
                    self.names.is_declared(&name.value) || self.names.is_vertex_type(&name.value);
                if !known {
                    self.unknown_name(name, &[]);
                }
            }
            Seed::Global(name) => self.global(name),
            _ => {}
        }
    }

    fn name(&mut self, name: &Name, aliases: &[&Aliases<'_>]) {
        let known = self.names.is_declared(&name.value)
            || aliases.iter().any(|aliases| aliases.contains(&name.value))
            || match self.names.has_schema {
                true => {
                    self.names.is_vertex_type(&name.value) || self.names.is_edge_type(&name.value)
                }
                false => self.names_types,
            }
            || WORDS.iter().any(|word| name.value.eq_ignore_ascii_case(word));
        if !known {
            self.unknown_name(name, aliases);
        }
    }

    /// Reports a name, once in each statement.
    fn unknown_name(&mut self, name: &Name, aliases: &[&Aliases<'_>]) {
        if self.unknown_aliases.contains(&name.value)
            || !self.unknown_names.insert(name.value.clone())
        {
            return;
        }
        let message = format!("`{}` is not declared", name.value);
        let visible = aliases.iter().flat_map(|it| it.vertices.keys().chain(it.edges.keys()));
        let declared = self.names.variables.keys().chain(self.names.sets.keys()).chain(visible);
        // A name that is declared elsewhere in the query is not a remedy.
        let mut declared = declared.copied().filter(|known| *known != name.value);
        let mut finding = Finding::unknown(Rule::UnknownName, name, message, &mut declared);
        let value = name.value.as_str();
        finding.help = if self.names.globals.contains_key(value) {
            Some(format!("did you mean `@@{value}`?"))
        } else if self.names.patterns.contains(value) {
            let help = "it is an alias of a SELECT that has ended: the statements of a clause are \
                        separated by `,`";
            Some(help.to_owned())
        } else {
            finding.help.or_else(|| {
                let list = aliases.iter().rev().find_map(|it| it.list());
                let list = list.map_or_else(String::new, |list| format!("; {list}"));
                Some(format!("declare it, or add a parameter{list}"))
            })
        };
        self.findings.push(finding);
    }
}

/// Returns the name that a chain of members begins with.
fn root(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Name(_) => Some(expr),
        ExprKind::Member(of, _) => root(of),
        _ => None,
    }
}

/// Returns `true` if `root` is the name that the members of `expr` begin with.
fn contains(expr: &Expr, root: &Expr) -> bool {
    self::root(expr).is_some_and(|found| std::ptr::eq(found, root))
}
