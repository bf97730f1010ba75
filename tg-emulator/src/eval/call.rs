//! Calls of functions, methods and tuple constructors in expressions.

use std::collections::BTreeSet;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Expr, ExprKind};
use tg_gsql::syntax::{Name, Span};

use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use super::vartype::VarType;
use super::{Failure, Value, function, method, time};
use crate::store::{Key, VertexRef};

impl Machine<'_> {
    /// Calls a function, or constructs a tuple.
    pub(super) fn call(
        &self,
        name: &Name,
        generic: bool,
        arguments: &[Expr],
        span: Span,
    ) -> Result<Value, Stop> {
        if let Some(fields) = self.tuples.get(&name.value) {
            let values = self.eval_all(arguments)?;
            if values.len() != fields.len() {
                let message = format!(
                    "{} has {} fields, but {} values are given",
                    name.value,
                    fields.len(),
                    values.len()
                );
                return Err(semantic(self.text, span, message));
            }
            let fields = fields.iter().zip(values);
            let fields = fields.map(|((name, ty), value)| Ok((name.clone(), ty.convert(value)?)));
            return Ok(Value::Tuple(fields.collect::<Result<_, Failure>>()?));
        }
        if generic {
            return Err(unsupported(self.text, span, "a generic function"));
        }
        if name.value.eq_ignore_ascii_case("coalesce") {
            return self.coalesce(arguments, span);
        }
        if name.value.eq_ignore_ascii_case("to_vertex") {
            return self.to_vertex(&self.eval_all(arguments)?, span);
        }
        if let Some((add, interval)) = time::parse_call(&name.value, arguments) {
            return self.shift_datetime(add, interval, span);
        }
        let values = self.eval_all(arguments)?;
        match function::call(self.graphs, &name.value, &values) {
            Some(value) => Ok(value?),
            None => {
                let what = format!("the function or query {} with these arguments", name.value);
                Err(unsupported(self.text, span, what))
            }
        }
    }

    /// Returns the first value that is not NULL, converted to the type of the first argument.
    fn coalesce(&self, arguments: &[Expr], span: Span) -> Result<Value, Stop> {
        let mut result_type = None;
        for argument in arguments {
            if !self.is_null(argument)? {
                let value = self.eval(argument)?;
                return match result_type {
                    Some(ty) => Ok(VarType::convert(&ty, value)?),
                    None => Ok(value),
                };
            }
            if let (None, ExprKind::Name(name)) = (&result_type, &argument.kind) {
                let declared = self.query.parameters.iter().find(|it| it.name.value == *name);
                let ty = declared.map(|it| VarType::of(&it.ty, &self.tuples, self.text));
                result_type = ty.transpose()?;
            }
        }
        Err(semantic(self.text, span, "all arguments of coalesce are NULL"))
    }

    fn to_vertex(&self, arguments: &[Value], span: Span) -> Result<Value, Stop> {
        let [id, Value::Text(ty)] = arguments else {
            return Err(semantic(self.text, span, "to_vertex takes an id and a vertex type"));
        };
        let id = match id {
            Value::Text(id) => id.to_string(),
            Value::Int(id) => id.to_string(),
            Value::Uint(id) => id.to_string(),
            other => return Err(self.type_mismatch(other, "an id", span)),
        };
        let Some(ty) = self.graph.vertex(ty) else {
            return Err(Failure::with_code(
                "GSQL-4500",
                format!("Runtime Error: {ty} is not valid vertex type."),
            )
            .into());
        };
        let key = Key::parse(&id, self.graphs.schema().vertex(ty)).ok();
        match key.and_then(|key| self.graphs.find_vertex(ty, &key.text)) {
            Some(at) => Ok(Value::Vertex(Some(at))),
            None => Err(Failure::with_code(
                "GSQL-4502",
                format!("Runtime Error: {id} is not valid vertex id."),
            )
            .into()),
        }
    }

    /// Calls a method of a value. Methods of accumulators are called without copying their values.
    pub(super) fn method(&self, of: &Expr, name: &Name, arguments: &[Expr]) -> Result<Value, Stop> {
        let values = self.eval_all(arguments)?;
        let accum = match &of.kind {
            ExprKind::Global(known) => Some(self.global(known, of.span)?),
            ExprKind::Accumulator(vertex, known) => {
                Some(self.local(self.vertex(vertex)?, known, false)?)
            }
            _ => None,
        };
        if let Some(value) = accum.and_then(|accum| accum.call(&name.value, &values)) {
            return Ok(value);
        }
        let value = self.eval(of)?;
        if let Value::Vertex(Some(at)) = value {
            return self.vertex_method(at, name, &values);
        }
        method::call(self.graphs, &value, &name.value, &values).ok_or_else(|| {
            let what = format!("the method {} of a {}", name.value, value.type_name());
            unsupported(self.text, name.span, what)
        })
    }

    /// Calls a method of a vertex: `v.outdegree()`, `v.outdegree("E")`.
    fn vertex_method(&self, at: VertexRef, name: &Name, values: &[Value]) -> Result<Value, Stop> {
        let unknown =
            || unsupported(self.text, name.span, format!("the method {} of a vertex", name.value));
        if !name.value.eq_ignore_ascii_case("outdegree") {
            return Err(unknown());
        }
        let names: BTreeSet<Arc<str>> = match values {
            [] => {
                let all = self.graph.edges.iter();
                all.map(|view| self.graphs.schema().name_of(*view).into()).collect()
            }
            [Value::Text(name)] => BTreeSet::from([name.clone()]),
            [value] => {
                let text = |value| match value {
                    Value::Text(name) => Ok(name),
                    _ => Err(unknown()),
                };
                let elements = value.elements().ok_or_else(unknown)?;
                elements.into_iter().map(text).collect::<Result<_, _>>()?
            }
            _ => return Err(unknown()),
        };
        let schema = self.graphs.schema();
        let outgoing =
            self.graphs.visible_edges(at).filter(|edge| names.contains(schema.name_of(edge.view)));
        Ok(Value::Int(outgoing.count() as i64))
    }
}
