//! A look at the first lines of a file.

use serde_json::Value;

use tg_gsql::syntax::outline::unescape;

use super::format::Format;
use super::lines::{Lines, split};

/// How the lines of a preview are written.
#[derive(Debug, Clone, Default)]
pub(crate) struct PreviewFormat {
    /// Without one, lines are not divided.
    pub(crate) separator: Option<String>,
    pub(crate) eol: Option<String>,
    pub(crate) quote: Option<u8>,
    pub(crate) header: bool,
    pub(crate) json: bool,
}

/// The names of the columns, and the first lines: a list of columns each, or a text, or a JSON
/// document.
pub(crate) fn preview(
    bytes: &[u8],
    form: &PreviewFormat,
    most: usize,
) -> (Vec<String>, Vec<Value>) {
    let mut format = Format { quote: form.quote, ..Format::default() };
    if let Some(eol) = form.eol.as_ref().filter(|eol| !eol.is_empty()) {
        format.eol = unescape(eol);
    }
    if let Some(separator) = &form.separator {
        format.separator = unescape(separator);
    }
    let mut lines = Lines::new(bytes, 0);
    let columns = |line: &[u8]| {
        let line = String::from_utf8_lossy(line);
        let mut tokens = Vec::new();
        match form.separator {
            Some(_) => split(&line, &format, &mut tokens),
            None => tokens.push(&line),
        }
        tokens.into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let header = match form.header && !form.json {
        true => lines.next(&format.eol).map(columns).unwrap_or_default(),
        false => Vec::new(),
    };
    let line = |line: &[u8]| {
        if form.json {
            serde_json::from_slice(line).unwrap_or_else(|_| String::from_utf8_lossy(line).into())
        } else if form.separator.is_some() {
            columns(line).into()
        } else {
            String::from_utf8_lossy(line).into()
        }
    };
    let all = std::iter::from_fn(|| lines.next(&format.eol));
    (header, all.take(most).map(line).collect())
}
