//! Whether two requests say the same but for one value.

use serde_json::Value;
use tg_gsql::syntax::parse;

use super::recorder::Recorded;

/// Why `hostile` is not `benign` with one text in place of the other.
pub(crate) fn difference(
    benign: &Recorded,
    hostile: &Recorded,
    old: &str,
    new: &str,
) -> Option<String> {
    let put = |text: &str| text.replace(old, new);
    if benign.method != hostile.method {
        return Some("the method".to_owned());
    }
    let path: Vec<String> = benign.path.iter().map(|it| put(it)).collect();
    if path != hostile.path {
        return Some("the path".to_owned());
    }
    let query: Vec<(String, String)> =
        benign.query.iter().map(|(key, value)| (put(key), put(value))).collect();
    let spelled = |texts: &[(String, String)]| -> Vec<(String, String)> {
        texts.iter().map(|(key, value)| (key.clone(), unescaped(value))).collect()
    };
    // A filter spells a text by its own rules, which are undone for the comparison.
    if query != hostile.query && spelled(&query) != spelled(&hostile.query) {
        return Some(format!("the query {:?}", hostile.query));
    }
    let headers = benign.headers.iter().map(|(name, value)| (name.clone(), put(value)));
    if !headers.eq(hostile.headers.iter().map(|(name, value)| (name.clone(), value.clone()))) {
        return Some("the headers".to_owned());
    }
    if is_script(benign) {
        script(&benign.body, &hostile.body, old, new)
    } else {
        document(&benign.body, &hostile.body, old, new)
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        out.push(if c == '\\' { rest.next().unwrap_or(c) } else { c });
    }
    out
}

fn is_script(request: &Recorded) -> bool {
    request.path.last().is_some_and(|end| end == "statements" || end == "file")
}

/// JSON, or a text that is the value itself.
fn document(benign: &str, hostile: &str, old: &str, new: &str) -> Option<String> {
    let (Ok(mut wanted), Ok(found)) =
        (serde_json::from_str::<Value>(benign), serde_json::from_str::<Value>(hostile))
    else {
        return (benign.replace(old, new) != hostile).then(|| "the body".to_owned());
    };
    replace(&mut wanted, old, new);
    (wanted != found).then(|| format!("the body: {found} for {wanted}"))
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

/// The same statements, with the text where the other one was.
fn script(benign: &str, hostile: &str, old: &str, new: &str) -> Option<String> {
    let wanted = statements(benign);
    let found = statements(hostile);
    let debug = |text: &str| {
        let quoted = format!("{text:?}");
        quoted[1..quoted.len() - 1].to_owned()
    };
    // A value as it reads back, or where a statement keeps its text, as GSQL spells it.
    let gsql = new.replace('\\', "\\\\").replace('"', "\\\"");
    let lines = gsql.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
    let same = [new, &gsql, &lines].iter().any(|text| wanted.replace(old, &debug(text)) == found);
    (!same).then(|| format!("the script {hostile:?}: {found}"))
}

/// The statements of a script without their places.
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
