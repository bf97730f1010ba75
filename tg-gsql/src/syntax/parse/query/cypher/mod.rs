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
    ("USING", "leave the hint out"),
    ("EXPLAIN", "leave the word out"),
    ("PROFILE", "leave the word out"),
    ("GROUP", "rows are grouped by the columns of `WITH` or `RETURN` without an aggregate"),
    ("HAVING", "write the condition as the `WHERE` of a `WITH`"),
    ("SELECT", "use `MATCH` and `RETURN`"),
    ("PRINT", "use `RETURN`"),
];

/// The parts of clauses that have a place, and the place.
const MISPLACED: &[(&str, &str)] = &[
    ("WHERE", "write the condition after `MATCH` or `WITH`, before `RETURN`"),
    ("ORDER", "write `ORDER BY`, `SKIP` and `LIMIT` in this order"),
    ("SKIP", "write `ORDER BY`, `SKIP` and `LIMIT` in this order"),
    ("LIMIT", "write `ORDER BY`, `SKIP` and `LIMIT` in this order"),
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
            return Err(self.unexpected_clause(false));
        }
        self.bump();
        Ok(Cypher { first, unions })
    }

    /// Parses the clauses up to `UNION` or the end.
    fn cypher_part(&mut self) -> Parse<Vec<Clause>> {
        let start = self.peek().span;
        let mut clauses: Vec<Clause> = Vec::new();
        while !self.at_word("UNION") && !matches!(self.peek().kind, TokenKind::Symbol('}' | ';')) {
            let last = clauses.last().map(|clause| &clause.kind);
            if let Some(ClauseKind::Return(_)) = last {
                return Err(self.unexpected_clause(true));
            }
            let changes = matches!(
                last,
                Some(ClauseKind::Create(_) | ClauseKind::Set(_) | ClauseKind::Delete { .. })
            );
            if changes
                && ["MATCH", "OPTIONAL", "MANDATORY", "UNWIND"].iter().any(|it| self.at_word(it))
            {
                let message = format!("`{}` after a clause that changes data", self.peek().text);
                let finding = Finding::new(Rule::Syntax, self.peek().span, message);
                return Err(self.report(finding.help("write `WITH *` between them")));
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

    /// Reports a clause that does not exist, or that follows RETURN.
    fn unexpected_clause(&mut self, is_after_return: bool) -> Reported {
        let word = self.keyword();
        let place = MISPLACED.iter().find(|(known, _)| *known == word).map(|(_, place)| *place);
        if let Some((word, help)) = MISSING_CLAUSES.iter().find(|(known, _)| *known == word) {
            return self.not_in_gsql(self.peek().span, &format!("`{word}`"), help);
        }
        if is_after_return || place.is_some() {
            let message = match is_after_return {
                true => format!("`{}` after RETURN", self.peek().text),
                false => format!("`{word}` is not a clause"),
            };
            let finding = Finding::new(Rule::Syntax, self.peek().span, message);
            let help = place.unwrap_or("use `WITH` between parts of a query");
            return self.report(finding.help(help));
        }
        self.unexpected(
            "a clause: `MATCH`, `UNWIND`, `WITH`, `RETURN`, `CREATE`, `SET` or `DELETE`",
        )
    }

    /// Parses the name of a variable.
    fn variable(&mut self) -> Parse<Name> {
        if RESERVED.iter().any(|word| self.at_word(word)) {
            let token = self.peek();
            let message = format!("`{}` is a word of openCypher, and not a name", token.text);
            let finding = Finding::new(Rule::ReservedName, token.span, message);
            return Err(self.report(finding.help("put it in backticks")));
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
