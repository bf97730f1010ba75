//! `evaluate`: expressions that are compiled while the query runs.

use std::ptr;

use super::Machine;
use super::arena::MAX_VALUES;
use crate::eval::compile::compile_expression;
use crate::eval::plan::Evaluate;
use crate::eval::stop::Stop;
use crate::eval::ty::Ty;
use crate::eval::{Failure, Value};
use crate::json::text;

impl<'a> Machine<'a> {
    pub(super) fn evaluate(&mut self, evaluate: &'a Evaluate) -> Result<Value, Stop> {
        let (node, span) = &evaluate.text;
        let source = self.eval_text(node, *span)?;
        let key = (ptr::from_ref(evaluate), source.clone());
        let node = match self.known.get(&key) {
            Some(node) => *node,
            None => {
                let schema = self.cx.graphs.schema();
                let compiled =
                    compile_expression(&key.1, &evaluate.names, self.plan, schema, self.cx.graph);
                let compiled = compiled.map_err(|reason| {
                    let source = &key.1;
                    Failure::runtime(format!("'{source}' cannot be evaluated: {reason}"))
                })?;
                let node = self.evaluated.add(compiled).ok_or_else(|| {
                    let what = "different texts in one run";
                    Failure::runtime(format!("evaluate has more than {MAX_VALUES} {what}."))
                })?;
                self.known.insert(key, node);
                node
            }
        };
        self.evaluating = Some((source, *span));
        let value = self.eval(node);
        self.evaluating = None;
        let value = value.map_err(|stop| match stop {
            Stop::Missing(missing) => Stop::Missing(Box::new((missing.0, *span))),
            stop => stop,
        })?;
        match &evaluate.ty {
            Some(Ty::Text) if !matches!(value, Value::Text(_)) => {
                Ok(Value::text(&text(&value.to_printed(self.cx.graphs))))
            }
            Some(ty) => Ok(ty.convert(value)?),
            None => Ok(value),
        }
    }
}
