//! Declarations, assignments and calls.

use super::Reader;
use super::statement::Level;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::{
    AccumulatorDecl, Assign, AssignOp, Expr, ExprKind, LoadAccum, Op, Seed, StatementKind, Target,
    TypeKind, Value, Variable,
};
use crate::syntax::parse::cursor::{Parse, Reported};
use crate::syntax::{Name, Spanned, TokenKind};

impl Reader<'_> {
    /// Parses a declaration, an assignment or a call.
    pub(super) fn plain_statement(&mut self, level: Level) -> Parse<StatementKind> {
        if self.at_accumulator_type() && self.declares_accumulator() {
            return self.accumulators(false);
        }
        let next = self.peek_ahead(1).kind;
        if self.at_name(0) && next == TokenKind::Symbol('@') {
            return self.accumulators(false);
        }
        let typed = self.at_type_word() && (next == TokenKind::Symbol('<') || self.at_name(1));
        if typed || (self.at_name(0) && self.at_name(1)) {
            return self.variables(level);
        }
        self.assign_or_call()
    }

    /// Returns `true` if the word of an accumulator's type is one, and not a name.
    fn declares_accumulator(&self) -> bool {
        matches!(self.peek_ahead(1).kind, TokenKind::Symbol('<' | '@') | TokenKind::Word)
    }

    /// `INT a = 1, b`; within a clause a comma begins the next statement.
    fn variables(&mut self, level: Level) -> Parse<StatementKind> {
        let ty = self.query_type()?;
        if matches!(ty.kind, TypeKind::Tuple(_)) || !self.at_name(0) {
            // `TUPLE<..> name` declares a variable like any other type.
            if !self.at_name(0) {
                return Err(self.unexpected("the name of a variable"));
            }
        }
        let mut variables = Vec::new();
        loop {
            let name = self.query_name("the name of a variable")?;
            let value = if self.eat_symbol('=') { Some(self.expr()?) } else { None };
            variables.push(Variable { name, value });
            if level == Level::Clause || !self.eat_symbol(',') {
                return Ok(StatementKind::Declare { ty, variables });
            }
        }
    }

    /// `SumAccum<INT> [EDGE] @a = 1, @@b[2]`
    pub(super) fn accumulators(&mut self, is_static: bool) -> Parse<StatementKind> {
        let ty = self.query_type()?;
        let of_edges = self.eat_word("EDGE");
        let mut accumulators = vec![self.accumulator_decl()?];
        while self.eat_symbol(',') {
            accumulators.push(self.accumulator_decl()?);
        }
        Ok(StatementKind::DeclareAccumulators { is_static, ty, of_edges, accumulators })
    }

    /// Parses the name of an accumulator after its `@`, which begin at `start` and are in its span.
    pub(super) fn accumulator_name(&mut self, start: usize) -> Parse<Name> {
        let name = self.name("the name of an accumulator")?;
        Ok(Spanned { value: name.value, span: self.span_from(start) })
    }

    fn accumulator_decl(&mut self) -> Parse<AccumulatorDecl> {
        let start = self.position();
        self.expect_symbol('@')?;
        let global = self.eat_symbol('@');
        let name = self.accumulator_name(start)?;
        let mut dimensions = Vec::new();
        while self.eat_symbol('[') {
            dimensions.push(if self.at_symbol(']') { None } else { Some(self.expr()?) });
            self.expect_symbol(']')?;
        }
        let value = if self.eat_symbol('=') { Some(self.expr()?) } else { None };
        Ok(AccumulatorDecl { name, global, dimensions, value })
    }

    /// `TYPEDEF TUPLE<...> name`, `TYPEDEF HeapAccum<...>(...) name`
    pub(super) fn query_typedef(&mut self) -> Parse<StatementKind> {
        self.bump();
        if !self.at_word("TUPLE") && !self.at_accumulator_type() {
            return Err(self.unexpected("`TUPLE` or an accumulator"));
        }
        let ty = self.query_type()?;
        let name = self.query_name("the name of the type")?;
        if let TypeKind::Accumulator(_) = ty.kind {
            self.accumulator_types.push(name.value.clone());
        }
        Ok(StatementKind::Typedef { name, ty })
    }

    /// `FILE name (path)`
    pub(super) fn file(&mut self) -> Parse<StatementKind> {
        self.bump();
        let name = self.query_name("the name of a file")?;
        self.expect_symbol('(')?;
        let path = self.expr()?;
        self.expect_symbol(')')?;
        Ok(StatementKind::DeclareFile { name, path })
    }

    /// `EXCEPTION name (number)`
    pub(super) fn exception(&mut self) -> Parse<StatementKind> {
        self.bump();
        let name = self.query_name("the name of an exception")?;
        self.expect_symbol('(')?;
        let code = self.integer("the number of the exception")?.value;
        self.expect_symbol(')')?;
        Ok(StatementKind::DeclareException { name, code })
    }

    fn assign_or_call(&mut self) -> Parse<StatementKind> {
        if !self.at_name(0) && !self.at_symbol('@') {
            return Err(self.unexpected("a statement"));
        }
        let left = self.postfixed()?;
        let op = if self.at_symbols("+=") {
            self.bump();
            AssignOp::Add
        } else if self.at_symbol('=') && !self.at_symbols("==") {
            AssignOp::Set
        } else if matches!(
            left.kind,
            ExprKind::Call { .. } | ExprKind::Method { .. } | ExprKind::Aggregate(_)
        ) {
            return Ok(StatementKind::Call(left));
        } else {
            return Err(self.unexpected("`=` or `+=`"));
        };
        self.bump();
        let target = self.target(left)?;
        let value = self.value()?;
        Ok(StatementKind::Assign(Box::new(Assign { target, op, value })))
    }

    fn target(&mut self, expr: Expr) -> Parse<Target> {
        let span = expr.span;
        let mut indexes = Vec::new();
        let mut inner = expr;
        while let ExprKind::Index(of, index) = inner.kind {
            indexes.insert(0, *index);
            inner = *of;
        }
        let inner_span = inner.span;
        let target = match inner.kind {
            ExprKind::Global(name) => {
                Some(Target::Global { name: Spanned { value: name, span: inner_span }, indexes })
            }
            ExprKind::Accumulator(of, name) => {
                plain_name(*of).map(|alias| Target::Accumulator { alias, name, indexes })
            }
            _ if !indexes.is_empty() => None,
            ExprKind::Name(name) => {
                let name = Spanned { value: name, span: inner_span };
                Some(Target::Name { name, types: Vec::new() })
            }
            ExprKind::Call { function, types, arguments } if types.is_empty() => {
                let types = arguments.into_iter().map(alternatives);
                let types: Option<Vec<_>> = types.collect();
                types
                    .map(|types| types.concat())
                    .filter(|types| !types.is_empty())
                    .map(|types| Target::Name { name: function, types })
            }
            ExprKind::Member(of, name) => {
                plain_name(*of).map(|alias| Target::Member { alias, name })
            }
            _ => None,
        };
        target.ok_or_else(|| self.no_target(span))
    }

    fn no_target(&mut self, span: crate::syntax::Span) -> Reported {
        let message = format!("`{}` cannot be assigned to", self.text_of(span));
        self.report(Finding::new(Rule::Syntax, span, message))
    }

    fn value(&mut self) -> Parse<Value> {
        if self.at_word("SELECT") {
            return Ok(Value::Select(Box::new(self.select(false)?)));
        }
        if self.at_symbol('{') && self.at_word_ahead(1, "LOADACCUM") {
            return self.load_accums().map(Value::Load);
        }
        let mut expr = self.expr()?;
        let any = match &expr.kind {
            ExprKind::Underscore => true,
            ExprKind::Name(name) => name.eq_ignore_ascii_case("ANY"),
            _ => false,
        };
        if any {
            let seed = Spanned { value: Seed::Any, span: expr.span };
            expr.kind = ExprKind::Seeds(vec![seed]);
        }
        Ok(Value::Expr(expr))
    }

    /// `{LOADACCUM(...).FILTER(...), ...}`
    fn load_accums(&mut self) -> Parse<Vec<LoadAccum>> {
        self.bump();
        let mut loads = Vec::new();
        loop {
            self.expect_word("LOADACCUM")?;
            let arguments = self.arguments()?;
            let mut filter = None;
            if self.eat_symbol('.') {
                self.expect_word("FILTER")?;
                self.expect_symbol('(')?;
                filter = Some(self.expr()?);
                self.expect_symbol(')')?;
            }
            loads.push(LoadAccum { arguments, filter });
            if !self.eat_symbol(',') {
                break;
            }
        }
        self.expect_symbol('}')?;
        Ok(loads)
    }
}

/// Returns the names of `A|B`, or the only one.
fn alternatives(expr: Expr) -> Option<Vec<Name>> {
    match expr.kind {
        ExprKind::Chain(first, rest) if rest.iter().all(|(op, _)| *op == Op::BitOr) => {
            std::iter::once(*first)
                .chain(rest.into_iter().map(|(_, it)| it))
                .map(plain_name)
                .collect()
        }
        _ => plain_name(expr).map(|name| vec![name]),
    }
}

/// Returns the name, if an expression is only a name.
fn plain_name(expr: Expr) -> Option<Name> {
    match expr.kind {
        ExprKind::Name(value) => Some(Spanned { value, span: expr.span }),
        ExprKind::Underscore => Some(Spanned { value: "_".to_owned(), span: expr.span }),
        _ => None,
    }
}
