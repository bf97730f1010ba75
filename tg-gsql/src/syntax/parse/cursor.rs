//! The parser's position in the tokens, and the elementary steps of all grammar.

use crate::finding::{Finding, Rule};
use crate::syntax::{Name, Span, Spanned, Token, TokenKind, lexer};

/// The result of a parsing function.
pub(super) type Parse<T> = Result<T, Reported>;

/// Proof that the mistake has been reported as a finding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reported(());

pub(super) struct Cursor<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    /// The index of each `{`, and of the `}` that closes it.
    braces: Vec<(usize, Option<usize>)>,
    at: usize,
    findings: Vec<Finding>,
    errors: usize,
    /// `true` if the text is one query, so that no other statement begins in it.
    in_query: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let tokens = lexer::parser_tokens(text);
        let braces = matching_braces(&tokens);
        Self { text, tokens, braces, at: 0, findings: Vec::new(), errors: 0, in_query: false }
    }

    /// Creates a cursor at the beginning of a text that is one query: no other statement begins in
    /// it.
    #[cfg(feature = "query")]
    pub(super) fn of_query(text: &'a str) -> Self {
        Self { in_query: true, ..Self::new(text) }
    }

    #[cfg(feature = "query")]
    pub(super) fn tokens(&self) -> &[Token<'a>] {
        &self.tokens
    }

    /// Goes back to a token that was taken.
    #[cfg(feature = "query")]
    pub(super) fn back_to(&mut self, position: usize) {
        self.at = position;
    }

    pub(super) fn in_query(&self) -> bool {
        self.in_query
    }

    /// Returns the number of errors so far; warnings do not count.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Token<'a> {
        self.peek_ahead(0)
    }

    /// Returns the token at this distance from the next one; the end, if the text is shorter.
    pub(super) fn peek_ahead(&self, ahead: usize) -> Token<'a> {
        self.tokens[(self.at + ahead).min(self.tokens.len() - 1)]
    }

    pub(super) fn at_end(&self) -> bool {
        self.peek().kind == TokenKind::End
    }

    /// Takes the next token, except the end.
    pub(super) fn bump(&mut self) -> Token<'a> {
        let token = self.peek();
        self.at += usize::from(token.kind != TokenKind::End);
        token
    }

    pub(super) fn text_of(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// Returns the span from the token at `start` to the last one taken.
    pub(super) fn span_from(&self, start: usize) -> Span {
        self.tokens[start].span.to(self.last_span())
    }

    pub(super) fn last_span(&self) -> Span {
        self.tokens[self.at.saturating_sub(1)].span
    }

    /// Returns the next token in capitals, if it is a word.
    pub(super) fn keyword(&self) -> String {
        let token = self.peek();
        if token.kind == TokenKind::Word { token.text.to_ascii_uppercase() } else { String::new() }
    }

    pub(super) fn at_word(&self, word: &str) -> bool {
        self.at_word_ahead(0, word)
    }

    pub(super) fn at_word_ahead(&self, ahead: usize, word: &str) -> bool {
        self.peek_ahead(ahead).is_word(word)
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        self.at += usize::from(found);
        found
    }

    /// `-flag`
    pub(super) fn eat_flag(&mut self, flag: &str) -> bool {
        let found = self.at_symbol('-') && self.at_word_ahead(1, flag);
        self.at += 2 * usize::from(found);
        found
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Parse<Span> {
        if self.at_word(word) {
            Ok(self.bump().span)
        } else {
            Err(self.unexpected(&format!("`{word}`")))
        }
    }

    pub(super) fn at_symbol(&self, symbol: char) -> bool {
        self.peek().kind == TokenKind::Symbol(symbol)
    }

    pub(super) fn eat_symbol(&mut self, symbol: char) -> bool {
        let found = self.at_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect_symbol(&mut self, symbol: char) -> Parse<Span> {
        if self.at_symbol(symbol) {
            Ok(self.bump().span)
        } else {
            Err(self.unexpected(&format!("`{symbol}`")))
        }
    }

    /// Parses a name; `what` describes it in messages.
    pub(super) fn name(&mut self, what: &str) -> Parse<Name> {
        let token = self.peek();
        if token.kind != TokenKind::Word || self.at_next_statement() {
            return Err(self.no_name(what, token));
        }
        self.bump();
        Ok(Name { value: self.text_of(token.span).to_owned(), span: token.span })
    }

    fn no_name(&mut self, what: &str, token: Token<'_>) -> Reported {
        let next = self.peek_ahead(1);
        if token.kind == TokenKind::Number
            && next.kind == TokenKind::Word
            && token.span.end == next.span.start
        {
            let span = token.span.to(next.span);
            let name = self.text_of(span);
            let message = format!("`{name}` is not a GSQL identifier");
            let help = format!("a name begins with a letter or `_`, such as `_{name}`");
            return self.report(Finding::new(Rule::InvalidName, span, message).help(help));
        }
        self.unexpected(what)
    }

    pub(super) fn names(&mut self, what: &str) -> Parse<Vec<Name>> {
        let mut names = vec![self.name(what)?];
        while self.eat_separator() {
            names.push(self.name(what)?);
        }
        Ok(names)
    }

    /// Takes a comma of a list without parentheses, if an item follows.
    pub(super) fn eat_separator(&mut self) -> bool {
        if !self.eat_symbol(',') {
            return false;
        }
        let ends = matches!(self.peek().kind, TokenKind::End | TokenKind::Symbol(';' | '}' | ')'))
            || self.at_next_statement();
        if ends {
            let message = "nothing follows this comma";
            self.report(Finding::new(Rule::TrailingComma, self.last_span(), message));
        }
        !ends
    }

    /// Parses a string; the value is without quotes.
    pub(super) fn string(&mut self, what: &str) -> Parse<Spanned<String>> {
        let token = self.peek();
        let Some(value) = token.string_value() else { return Err(self.unexpected(what)) };
        self.bump();
        Ok(Spanned { value, span: token.span })
    }

    pub(super) fn integer(&mut self, what: &str) -> Parse<Spanned<u64>> {
        let span = self.peek().span;
        match (self.peek().kind, self.text_of(span).parse()) {
            (TokenKind::Number, Ok(value)) => {
                self.bump();
                Ok(Spanned { value, span })
            }
            _ => Err(self.unexpected(what)),
        }
    }

    pub(super) fn report(&mut self, finding: Finding) -> Reported {
        self.errors += usize::from(finding.is_error());
        self.findings.push(finding);
        Reported(())
    }

    /// Reports the next token.
    pub(super) fn unexpected(&mut self, expected: &str) -> Reported {
        let token = self.peek();
        let finding = match token.kind {
            TokenKind::String { closed: false } => open_string(token.span),
            TokenKind::Comment { closed: false } => open_comment(token.span),
            TokenKind::Symbol('“' | '”' | '„' | '‘' | '’') => {
                Finding::new(Rule::Syntax, token.span, "typographic quotes do not quote in GSQL")
                    .help("use plain quotes: `\"`")
            }
            TokenKind::End if self.in_query() => {
                let message = format!("expected {expected}, found the end");
                Finding::new(Rule::Syntax, token.span, message)
            }
            TokenKind::End | TokenKind::Symbol(';') if !self.in_query() => {
                self.nothing_follows(expected)
            }
            _ if self.begins_statement() => self.nothing_follows(expected),
            // A string may contain access keys, and its purpose is unknown where it is misplaced.
            TokenKind::String { closed: true } => {
                let message = format!("expected {expected}, found quoted text");
                Finding::new(Rule::Syntax, token.span, message)
            }
            _ => {
                let found = self.text_of(token.span);
                let message = format!("expected {expected}, found `{found}`");
                Finding::new(Rule::Syntax, token.span, message)
            }
        };
        self.report(finding)
    }

    /// Reports the first string that is not closed, among the tokens from `start` to the last one
    /// taken.
    pub(super) fn report_open_strings(&mut self, start: usize) -> Option<Reported> {
        let open = TokenKind::String { closed: false };
        let token = *self.tokens[start..self.at].iter().find(|token| token.kind == open)?;
        Some(self.report(open_string(token.span)))
    }

    /// Reports a comment without an end. It is a mistake in every statement, also in an opaque one.
    pub(super) fn report_open_comment(&mut self) {
        let [.., last, _] = self.tokens[..] else { return };
        let known = |finding: &Finding| finding.span == last.span;
        if last.kind == (TokenKind::Comment { closed: false }) && !self.findings.iter().any(known) {
            self.report(open_comment(last.span));
        }
    }

    /// Creates a finding at the last token, so that it lies within its statement.
    fn nothing_follows(&self, expected: &str) -> Finding {
        Finding::new(Rule::Syntax, self.last_span(), format!("expected {expected} after this"))
    }

    /// Returns `true` if a new statement begins on a new line.
    pub(super) fn at_next_statement(&self) -> bool {
        self.peek().starts_line && self.begins_statement()
    }

    /// Returns the index of the `}` that closes the `{` at the cursor.
    pub(super) fn closing_brace(&self) -> Option<usize> {
        let found = self.braces.binary_search_by_key(&self.at, |(open, _)| *open).ok()?;
        self.braces[found].1
    }

    /// Moves past the token at `index`, which lies ahead.
    pub(super) fn jump_past(&mut self, index: usize) {
        self.at = self.at.max(index + 1).min(self.tokens.len() - 1);
    }
}

fn open_string(span: Span) -> Finding {
    Finding::new(Rule::Unclosed, span, "this text is not closed")
        .help("put a quote after it, on the same line")
}

fn open_comment(span: Span) -> Finding {
    Finding::new(Rule::Unclosed, span, "this comment is not closed").help("put `*/` after it")
}

/// Returns every `{` with its `}`, in the order of the text.
fn matching_braces(tokens: &[Token<'_>]) -> Vec<(usize, Option<usize>)> {
    let mut pairs = Vec::new();
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Symbol('{') => {
                open.push(pairs.len());
                pairs.push((index, None));
            }
            TokenKind::Symbol('}') => {
                if let Some(pair) = open.pop() {
                    pairs[pair].1 = Some(index);
                }
            }
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_match_even_when_some_do_not() {
        let mut cursor = Cursor::new("} { a { b } {");
        cursor.bump();
        assert_eq!(cursor.closing_brace(), None);
        cursor.jump_past(2);
        assert_eq!(cursor.closing_brace(), Some(5));
    }
}
