//! openCypher. Parsing ends at the first mistake, and constructs that GSQL's openCypher does not
//! have are named.

mod clause;
mod expr;
mod operand;
mod pattern;
mod projection;

use super::Reader;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::cypher::{Clause, ClauseKind, Cypher, Union};
use crate::syntax::parse::cursor::{Parse, Reported};
use crate::syntax::{Name, Span, TokenKind};

/// The words that cannot be variables.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "AND", "AS", "ASC", "ASCENDING", "BY", "CALL", "CASE", "CONTAINS", "CREATE", "DELETE", "DESC",
    "DESCENDING", "DETACH", "DISTINCT", "ELSE", "END", "ENDS", "FALSE", "IN", "IS", "LIMIT",
    "MANDATORY", "MATCH", "MERGE", "NOT", "NULL", "OPTIONAL", "OR", "ORDER", "REMOVE", "RETURN",
    "SET", "SKIP", "STARTS", "THEN", "TRUE", "UNION", "UNWIND", "WHEN", "WHERE", "WITH", "XOR",
    "YIELD",
];

/// The clauses that other openCypher systems have, and their remedies.
const MISSING_CLAUSES: &[(&str, &str)] = &[
    ("CALL", "write a GSQL query, which can call another query"),
    ("MERGE", "use `CREATE`, which updates a vertex or edge that exists"),
    ("REMOVE", "use `SET` to assign the attribute a value"),
    ("FOREACH", "use `UNWIND` before the clause that changes data"),
    ("LOAD", "load files with a loading job"),
    ("YIELD", "write a GSQL query, which can call another query"),
];

impl Reader<'_> {
    /// Parses a body in braces.
    pub(super) fn cypher_body(&mut self) -> Parse<Cypher> {
        self.expect_symbol('{')?;
        let first = self.cypher_part()?;
        let mut unions = Vec::new();
        while self.at_word("UNION") {
            let span = self.bump().span;
            let all = self.eat_word("ALL");
            unions.push(Union { all, span, clauses: self.cypher_part()? });
        }
        while self.eat_symbol(';') {}
        if !self.at_symbol('}') {
            return Err(self.unexpected_clause());
        }
        self.bump();
        Ok(Cypher { first, unions })
    }

    /// Parses the clauses up to `UNION` or the end.
    fn cypher_part(&mut self) -> Parse<Vec<Clause>> {
        let start = self.peek().span;
        let mut clauses: Vec<Clause> = Vec::new();
        while !self.at_word("UNION") && !matches!(self.peek().kind, TokenKind::Symbol('}' | ';')) {
            if let Some(ClauseKind::Return(_)) = clauses.last().map(|clause| &clause.kind) {
                let message = format!("`{}` after RETURN", self.peek().text);
                let finding = Finding::new(Rule::Syntax, self.peek().span, message);
                return Err(self.report(finding.help("use `WITH` between parts of a query")));
            }
            clauses.push(self.clause()?);
        }
        let last = clauses.last().map(|clause| (&clause.kind, clause.span));
        let (message, span) = match last {
            None => ("a part of the query has no clauses", start),
            Some((
                ClauseKind::Match(_) | ClauseKind::Unwind { .. } | ClauseKind::With(_),
                span,
            )) => ("a query does not end with this clause", span),
            Some(_) => return Ok(clauses),
        };
        let finding = Finding::new(Rule::Syntax, span, message);
        Err(self.report(finding.help("end it with `RETURN`, `CREATE`, `SET` or `DELETE`")))
    }

    /// Reports a construct that other openCypher systems have.
    fn not_in_gsql(&mut self, span: Span, what: &str, help: &str) -> Reported {
        let message = format!("GSQL's openCypher does not have {what}");
        self.report(Finding::new(Rule::Unsupported, span, message).help(help))
    }

    fn unexpected_clause(&mut self) -> Reported {
        let word = self.keyword();
        if let Some((word, help)) = MISSING_CLAUSES.iter().find(|(known, _)| *known == word) {
            return self.not_in_gsql(self.peek().span, &format!("`{word}`"), help);
        }
        self.unexpected(
            "a clause: `MATCH`, `UNWIND`, `WITH`, `RETURN`, `CREATE`, `SET` or `DELETE`",
        )
    }

    /// Parses the name of a variable.
    fn variable(&mut self) -> Parse<Name> {
        if RESERVED.iter().any(|word| self.at_word(word)) {
            return Err(self.unexpected("the name of a variable"));
        }
        self.cypher_name("the name of a variable")
    }

    /// Parses a name that can be any word, or is in backticks.
    fn cypher_name(&mut self, what: &str) -> Parse<Name> {
        let token = self.peek();
        if token.kind != TokenKind::QuotedName {
            return self.name(what);
        }
        self.bump();
        let quoted = self.text_of(token.span);
        Ok(Name { value: quoted[1..quoted.len() - 1].to_owned(), span: token.span })
    }

    /// Returns `true` if a variable is next.
    fn at_variable(&self) -> bool {
        let kind = self.peek().kind;
        kind == TokenKind::QuotedName
            || (kind == TokenKind::Word && !RESERVED.iter().any(|word| self.at_word(word)))
    }
}
