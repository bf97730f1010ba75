//! Lines of files: `LOADACCUM` and `SelectVertex`.

use std::str::FromStr;

use super::Machine;
use crate::eval::accum::AccumType;
use crate::eval::plan::{LineColumn, Lines, Place, SelectVertex};
use crate::eval::stop::Stop;
use crate::eval::ty::Ty;
use crate::eval::value::VertexSet;
use crate::eval::{Failure, Value};
use crate::store::{Key, VertexRef, VertexTypeId, datetime};

impl<'a> Machine<'a> {
    /// Adds the values of lines to an accumulator. Lines whose values do not fit are skipped.
    pub(super) fn load_accum(
        &mut self,
        place: &'a Place,
        set: bool,
        all: &'a [Lines],
    ) -> Result<(), Stop> {
        let mut values = Vec::new();
        let mut held = self.budget().hold();
        for lines in all {
            for line in self.lines(lines)? {
                let ty = self.accum(place)?.1.clone();
                if let Some(value) = self.accumulated(&ty, &mut line.iter().map(String::as_str)) {
                    held.grow(value.bytes())?;
                    values.push(value);
                }
            }
        }
        if set {
            self.change(place, |accum, ty| {
                let before = accum.bytes() as isize;
                *accum = crate::eval::accum::Accum::new(ty);
                Ok(((), accum.bytes() as isize - before))
            })?;
        }
        for value in values {
            self.change(place, |accum, ty| Ok(((), accum.add(ty, value)?)))?;
        }
        Ok(())
    }

    pub(super) fn select_vertex(&mut self, select: &'a SelectVertex) -> Result<Value, Stop> {
        let mut set = VertexSet::default();
        for line in self.lines(&select.lines)? {
            let ty = match (select.ty, line.get(1)) {
                (Some(ty), _) => Some(ty),
                (None, Some(name)) => self.cx.graph.vertex(name),
                (None, None) => None,
            };
            let found = ty.zip(line.first()).and_then(|(ty, id)| self.find(ty, id));
            found.into_iter().for_each(|at| _ = set.insert(at));
        }
        self.budget().fits(set.bytes())?;
        Ok(Value::Vertices(set.into()))
    }

    /// Returns the columns of the lines of a file that meet the condition. Lines without one of the
    /// columns are skipped.
    fn lines(&mut self, lines: &'a Lines) -> Result<Vec<Vec<String>>, Stop> {
        let path = self.eval_text(&lines.path.0, lines.path.1)?;
        let separator = self.eval_text(&lines.separator.0, lines.separator.1)?;
        let header = self.eval_bool(&lines.header.0, lines.header.1)?;
        let Some(read) = &self.environment.host.settings.read else {
            return Err(Failure::runtime("queries cannot read files here.").into());
        };
        let text = read(&path).map_err(Failure::runtime)?;
        self.budget().fits(text.len())?;
        let mut rest = text.lines();
        let names: Vec<_> = match header {
            true => rest.next().unwrap_or_default().split(&*separator).map(str::trim).collect(),
            false => Vec::new(),
        };
        let number = |column: &LineColumn| match column {
            LineColumn::At(at) => Ok(*at),
            LineColumn::Named(name) => {
                names.iter().position(|known| known == name).ok_or_else(|| {
                    Failure::runtime(format!("the file {path} has no column named {name}."))
                })
            }
        };
        let columns = lines.columns.iter().map(number).collect::<Result<Vec<_>, _>>()?;
        let slots = lines.slots.iter().map(|(column, slot)| Ok((number(column)?, *slot)));
        let slots = slots.collect::<Result<Vec<_>, Failure>>()?;
        let mut found = Vec::new();
        let mut held = self.budget().hold();
        for line in rest {
            self.budget().step()?;
            let fields: Vec<&str> = match separator.is_empty() {
                true => vec![line],
                false => line.split(&*separator).collect(),
            };
            for (column, slot) in &slots {
                self.frame[*slot] = Value::text(fields.get(*column).copied().unwrap_or_default());
            }
            if let Some((filter, span)) = &lines.filter
                && !self.eval_bool(filter, *span)?
            {
                continue;
            }
            let values = columns.iter().map(|at| fields.get(*at).map(|it| (*it).to_owned()));
            if let Some(values) = values.collect::<Option<Vec<_>>>() {
                held.grow(line.len() + size_of::<Vec<String>>())?;
                found.push(values);
            }
        }
        Ok(found)
    }

    /// Returns the value that the next columns of a line add to an accumulator.
    fn accumulated<'t>(
        &self,
        ty: &AccumType,
        columns: &mut impl Iterator<Item = &'t str>,
    ) -> Option<Value> {
        let entry = |keys, values| Value::Entry(std::sync::Arc::new((keys, values)));
        match ty {
            AccumType::Map(key, value) => {
                let key = self.element(key, columns)?;
                Some(entry(vec![key], vec![self.accumulated(value, columns)?]))
            }
            AccumType::Group(group) => {
                let keys = group.keys.iter().map(|ty| self.element(ty, columns));
                let keys = keys.collect::<Option<Vec<_>>>()?;
                let values = group.values.iter().map(|ty| self.accumulated(ty, columns));
                Some(entry(keys, values.collect::<Option<Vec<_>>>()?))
            }
            AccumType::Heap(heap) => self.element(&Ty::Tuple(heap.tuple.clone()), columns),
            AccumType::Avg | AccumType::Percentile(_) => self.element(&Ty::Double, columns),
            AccumType::Or | AccumType::And => self.element(&Ty::Bool, columns),
            AccumType::BitOr(_) | AccumType::BitAnd(_) => self.element(&Ty::Int, columns),
            AccumType::Sum(ty)
            | AccumType::Max(ty)
            | AccumType::Min(ty)
            | AccumType::Last(ty)
            | AccumType::List(ty)
            | AccumType::Set(ty)
            | AccumType::Bag(ty) => self.element(ty, columns),
            AccumType::Array(_) => None,
        }
    }

    fn element<'t>(&self, ty: &Ty, columns: &mut impl Iterator<Item = &'t str>) -> Option<Value> {
        if let Ty::Tuple(tuple) = ty {
            let values = tuple.types.iter().map(|ty| self.element(ty, columns));
            return tuple.tuple(values.collect::<Option<Vec<_>>>()?).ok();
        }
        let text = columns.next()?;
        Some(match ty {
            Ty::Int => Value::Int(parsed(text)?),
            Ty::Uint => Value::Uint(parsed(text)?),
            Ty::Float => Value::Float(parsed(text)?),
            Ty::Double => Value::Double(parsed(text)?),
            Ty::Bool => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Value::Bool(true),
                "false" | "0" => Value::Bool(false),
                _ => return None,
            },
            Ty::Text => Value::text(text),
            Ty::DateTime => Value::DateTime(datetime::parse_timestamp(text.trim())?),
            Ty::Vertex(Some(ty)) => Value::Vertex(Some(self.find(*ty, text)?)),
            // The type of the vertex is not known, so the first one with the id is taken.
            Ty::Vertex(None) => {
                let types = self.cx.graph.vertices.iter();
                let at = types.copied().find_map(|ty| self.find(ty, text))?;
                Value::Vertex(Some(at))
            }
            _ => return None,
        })
    }

    fn find(&self, ty: VertexTypeId, id: &str) -> Option<VertexRef> {
        let key = Key::parse(id, self.cx.graphs.schema().vertex(ty)).ok()?;
        self.cx.graphs.find_vertex(ty, &key.text)
    }
}

fn parsed<T: FromStr>(text: &str) -> Option<T> {
    text.trim().parse().ok()
}
