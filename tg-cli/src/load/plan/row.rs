//! The vertices and edges of one row.

use std::error::Error;

use tg_runtime::AnyGraph;
use tg_runtime::load::RowOutput;
use tg_runtime::value::{Encoder, IdText};

use super::{Attribute, Id, Part, Piece, Plan, Source, Value};
use crate::load::record::{Field, Record};

type Reason = Box<dyn Error + Send + Sync>;

impl Plan {
    /// Adds what a row gives.
    ///
    /// # Errors
    ///
    /// With the reason why the row is rejected.
    pub(in crate::load) fn add(
        &self,
        row: &impl Record,
        out: &mut RowOutput<AnyGraph>,
    ) -> Result<(), Reason> {
        let holds = |condition: &Option<_>| match condition {
            Some(condition) => super::Condition::holds(condition, row),
            None => Ok(true),
        };
        if !holds(&self.condition)? {
            return Ok(());
        }
        for vertex in &self.vertices {
            if holds(&vertex.condition)? {
                let id = self.id(&vertex.id, row)?;
                let mut wrong = None;
                out.named_vertex(vertex.name, id.finish()?, |out| {
                    wrong = self.write(&vertex.attributes, vertex.name, row, out).err();
                })?;
                wrong.map_or(Ok(()), Err)?;
            }
        }
        for edge in &self.edges {
            if holds(&edge.condition)? {
                let (from, to) = (self.id(&edge.from, row)?, self.id(&edge.to, row)?);
                let from = (edge.from.vertex, from.finish()?);
                let to = (edge.to.vertex, to.finish()?);
                let mut wrong = None;
                out.named_edge(edge.name, from, to, |out| {
                    wrong = self.write(&edge.attributes, edge.name, row, out).err();
                })?;
                wrong.map_or(Ok(()), Err)?;
            }
        }
        Ok(())
    }

    fn write(
        &self,
        attributes: &[Attribute],
        of: &str,
        row: &impl Record,
        out: &mut Encoder,
    ) -> Result<(), Reason> {
        for Attribute { name, target, value, operator, is_required } in attributes {
            let context = |problem| format!("{problem}: {}`{name}` of `{of}`", value.origin());
            let Some(found) = self.find(value, row).map_err(context)? else {
                if *is_required {
                    return Err(context("the value is missing".to_owned()).into());
                }
                continue;
            };
            value.conversion.write(out, name, target, &found, *operator).map_err(context)?;
        }
        Ok(())
    }

    fn id(&self, id: &Id, row: &impl Record) -> Result<IdText, Reason> {
        let mut text = IdText::new();
        for Part { name, ty, value } in &id.parts {
            let vertex = id.vertex;
            let context =
                |problem| format!("{problem}: {}the key `{name}` of `{vertex}`", value.origin());
            let Some(found) = self.find(value, row).map_err(context)? else {
                return Err(context("the value is missing".to_owned()).into());
            };
            let part = value.conversion.key(*ty, found.text().into()).map_err(context)?;
            if id.parts.len() == 1 { text.single(part.as_ref()) } else { text.part(part.as_ref()) }
        }
        Ok(text)
    }

    fn find<'a>(
        &self,
        value: &'a Value,
        row: &'a impl Record,
    ) -> Result<Option<Field<'a>>, String> {
        let get = |column| match row.get(column) {
            Some(Field::Text(text)) if self.nulls.iter().any(|null| *null == text) => None,
            other => other,
        };
        let default = || value.default.as_deref().map(Field::of);
        Ok(match &value.source {
            Source::Column(column) => get(column).or_else(default),
            Source::Part { column, index, of } => match get(column) {
                Some(field) => {
                    let parts: Vec<_> = field.text().split(',').collect();
                    if parts.len() != *of {
                        let (text, parts) = (field.text(), parts.len());
                        return Err(format!("{text:?} has {parts} parts, and the key has {of}"));
                    }
                    Some(Field::of(parts[*index].to_owned()))
                }
                None => default(),
            },
            Source::Constant(text) => Some(Field::of(text.as_str())),
            Source::Condition(condition) => {
                let holds = if condition.holds(row)? { "true" } else { "false" };
                Some(Field::of(holds))
            }
            Source::Template(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Text(plain) => text.push_str(plain),
                        Piece::Column(column) => match get(column) {
                            Some(field) => text.push_str(field.text()),
                            None => return Ok(default()),
                        },
                    }
                }
                Some(Field::of(text))
            }
        })
    }
}

impl Value {
    /// Returns the column of a value, for a message.
    fn origin(&self) -> String {
        match self.columns().as_slice() {
            [] => String::new(),
            [column] => format!("column `{}`, ", column.name),
            columns => {
                let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
                format!("columns `{}`, ", names.join("`, `"))
            }
        }
    }
}
