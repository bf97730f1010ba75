//! The values of a mapping as expressions of a loading job.

use tg_gsql::model::{AttributeType, ElementType, Literal};
use tg_gsql::syntax::ast::{Column as LoadColumn, LoadExpr};

use super::expr::{among, binary, call, text};
use crate::load::condition::{Condition, Operator, Test};
use crate::load::convert::{Conversion, Target};
use crate::load::format::{Format, Kind};
use crate::load::plan::{Piece, Source, Value};
use crate::load::record::Column;

/// The characters with a meaning in regular expressions.
const SPECIAL: &str = r".^$*+?()[]{}|\";

/// The columns of a file in a loading job.
pub(super) struct Columns<'a> {
    pub(super) format: &'a Format,
}

impl Columns<'_> {
    /// Returns a column as it is in the file.
    pub(super) fn column(&self, column: &Column) -> LoadExpr {
        LoadExpr::Column(match self.format.kind {
            Kind::Csv if !self.format.has_header => LoadColumn::Index(column.index as u64),
            Kind::Csv => LoadColumn::Named(vec![column.name.clone()]),
            Kind::JsonLines | Kind::Parquet => {
                LoadColumn::Named(column.name.split('.').map(str::to_owned).collect())
            }
        })
    }

    /// Returns a column in which every text for a missing value is replaced.
    fn token(&self, column: &Column, default: Option<&str>) -> LoadExpr {
        let token = self.column(column);
        let nulls: Vec<_> = self.format.nulls.iter().map(|null| escaped(null)).collect();
        let pattern = match (default, nulls.is_empty()) {
            (None, true) => return token,
            (None, false) => format!("^({})$", nulls.join("|")),
            (Some(_), true) => "^$".to_owned(),
            (Some(_), false) => format!("^({})?$", nulls.join("|")),
        };
        let replacement = default.unwrap_or_default().replace('$', "$$");
        call("gsql_regex_replace", [token, text(pattern), text(replacement)])
    }

    /// Returns the text of a value.
    fn text(&self, value: &Value) -> Result<LoadExpr, String> {
        let default = value.default.as_deref();
        match &value.source {
            Source::Column(_) if default.is_some_and(|default| default.contains('\\')) => {
                Err("a default with a backslash is another text there".to_owned())
            }
            Source::Column(column) => Ok(self.token(column, default)),
            Source::Constant(constant) => Ok(text(constant)),
            Source::Template(pieces) => {
                let piece = |piece: &Piece| match piece {
                    Piece::Text(plain) => text(plain),
                    Piece::Column(column) => self.token(column, None),
                };
                let mut pieces: Vec<_> = pieces.iter().map(piece).collect();
                if pieces.len() == 1 {
                    return Ok(pieces.remove(0));
                }
                match default {
                    None => Ok(call("gsql_concat", pieces)),
                    Some(_) => Err("a text of several parts has no default there".to_owned()),
                }
            }
            Source::Condition(_) => Err("a condition cannot be this value there".to_owned()),
            Source::Part { column, .. } => Err(format!(
                "the column `{}` cannot be divided there: give each part of the key as a column",
                column.name
            )),
        }
    }

    /// Returns the expression whose value the server converts to the type.
    ///
    /// # Errors
    ///
    /// With the reason why a loading job cannot do it.
    pub(super) fn value(&self, value: &Value, target: &Target) -> Result<LoadExpr, String> {
        let token = self.text(value)?;
        let conversion = &value.conversion;
        let ty = match target {
            Target::Attribute(ty) | Target::Tuples(ty, _) => ty,
            Target::Vector(_) => return self.split(token, conversion, None),
        };
        match ty {
            AttributeType::Int
            | AttributeType::Uint
            | AttributeType::Float
            | AttributeType::Double => match value.source {
                Source::Constant(_) => Ok(token),
                _ => Ok(number(token, conversion)),
            },
            AttributeType::Bool | AttributeType::String => Ok(token),
            AttributeType::DateTime => date(token, conversion),
            AttributeType::List(element) | AttributeType::Set(element) => {
                check_element(element, conversion)?;
                self.split(token, conversion, None).map(overwrite)
            }
            AttributeType::Map(_, element) => {
                check_element(element, conversion)?;
                let pairs = conversion.pairs.as_deref().unwrap_or("=");
                self.split(token, conversion, Some(pairs)).map(overwrite)
            }
            AttributeType::Tuple(_) => Err(NO_TUPLES.to_owned()),
            AttributeType::FixedBinary(_) => Err(NO_BINARY.to_owned()),
        }
    }

    fn split(
        &self,
        token: LoadExpr,
        conversion: &Conversion,
        pairs: Option<&str>,
    ) -> Result<LoadExpr, String> {
        let Some(split) = &conversion.split else {
            return Err("arrays and objects of JSON cannot be read there; divide the text by \
                        `split`"
                .to_owned());
        };
        let separators = pairs.into_iter().chain([split.as_str()]).map(text);
        Ok(call("SPLIT", [token].into_iter().chain(separators)))
    }

    /// Returns the comparisons of a condition, all of which must be true.
    pub(super) fn condition(&self, condition: &Condition) -> Vec<LoadExpr> {
        let comparisons = condition.comparisons();
        comparisons.flat_map(|(column, test)| self.test(column, test)).collect()
    }

    /// Returns the condition that a column has a value, or that it has none.
    pub(super) fn is_missing(&self, column: &Column, negated: bool) -> LoadExpr {
        let nulls = self.format.nulls.iter().map(text);
        let nulls = [text("")].into_iter().chain(nulls).collect();
        among(self.column(column), negated, nulls)
    }

    fn test(&self, column: &Column, test: &Test) -> Vec<LoadExpr> {
        let present = || self.is_missing(column, true);
        match test {
            Test::Null => vec![self.is_missing(column, false)],
            Test::NotNull => vec![present()],
            Test::Text(operator, constant) => {
                let comparison = binary(self.column(column), sign(*operator), text(constant));
                if *operator == Operator::Equal {
                    return vec![comparison];
                }
                vec![present(), comparison]
            }
            Test::Number(operator, constant) => {
                let number = LoadExpr::Literal(Literal::Double(*constant));
                let token = call("to_float", [self.column(column)]);
                vec![present(), binary(token, sign(*operator), number)]
            }
        }
    }
}

const NO_TUPLES: &str = "tuples cannot be loaded by the server itself: leave out `--from-cluster`";
const NO_BINARY: &str =
    "FIXED_BINARY cannot be loaded by the server itself: leave out `--from-cluster`";

fn escaped(plain: &str) -> String {
    let mut pattern = String::new();
    for c in plain.chars() {
        if SPECIAL.contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

fn overwrite(collection: LoadExpr) -> LoadExpr {
    call("REDUCE", [call("overwrite", [collection])])
}

fn number(token: LoadExpr, conversion: &Conversion) -> LoadExpr {
    if !conversion.has_decimal_comma {
        return token;
    }
    // A point would separate thousands or decimals: such a number must not be valid.
    let token = call("gsql_replace", [token, text("."), text("?")]);
    call("gsql_replace", [token, text(","), text(".")])
}

fn check_element(element: &ElementType, conversion: &Conversion) -> Result<(), String> {
    let is_plain = !conversion.has_decimal_comma && conversion.date.is_none();
    match element {
        ElementType::Tuple(_) => Err(NO_TUPLES.to_owned()),
        ElementType::Double | ElementType::DateTime if !is_plain => {
            Err("the elements of a collection have no format there".to_owned())
        }
        _ => Ok(()),
    }
}

/// Returns a date in the form that servers read: the fields of the format, in another order. A text
/// that does not have the format keeps a `?` before it, by which it is not a date: it may be the
/// number of a second.
fn date(token: LoadExpr, conversion: &Conversion) -> Result<LoadExpr, String> {
    let Some(format) = conversion.date.as_deref() else { return Ok(token) };
    if ["%s", "%Y-%m-%d", "%F", "%Y-%m-%d %H:%M:%S", "%F %T"].contains(&format) {
        return Ok(token);
    }
    let long = format.replace("%T", "%H:%M:%S").replace("%F", "%Y-%m-%d");
    let (mut pattern, mut fields) = ("^[?]".to_owned(), Vec::new());
    let mut rest = long.chars();
    while let Some(c) = rest.next() {
        let field = if c == '%' { rest.next() } else { None };
        match (c, field) {
            ('%', Some(field @ 'Y')) => {
                pattern.push_str("([0-9]{4})");
                fields.push(field);
            }
            ('%', Some(field @ ('m' | 'd' | 'H' | 'M' | 'S'))) => {
                pattern.push_str("([0-9]{2})");
                fields.push(field);
            }
            ('%', _) => {
                return Err(format!(
                    "dates of the format `{format}` cannot be read there; it may have %Y, %m, %d, \
                     %H, %M and %S"
                ));
            }
            (c, _) => pattern.push_str(&escaped(&c.to_string())),
        }
    }
    pattern.push('$');
    let has_time = fields.iter().any(|field| "HMS".contains(*field));
    let parts = [('Y', ""), ('m', "-"), ('d', "-"), ('H', " "), ('M', ":"), ('S', ":")];
    let mut replacement = String::new();
    for (field, before) in parts.into_iter().take(if has_time { 6 } else { 3 }) {
        replacement.push_str(before);
        match fields.iter().position(|known| *known == field) {
            Some(group) => replacement.push_str(&format!("${}", group + 1)),
            None if "HMS".contains(field) => replacement.push_str("00"),
            None => return Err(format!("the format `{format}` has no year, month or day")),
        }
    }
    let marked = call("gsql_concat", [text("?"), token]);
    let date = call("gsql_regex_replace", [marked, text(pattern), text(replacement)]);
    // A missing value is the mark alone.
    Ok(call("gsql_regex_replace", [date, text("^[?]$"), text("")]))
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Equal => "==",
        Operator::Unequal => "!=",
        Operator::Less => "<",
        Operator::LessOrEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => ">=",
    }
}
