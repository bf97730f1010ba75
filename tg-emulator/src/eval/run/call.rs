//! Calls of other queries.

use super::{Environment, Machine, run};
use crate::eval::plan::QueryCall;
use crate::eval::stop::Stop;
use crate::eval::{Failure, Value};

/// The maximum number of calls within each other.
const MAX_DEPTH: usize = 64;

impl<'a> Machine<'a> {
    pub(super) fn call_query(&mut self, call: &'a QueryCall) -> Result<Value, Stop> {
        let mut values = self.eval_all(&call.arguments)?;
        let Environment { database, graph, library, depth, .. } = self.environment;
        let Some(program) = library(&call.name) else {
            let what = format!("there is no function or query {} with these arguments", call.name);
            return Err(self.semantic(call.span, what));
        };
        if depth >= MAX_DEPTH {
            let name = &call.name;
            let reason = format!("{MAX_DEPTH} calls are within each other at the call of {name}.");
            return Err(Failure::runtime(reason).into());
        }
        let plan = program.plan(database, graph)?;
        if values.len() > plan.parameters.len() {
            let (takes, given) = (plan.parameters.len(), values.len());
            let what = format!("{} takes {takes} parameters, {given} are given", call.name);
            return Err(self.semantic(call.span, what));
        }
        for (value, ty) in values.iter_mut().zip(&plan.parameters) {
            *value = ty.convert(std::mem::replace(value, Value::Null))?;
        }
        for parameter in &program.parameters()[values.len()..] {
            match &parameter.default {
                Some(default) => values.push(Value::of_scalar(default)),
                None => {
                    let what = format!("{} needs a value of {}", call.name, parameter.name);
                    return Err(self.semantic(call.span, what));
                }
            }
        }
        let environment = Environment { depth: depth + 1, ..self.environment };
        let done = run(&plan, environment, values)?;
        self.changes.extend(done.changes);
        self.files.extend(done.files);
        // A query that is called for its effect has no value.
        Ok(done.returned.unwrap_or(Value::Null))
    }
}
