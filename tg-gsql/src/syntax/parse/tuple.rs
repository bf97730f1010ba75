//! `TYPEDEF TUPLE <...> name`

use super::attribute::ANGLES;
use super::cursor::{Cursor, Parse};
use crate::syntax::ast::{Family, Statement, TupleDecl, TupleFieldDecl};

/// The types that a field can have, to distinguish `type name` from `name type`.
const TYPES: &[&str] = &["INT", "UINT", "FLOAT", "DOUBLE", "BOOL", "STRING", "DATETIME"];

impl Cursor<'_> {
    /// Parses the rest of a statement after `TYPEDEF`: a tuple or an accumulator.
    pub(super) fn typedef(&mut self, start: usize) -> Parse<Statement> {
        if !self.eat_word("TUPLE") {
            return Ok(self.keep(start, Family::AccumulatorType));
        }
        let fields = self.list(ANGLES, Self::tuple_field)?;
        let name = self.name("the name of the tuple")?;
        Ok(Statement::CreateTuple(TupleDecl { name, fields }))
    }

    /// `name type`; queries may write `type name`, and scripts do so here, too.
    fn tuple_field(&mut self) -> Parse<TupleFieldDecl> {
        let (name, ty);
        if TYPES.iter().any(|ty| self.at_word(ty)) {
            ty = self.type_expr()?;
            name = self.name("the name of a field")?;
        } else {
            name = self.name("the name of a field")?;
            ty = self.type_expr()?;
        }
        Ok(TupleFieldDecl { name, ty })
    }
}
