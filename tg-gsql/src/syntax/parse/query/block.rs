//! A SELECT outside of a query, which is read as an interpreted query.

use super::Reader;
use super::statement::Level;
use crate::syntax::ast::query::{
    Assign, AssignOp, Body, DataStatement, Expr, ExprKind, Modifiers, Path, Print, PrintItem,
    Projection, Query, Select, Statement, StatementKind, Target, Value,
};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, Span};

/// The names of the results.
const SET: &str = "Result_Vertex_Set";
const TABLE: &str = "Result_Table";

impl Reader<'_> {
    /// `[LET declarations IN] SELECT columns FROM path clauses`
    pub(super) fn block(&mut self) -> Parse<DataStatement> {
        let start = self.position();
        let mut statements = Vec::new();
        if self.eat_word("LET") {
            statements = self.let_declarations()?;
            self.expect_word("IN")?;
        }
        if !self.at_word("SELECT") {
            return Err(self.unexpected("`SELECT`"));
        }
        let select = self.block_select()?;
        let span = select.span;
        let version = Name { value: "v3".to_owned(), span };
        let printed = Span { start: span.start, end: span.start };
        let global = |statement: &Statement| match &statement.kind {
            StatementKind::DeclareAccumulators { accumulators, .. } => {
                let globals = accumulators.iter().filter(|declared| declared.global);
                globals.map(|declared| ExprKind::Global(declared.name.value.clone())).collect()
            }
            _ => Vec::new(),
        };
        let globals: Vec<ExprKind> = statements.iter().flat_map(global).collect();
        let (kind, result) = match select.projection {
            Projection::Table { .. } => (StatementKind::SelectInto(Box::new(select)), TABLE),
            Projection::Alias(_) => (assigned(select), SET),
        };
        statements.push(Statement { kind, span });
        let result = ExprKind::Name(result.to_owned());
        let results = std::iter::once(result).chain(globals);
        statements.extend(results.map(|kind| print(Expr { kind, span: printed })));
        let body_span = self.span_from(start);
        Ok(DataStatement::Block(Box::new(Query {
            name: None,
            or_replace: false,
            modifiers: Modifiers::default(),
            parameters: Vec::new(),
            graph: None,
            returns: None,
            api: None,
            syntax: Some(version),
            body: Body::Gsql(statements),
            body_span,
        })))
    }

    /// `declaration; ...`
    fn let_declarations(&mut self) -> Parse<Vec<Statement>> {
        let mut statements = Vec::new();
        while self.eat_symbol(';') {}
        while !self.at_word("IN") {
            if self.at_word("SELECT") {
                return Err(self.unexpected("`IN`"));
            }
            let statement = self.statement_at(Level::Body)?;
            let declares = matches!(
                statement.kind,
                StatementKind::Typedef { .. }
                    | StatementKind::Declare { .. }
                    | StatementKind::DeclareAccumulators { .. }
            );
            if !declares {
                return Err(self.reject(statement.span, "LET contains declarations only".into()));
            }
            statements.push(statement);
            if !self.at_symbol(';') && !self.at_word("IN") {
                return Err(self.unexpected("`;` or `IN`"));
            }
            while self.eat_symbol(';') {}
        }
        Ok(statements)
    }

    /// Parses a SELECT whose result is a vertex set, if it selects an alias of vertices, and
    /// otherwise a table.
    fn block_select(&mut self) -> Parse<Select> {
        let start = self.position();
        self.bump();
        let (distinct, columns) = self.columns()?;
        let into = Name { value: TABLE.to_owned(), span: self.span_from(start) };
        let projection = Projection::Table { distinct, columns, into };
        let mut select = self.select_from(start, projection)?;
        if let Projection::Table { columns, .. } = &select.projection
            && let [column] = &**columns
            && let (ExprKind::Name(name), None) = (&column.value.kind, &column.name)
            && select.from.iter().any(|path| names_vertex(path, name))
        {
            let alias = Name { value: name.clone(), span: column.value.span };
            select.projection = Projection::Alias(alias);
        }
        if let Projection::Table { columns, .. } = &select.projection
            && let Some(statement) = select.accum.first().or_else(|| post_accum(&select))
        {
            let span = columns.first().map_or(statement.span, |column| column.value.span);
            let message = "a SELECT with ACCUM or POST-ACCUM selects one alias of vertices";
            return Err(self.reject(span, message.to_owned()));
        }
        Ok(select)
    }
}

fn post_accum(select: &Select) -> Option<&Statement> {
    select.post_accum.iter().find_map(|clause| clause.body.first())
}

/// Returns `true` if a name is that of vertices of a path.
fn names_vertex(path: &Path, name: &str) -> bool {
    let Path::Gql(path) = path else { return false };
    let nodes = std::iter::once(&path.start).chain(path.steps.iter().map(|(_, node)| node));
    nodes.filter_map(|node| node.alias.as_ref()).any(|alias| alias.value == name)
}

/// `Result_Vertex_Set = SELECT ...`
fn assigned(select: Select) -> StatementKind {
    let name = Name { value: SET.to_owned(), span: select.span };
    StatementKind::Assign(Box::new(Assign {
        target: Target::Name { name, types: Vec::new() },
        op: AssignOp::Set,
        value: Value::Select(Box::new(select)),
    }))
}

fn print(value: Expr) -> Statement {
    let span = value.span;
    let items = vec![PrintItem { value, projection: None, key: None }];
    let print = Print { items, condition: None, csv: None, with_vector: false };
    Statement { kind: StatementKind::Print(Box::new(print)), span }
}
