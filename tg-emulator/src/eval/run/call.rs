//! Calls of other queries and of user-defined functions.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Environment, Host, Machine, run};
use crate::eval::accum::Accum;
use crate::eval::function::{self, random};
use crate::eval::plan::{QueryCall, Returns};
use crate::eval::stop::Stop;
use crate::eval::{Failure, UserFunction, Value};

/// The maximum number of calls within each other.
const MAX_DEPTH: usize = 64;

impl<'a> Machine<'a> {
    /// Calls a query or a function, and returns its value.
    pub(super) fn called_value(&mut self, call: &'a QueryCall) -> Result<Value, Stop> {
        self.call_query(call)?.ok_or_else(|| {
            let what = format!("the query {} returns no value", call.name);
            self.semantic(call.span, format!("{what}; add `RETURNS (type)` to its header"))
        })
    }

    /// Calls a query or a function. Returns `None` for a query without RETURNS.
    pub(super) fn call_query(&mut self, call: &'a QueryCall) -> Result<Option<Value>, Stop> {
        let mut values = self.eval_all(&call.arguments)?;
        let Environment { database, graph, host, depth, .. } = self.environment;
        let Host { library, settings, .. } = host;
        if let Some(function) = settings.functions.get(&*call.name) {
            return self.call_function(function, &values).map(Some);
        }
        let Some(program) = library(&call.name) else {
            let lower = call.name.to_ascii_lowercase();
            if let Some(function) = function::find_shipped(&lower, values.len()) {
                return match function(&self.cx, &values) {
                    Some(value) => self.fits(value?).map(Some),
                    None => Err(self.undefined_function(&call.name, &values, call.span)),
                };
            }
            let what = format!("there is no function or query {} with these arguments", call.name);
            let remedy = match call.name.split_once('.') {
                Some((name, _)) => format!("`{name}` is not a name at this place either"),
                None => "Builder::function adds one instead of a function in C++".to_owned(),
            };
            return Err(self.semantic(call.span, format!("{what}; {remedy}")));
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
        let seed = random(&self.cx);
        let environment = Environment { depth: depth + 1, seed, ..self.environment };
        let done = run(&plan, environment, values, std::mem::take(&mut self.files))?;
        self.changes.extend(done.changes);
        self.files = done.files;
        Ok(done.returned.or_else(|| match plan.returns.as_ref()? {
            // It ended without a RETURN.
            Returns::Value(ty) => Some(ty.zero()),
            Returns::Accum(ty) => Some(Accum::new(ty).value(ty)),
        }))
    }

    fn call_function(&self, function: &UserFunction, values: &[Value]) -> Result<Value, Stop> {
        let graphs = self.cx.graphs;
        let mut arguments = Vec::with_capacity(values.len());
        for value in values {
            self.budget().fits(value.heap_bytes())?;
            let argument = serde_json::to_value(value.to_printed(graphs));
            arguments.push(argument.map_err(|error| Failure::runtime(format!("{error}.")))?);
        }
        self.fits(of_json(function(&arguments)))
    }
}

/// Converts the result of a function.
fn of_json(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), ..) => Value::Int(value),
            (None, Some(value), _) => Value::Uint(value),
            (None, None, value) => Value::Double(value.unwrap_or_default()),
        },
        Json::String(text) => Value::Text(text.into()),
        Json::Array(members) => Value::list(members.into_iter().map(of_json).collect()),
        Json::Object(_) => Value::Json(Arc::new(json)),
    }
}
