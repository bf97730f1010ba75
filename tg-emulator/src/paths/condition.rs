//! Filter conditions of path requests: `rating > 5 and date_time > 1000`,
//! `quality == "good" or price < "100"`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use crate::store::{Comparison, Condition as Test, Field, Literal, Value, ValueType, quoted_text};

/// The maximum nesting depth of parentheses. Without a limit, the recursive parser could overflow
/// the stack.
const MAX_DEPTH: usize = 64;

/// A condition on the attributes of a type. `and` has a higher precedence than `or`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Test(Test),
}

impl Condition {
    /// Parses a condition. `resolve` returns the fields of the type.
    ///
    /// # Errors
    ///
    /// Returns a message if the text is not a valid condition.
    pub(crate) fn parse(
        text: &str,
        resolve: impl Fn(&str) -> Option<(Field, ValueType)>,
    ) -> Result<Self, String> {
        let mut parser = Parser { rest: text, depth: 0, resolve };
        let condition = parser.any()?;
        if parser.rest.trim_start().is_empty() { Ok(condition) } else { Err(parser.unexpected()) }
    }

    fn holds<'a>(&self, get: &impl Fn(Field) -> Cow<'a, Value>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(get)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(get)),
            Self::Test(test) => test.holds(&get(test.field)),
        }
    }
}

struct Parser<'t, R> {
    rest: &'t str,
    depth: usize,
    resolve: R,
}

impl<R: Fn(&str) -> Option<(Field, ValueType)>> Parser<'_, R> {
    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.keyword("or") {
            parts.push(self.all()?);
        }
        Ok(join_parts(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.one()?];
        while self.keyword("and") {
            parts.push(self.one()?);
        }
        Ok(join_parts(parts, Condition::All))
    }

    fn one(&mut self) -> Result<Condition, String> {
        if !self.take("(") {
            return self.test();
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        let inner = self.any()?;
        self.depth -= 1;
        if self.take(")") { Ok(inner) } else { Err(self.unexpected()) }
    }

    fn test(&mut self) -> Result<Condition, String> {
        let Some(attribute) = self.name() else { return Err(self.unexpected()) };
        let Some(comparison) = self.comparison() else { return Err(self.unexpected()) };
        let Some(literal) = self.literal() else { return Err(self.unexpected()) };
        let (field, ty) = (self.resolve)(&attribute)
            .ok_or_else(|| format!("the attribute '{attribute}' does not exist"))?;
        let operand = literal.operand(&ty).ok_or_else(|| {
            format!(
                "attribute '{attribute}' of type {} is compared with a value of another type",
                ty.spelling()
            )
        })?;
        Ok(Condition::Test(Test { field, comparison, operand }))
    }

    fn name(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !is_part(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn comparison(&mut self) -> Option<Comparison> {
        const SPELLINGS: [(&str, Comparison); 7] = [
            (">=", Comparison::GreaterOrEqual),
            ("<=", Comparison::LessOrEqual),
            ("!=", Comparison::NotEqual),
            ("==", Comparison::Equal),
            (">", Comparison::Greater),
            ("<", Comparison::Less),
            ("=", Comparison::Equal),
        ];
        SPELLINGS.iter().find_map(|(spelling, known)| self.take(spelling).then_some(*known))
    }

    fn literal(&mut self) -> Option<Literal> {
        self.rest = self.rest.trim_start();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            let (text, rest) = quoted_text(quoted)?;
            self.rest = rest;
            return Some(Literal::Quoted(text));
        }
        let is_bare = |c: char| is_part(c) || matches!(c, '.' | '-' | '+');
        let end = self.rest.find(|c| !is_bare(c)).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!text.is_empty()).then(|| Literal::Bare(text.to_owned()))
    }

    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Consumes a keyword, which is not case-sensitive.
    fn keyword(&mut self, keyword: &str) -> bool {
        let rest = self.rest.trim_start();
        let found =
            rest.get(..keyword.len()).is_some_and(|start| start.eq_ignore_ascii_case(keyword))
                && !rest[keyword.len()..].starts_with(is_part);
        if found {
            self.rest = &rest[keyword.len()..];
        }
        found
    }

    /// Returns the message for an unexpected text or end.
    fn unexpected(&self) -> String {
        match self.rest.trim_start() {
            "" => "it ends where an attribute, an operator or a value is expected".to_owned(),
            rest => format!("'{rest}' is not expected here"),
        }
    }
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Joins conditions; a single one is returned unchanged.
fn join_parts(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(part) if parts.is_empty() => part,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}

/// The filters of a request. A vertex or edge is allowed if it meets one of the filters for its
/// type. Without any filter, everything is allowed.
#[derive(Debug)]
pub(crate) struct Rules<T> {
    by_type: Option<HashMap<T, Vec<Option<Condition>>>>,
}

impl<T: Hash + Eq> Rules<T> {
    /// Creates rules that allow everything.
    pub(crate) fn none() -> Self {
        Self { by_type: None }
    }

    /// Creates rules from filters. A filter without a condition allows its whole type.
    pub(crate) fn new(filters: impl IntoIterator<Item = (T, Option<Condition>)>) -> Self {
        let mut by_type: HashMap<T, Vec<_>> = HashMap::new();
        for (ty, condition) in filters {
            by_type.entry(ty).or_default().push(condition);
        }
        Self { by_type: Some(by_type) }
    }

    pub(super) fn allow<'a>(&self, ty: &T, get: impl Fn(Field) -> Cow<'a, Value>) -> bool {
        let Some(by_type) = &self.by_type else { return true };
        by_type.get(ty).is_some_and(|conditions| {
            conditions.iter().any(|condition| condition.as_ref().is_none_or(|it| it.holds(&get)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Evaluates a condition with `a` = 5 and `s` = `x "y"`.
    #[track_caller]
    fn holds(text: &str) -> bool {
        let condition = parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        condition.holds(&|field| {
            Cow::Owned(match field {
                Field::Column(0) => Value::Int(5),
                _ => Value::text("x \"y\""),
            })
        })
    }

    fn parse(text: &str) -> Result<Condition, String> {
        Condition::parse(text, |name| match name {
            "a" => Some((Field::Column(0), ValueType::Int(8))),
            "s" => Some((Field::Column(1), ValueType::Text(None))),
            _ => None,
        })
    }

    #[test]
    fn blanks_around_operators_are_optional() {
        for text in ["a > 4", "a>4", "a==5", "a = 5", " a >= 5 ", "a!=6", "a <= 5", "a<5.5", "a>-1"]
        {
            assert!(holds(text), "{text}");
        }
        assert!(!holds("a > 5"));
        assert!(holds(r#"s == "x \"y\"""#));
        assert!(!holds(r#"s == "x and a > 4""#));
    }

    #[test]
    fn and_has_a_higher_precedence_than_or() {
        assert!(holds("a > 4 and a < 6"));
        assert!(holds("a > 9 or a > 4 AND a < 6"));
        assert!(holds("a == 5 or a == 1 and a == 2"));
        assert!(!holds("(a == 5 or a == 1) and a == 2"));
        assert!(holds("((a == 5))and(a > 1)"));
    }

    #[test]
    fn invalid_conditions_are_rejected() {
        for text in [
            "",
            "a",
            "a >",
            "> 4",
            "a > 4 and",
            "a > 4 a < 6",
            "a > 4, a < 6",
            "(a > 4",
            "a > 4)",
            "b > 4",
            "a > \"4\"",
            "s == x",
            "s == \"x",
            "a ~ 4",
            "a > 4 not",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"(".repeat(100_000)).is_err());
    }
}
