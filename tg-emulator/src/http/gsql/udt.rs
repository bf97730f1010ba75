//! `/gsql/v1/udt` (4.x), except tuples and files: token functions and types of accumulators.

use serde::Deserialize;
use serde_json::json;
use tg_gsql::name::is_identifier;

use super::error::GsqlError;
use crate::gsql;
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::request::Call;

/// Returns the functions in `TokenBank`, which are declared as `extern "C"`.
fn found_functions(call: &Call<'_>) -> Vec<(String, String)> {
    let stored = call.state.stored();
    let bank = stored.functions.get("TokenBank").unwrap_or_default();
    let declared = bank.lines().filter_map(|line| line.trim().strip_prefix("extern \"C\""));
    let named = declared.filter_map(|line| {
        let (head, _) = line.split_once('(')?;
        let name = head.split(|c: char| !(c.is_alphanumeric() || c == '_')).next_back()?;
        is_identifier(name)
            .then(|| (name.to_owned(), line.trim().trim_end_matches('{').trim().to_owned()))
    });
    named.collect()
}

pub(super) fn token_functions(call: &Call<'_>) -> Reply {
    let functions: Vec<_> = found_functions(call)
        .into_iter()
        .map(|(name, declaration)| json!({"name": name, "declaration": declaration}))
        .collect();
    Reply::results(functions)
}

pub(super) fn token_function(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let found = found_functions(call).into_iter().find(|(known, _)| known == name);
    let (name, declaration) = found.ok_or_else(|| {
        GsqlError::new(format!("The token function '{name}' does not exist in TokenBank."))
    })?;
    Ok(Reply::results(json!({"name": name, "declaration": declaration})))
}

pub(super) fn accumulators(call: &Call<'_>) -> Reply {
    let stored = call.state.stored();
    let listed = stored.accumulators.iter();
    let listed: Vec<_> = listed.map(|(name, text)| json!({"name": name, "type": text})).collect();
    Reply::results(listed)
}

pub(super) fn accumulator(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let stored = call.state.stored();
    let found = stored.accumulators.iter().find(|(known, _)| known == name);
    let (name, text) = found.ok_or_else(|| missing_accumulator(name))?;
    Ok(Reply::results(json!({"name": name, "type": text})))
}

fn missing_accumulator(name: &str) -> GsqlError {
    GsqlError::new(format!("The accumulator type '{name}' does not exist."))
}

#[derive(Deserialize)]
struct NewAccumulator {
    #[serde(rename = "AccumString")]
    text: String,
}

/// `POST .../accum`; the body contains a `TYPEDEF`.
pub(super) fn create_accumulator(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let NewAccumulator { text } = body(call.request)?;
    let statement = super::statements::only(&text, "TYPEDEF of an accumulator")?;
    if !matches!(
        statement.value,
        tg_gsql::syntax::ast::Statement::Opaque(tg_gsql::syntax::ast::Family::AccumulatorType)
    ) {
        return Err(GsqlError::new("A TYPEDEF of an accumulator is expected."));
    }
    let (state, user) = (call.state.clone(), call.identity.user.clone());
    Ok(Reply::later(async move {
        let (output, _) = gsql::run(&state, &user, gsql::Context::default(), &text).await;
        let text = output.text.trim().to_owned();
        if output.failed { GsqlError::new(text).into_reply() } else { Reply::done(text) }
    }))
}

/// Drops all of them, or none if one does not exist.
pub(super) fn drop_accumulators(call: &Call<'_>, names: &[String]) -> Result<Reply, GsqlError> {
    if names.is_empty() {
        return Err(GsqlError::new("The parameter accumName is missing."));
    }
    let mut stored = call.state.stored();
    for name in names {
        if !stored.accumulators.iter().any(|(known, _)| known == name) {
            return Err(missing_accumulator(name));
        }
    }
    stored.accumulators.retain(|(known, _)| !names.contains(known));
    Ok(Reply::done(format!("Successfully dropped accumulator types: [{}].", names.join(", "))))
}
