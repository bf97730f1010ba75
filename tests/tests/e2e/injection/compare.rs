//! A comparison of two requests that may differ in one value only.

use std::collections::BTreeMap;

use serde_json::Value;
use tg_gsql::syntax::parse;

use super::recorder::Recorded;

/// Returns the reason why `hostile` is not `benign` with one text replaced, if there is one.
pub(crate) fn difference(
    benign: &Recorded,
    hostile: &Recorded,
    old: &str,
    new: &str,
) -> Option<String> {
    let put = |text: &str| text.replace(old, new);
    // A long or empty text is sent in the body.
    if benign.method == "GET"
        && hostile.method == "POST"
        && benign.path[1..].contains(&"query".to_owned())
    {
        let body: Value = serde_json::from_str(&hostile.body).unwrap_or_default();
        let keys: Vec<_> = body.as_object().into_iter().flatten().map(|(key, _)| key).collect();
        let same = hostile.query.is_empty() && hostile.path == benign.path && keys == ["p"];
        return (!same).then(|| format!("the body: {body}"));
    }
    if benign.method != hostile.method {
        return Some("the method".to_owned());
    }
    let of_sources = hostile.path.iter().any(|part| part == "data-sources");
    if of_sources
        && hostile.method == "DELETE"
        && hostile.path.last().is_some_and(|last| last == "dropAll")
    {
        return Some("all are dropped".to_owned());
    }
    let path = |spell: &str| -> Vec<String> {
        benign.path.iter().map(|it| it.replace(old, spell)).collect()
    };
    let quoted = new.replace('\\', "\\\\").replace('"', "\\\"");
    let query: Vec<(String, String)> = benign
        .query
        .iter()
        .map(|(key, value)| match key.as_str() {
            "filter" => (key.clone(), value.replace(old, &quoted)),
            _ => (put(key), put(value)),
        })
        .collect();
    // The parts of a discriminator are joined by commas.
    let joined = new.replace('\\', "\\\\").replace(',', "\\,");
    let is_discriminated = benign.path.last().is_some_and(|last| last.contains(','));
    let same_place = query == hostile.query
        && if is_discriminated { path(&joined) } else { path(new) } == hostile.path;
    // An id that a path cannot contain is sent as a filter.
    let looked_for = ("filter".to_owned(), format!("id=\"{quoted}\""));
    let by_filter = benign.path.last().is_some_and(|last| last == old)
        && hostile.path[..] == benign.path[..benign.path.len() - 1]
        && hostile.query.first() == Some(&looked_for)
        && hostile.query[1..] == query[..];
    if !same_place && !by_filter {
        return Some(format!("the URL {:?} {:?}", hostile.path, hostile.query));
    }
    // Blanks around it are not part of a header's value.
    let headers: BTreeMap<String, String> = benign
        .headers
        .iter()
        .map(|(name, value)| match name.as_str() {
            "authorization" if value.starts_with("Basic") || value.contains('\u{1f}') => {
                (name.clone(), put(value))
            }
            // The time that is left of the limit of several requests.
            "gsql-timeout"
                if is_number(value)
                    && hostile.headers.get(name).is_some_and(|it| is_number(it)) =>
            {
                (name.clone(), hostile.headers[name].clone())
            }
            _ => (name.clone(), put(value).trim_matches([' ', '\t']).to_owned()),
        })
        .collect();
    if headers != hostile.headers {
        return Some(format!("the headers: {:?} for {headers:?}", hostile.headers));
    }
    if is_script(benign) {
        script(&benign.body, &hostile.body, old, new)
    } else {
        // The server decodes the texts of query parameters a second time.
        let is_query =
            benign.path.iter().any(|part| part == "query") && !benign.body.contains("keylist");
        let spelled = if is_query { new.replace('%', "%25") } else { new.to_owned() };
        document(&benign.body, &hostile.body, old, &spelled)
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<u64>().is_ok()
}

fn is_script(request: &Recorded) -> bool {
    request.path.last().is_some_and(|end| end == "statements" || end == "file")
}

/// Parses JSON; another text is the value itself.
fn document(benign: &str, hostile: &str, old: &str, new: &str) -> Option<String> {
    let (Ok(mut expected), Ok(found)) =
        (serde_json::from_str::<Value>(benign), serde_json::from_str::<Value>(hostile))
    else {
        return (benign.replace(old, new) != hostile).then(|| "the body".to_owned());
    };
    replace(&mut expected, old, new);
    (expected != found).then(|| format!("the body: {found} for {expected}"))
}

fn replace(json: &mut Value, old: &str, new: &str) {
    match json {
        Value::String(text) => *text = text.replace(old, new),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, old, new)),
        Value::Object(members) => {
            *members = std::mem::take(members)
                .into_iter()
                .map(|(key, mut value)| {
                    replace(&mut value, old, new);
                    (key.replace(old, new), value)
                })
                .collect();
        }
        _ => {}
    }
}

/// Compares statements in which one text is replaced.
fn script(benign: &str, hostile: &str, old: &str, new: &str) -> Option<String> {
    let expected = statements(benign);
    let found = statements(hostile);
    let debug = |text: &str| {
        let quoted = format!("{text:?}");
        quoted[1..quoted.len() - 1].to_owned()
    };
    // A value as it is read back, or in GSQL syntax where a statement contains its text.
    let gsql = new.replace('\\', "\\\\").replace('"', "\\\"");
    let lines = gsql.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
    // A value in a document in a statement.
    let json = serde_json::to_string(new).unwrap_or_default();
    let json = &json[1..json.len() - 1];
    let same =
        [new, &gsql, &lines, json].iter().any(|text| expected.replace(old, &debug(text)) == found);
    (!same).then(|| format!("the script {hostile:?}: {found}"))
}

/// Returns the statements of a script without their places.
fn statements(script: &str) -> String {
    let parsed = parse(script);
    let mut all = String::new();
    for statement in &parsed.statements {
        all += &format!("{:?}\n", statement.value);
    }
    for finding in &parsed.findings {
        all += &format!("{:?}\n", finding.is_error());
    }
    let mut out = String::new();
    let mut rest = all.as_str();
    while let Some(at) = rest.find("span: ") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('}').or_else(|| rest.find(',')).map_or(rest.len(), |end| end + 1);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
