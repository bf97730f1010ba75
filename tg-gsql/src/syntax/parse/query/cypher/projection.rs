//! The columns of `WITH` and `RETURN`.

use super::Reader;
use crate::syntax::ast::cypher::{Item, OrderKey, Projection};
use crate::syntax::parse::cursor::Parse;

impl Reader<'_> {
    /// Parses the rest of `WITH`, or of `RETURN`, which has no `WHERE`.
    pub(super) fn projection(&mut self, is_with: bool) -> Parse<Projection> {
        let distinct = self.eat_word("DISTINCT");
        let mut items = Vec::new();
        let all = if self.at_symbol('*') { Some(self.bump().span) } else { None };
        if all.is_none() || self.eat_symbol(',') {
            items.push(self.item()?);
            while self.eat_symbol(',') {
                items.push(self.item()?);
            }
        }
        let mut order_by = Vec::new();
        if self.eat_word("ORDER") {
            self.expect_word("BY")?;
            order_by.push(self.order_key()?);
            while self.eat_symbol(',') {
                order_by.push(self.order_key()?);
            }
        }
        let skip = if self.eat_word("SKIP") { Some(self.cypher_expr()?) } else { None };
        let limit = if self.eat_word("LIMIT") { Some(self.cypher_expr()?) } else { None };
        let filter =
            if is_with && self.eat_word("WHERE") { Some(self.cypher_expr()?) } else { None };
        Ok(Projection { distinct, all, items, order_by, skip, limit, filter })
    }

    fn item(&mut self) -> Parse<Item> {
        let value = self.cypher_expr()?;
        let name = if self.eat_word("AS") { Some(self.variable()?) } else { None };
        Ok(Item { value, name })
    }

    fn order_key(&mut self) -> Parse<OrderKey> {
        let value = self.cypher_expr()?;
        let ascending = self.eat_word("ASC") || self.eat_word("ASCENDING");
        let descending = !ascending && (self.eat_word("DESC") || self.eat_word("DESCENDING"));
        Ok(OrderKey { value, descending })
    }
}
