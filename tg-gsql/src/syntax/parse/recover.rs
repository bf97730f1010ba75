//! The beginnings of statements, and the recovery after a mistake.

use super::cursor::{Cursor, Parse};
use crate::finding::{Finding, Rule};
use crate::syntax::TokenKind;

/// The condition after a word for a statement to begin with it.
enum Follow {
    /// One of these words.
    Words(&'static [&'static str]),
    /// Anything but a parenthesis, if the word is the first on its line.
    OnNewLine,
    /// The word is alone on its line.
    Alone,
}

/// Statements have no terminator: the next one is recognised by its first words.
#[rustfmt::skip]
const BEGINNINGS: &[(&str, Follow)] = {
    use Follow::{Alone, OnNewLine, Words};
    &[
        ("CREATE", Words(&[
            "VERTEX", "DIRECTED", "UNDIRECTED", "EDGE", "GRAPH", "GLOBAL", "SCHEMA_CHANGE",
            "QUERY", "OR", "BATCH", "DISTRIBUTED", "OPENCYPHER", "TEMPLATE", "LOADING",
            "ONLINE_POST", "DATA_SOURCE", "SECRET", "USER", "ROLE", "GROUP", "PACKAGE",
            "FUNCTION", "TAG",
        ])),
        ("DROP", Words(&[
            "VERTEX", "EDGE", "TUPLE", "GRAPH", "ALL", "QUERY", "JOB", "DATA_SOURCE", "SECRET",
            "USER", "ROLE", "GROUP", "PACKAGE", "FUNCTION", "DESCRIPTION", "TAG",
        ])),
        ("USE", Words(&["GRAPH", "GLOBAL"])),
        ("SHOW", Words(&[
            "GRAPH", "VERTEX", "EDGE", "TUPLE", "QUERY", "JOB", "SECRET", "DATA_SOURCE", "USER",
            "ROLE", "GROUP", "PACKAGE", "FUNCTION", "LOADING", "PRIVILEGE", "GRANTS",
            "DESCRIPTION", "TAG",
        ])),
        ("RUN", Words(&["QUERY", "SCHEMA_CHANGE", "GLOBAL", "LOADING", "JOB"])),
        ("INSTALL", Words(&["QUERY", "FUNCTION"])),
        ("INTERPRET", Words(&["QUERY", "OPENCYPHER"])),
        ("TYPEDEF", Words(&["TUPLE", "HEAPACCUM", "GROUPBYACCUM"])),
        ("CLEAR", Words(&["GRAPH"])),
        ("ALTER", Words(&["VERTEX", "EDGE", "USER", "PASSWORD"])),
        ("EXPORT", Words(&["GRAPH", "SCHEMA"])),
        ("IMPORT", Words(&["GRAPH", "SCHEMA", "PACKAGE"])),
        ("RESUME", Words(&["LOADING"])),
        ("RECOMPILE", Words(&["LOADING", "QUERY"])),
        ("UPDATE", Words(&["DESCRIPTION"])),
        ("PUT", Words(&["EXPRFUNCTIONS", "EXPRUTIL", "TOKENBANK", "WORKLOAD"])),
        ("GET", Words(&["EXPRFUNCTIONS", "EXPRUTIL", "TOKENBANK", "WORKLOAD"])),
        ("GRANT", Words(PRIVILEGES)),
        ("REVOKE", Words(PRIVILEGES)),
        ("ABORT", Words(&["LOADING"])),
        ("HELP", Words(&["BASIC", "QUERY"])),
        ("SET", OnNewLine),
        ("CREATE", OnNewLine),
        ("DROP", OnNewLine),
        ("UPSERT", OnNewLine),
        ("DELETE", OnNewLine),
        ("SELECT", OnNewLine),
        ("LET", OnNewLine),
        ("ABORT", Alone),
        ("HELP", Alone),
        ("LS", Alone),
        ("BEGIN", Alone),
        ("END", Alone),
        ("EXIT", Alone),
        ("QUIT", Alone),
    ]
};

/// The words that may follow `GRANT` and `REVOKE`.
#[rustfmt::skip]
const PRIVILEGES: &[&str] = &[
    "ROLE", "ACL", "DATA_SOURCE", "WORKLOAD", "ACCESS", "CLEAR_GRAPHSTORE", "CREATE", "DELETE",
    "DROP", "DROP_ALL", "EXPORT", "EXECUTE", "INSTALL", "OWNERSHIP", "READ", "UPDATE", "USE",
    "WRITE",
];

/// Returns the first words of all statements.
pub(super) fn first_words() -> impl Iterator<Item = &'static str> {
    BEGINNINGS.iter().map(|(word, _)| *word)
}

impl Cursor<'_> {
    /// Goes to the next statement and returns where it begins; `None` at the end.
    pub(super) fn next_statement(&mut self) -> Option<usize> {
        while self.eat_symbol(';') {}
        (!self.at_end()).then(|| self.position())
    }

    /// Returns `true` if a statement begins here.
    pub(super) fn begins_statement(&self) -> bool {
        let token = self.peek();
        match token.kind {
            _ if self.in_query() => return false,
            TokenKind::Symbol('@') => return token.starts_line,
            TokenKind::Word => {}
            _ => return false,
        }
        let first = self.text_of(token.span);
        for (word, follow) in BEGINNINGS {
            // Compare the lengths first: this runs for every member of every list.
            let follows = first.len() == word.len()
                && first.eq_ignore_ascii_case(word)
                && match follow {
                    Follow::Words(words) => words.iter().any(|word| self.at_word_ahead(1, word)),
                    // `SET (a, b)` is a value within one.
                    Follow::OnNewLine => {
                        token.starts_line && self.peek_ahead(1).kind != TokenKind::Symbol('(')
                    }
                    Follow::Alone => token.starts_line && self.line_ends_after_this(),
                };
            if follows {
                return true;
            }
        }
        false
    }

    fn line_ends_after_this(&self) -> bool {
        let next = self.peek_ahead(1);
        next.starts_line || matches!(next.kind, TokenKind::End | TokenKind::Symbol(';'))
    }

    /// Moves to the end of the statement that began at `start`: to its `;`, past the block in
    /// braces that it ends in, or to the beginning of the next one.
    pub(super) fn skip_statement(&mut self, start: usize) {
        let mut parentheses = 0_usize;
        while !self.at_end() {
            if self.position() > start && self.begins_statement() {
                return;
            }
            match self.peek().kind {
                TokenKind::Symbol(';') => return,
                TokenKind::Symbol('(') => parentheses += 1,
                TokenKind::Symbol(')') => parentheses = parentheses.saturating_sub(1),
                TokenKind::Symbol('{') => {
                    if let Some(close) = self.closing_brace() {
                        // A quantifier follows an edge: `-[:E]->{1,2} (t)`.
                        let after_edge = matches!(self.text_of(self.last_span()), "-" | "~" | ">");
                        self.jump_past(close);
                        if parentheses == 0 && !after_edge {
                            return;
                        }
                        continue;
                    }
                }
                _ => {}
            }
            self.bump();
        }
    }

    /// `open item {, item} close`. A mistake in one item does not hide the others.
    pub(super) fn list<T>(
        &mut self,
        [open, close]: [char; 2],
        item: impl FnMut(&mut Self) -> Parse<T>,
    ) -> Parse<Vec<T>> {
        let opened = self.expect_symbol(open)?;
        let found = self.items(close, item);
        if !self.eat_symbol(close) {
            let message = format!("this `{open}` is not closed");
            let finding = Finding::new(Rule::Unclosed, opened, message);
            return Err(self.report(finding.help(format!("put `{close}` after the last item"))));
        }
        Ok(found)
    }

    /// Parses items up to `close`, or to the first token that cannot be one.
    fn items<T>(&mut self, close: char, mut item: impl FnMut(&mut Self) -> Parse<T>) -> Vec<T> {
        let mut items = Vec::new();
        while !self.at_symbol(close) && !self.leaves_list() {
            let before = self.position();
            match item(self) {
                Ok(read) => items.push(read),
                Err(_) => self.skip_item(close),
            }
            if self.at_symbol(',') {
                let comma = self.bump().span;
                if self.at_symbol(close) {
                    let message = "nothing follows this comma";
                    self.report(Finding::new(Rule::TrailingComma, comma, message));
                }
            } else if !self.at_symbol(close) && !self.leaves_list() {
                self.unexpected(&format!("`,` or `{close}`"));
                if self.peek().kind != TokenKind::Word || self.position() == before {
                    self.skip_item(close);
                    self.eat_symbol(',');
                }
            }
        }
        items
    }

    /// Moves to the `,` or `close` after a broken item.
    fn skip_item(&mut self, close: char) {
        let mut depth = 0_usize;
        while !self.leaves_list() {
            match self.peek().kind {
                TokenKind::Symbol(symbol) if depth == 0 && (symbol == ',' || symbol == close) => {
                    return;
                }
                TokenKind::Symbol('(' | '<') => depth += 1,
                TokenKind::Symbol(')' | '>') => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.bump();
        }
    }

    /// Returns `true` if the text has left the list without closing it.
    fn leaves_list(&self) -> bool {
        matches!(self.peek().kind, TokenKind::End | TokenKind::Symbol(';' | '{' | '}'))
            || self.begins_statement()
    }
}
