//! Token functions and reducers.

use super::values::Place;
use crate::check::Checker;
use crate::finding::{Finding, Rule};
use crate::model::{AttributeType, Literal};
use crate::suggest::nearest;
use crate::syntax::ast::LoadExpr;
use crate::syntax::{Name, Span, Spanned};

/// No limit to the number of arguments.
const ANY: usize = usize::MAX;

/// The server's functions, each with its smallest and largest number of arguments.
#[rustfmt::skip]
const FUNCTIONS: &[(&str, usize, usize)] = &[
    ("LIST", 0, ANY), ("SET", 0, ANY), ("MAP", 0, ANY), ("SPLIT", 2, 3),
    ("flatten", 3, 4), ("flatten_json_array", 1, ANY),
    ("gsql_reverse", 1, 1), ("gsql_upper", 1, 1), ("gsql_lower", 1, 1), ("gsql_trim", 1, 1),
    ("gsql_ltrim", 1, 1), ("gsql_rtrim", 1, 1), ("gsql_concat", 1, ANY), ("gsql_substring", 2, 3),
    ("gsql_substr", 2, 3), ("gsql_replace", 3, 4), ("gsql_regex_replace", 3, 4),
    ("gsql_split_by_space", 1, 1), ("gsql_uuid_v4", 0, 1), ("gsql_find", 2, 2),
    ("gsql_length", 1, 1), ("gsql_regex_match", 2, 2), ("gsql_to_bool", 1, 1),
    ("gsql_to_int", 1, 1), ("gsql_to_uint", 1, 1), ("gsql_ts_to_epoch_seconds", 1, 1),
    ("gsql_current_time_epoch", 0, 1), ("gsql_year", 1, 1), ("gsql_month", 1, 1),
    ("gsql_day", 1, 1), ("gsql_year_epoch", 1, 1), ("gsql_month_epoch", 1, 1),
    ("gsql_day_epoch", 1, 1), ("to_datetime", 1, 1), ("datetime_add", 2, 3),
    ("datetime_sub", 2, 3), ("datetime_diff", 2, 2), ("datetime_format", 1, 2),
    ("datetime_to_epoch", 1, 1), ("epoch_to_datetime", 1, 1), ("year", 1, 1), ("month", 1, 1),
    ("day", 1, 1), ("hour", 1, 1), ("minute", 1, 1), ("second", 1, 1), ("now", 0, 0),
    ("ascii", 1, 1), ("chr", 1, 1), ("difference", 2, 2), ("find_in_set", 2, 2),
    ("insert", 3, 4), ("instr", 2, 4), ("left", 2, 2), ("right", 2, 2), ("lpad", 2, 3),
    ("rpad", 2, 3), ("soundex", 1, 1), ("space", 1, 1), ("translate", 3, 3), ("lower", 1, 1),
    ("upper", 1, 1), ("trim", 1, 1), ("ltrim", 1, 2), ("rtrim", 1, 2), ("length", 1, 1),
    ("replace", 2, 3), ("substr", 2, 3), ("to_int", 1, 1), ("to_float", 1, 1), ("concat", 1, ANY),
    ("token_len", 1, 1), ("gsql_is_not_empty_string", 1, 1), ("gsql_is_true", 1, 1),
    ("gsql_is_false", 1, 1), ("gsql_token_equal", 2, 2), ("gsql_token_ignore_case_equal", 2, 2),
];

const REDUCERS: &[&str] = &["max", "min", "add", "and", "or", "overwrite", "ignore_if_exists"];

/// Returns `true` if a value expands to several rows.
pub(super) fn flattens(value: &Spanned<LoadExpr>) -> bool {
    matches!(&value.value, LoadExpr::Call { name, .. } if is_flatten(&name.value))
}

/// Returns the number of columns of a temporary table that a value fills: for `flatten` with four
/// arguments the last one, for `flatten_json_array` one per key.
pub(super) fn width(value: &Spanned<LoadExpr>) -> usize {
    let LoadExpr::Call { name, arguments } = &value.value else { return 1 };
    match arguments.as_slice() {
        [_, _, _, fields] if name.value.eq_ignore_ascii_case("flatten") => match &fields.value {
            LoadExpr::Literal(Literal::Int(fields)) => usize::try_from(*fields).unwrap_or(1),
            _ => 1,
        },
        [_, keys @ ..] if name.value.eq_ignore_ascii_case("flatten_json_array") => {
            keys.len().max(1)
        }
        _ => 1,
    }
}

fn is_flatten(name: &str) -> bool {
    name.eq_ignore_ascii_case("flatten") || name.eq_ignore_ascii_case("flatten_json_array")
}

impl Checker<'_> {
    /// Checks a call: the function, and the number of its arguments.
    pub(super) fn function(
        &mut self,
        name: &Name,
        arguments: &[Spanned<LoadExpr>],
        span: Span,
        place: &Place<'_>,
    ) {
        if name.value.eq_ignore_ascii_case("REDUCE") {
            let message = "REDUCE must enclose the whole value of an attribute";
            self.error(Rule::Reducer, name.span, message);
            return;
        }
        if is_flatten(&name.value) && !place.flattens {
            let message = format!("`{}` makes several rows, which only a table takes", name.value);
            let help =
                "write `TO TEMP_TABLE t (column, ...) VALUES (...)`, then `LOAD TEMP_TABLE t`";
            self.error_with_help(Rule::Flatten, name.span, message, help);
        }
        let known = FUNCTIONS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(&name.value));
        match known {
            Some((known, least, most)) => {
                let given = arguments.len();
                if given < *least || given > *most {
                    let expected = match (least, most) {
                        (least, &ANY) => format!("at least {least}"),
                        (least, most) if least == most => least.to_string(),
                        _ => format!("{least} to {most}"),
                    };
                    let message = format!("`{known}` takes {expected} arguments, not {given}");
                    self.error(Rule::Arguments, span, message);
                }
            }
            None => self.foreign_function(name),
        }
    }

    /// Checks a name that is a tuple, or a function that was added to the server.
    fn foreign_function(&mut self, name: &Name) {
        let tuples = self.catalog.tuples.iter().map(|tuple| tuple.name.as_str());
        if tuples.clone().any(|tuple| tuple == name.value) {
            return;
        }
        let known = FUNCTIONS.iter().map(|(known, ..)| *known).chain(tuples);
        let help = match nearest(&name.value, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to the token functions of the server".to_owned(),
        };
        let message = format!("there is no token function `{}`", name.value);
        self.findings.push(Finding::new(Rule::UnknownFunction, name.span, message).help(help));
    }

    /// `REDUCE(reducer(value))`
    pub(super) fn reduced(
        &mut self,
        reduce: &Name,
        arguments: &[Spanned<LoadExpr>],
        ty: Option<&AttributeType>,
        place: &Place<'_>,
    ) {
        let [Spanned { value: LoadExpr::Call { name, arguments }, .. }] = arguments else {
            let message = "REDUCE takes a reducer and its value";
            let help = "write `REDUCE(add($1))`";
            return self.error_with_help(Rule::Reducer, reduce.span, message, help);
        };
        let lower = name.value.to_ascii_lowercase();
        if !REDUCERS.contains(&lower.as_str()) {
            let message = format!("there is no reducer `{}`", name.value);
            let help = match nearest(&name.value, REDUCERS.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the reducers are {}", REDUCERS.join(", ")),
            };
            self.error_with_help(Rule::Reducer, name.span, message, help);
        } else if let Some(ty) = ty
            && !reduces(&lower, ty)
        {
            let message = format!("`{}` does not reduce values of {ty}", name.value);
            let help = "`overwrite` and `ignore_if_exists` take every type";
            self.error_with_help(Rule::Reducer, name.span, message, help);
        }
        if arguments.len() != 1 {
            let message = format!("`{}` reduces one value, not {}", name.value, arguments.len());
            self.error(Rule::Arguments, name.span, message);
        }
        for argument in arguments {
            self.condition(argument, place);
        }
    }
}

fn reduces(reducer: &str, ty: &AttributeType) -> bool {
    use AttributeType as Type;
    match reducer {
        "max" | "min" => {
            matches!(ty, Type::Int | Type::Uint | Type::Float | Type::Double | Type::DateTime)
        }
        "and" | "or" => matches!(ty, Type::Bool | Type::Int | Type::Uint),
        "add" => !matches!(ty, Type::Bool | Type::FixedBinary(_) | Type::Tuple(_) | Type::DateTime),
        _ => true,
    }
}
