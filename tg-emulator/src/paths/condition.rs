//! Conditions in words: `rating > 5 and date_time > 1000`, `quality == "good" or price < "100"`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use crate::store::{Comparison, Condition as Test, Field, Literal, Value, ValueType, quoted_text};

/// How deep parentheses may be nested.
const DEEPEST: usize = 64;

/// A condition on the attributes of one type. `and` binds more closely than `or`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Test(Test),
}

impl Condition {
    /// Reads a condition for a type, whose fields `resolve` knows.
    ///
    /// # Errors
    ///
    /// Why it is none.
    pub(crate) fn read(
        text: &str,
        resolve: impl Fn(&str) -> Option<(Field, ValueType)>,
    ) -> Result<Self, String> {
        let mut reader = Reader { rest: text, depth: 0, resolve };
        let condition = reader.any()?;
        if reader.rest.trim_start().is_empty() { Ok(condition) } else { Err(reader.stuck()) }
    }

    fn holds<'a>(&self, get: &impl Fn(Field) -> Cow<'a, Value>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(get)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(get)),
            Self::Test(test) => test.holds(&get(test.field)),
        }
    }
}

struct Reader<'t, R> {
    rest: &'t str,
    depth: usize,
    resolve: R,
}

impl<R: Fn(&str) -> Option<(Field, ValueType)>> Reader<'_, R> {
    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.word("or") {
            parts.push(self.all()?);
        }
        Ok(joined(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.one()?];
        while self.word("and") {
            parts.push(self.one()?);
        }
        Ok(joined(parts, Condition::All))
    }

    fn one(&mut self) -> Result<Condition, String> {
        if !self.take("(") {
            return self.test();
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let inner = self.any()?;
        self.depth -= 1;
        if self.take(")") { Ok(inner) } else { Err(self.stuck()) }
    }

    fn test(&mut self) -> Result<Condition, String> {
        let Some(attribute) = self.name() else { return Err(self.stuck()) };
        let Some(comparison) = self.comparison() else { return Err(self.stuck()) };
        let Some(literal) = self.literal() else { return Err(self.stuck()) };
        let (field, ty) = (self.resolve)(&attribute)
            .ok_or_else(|| format!("the attribute '{attribute}' does not exist"))?;
        let operand = literal.operand(&ty).ok_or_else(|| {
            format!(
                "attribute '{attribute}' of type {} is compared with a value that is not one",
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

    /// Passes over a word of its own, in any case.
    fn word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let found = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && !rest[word.len()..].starts_with(is_part);
        if found {
            self.rest = &rest[word.len()..];
        }
        found
    }

    fn stuck(&self) -> String {
        match self.rest.trim_start() {
            "" => "it ends where an attribute, an operator or a value is expected".to_owned(),
            rest => format!("'{rest}' is not understood"),
        }
    }
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// One part stands for itself.
fn joined(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}

/// The filters of one array: an element stays if it satisfies any of those for its type. With no
/// filter at all everything stays.
#[derive(Debug)]
pub(crate) struct Rules<T> {
    by_type: Option<HashMap<T, Vec<Option<Condition>>>>,
}

impl<T: Hash + Eq> Rules<T> {
    /// No filter was given.
    pub(crate) fn none() -> Self {
        Self { by_type: None }
    }

    /// Keeps only what one of these allows; one without a condition allows its whole type.
    pub(crate) fn of(filters: impl IntoIterator<Item = (T, Option<Condition>)>) -> Self {
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

    /// Whether a condition holds where `a` is 5 and `s` is `x "y"`.
    #[track_caller]
    fn holds(text: &str) -> bool {
        let condition = read(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        condition.holds(&|field| {
            Cow::Owned(match field {
                Field::Column(0) => Value::Int(5),
                _ => Value::text("x \"y\""),
            })
        })
    }

    fn read(text: &str) -> Result<Condition, String> {
        Condition::read(text, |name| match name {
            "a" => Some((Field::Column(0), ValueType::Int(8))),
            "s" => Some((Field::Column(1), ValueType::Text(None))),
            _ => None,
        })
    }

    #[test]
    fn comparisons_with_and_without_blanks() {
        for text in ["a > 4", "a>4", "a==5", "a = 5", " a >= 5 ", "a!=6", "a <= 5", "a<5.5", "a>-1"]
        {
            assert!(holds(text), "{text}");
        }
        assert!(!holds("a > 5"));
        assert!(holds(r#"s == "x \"y\"""#));
        assert!(!holds(r#"s == "x and a > 4""#));
    }

    #[test]
    fn words_join_and_bind_as_usual() {
        assert!(holds("a > 4 and a < 6"));
        assert!(holds("a > 9 or a > 4 AND a < 6"));
        assert!(holds("a == 5 or a == 1 and a == 2"));
        assert!(!holds("(a == 5 or a == 1) and a == 2"));
        assert!(holds("((a == 5))and(a > 1)"));
    }

    #[test]
    fn what_is_no_condition_is_refused() {
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
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"(".repeat(100_000)).is_err());
    }
}
