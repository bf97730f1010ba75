//! The values of attributes and of parts of a key: their sources, conversions and operators.

use std::ops::Range;

use tg_gsql::model::{self, AttributeType, ElementType};
use tg_runtime::value::Encoder;

use super::{Check, same_name};
use crate::load::condition::{self, Condition};
use crate::load::convert::{Conversion, Target, problem_of_format};
use crate::load::mapping::{self, Name, ValueSpec};
use crate::load::plan::{Piece, Source, Value};
use crate::load::record::{Column, Field};
use crate::load::template;

/// Returns `true` if an operator applies to a type.
type Fits = fn(&Target) -> bool;

/// The operators that join a value to the stored one, with the types that they apply to.
const OPERATORS: [(&str, Fits); 6] = [
    ("+", is_number),
    ("max", is_comparable),
    ("min", is_comparable),
    ("and", is_bool),
    ("or", is_bool),
    ("ignore_if_exists", |_| true),
];

fn is_number(target: &Target) -> bool {
    use AttributeType::{Double, Float, Int, Uint};
    matches!(target, Target::Attribute(Int | Uint | Float | Double))
}

fn is_comparable(target: &Target) -> bool {
    is_number(target) || *target == Target::Attribute(AttributeType::DateTime)
}

fn is_bool(target: &Target) -> bool {
    *target == Target::Attribute(AttributeType::Bool)
}

impl Check<'_> {
    pub(super) fn value(&mut self, spec: &ValueSpec, name: &str, target: &Target) -> Option<Value> {
        let before = self.problems.count();
        let place = spec.span.clone();
        let conversion = self.conversion(spec, name, target);
        let source = match &spec.source {
            mapping::Source::Constant(text) => Some(Source::Constant(text.clone())),
            mapping::Source::Condition(text) => {
                if *target != Target::Attribute(AttributeType::Bool) {
                    let message = format!("a condition is a BOOL, and `{name}` is {target}");
                    self.problems.add(place.clone(), message);
                }
                let name = Name { text: text.clone(), span: place.clone() };
                self.condition(Some(&name)).map(Source::Condition)
            }
            mapping::Source::Template(text) => self.template(text, &place),
        };
        let constants = spec.default.iter().map(|default| default.text.as_str());
        let constant = match &source {
            Some(Source::Constant(text)) => Some(text.as_str()),
            _ => None,
        };
        for text in constants.chain(constant) {
            if let Err(problem) = probe(&conversion, target, text) {
                let columns = self.against.columns.iter();
                let message = match same_name(text, columns) {
                    Some(column) => {
                        let template = template::of_column(column);
                        format!("`{name}`: {problem}; the column is \"{template}\", in braces")
                    }
                    None => format!("`{name}` is {target}: {problem}"),
                };
                self.problems.add(place.clone(), message);
            }
        }
        let default = spec.default.as_ref().map(|it| it.text.clone());
        let is_whole = self.problems.count() == before;
        Some(Value { source: source?, default, conversion }).filter(|_| is_whole)
    }

    /// Returns the operator of the value of an attribute.
    pub(super) fn operator(
        &mut self,
        spec: &ValueSpec,
        name: &str,
        target: &Target,
    ) -> Option<&'static str> {
        let op = spec.op.as_ref()?;
        let Some((operator, fits)) = OPERATORS.iter().find(|(known, _)| *known == op.text) else {
            let known: Vec<_> = OPERATORS.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            let message = format!("unknown operator `{}`; there are {}", op.text, known.join(", "));
            self.problems.add(op.span.clone(), message);
            return None;
        };
        if !fits(target) {
            let message = format!("`{operator}` does not apply to `{name}`, which is {target}");
            self.problems.add(op.span.clone(), message);
        }
        Some(operator)
    }

    /// Reports an operator of a value that identifies a vertex or an edge.
    pub(super) fn no_operator(&mut self, spec: Option<&ValueSpec>, name: &str) {
        if let Some(op) = spec.and_then(|spec| spec.op.as_ref()) {
            let message = format!("`op` is for attributes, and `{name}` is a part of a key");
            self.problems.add(op.span.clone(), message);
        }
    }

    pub(super) fn conversion(
        &mut self,
        spec: &ValueSpec,
        name: &str,
        target: &Target,
    ) -> Conversion {
        let ty = match target {
            Target::Attribute(ty) | Target::Tuples(ty, _) => Some(ty),
            Target::Vector(_) => None,
        };
        let is_date = ty.is_some_and(has_dates)
            || matches!(target, Target::Tuples(_, tuple) if has_date(tuple));
        if let Some(date) = &spec.date
            && !is_date
        {
            let message = format!("`date` is for DATETIME, and `{name}` is {target}");
            self.problems.add(date.span.clone(), message);
        }
        let date = spec.date.as_ref().or(self.spec.date.as_ref()).filter(|_| is_date);
        if let Some(date) = date
            && let Some(problem) = problem_of_format(&date.text)
        {
            self.problems.add(date.span.clone(), format!("`{}`: {problem}", date.text));
        }
        let is_map = matches!(ty, Some(AttributeType::Map(..)));
        let is_list = matches!(ty, None | Some(AttributeType::List(_) | AttributeType::Set(_)));
        if spec.split.is_some() && !is_list && !is_map {
            let message = format!("`split` is for LIST, SET and MAP, and `{name}` is {target}");
            self.problems.add(spec.span.clone(), message);
        }
        if spec.pairs.is_some() && !is_map {
            let message = format!("`pairs` is for MAP, and `{name}` is {target}");
            self.problems.add(spec.span.clone(), message);
        }
        let common = self.spec.split.as_ref().filter(|_| is_list || is_map);
        let split = spec.split.as_ref().or(common).cloned();
        Conversion {
            date: date.map(|date| date.text.clone()),
            has_decimal_comma: spec.has_decimal_comma.unwrap_or(self.spec.has_decimal_comma),
            split: split.filter(|split| !split.is_empty()),
            pairs: spec.pairs.clone().filter(|pairs| !pairs.is_empty()),
        }
    }

    pub(super) fn template(&mut self, text: &str, place: &Range<usize>) -> Option<Source> {
        let pieces = match template::parse(text) {
            Ok(pieces) => pieces,
            Err(problem) => {
                self.problems.add(place.clone(), problem);
                return None;
            }
        };
        if let [template::Piece::Text(constant)] = pieces.as_slice() {
            if self.against.columns.contains(constant) {
                let template = template::of_column(constant);
                let message = format!(
                    "\"{constant}\" is a constant text; the column is \"{template}\", in braces"
                );
                self.problems.add(place.clone(), message);
            }
            return Some(Source::Constant(constant.clone()));
        }
        let pieces = pieces.into_iter().map(|piece| match piece {
            template::Piece::Text(text) => Some(Piece::Text(text)),
            template::Piece::Column(name) => self.column(name, place).map(Piece::Column),
        });
        let pieces: Option<Vec<_>> = pieces.collect::<Vec<_>>().into_iter().collect();
        Some(match <[Piece; 1]>::try_from(pieces?) {
            Ok([Piece::Column(column)]) => Source::Column(column),
            Ok(pieces) => Source::Template(pieces.into()),
            Err(pieces) => Source::Template(pieces),
        })
    }

    pub(super) fn condition(&mut self, spec: Option<&Name>) -> Option<Condition> {
        let spec = spec?;
        match condition::parse(&spec.text) {
            Ok(condition) => {
                let mut is_known = true;
                let condition = condition.map(|name| {
                    let column = self.column(&name, &spec.span);
                    is_known &= column.is_some();
                    column.unwrap_or(Column { name, index: 0 })
                });
                is_known.then_some(condition)
            }
            Err(problem) => {
                self.problems.add(spec.span.clone(), problem);
                None
            }
        }
    }
}

/// Converts a text, to find out if it fits the type.
fn probe(conversion: &Conversion, target: &Target, text: &str) -> Result<(), String> {
    conversion.write(&mut Encoder::new(), "", target, &Field::of(text), None)
}

fn has_date(tuple: &model::TupleType) -> bool {
    tuple.fields.iter().any(|field| field.ty == model::TupleFieldType::DateTime)
}

fn has_dates(ty: &AttributeType) -> bool {
    match ty {
        AttributeType::DateTime => true,
        AttributeType::List(element) | AttributeType::Set(element) => {
            *element == ElementType::DateTime
        }
        AttributeType::Map(key, element) => {
            *key == model::MapKeyType::DateTime || *element == ElementType::DateTime
        }
        _ => false,
    }
}
