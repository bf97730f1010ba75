//! The header: name, parameters, and the clauses before the body.

use super::Reader;
use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::{Body, Constant, Modifiers, Parameter, Query, Type};
use crate::syntax::parse::attribute::number;
use crate::syntax::parse::cursor::Parse;
use crate::syntax::{Name, Spanned, TokenKind};

impl Reader<'_> {
    pub(super) fn whole_query(&mut self) -> Parse<Query> {
        while self.eat_symbol(';') {}
        let interpreted = self.eat_word("INTERPRET");
        let mut or_replace = false;
        let mut modifiers = Modifiers::default();
        if interpreted {
            modifiers.opencypher = self.eat_word("OPENCYPHER");
        } else {
            self.expect_word("CREATE")?;
            or_replace = self.eat_word("OR");
            if or_replace {
                self.expect_word("REPLACE")?;
            }
            modifiers = self.modifiers();
        }
        self.expect_word("QUERY")?;
        let mut name = None;
        if !interpreted {
            if self.at_stop(0) {
                return Err(self.unexpected("the name of a query"));
            }
            name = Some(self.dotted_name("the name of a query")?);
        }
        let parameters = self.parameters()?;
        self.parameters = parameters.iter().map(|parameter| parameter.name.value.clone()).collect();
        let mut query = Query {
            name,
            or_replace,
            modifiers,
            parameters,
            graph: None,
            returns: None,
            api: None,
            syntax: None,
            body: Body::Gsql(Vec::new()),
            body_span: self.peek().span,
        };
        while !self.at_symbol('{') {
            self.header_clause(&mut query)?;
        }
        let start = self.position();
        query.body = if modifiers.opencypher {
            Body::OpenCypher(self.cypher_body()?)
        } else {
            Body::Gsql(self.body()?)
        };
        query.body_span = self.span_from(start);
        while self.eat_symbol(';') {}
        if !self.at_end() {
            return Err(self.unexpected("nothing after the query's `}`"));
        }
        Ok(query)
    }

    fn modifiers(&mut self) -> Modifiers {
        let mut modifiers = Modifiers::default();
        loop {
            let flag = match self.keyword().as_str() {
                "BATCH" => &mut modifiers.batch,
                "DISTRIBUTED" => &mut modifiers.distributed,
                "OPENCYPHER" => &mut modifiers.opencypher,
                "TEMPLATE" => &mut modifiers.template,
                _ => return modifiers,
            };
            *flag = true;
            self.bump();
        }
    }

    /// `(type name, ...)`
    fn parameters(&mut self) -> Parse<Vec<Parameter>> {
        let mut parameters = Vec::new();
        self.expect_symbol('(')?;
        if !self.at_symbol(')') {
            parameters.push(self.parameter()?);
            while self.eat_symbol(',') {
                parameters.push(self.parameter()?);
            }
        }
        self.expect_symbol(')')?;
        Ok(parameters)
    }

    /// `type name [= constant]`
    fn parameter(&mut self) -> Parse<Parameter> {
        let ty = self.query_type()?;
        let name = self.query_name("the name of a parameter")?;
        let default = if self.eat_symbol('=') { Some(self.constant()?) } else { None };
        Ok(Parameter { name, ty, default })
    }

    fn header_clause(&mut self, query: &mut Query) -> Parse<()> {
        let span = self.peek().span;
        let given = match self.keyword().as_str() {
            "FOR" => {
                self.bump();
                self.expect_word("GRAPH")?;
                query.graph.replace(self.name("the name of a graph")?).is_some()
            }
            "RETURNS" => {
                self.bump();
                query.returns.replace(self.returned_type()?).is_some()
            }
            "API" => {
                self.bump();
                query.api.replace(self.version()?).is_some()
            }
            "SYNTAX" => {
                self.bump();
                query.syntax.replace(self.version()?).is_some()
            }
            _ => return Err(self.unexpected("`{`, `FOR GRAPH`, `RETURNS`, `API` or `SYNTAX`")),
        };
        if given {
            let message = format!("`{}` is given twice", self.text_of(span));
            return Err(self.report(Finding::new(Rule::Syntax, span, message)));
        }
        Ok(())
    }

    fn returned_type(&mut self) -> Parse<Type> {
        self.expect_symbol('(')?;
        let ty = self.query_type()?;
        self.expect_symbol(')')?;
        Ok(ty)
    }

    /// `v2`, `"v2"`, `(v2)` or `("v2")`
    fn version(&mut self) -> Parse<Name> {
        let in_parentheses = self.eat_symbol('(');
        let version = match self.peek().kind {
            TokenKind::Word => self.name("a version")?,
            _ => self.string("a version such as `v2`")?,
        };
        if in_parentheses {
            self.expect_symbol(')')?;
        }
        Ok(version)
    }

    /// Parses the default of a parameter.
    fn constant(&mut self) -> Parse<Spanned<Constant>> {
        const EXPECTED: &str = "a number, a text in quotes, TRUE, FALSE or TO_DATETIME";
        let start = self.position();
        let negative = self.eat_symbol('-');
        let value = match self.peek().kind {
            TokenKind::Number => self.number_constant(negative)?,
            TokenKind::String { closed: true } if !negative => self.text_constant(),
            TokenKind::Word if !negative && self.at_word("TO_DATETIME") => {
                self.bump();
                self.expect_symbol('(')?;
                let text = self.string("a date and time in quotes")?;
                self.expect_symbol(')')?;
                Constant::DateTime(text.value)
            }
            TokenKind::Word if !negative => match word_constant(&self.keyword()) {
                Some(constant) => {
                    self.bump();
                    constant
                }
                None => return Err(self.unexpected(EXPECTED)),
            },
            _ => return Err(self.unexpected(EXPECTED)),
        };
        Ok(Spanned { value, span: self.span_from(start) })
    }

    /// Takes a number.
    pub(super) fn number_constant(&mut self, negative: bool) -> Parse<Constant> {
        use crate::model::Literal;
        let span = self.peek().span;
        let number = match number(self.text_of(span), negative) {
            Some(Literal::Int(number)) if (i64::MIN.into()..=u64::MAX.into()).contains(&number) => {
                Constant::Int(number)
            }
            Some(Literal::Double(number)) => Constant::Real(number),
            _ => {
                let message = format!("`{}` is too large for any type", self.text_of(span));
                return Err(self.report(Finding::new(Rule::Syntax, span, message)));
            }
        };
        self.bump();
        Ok(number)
    }
}

/// Returns the constant for a word in capitals.
pub(super) fn word_constant(word: &str) -> Option<Constant> {
    Some(match word {
        "TRUE" => Constant::Bool(true),
        "FALSE" => Constant::Bool(false),
        "GSQL_INT_MAX" => Constant::Int(i64::MAX.into()),
        "GSQL_INT_MIN" => Constant::Int(i64::MIN.into()),
        "GSQL_UINT_MAX" => Constant::Int(u64::MAX.into()),
        _ => return None,
    })
}
