//! PRINT statements.

use super::Machine;
use crate::eval::plan::{Node, Print, PrintColumn, PrintItem};
use crate::eval::stop::Stop;
use crate::eval::value::id_of;
use crate::eval::{PrintedValue, Value};
use crate::store::VertexRef;

impl<'a> Machine<'a> {
    pub(super) fn print(&mut self, print: &'a Print) -> Result<(), Stop> {
        let mut printed = Vec::new();
        for item in &print.items {
            printed.extend(self.print_item(print, item)?);
        }
        if let Some((to, span)) = &print.csv {
            let to = self.eval(to)?;
            return self.print_csv(print, printed, &to, *span);
        }
        // If the condition of the statement is false, nothing is printed, not even an empty object.
        if !printed.is_empty() {
            let names: usize =
                printed.iter().map(|(name, _)| size_of::<String>() + name.len()).sum();
            self.budget().grow(size_of::<PrintedValue>() + names)?;
            self.results.push(PrintedValue::Object(printed));
        }
        Ok(())
    }

    fn print_item(
        &mut self,
        print: &'a Print,
        item: &'a PrintItem,
    ) -> Result<Option<(String, PrintedValue)>, Stop> {
        if let Some(member) = item.member
            && let Value::Vertices(set) = self.eval(&item.value)?
        {
            let mut members = Vec::new();
            for at in set.members() {
                self.budget().step()?;
                self.frame[member] = Value::Vertex(Some(*at));
                if let Some((condition, span)) = &item.condition
                    && !self.eval_bool(condition, *span)?
                {
                    continue;
                }
                let printed = match &item.columns {
                    Some(columns) => self.print_columns(columns, *at)?,
                    None => self.print_vertex(*at, print.with_vector),
                };
                self.budget().grow(printed.bytes())?;
                members.push(printed);
            }
            return Ok(Some((item.key.clone(), PrintedValue::List(members))));
        }
        if item.columns.is_some() || print.with_vector {
            let what = "a projection is allowed for vertex sets only";
            return Err(self.semantic(item.span, what));
        }
        if let Some((condition, span)) = &print.condition
            && !self.eval_bool(condition, *span)?
        {
            return Ok(None);
        }
        let printed = match self.print_accum(&item.value)? {
            Some(printed) => printed,
            None => match self.eval(&item.value)? {
                Value::Vertices(set) => {
                    let mut held = self.budget().hold();
                    let mut members = Vec::with_capacity(set.len());
                    for at in set.members() {
                        self.budget().step()?;
                        let printed = self.print_vertex(*at, false);
                        held.grow(printed.bytes())?;
                        members.push(printed);
                    }
                    PrintedValue::List(members)
                }
                value => {
                    self.budget().fits(value.heap_bytes())?;
                    value.to_printed(self.cx.graphs)
                }
            },
        };
        self.budget().grow(printed.bytes())?;
        Ok(Some((item.key.clone(), printed)))
    }

    /// Prints an accumulator, or a cell of one. Returns `None` for another expression.
    fn print_accum(&mut self, node: &'a Node) -> Result<Option<PrintedValue>, Stop> {
        let (graphs, budget) = (self.cx.graphs, self.budget());
        Ok(Some(match node {
            Node::Accum(place) => {
                let (accum, ty) = self.accum(place)?;
                budget.fits(accum.bytes())?;
                accum.to_printed(ty, graphs)
            }
            Node::Cell(place, indexes) => {
                let indexes = self.indexes(indexes)?;
                self.cell(place, &indexes, |accum, ty| accum.to_printed(ty, graphs))?
            }
            _ => return Ok(None),
        }))
    }

    /// Prints the expressions in the brackets for a vertex.
    fn print_columns(
        &mut self,
        columns: &'a [PrintColumn],
        at: VertexRef,
    ) -> Result<PrintedValue, Stop> {
        let mut attributes = Vec::new();
        for column in columns {
            let printed = match self.print_accum(&column.value)? {
                Some(printed) => Ok(printed),
                None => self.eval(&column.value).map(|value| value.to_printed(self.cx.graphs)),
            };
            match printed {
                Ok(printed) => attributes.push((column.key.clone(), printed)),
                // Only some types of the set have the attribute.
                Err(Stop::Missing(_)) => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(self.vertex_object(at, attributes))
    }

    /// Prints a vertex with all its attributes and all vertex accumulators.
    fn print_vertex(&self, at: VertexRef, vectors: bool) -> PrintedValue {
        let graphs = self.cx.graphs;
        let shape = graphs.schema().vertex(at.ty);
        let mut attributes = Vec::new();
        if let Some(vertex) = graphs.vertex(at) {
            for (name, field) in shape.fields() {
                let value = PrintedValue::of_stored(&vertex.get(field), &shape.field_type(field));
                attributes.push((name.to_owned(), value));
            }
        }
        for (accum, declared) in self.vertex_accums.iter().zip(&self.plan.vertex_accums) {
            if let Some(accum) = accum {
                let printed = accum.get(at, false).to_printed(&accum.ty, graphs);
                attributes.push((format!("@{}", declared.name), printed));
            }
        }
        let mut object = self.vertex_object(at, attributes);
        if let (true, Some(vertex), PrintedValue::Object(entries)) =
            (vectors, graphs.vertex(at), &mut object)
        {
            let columns = shape.columns.iter().zip(&vertex.values).skip(shape.attributes);
            let embeddings = columns.map(|(column, value)| {
                (column.name.clone(), PrintedValue::of_stored(value, &column.ty))
            });
            entries.push(("Embeddings".to_owned(), PrintedValue::Object(embeddings.collect())));
        }
        object
    }

    fn vertex_object(
        &self,
        at: VertexRef,
        attributes: Vec<(String, PrintedValue)>,
    ) -> PrintedValue {
        let graphs = self.cx.graphs;
        PrintedValue::Object(vec![
            ("v_id".to_owned(), PrintedValue::text(id_of(graphs, Some(at)))),
            ("v_type".to_owned(), PrintedValue::text(&graphs.schema().vertex(at.ty).name)),
            ("attributes".to_owned(), PrintedValue::Object(attributes)),
        ])
    }
}
