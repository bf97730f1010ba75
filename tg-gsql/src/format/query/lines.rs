//! The places where lines begin, and their depths, from the tree of a query.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::ast::query::{ExprKind, Query, Statement, StatementKind};
use crate::syntax::{Span, Token, tokens};

/// The words that begin a clause of SELECT, UPDATE, DELETE and INSERT.
const CLAUSES: &[&str] = &[
    "FROM",
    "SAMPLE",
    "WHERE",
    "PER",
    "ACCUM",
    "POST",
    "POST_ACCUM",
    "GROUP",
    "HAVING",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "SET",
    "VALUES",
];

/// A token that begins a line, or would if a line were to begin with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// The depth of its indentation.
    pub(super) depth: usize,
    /// `true` if it begins a line in any case.
    pub(super) always: bool,
    /// `true` if it ends a block, to which a comment before it belongs.
    pub(super) ends_block: bool,
}

/// The lines of a file, by the positions of their first tokens.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) lines: BTreeMap<usize, Line>,
    /// The first and last words of CASE expressions, which are like parentheses.
    pub(super) cases: BTreeSet<usize>,
    pub(super) ends: BTreeSet<usize>,
    /// The `{` of bodies.
    pub(super) bodies: BTreeSet<usize>,
}

impl Lines {
    /// Adds the lines of a query that begins at `start`.
    pub(super) fn query(&mut self, text: &str, query: &Query, start: usize) {
        let tokens: Vec<_> = tokens(text).filter(|token| !token.is_comment()).collect();
        let mut reader = Reader { lines: self, tokens: &tokens, start };
        let body = query.body_span;
        reader.line(0, 0, true, false);
        reader.line(body.start, 0, false, false);
        reader.line(body.end - 1, 0, true, true);
        reader.lines.bodies.insert(start + body.start);
        reader.block(query.statements(), 1, true);
    }
}

struct Reader<'a> {
    lines: &'a mut Lines,
    tokens: &'a [Token<'a>],
    /// The position of the query in the file.
    start: usize,
}

impl Reader<'_> {
    fn line(&mut self, at: usize, depth: usize, always: bool, ends_block: bool) {
        self.lines.lines.insert(self.start + at, Line { depth, always, ends_block });
    }

    /// Adds a block; `separate` if each of its statements has a line of its own.
    fn block(&mut self, statements: &[Statement], depth: usize, separate: bool) {
        for statement in statements {
            self.line(statement.span.start, depth, separate, false);
            self.cases(statement);
            self.words(statement, depth, separate);
            let mut blocks = Vec::new();
            statement.blocks(&mut |block| blocks.push(block));
            for (at, block) in blocks.into_iter().enumerate() {
                let (deeper, separate) = match statement.kind {
                    StatementKind::Case(_) => (2, separate),
                    StatementKind::Try(_) if at > 0 => (2, separate),
                    _ if is_control(statement) => (1, separate),
                    _ => (2, false),
                };
                self.block(block, depth + deeper, separate);
            }
        }
    }

    fn cases(&mut self, statement: &Statement) {
        statement.exprs(&mut |expr| {
            expr.each(&mut |part| {
                if matches!(part.kind, ExprKind::Case(_)) {
                    self.lines.cases.insert(self.start + part.span.start);
                    self.lines.ends.insert(self.start + part.span.end - "END".len());
                }
            });
        });
    }

    /// Adds the words that divide a statement: those that are in none of its parts.
    fn words(&mut self, statement: &Statement, depth: usize, separate: bool) {
        let mut parts: Vec<Span> = Vec::new();
        statement.exprs(&mut |expr| parts.push(expr.span));
        statement.blocks(&mut |block| parts.extend(block.iter().map(|it| it.span)));
        let is_part = |at: usize| parts.iter().any(|part| (part.start..part.end).contains(&at));
        let Span { start, end } = statement.span;
        let first = self.tokens.partition_point(|token| token.span.start <= start);
        let mut open = 0_usize;
        for at in first..self.tokens.len() {
            let token = self.tokens[at];
            if token.span.start >= end {
                break;
            }
            if is_part(token.span.start) {
                continue;
            }
            open += usize::from(is_opening(token));
            open = open.saturating_sub(usize::from(is_closing(token)));
            let before = self.tokens[at - 1];
            if open > 0 || ['.', '@', ':', '-'].iter().any(|it| before.is_symbol(*it)) {
                continue;
            }
            let word = |words: &[&str]| words.iter().any(|word| token.is_word(word));
            let at = token.span.start;
            if !is_control(statement) {
                if word(CLAUSES) && has_clauses(statement) {
                    self.line(at, depth + 1, false, false);
                }
            } else if word(&["END", "EXCEPTION"]) {
                self.line(at, depth, separate, true);
            } else if word(&["ELSE", "WHEN"]) {
                let deeper = !matches!(statement.kind, StatementKind::If(_));
                self.line(at, depth + usize::from(deeper), separate, !deeper);
            }
        }
    }
}

fn is_control(statement: &Statement) -> bool {
    matches!(
        statement.kind,
        StatementKind::If(_)
            | StatementKind::Case(_)
            | StatementKind::While { .. }
            | StatementKind::Foreach(_)
            | StatementKind::Try(_)
    )
}

fn has_clauses(statement: &Statement) -> bool {
    statement.select().is_some()
        || matches!(
            statement.kind,
            StatementKind::Update(_) | StatementKind::Delete(_) | StatementKind::Insert(_)
        )
}

pub(super) fn is_opening(token: Token<'_>) -> bool {
    ['(', '[', '{'].iter().any(|it| token.is_symbol(*it))
}

pub(super) fn is_closing(token: Token<'_>) -> bool {
    [')', ']', '}'].iter().any(|it| token.is_symbol(*it))
}
