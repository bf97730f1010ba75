//! The text of `filter`: conditions joined by commas, strings in double quotes.

use crate::store::{
    Comparison, Condition, Field, Filter, Literal, Operand, ValueType, quoted_text,
};

use super::error::RestError;

/// A condition before its names are resolved.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    attribute: String,
    comparison: Comparison,
    literal: Literal,
}

/// Parses the conditions, independently of the schema.
pub(super) fn parse(text: &str) -> Result<Vec<Written>, RestError> {
    let mut conditions = Vec::new();
    let mut rest = text;
    loop {
        let (condition, after) = condition(rest).ok_or_else(|| malformed(text))?;
        conditions.push(condition);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(conditions),
            None => return Err(malformed(text)),
        }
    }
}

/// Resolves the conditions for one type; `resolve` finds its fields.
pub(super) fn bind(
    written: &[Written],
    resolve: impl Fn(&str) -> Option<(Field, ValueType)>,
) -> Result<Filter, RestError> {
    let conditions = written.iter().map(|written| {
        let (field, ty) =
            resolve(&written.attribute).ok_or_else(|| unknown_attribute(&written.attribute))?;
        let operand = written.literal.operand(&ty).or_else(|| moment(&written.literal, &ty));
        let operand = operand.ok_or_else(|| {
            RestError::parameter(format!(
                "The filter compares attribute '{}' of type {} with a value that is not one.",
                written.attribute,
                ty.spelling()
            ))
        })?;
        Ok(Condition { field, comparison: written.comparison, operand })
    });
    conditions.collect::<Result<_, _>>().map(Filter)
}

/// Parses a datetime whose blank was sent as a plus, as the HTTP library of the asynchronous
/// official client does. A datetime contains no other plus.
fn moment(literal: &Literal, ty: &ValueType) -> Option<Operand> {
    match (literal, ty) {
        (Literal::Quoted(text), ValueType::DateTime) => {
            Literal::Quoted(text.replace('+', " ")).operand(ty)
        }
        _ => None,
    }
}

/// Blanks outside quotes can be sent as pluses for the same reason.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '+'
}

pub(super) fn unknown_attribute(name: &str) -> RestError {
    RestError::parameter(format!("The attribute '{name}' does not exist."))
}

impl Written {
    pub(super) fn attribute(&self) -> &str {
        &self.attribute
    }
}

fn malformed(text: &str) -> RestError {
    RestError::parameter(format!(
        "The filter '{text}' cannot be parsed: conditions are <attribute><operator><value>, joined \
         by commas, with strings in double quotes."
    ))
}

fn condition(text: &str) -> Option<(Written, &str)> {
    let end = text.find(['=', '!', '<', '>'])?;
    let attribute = text[..end].trim_matches(is_blank).to_owned();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if attribute.is_empty() || !attribute.chars().all(is_name) {
        return None;
    }
    const SPELLINGS: [(&str, Comparison); 6] = [
        (">=", Comparison::GreaterOrEqual),
        ("<=", Comparison::LessOrEqual),
        ("!=", Comparison::NotEqual),
        (">", Comparison::Greater),
        ("<", Comparison::Less),
        ("=", Comparison::Equal),
    ];
    let rest = &text[end..];
    let (comparison, rest) =
        SPELLINGS.iter().find_map(|(spelling, c)| Some((*c, rest.strip_prefix(spelling)?)))?;
    let (literal, rest) = literal(rest.trim_start_matches(is_blank))?;
    Some((Written { attribute, comparison, literal }, rest.trim_start_matches(is_blank)))
}

fn literal(text: &str) -> Option<(Literal, &str)> {
    match text.strip_prefix('"') {
        Some(quoted) => {
            let (value, rest) = quoted_text(quoted)?;
            Some((Literal::Quoted(value), rest))
        }
        None => {
            let end = text.find(',').unwrap_or(text.len());
            let value = text[..end].trim_matches(is_blank);
            let is_plain = !value.is_empty() && !value.contains(['"', '=', '<', '>', '!']);
            is_plain.then(|| (Literal::Bare(value.to_owned()), &text[end..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Value;

    fn bound(text: &str, ty: &ValueType) -> Result<Vec<Condition>, RestError> {
        let filter = bind(&parse(text)?, |_| Some((Field::Column(0), ty.clone())))?;
        Ok(filter.0)
    }

    #[track_caller]
    fn operand(text: &str, ty: &ValueType) -> Operand {
        bound(text, ty).unwrap().remove(0).operand
    }

    #[test]
    fn every_comparison_is_read() {
        let comparisons: Vec<_> = parse("a=1,b!=1,c>1,d>=1,e<1,f<=1")
            .unwrap()
            .iter()
            .map(|written| written.comparison)
            .collect();
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        assert_eq!(comparisons, [Equal, NotEqual, Greater, GreaterOrEqual, Less, LessOrEqual]);
    }

    #[test]
    fn quoted_text_may_hold_anything() {
        let text = ValueType::Text(None);
        let value = |text: &str| Operand::Other(Value::text(text));
        assert_eq!(operand(r#"a="x,y=\"z\"\\" "#, &text), value(r#"x,y="z"\"#));
        assert_eq!(operand(r#"a = "é""#, &text), value("é"));
        assert_eq!(operand(r#"a="""#, &text), value(""));
    }

    #[test]
    fn literals_take_the_type_of_the_attribute() {
        assert_eq!(
            operand("a=18446744073709551615", &ValueType::Uint(8)),
            Operand::Integer(u64::MAX.into())
        );
        assert_eq!(operand("a=-1.5", &ValueType::Int(8)), Operand::Double(-1.5));
        assert_eq!(operand("a=0.1", &ValueType::Float), Operand::Float(0.1));
        assert_eq!(operand("a=TRUE", &ValueType::Bool), Operand::Other(Value::Bool(true)));
        assert_eq!(operand("a!=0", &ValueType::Bool), Operand::Other(Value::Bool(false)));
        assert_eq!(operand("a=1", &ValueType::Bool), Operand::Other(Value::Bool(true)));
        assert_eq!(
            operand(r#"a="1970-01-02""#, &ValueType::DateTime),
            Operand::Other(Value::DateTime(86_400))
        );
    }

    #[test]
    fn blanks_may_come_as_pluses_but_not_in_a_text() {
        assert_eq!(
            operand(r#"a+>=+"1970-01-02+00:00:00"+"#, &ValueType::DateTime),
            Operand::Other(Value::DateTime(86_400))
        );
        assert_eq!(operand("a+>+30+,b=1", &ValueType::Int(8)), Operand::Integer(30));
        let text = ValueType::Text(None);
        assert_eq!(operand(r#"a="x+y""#, &text), Operand::Other(Value::text("x+y")));
    }

    #[test]
    fn what_is_not_a_filter_is_refused() {
        for text in ["", "a", "a==1", "=1", "a=1,", "a=\"x", "a=1 b=2", "(a=1)", "a=\"x\"y"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(bound("a=x", &ValueType::Text(None)).is_err());
        assert!(bound("a=\"1\"", &ValueType::Int(8)).is_err());
        assert!(bound("a=inf", &ValueType::Double).is_err());
        let list = ValueType::List(Box::new(ValueType::Int(8)));
        assert!(bound("a=1", &list).is_err());
    }
}
