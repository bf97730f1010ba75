//! `VERTEX name (...) WITH ...`, as after `CREATE` and `ADD`.

use super::attribute::PARENTHESES;
use super::cursor::{Cursor, Parse};
use crate::finding::{Finding, Rule};
use crate::syntax::Span;
use crate::syntax::ast::{KeyDecl, VertexDecl};

impl Cursor<'_> {
    /// Parses the rest of a declaration after `VERTEX`.
    pub(super) fn vertex(&mut self) -> Parse<VertexDecl> {
        let name = self.name("the name of a vertex type")?;
        let mut vertex =
            VertexDecl { name, key: None, attributes: Vec::new(), options: Vec::new() };
        let errors = self.errors();
        let list = self.list(PARENTHESES, |cursor| cursor.vertex_member(&mut vertex));
        if vertex.key.is_none() && self.errors() == errors {
            let message = format!("the vertex type `{}` has no key", vertex.name.value);
            let finding = Finding::new(Rule::Key, vertex.name.span, message);
            self.report(
                finding.help(
                    "begin with `PRIMARY_ID id STRING`, or mark an attribute as `PRIMARY KEY`",
                ),
            );
        }
        list?;
        vertex.options = self.with_options()?;
        Ok(vertex)
    }

    fn vertex_member(&mut self, vertex: &mut VertexDecl) -> Parse<()> {
        let start = self.position();
        let (key, span) = if self.at_word("PRIMARY_ID") {
            self.bump();
            let name = self.name("the name of the primary id")?;
            let ty = self.type_expr()?;
            let span = self.span_from(start);
            if !vertex.attributes.is_empty() {
                let message = "the primary id must come first";
                self.report(Finding::new(Rule::Key, span, message));
            }
            (KeyDecl::PrimaryId { name, ty }, span)
        } else if self.at_word("PRIMARY") && self.at_word_ahead(1, "KEY") {
            self.bump();
            self.bump();
            let names = self.list(PARENTHESES, |it| it.name("the name of an attribute"))?;
            if names.is_empty() {
                let span = self.span_from(start);
                let finding = Finding::new(Rule::Key, span, "this key has no parts");
                self.report(finding.help("name its attributes: `PRIMARY KEY (a, b)`"));
            }
            (KeyDecl::PrimaryKey(names), self.span_from(start))
        } else {
            let mut attribute = self.attribute()?;
            let name = attribute.name.clone();
            let is_key = self.eat_word("PRIMARY");
            if is_key {
                self.expect_word("KEY")?;
                attribute.default = attribute.default.or(self.default_literal()?);
            }
            vertex.attributes.push(attribute);
            if !is_key {
                return Ok(());
            }
            (KeyDecl::PrimaryKey(vec![name]), self.span_from(start))
        };
        self.only_key(vertex, key, span);
        Ok(())
    }

    fn only_key(&mut self, vertex: &mut VertexDecl, key: KeyDecl, span: Span) {
        if vertex.key.is_some() {
            let message = format!("the vertex type `{}` has two keys", vertex.name.value);
            let help = "keep one; for a key of several attributes write `PRIMARY KEY (a, b)`";
            self.report(Finding::new(Rule::Key, span, message).help(help));
        } else {
            vertex.key = Some(key);
        }
    }
}
