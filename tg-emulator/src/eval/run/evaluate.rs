//! `evaluate`: expressions that are compiled while the query runs.

use std::cell::OnceCell;
use std::ptr;

use super::Machine;
use crate::eval::compile::compile_expression;
use crate::eval::plan::{Evaluate, Node};
use crate::eval::stop::Stop;
use crate::eval::ty::Ty;
use crate::eval::{Failure, Value};
use crate::json::text;

/// The maximum number of different texts of a run.
const MAX_TEXTS: usize = 1000;

/// The expressions of a run, as a list: one that is added lives as long as the others.
#[derive(Debug, Default)]
pub(super) struct Evaluated {
    node: OnceCell<Node>,
    next: OnceCell<Box<Self>>,
}

impl Evaluated {
    /// Adds an expression. Fails if there are too many.
    fn add(&self, node: Node) -> Result<&Node, Failure> {
        let mut last = self;
        for _ in 0..MAX_TEXTS {
            if last.node.get().is_none() {
                return Ok(last.node.get_or_init(|| node));
            }
            last = last.next.get_or_init(Box::default);
        }
        let reason = format!("evaluate has more than {MAX_TEXTS} different texts in one run.");
        Err(Failure::runtime(reason))
    }
}

impl<'a> Machine<'a> {
    pub(super) fn evaluate(&mut self, evaluate: &'a Evaluate) -> Result<Value, Stop> {
        let (node, span) = &evaluate.text;
        let key = (ptr::from_ref(evaluate), self.eval_text(node, *span)?);
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
                let node = self.evaluated.add(compiled)?;
                self.known.insert(key, node);
                node
            }
        };
        let value = self.eval(node)?;
        match &evaluate.ty {
            Some(Ty::Text) if !matches!(value, Value::Text(_)) => {
                Ok(Value::text(&text(&value.to_printed(self.cx.graphs))))
            }
            Some(ty) => Ok(ty.convert(value)?),
            None => Ok(value),
        }
    }
}
