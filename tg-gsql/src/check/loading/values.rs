//! Values: skipped ones, columns by name, literals of the attribute's type.

use super::definitions::Definitions;
use super::using::{is_true, parameter};
use crate::check::{Checker, default_of};
use crate::finding::{Finding, Rule};
use crate::model::AttributeType;
use crate::syntax::ast::{Column, LoadExpr, LoadSource, OptionDecl};
use crate::syntax::{Name, Span, Spanned};

/// The context of a statement's values.
#[derive(Clone)]
pub(super) struct Place<'a> {
    columns: Columns<'a>,
    /// `true` if `flatten` is allowed.
    pub(super) flattens: bool,
}

/// The names of columns.
#[derive(Clone)]
enum Columns<'a> {
    /// Any name: the file defines them, or the source is unknown.
    Any,
    /// None: the file has no header.
    Unnamed,
    /// These.
    Known(Vec<&'a str>),
}

impl<'a> Place<'a> {
    pub(super) fn of_any_line() -> Self {
        Self { columns: Columns::Any, flattens: false }
    }

    pub(super) fn of(
        source: Option<&LoadSource>,
        using: &[OptionDecl],
        defined: &Definitions<'a>,
    ) -> Self {
        let header = parameter(using, "USER_DEFINED_HEADER");
        let columns = match source {
            None => Columns::Any,
            Some(LoadSource::TempTable(name)) => {
                defined.table(&name.value).map_or(Columns::Any, Columns::Known)
            }
            _ if is_true(using, "JSON_FILE") => Columns::Any,
            _ if header.is_some() => {
                header.and_then(|it| defined.header(it)).map_or(Columns::Any, Columns::Known)
            }
            _ if is_true(using, "HEADER") => Columns::Any,
            _ => Columns::Unnamed,
        };
        Self { columns, flattens: false }
    }
}

impl Checker<'_> {
    /// Checks a value of a key: an id, a part of one, or of a discriminator.
    pub(super) fn key_value(
        &mut self,
        value: &Spanned<LoadExpr>,
        ty: Option<&AttributeType>,
        place: &Place<'_>,
    ) {
        match &value.value {
            LoadExpr::Skip => {
                let message = "the key of a vertex or edge cannot be skipped";
                self.error_with_help(Rule::SkippedKey, value.span, message, "write a column");
            }
            LoadExpr::Group(parts) if parts.len() > 1 => {
                for part in parts {
                    self.key_value(part, None, place);
                }
            }
            LoadExpr::Call { name, .. } if name.value.eq_ignore_ascii_case("REDUCE") => {
                let message = "the key of a vertex or edge cannot be reduced";
                self.error_with_help(
                    Rule::Reducer,
                    name.span,
                    message,
                    "write the value without REDUCE",
                );
            }
            _ => self.attribute_value(value, ty, place),
        }
    }

    pub(super) fn attribute_value(
        &mut self,
        value: &Spanned<LoadExpr>,
        ty: Option<&AttributeType>,
        place: &Place<'_>,
    ) {
        use AttributeType::{FixedBinary, List, Map, Set, Tuple};
        match &value.value {
            LoadExpr::Skip => {}
            LoadExpr::Literal(literal) => match ty {
                None | Some(FixedBinary(_) | List(_) | Map(..) | Set(_) | Tuple(_)) => {}
                Some(ty) => {
                    // All content of a file is text, so a number is a valid STRING.
                    let found = if *ty == AttributeType::String {
                        Ok(())
                    } else {
                        default_of(ty, literal).map(drop)
                    };
                    if let Err(expected) = found {
                        let message = format!("{literal} is not a value of {ty}");
                        let help = format!("{ty} takes {expected}");
                        self.error_with_help(Rule::LiteralType, value.span, message, help);
                    }
                }
            },
            LoadExpr::Call { name, arguments } if name.value.eq_ignore_ascii_case("REDUCE") => {
                self.reduced(name, arguments, ty, place);
            }
            _ => self.condition(value, place),
        }
    }

    /// Checks columns and functions within a value or a condition.
    pub(super) fn condition(&mut self, expr: &Spanned<LoadExpr>, place: &Place<'_>) {
        match &expr.value {
            LoadExpr::Skip | LoadExpr::Literal(_) | LoadExpr::Word(_) => {}
            LoadExpr::Column(column) => self.column(column, expr.span, place),
            LoadExpr::Call { name, arguments } => {
                self.function(name, arguments, expr.span, place);
                for argument in arguments {
                    self.condition(argument, place);
                }
            }
            LoadExpr::Entry(key, value) => {
                self.condition(key, place);
                self.condition(value, place);
            }
            LoadExpr::Group(items) => {
                for item in items {
                    self.condition(item, place);
                }
            }
            LoadExpr::Prefix(_, operand) | LoadExpr::Is { operand, .. } => {
                self.condition(operand, place);
            }
            LoadExpr::Chain(first, rest) => {
                self.condition(first, place);
                for (_, operand) in rest {
                    self.condition(operand, place);
                }
            }
            LoadExpr::In { operand, among, .. } => {
                self.condition(operand, place);
                for item in among {
                    self.condition(item, place);
                }
            }
            LoadExpr::Between { operand, bounds, .. } => {
                self.condition(operand, place);
                self.condition(&bounds.0, place);
                self.condition(&bounds.1, place);
            }
        }
    }

    fn column(&mut self, column: &Column, span: Span, place: &Place<'_>) {
        let Column::Named(keys) = column else { return };
        let [first, ..] = &keys[..] else { return };
        match &place.columns {
            Columns::Any => {}
            Columns::Known(known) if known.contains(&first.as_str()) => {}
            Columns::Known(known) => {
                let name = Name { value: first.clone(), span };
                let message = format!("there is no column `{first}`");
                let found = self.findings.len();
                self.unknown(Rule::UnknownColumn, &name, message, &mut known.iter().copied());
                if let Some(finding) = self.findings.get_mut(found)
                    && finding.help.is_none()
                {
                    finding.help = Some(format!("the columns are {}", known.join(", ")));
                }
            }
            Columns::Unnamed => {
                let message = format!("the column `{first}` has a name, and the file no header");
                let help = "write `USING HEADER=\"true\"`, `USER_DEFINED_HEADER=\"..\"` or \
                            `JSON_FILE=\"true\"`";
                let finding = Finding::new(Rule::NoHeader, span, message);
                self.findings.push(finding.help(help));
            }
        }
    }
}
