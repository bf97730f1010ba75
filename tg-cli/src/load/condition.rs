//! Conditions on the columns of a row: `weight > 0 and depot is not null`.

use super::record::{Column, Field, Record};

/// Comparisons, all of which must hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition<C = Column>(Vec<Comparison<C>>);

#[derive(Debug, Clone, PartialEq)]
struct Comparison<C> {
    column: C,
    test: Test,
}

/// A comparison with a constant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    Null,
    NotNull,
    Text(Operator, String),
    Number(Operator, f64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

const GRAMMAR: &str = "write comparisons such as `weight > 0`, `kind = 'parcel'` and \
                       `depot is not null`, joined by `and`; a column with blanks in its name is \
                       in backquotes";

/// Reads a condition, whose columns are names.
///
/// # Errors
///
/// With a description of what cannot be understood.
pub(super) fn parse(text: &str) -> Result<Condition<String>, String> {
    let failed = |problem: &str| Err(format!("{problem} in the condition `{text}`; {GRAMMAR}"));
    let mut tokens = match tokens(text) {
        Ok(tokens) => tokens.into_iter().peekable(),
        Err(problem) => return failed(&problem),
    };
    let mut comparisons = Vec::new();
    loop {
        let column = match tokens.next() {
            Some(Token::Word(name) | Token::Column(name)) => name,
            Some(other) => return failed(&format!("{} is not a column", other.text())),
            None => return failed("a comparison is missing"),
        };
        let test = match tokens.next() {
            Some(Token::Operator(operator)) => match tokens.next() {
                Some(Token::Text(text)) => Test::Text(operator, text),
                Some(Token::Word(word)) => match word.parse::<f64>() {
                    Ok(number) if number.is_finite() => Test::Number(operator, number),
                    _ if matches!(word.as_str(), "true" | "false") => Test::Text(operator, word),
                    _ => {
                        return failed(&format!(
                            "`{word}` is not a number; is it a text, '{word}'?"
                        ));
                    }
                },
                _ => return failed("a number or a text in single quotes is missing"),
            },
            Some(Token::Word(is)) if is.eq_ignore_ascii_case("is") => {
                let mut word = || match tokens.next() {
                    Some(Token::Word(word)) => word.to_ascii_lowercase(),
                    _ => String::new(),
                };
                match word().as_str() {
                    "null" => Test::Null,
                    "not" if word() == "null" => Test::NotNull,
                    _ => return failed("`is` without `null` or `not null`"),
                }
            }
            _ => return failed(&format!("no comparison after `{column}`")),
        };
        comparisons.push(Comparison { column, test });
        match tokens.next() {
            None => return Ok(Condition(comparisons)),
            Some(Token::Word(and)) if and.eq_ignore_ascii_case("and") => {}
            Some(other) => return failed(&format!("{} instead of `and`", other.text())),
        }
    }
}

/// Reads a condition into its comparisons, each of a column by its name.
///
/// # Errors
///
/// With a description of what cannot be understood.
pub(crate) fn comparisons(text: &str) -> Result<Vec<(String, Test)>, String> {
    let Condition(comparisons) = parse(text)?;
    Ok(comparisons.into_iter().map(|it| (it.column, it.test)).collect())
}

enum Token {
    Word(String),
    /// A name in backquotes.
    Column(String),
    Text(String),
    Operator(Operator),
}

impl Token {
    fn text(&self) -> String {
        match self {
            Self::Word(text) | Self::Column(text) => format!("`{text}`"),
            Self::Text(text) => format!("'{text}'"),
            Self::Operator(_) => "an operator".to_owned(),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const OPERATORS: [(&str, Operator); 8] = [
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("!=", Operator::Unequal),
        ("<>", Operator::Unequal),
        ("==", Operator::Equal),
        ("=", Operator::Equal),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ];
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = if let Some((operator, after)) = OPERATORS
            .iter()
            .find_map(|(sign, operator)| Some((*operator, rest.strip_prefix(sign)?)))
        {
            (Token::Operator(operator), after)
        } else if matches!(first, '\'' | '"' | '`') {
            let Some((inner, after)) = rest[1..].split_once(first) else {
                return Err(format!("{first} has no partner"));
            };
            let inner = inner.to_owned();
            (if first == '`' { Token::Column(inner) } else { Token::Text(inner) }, after)
        } else {
            let ends = |c: char| c.is_whitespace() || "<>=!'\"`".contains(c);
            let (word, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
            if word.is_empty() {
                return Err(format!("`{first}` cannot be understood"));
            }
            (Token::Word(word.to_owned()), after)
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

impl<C> Condition<C> {
    /// Replaces the columns.
    pub(super) fn map<D>(self, mut map: impl FnMut(C) -> D) -> Condition<D> {
        let comparison = |Comparison { column, test }| Comparison { column: map(column), test };
        Condition(self.0.into_iter().map(comparison).collect())
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &C> {
        self.0.iter().map(|comparison| &comparison.column)
    }
}

impl Condition {
    /// Returns the comparisons, all of which must be true.
    pub(super) fn comparisons(&self) -> impl Iterator<Item = (&Column, &Test)> {
        self.0.iter().map(|Comparison { column, test }| (column, test))
    }

    /// Returns `true` if all comparisons hold. One with a missing value does not, except `is null`.
    ///
    /// # Errors
    ///
    /// When a value is compared with a number and is not one.
    pub(super) fn holds(&self, record: &impl Record) -> Result<bool, String> {
        for Comparison { column, test } in &self.0 {
            if !test.holds(&column.name, record.get(column))? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Test {
    fn holds(&self, column: &str, value: Option<Field<'_>>) -> Result<bool, String> {
        let Some(value) = value else { return Ok(*self == Self::Null) };
        let text = value.text();
        Ok(match self {
            Self::Null => false,
            Self::NotNull => true,
            Self::Text(operator, constant) => operator.holds(text, constant.as_str()),
            Self::Number(operator, constant) => match text.trim().parse::<f64>() {
                Ok(number) => operator.holds(&number, constant),
                Err(_) => {
                    return Err(format!(
                        "`{column}` is {text:?}, and the condition compares it with a number"
                    ));
                }
            },
        })
    }
}

impl Operator {
    fn holds<T: PartialOrd + ?Sized>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, row: &str) -> Result<bool, String> {
        let condition = parse(text)?.map(|name| Column { name, index: 0 });
        condition.holds(&serde_json::from_str::<super::super::record::JsonRecord>(row).unwrap())
    }

    #[test]
    fn comparisons_are_joined_by_and() {
        let row = r#"{"a": "5", "b": "x", "c d": null, "e": 2.5, "f": true}"#;
        for (text, expected) in [
            ("a > 4", true),
            ("a > 4 and b = 'x'", true),
            ("a > 4 AND b != 'x'", false),
            ("`c d` is null and e <= 2.5", true),
            ("`c d` = 'x'", false),
            ("a is not null and b is null", false),
            ("b>='w'", true),
            ("f = true and f != false", true),
        ] {
            assert_eq!(holds(text, row), Ok(expected), "{text}");
        }
        assert!(holds("b > 4", row).unwrap_err().contains("`b` is \"x\""));
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        for (text, problem) in [
            ("", "a comparison is missing"),
            ("a", "no comparison after `a`"),
            ("a = b", "is it a text, 'b'?"),
            ("a = 1 or b = 2", "`or` instead of `and`"),
            ("a is 5", "`is` without"),
            ("a = 'x", "' has no partner"),
            ("= 1", "is not a column"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(problem), "{text}: {error}");
        }
    }
}
