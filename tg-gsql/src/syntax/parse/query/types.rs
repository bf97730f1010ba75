//! Types.

use super::Reader;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::{Accumulator, Field, Heap, HeapKey, Type, TypeKind};
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, Span, TokenKind};

/// Words that are never names: each begins or ends a clause.
#[rustfmt::skip]
const STOPS: &[&str] = &[
    "ACCUM", "AND", "AS", "ASC", "BETWEEN", "BREAK", "CASE", "CONTINUE", "CREATE", "DELETE",
    "DESC", "DO", "ELSE", "END", "ESCAPE", "EXCEPTION", "FOR", "FOREACH", "FROM", "HAVING", "IF",
    "IN", "INTERSECT", "INTO", "IS", "LIKE", "LIMIT", "MINUS", "NOT", "NULL", "OFFSET", "OR",
    "ORDER", "POST_ACCUM", "PRINT", "RAISE", "RETURN", "SELECT", "SET", "STATIC", "THEN",
    "TO_CSV", "TRY", "TYPEDEF", "UNION", "VALUES", "WHEN", "WHERE", "WHILE", "WITH",
];

/// The words of types that do not accept others between `<` and `>`.
const BASE_TYPES: &[(&str, TypeKind)] = &[
    ("INT", TypeKind::Int),
    ("UINT", TypeKind::Uint),
    ("FLOAT", TypeKind::Float),
    ("DOUBLE", TypeKind::Double),
    ("STRING", TypeKind::String),
    ("BOOL", TypeKind::Bool),
    ("DATETIME", TypeKind::DateTime),
    ("JSONOBJECT", TypeKind::JsonObject),
    ("JSONARRAY", TypeKind::JsonArray),
    ("FILE", TypeKind::File),
];

/// The words of types that accept others.
const OTHER_TYPES: &[&str] = &["VERTEX", "EDGE", "SET", "BAG", "LIST", "MAP", "TUPLE"];

const ACCUMULATORS: &[&str] = &[
    "SUMACCUM",
    "MAXACCUM",
    "MINACCUM",
    "AVGACCUM",
    "ORACCUM",
    "ANDACCUM",
    "BITWISEORACCUM",
    "BITWISEANDACCUM",
    "PERCENTILECONTACCUM",
    "LISTACCUM",
    "SETACCUM",
    "BAGACCUM",
    "MAPACCUM",
    "ARRAYACCUM",
    "HEAPACCUM",
    "GROUPBYACCUM",
];

/// Returns `true` for the word of a type, in any case.
#[must_use]
pub fn is_type_word(word: &str) -> bool {
    let base = BASE_TYPES.iter().map(|(known, _)| known);
    base.chain(OTHER_TYPES).any(|known| known.eq_ignore_ascii_case(word))
}

impl Reader<'_> {
    /// Parses a name that is not a keyword; `what` describes it in messages.
    pub(super) fn query_name(&mut self, what: &str) -> Parse<Name> {
        if self.at_stop(0) {
            return Err(self.unexpected(what));
        }
        self.name(what)
    }

    /// Returns `true` if the token at this distance is a keyword that cannot be a name.
    pub(super) fn at_stop(&self, ahead: usize) -> bool {
        STOPS.iter().any(|stop| self.at_word_ahead(ahead, stop))
    }

    /// Returns `true` if the token at this distance is a word that may be a name.
    pub(super) fn at_name(&self, ahead: usize) -> bool {
        self.peek_ahead(ahead).kind == TokenKind::Word && !self.at_stop(ahead)
    }

    /// Returns `true` if the word here is that of a type, not the name of one.
    pub(super) fn at_type_word(&self) -> bool {
        is_type_word(&self.keyword())
    }

    pub(super) fn at_accumulator_type(&self) -> bool {
        ACCUMULATORS.contains(&self.keyword().as_str())
    }

    pub(super) fn query_type(&mut self) -> Parse<Type> {
        self.deeper()?;
        let start = self.position();
        let word = self.keyword();
        let kind = match word.as_str() {
            "VERTEX" => TypeKind::Vertex(self.of_type()?),
            "EDGE" => TypeKind::Edge(self.of_type()?),
            "SET" => TypeKind::Set(Box::new(self.element()?)),
            "BAG" => TypeKind::Bag(Box::new(self.element()?)),
            "LIST" => TypeKind::List(Box::new(self.element()?)),
            "MAP" => {
                let (key, value) = self.two_elements()?;
                TypeKind::Map(Box::new([key, value]))
            }
            "TUPLE" => {
                self.bump();
                TypeKind::Tuple(self.fields(false)?)
            }
            accumulator if ACCUMULATORS.contains(&accumulator) => {
                TypeKind::Accumulator(Box::new(self.accumulator(accumulator)?))
            }
            base => match BASE_TYPES.iter().find(|(known, _)| *known == base) {
                Some((_, kind)) => {
                    self.bump();
                    kind.clone()
                }
                None => TypeKind::Named(self.query_name("a type")?.value),
            },
        };
        self.shallower();
        Ok(Type { kind, span: self.span_from(start) })
    }

    /// `VERTEX [<T>]`
    fn of_type(&mut self) -> Parse<Option<Name>> {
        self.bump();
        if !self.eat_symbol('<') {
            return Ok(None);
        }
        let name = self.query_name("the name of a type")?;
        self.expect_symbol('>')?;
        Ok(Some(name))
    }

    /// `WORD<type>`
    fn element(&mut self) -> Parse<Type> {
        self.bump();
        self.expect_symbol('<')?;
        let element = self.element_type()?;
        self.expect_symbol('>')?;
        Ok(element)
    }

    /// `WORD<type, type>`
    fn two_elements(&mut self) -> Parse<(Type, Type)> {
        self.bump();
        self.expect_symbol('<')?;
        let key = self.element_type()?;
        self.expect_symbol(',')?;
        let value = self.element_type()?;
        self.expect_symbol('>')?;
        Ok((key, value))
    }

    /// `type`, `STRING COMPRESS`
    fn element_type(&mut self) -> Parse<Type> {
        let start = self.position();
        let mut element = self.query_type()?;
        if element.kind == TypeKind::String && self.eat_word("COMPRESS") {
            element.span = self.span_from(start);
        }
        Ok(element)
    }

    fn accumulator(&mut self, word: &str) -> Parse<Accumulator> {
        Ok(match word {
            "SUMACCUM" => Accumulator::Sum(self.element()?),
            "MAXACCUM" => Accumulator::Max(self.element()?),
            "MINACCUM" => Accumulator::Min(self.element()?),
            "LISTACCUM" => Accumulator::List(self.element()?),
            "SETACCUM" => Accumulator::Set(self.element()?),
            "BAGACCUM" => Accumulator::Bag(self.element()?),
            "ARRAYACCUM" => Accumulator::Array(self.element()?),
            "MAPACCUM" => {
                let (key, value) = self.two_elements()?;
                Accumulator::Map(key, value)
            }
            "HEAPACCUM" => Accumulator::Heap(self.heap()?),
            "GROUPBYACCUM" => self.group_by_accumulator()?,
            _ => return self.plain_accumulator(word),
        })
    }

    /// Parses the types that accept a number, BOOL or no argument.
    fn plain_accumulator(&mut self, word: &str) -> Parse<Accumulator> {
        self.bump();
        let opened = self.eat_symbol('<');
        let accumulator = match word {
            "BITWISEORACCUM" | "BITWISEANDACCUM" => {
                let bits =
                    if opened { Some(self.integer("a number of bits")?.value) } else { None };
                match word {
                    "BITWISEORACCUM" => Accumulator::BitwiseOr(bits),
                    _ => Accumulator::BitwiseAnd(bits),
                }
            }
            "PERCENTILECONTACCUM" => {
                let text = self.text_of(self.peek().span);
                let percentile = text.parse().ok().filter(|_| opened);
                if opened {
                    if self.peek().kind != TokenKind::Number || percentile.is_none() {
                        return Err(self.unexpected("a number from 0 to 1"));
                    }
                    self.bump();
                }
                Accumulator::PercentileCont(percentile)
            }
            "AVGACCUM" if opened => return Err(self.unexpected("no `<`")),
            "AVGACCUM" => Accumulator::Avg,
            _ => {
                if opened {
                    self.expect_word("BOOL")?;
                }
                if word == "ORACCUM" { Accumulator::Or } else { Accumulator::And }
            }
        };
        if opened {
            self.expect_symbol('>')?;
        }
        Ok(accumulator)
    }

    /// `HeapAccum<tuple>(capacity, key DESC, ...)`
    fn heap(&mut self) -> Parse<Heap> {
        self.bump();
        self.expect_symbol('<')?;
        let tuple = self.query_name("the name of a tuple")?;
        self.expect_symbol('>')?;
        if self.at_symbol(')') {
            // `RETURNS (HeapAccum<tuple>)`: the heap that is returned has its capacity and order.
            return Ok(Heap { tuple, capacity: None, keys: Vec::new() });
        }
        self.expect_symbol('(')?;
        let mut capacity = None;
        if self.begins_capacity() {
            capacity = Some(self.expr()?);
            if !self.at_symbol(')') {
                self.expect_symbol(',')?;
            }
        }
        let mut keys = Vec::new();
        while !self.at_symbol(')') {
            let field = self.query_name("a field of the tuple")?;
            let descending = self.order();
            keys.push(HeapKey { field, descending });
            if !self.at_symbol(')') {
                self.expect_symbol(',')?;
            }
        }
        self.expect_symbol(')')?;
        Ok(Heap { tuple, capacity, keys })
    }

    /// Returns `true` if a capacity begins here: a first name that is that of a parameter.
    fn begins_capacity(&mut self) -> bool {
        let token = self.peek();
        let name = self.text_of(token.span);
        token.kind == TokenKind::Number
            || (token.kind == TokenKind::Word
                && self.parameters.iter().any(|parameter| parameter == name)
                && self.peek_ahead(1).kind != TokenKind::Word)
    }

    /// Takes `ASC` or `DESC`; returns `true` for the latter.
    pub(super) fn order(&mut self) -> bool {
        !self.eat_word("ASC") && self.eat_word("DESC")
    }

    fn group_by_accumulator(&mut self) -> Parse<Accumulator> {
        let start = self.position();
        self.bump();
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for field in self.fields(true)? {
            let accumulates = match &field.ty.kind {
                TypeKind::Accumulator(_) => true,
                TypeKind::Named(name) => {
                    !values.is_empty() || self.accumulator_types.contains(name)
                }
                _ => false,
            };
            if !accumulates && !values.is_empty() {
                let message = "the keys come before the accumulators";
                return Err(self.report(Finding::new(Rule::Syntax, field.ty.span, message)));
            }
            if accumulates { &mut values } else { &mut keys }.push(field);
        }
        // A last field of a type that is defined elsewhere can only be an accumulator.
        if values.is_empty() && matches!(keys.last(), Some(it) if is_named(it)) {
            values.extend(keys.pop());
        }
        if keys.is_empty() {
            let span: Span = self.span_from(start);
            let message = "a GroupByAccum has at least one key";
            return Err(self.report(Finding::new(Rule::Syntax, span, message)));
        }
        Ok(Accumulator::GroupBy { keys, values })
    }

    /// `<type name, ...>` or `<name type, ...>`; the names may be missing unless they are needed.
    pub(super) fn fields(&mut self, named: bool) -> Parse<Vec<Field>> {
        self.expect_symbol('<')?;
        let mut fields = vec![self.field(named)?];
        while self.eat_symbol(',') {
            fields.push(self.field(named)?);
        }
        self.expect_symbol('>')?;
        Ok(fields)
    }

    fn field(&mut self, named: bool) -> Parse<Field> {
        let mut name_first = !self.at_type_word() && !self.at_accumulator_type();
        if name_first {
            let start = self.position();
            self.bump();
            name_first = self.at_type_word() || self.at_accumulator_type();
            self.back_to(start);
        }
        let mut name = None;
        if name_first {
            name = Some(self.name("the name of a field")?);
        }
        let compressed = !name_first && self.peek_ahead(2).kind == TokenKind::Word;
        let ty = if name_first || compressed { self.element_type()? } else { self.query_type()? };
        let mut size = None;
        if self.eat_symbol('(') {
            size = Some(self.integer("a size")?);
            self.expect_symbol(')')?;
        }
        if !name_first && (named || self.peek().kind == TokenKind::Word) {
            name = Some(self.name("the name of a field")?);
        }
        Ok(Field { name, ty, size })
    }
}

fn is_named(field: &Field) -> bool {
    matches!(field.ty.kind, TypeKind::Named(_))
}
