//! Previews of the first lines of a file.

use serde_json::Value;

use tg_gsql::syntax::outline::unescape;

use super::format::Format;
use super::lines::{Lines, split};

/// The format of the lines of a preview.
#[derive(Debug, Clone, Default)]
pub(crate) struct PreviewFormat {
    /// Without a separator, lines are not split.
    pub(crate) separator: Option<String>,
    pub(crate) eol: Option<String>,
    pub(crate) quote: Option<u8>,
    pub(crate) header: bool,
    pub(crate) json: bool,
}

/// Returns the names of the columns and at most `count` lines. Each line is a list of columns, a
/// text, or a JSON document.
pub(crate) fn preview(
    bytes: &[u8],
    preview: &PreviewFormat,
    count: usize,
) -> (Vec<String>, Vec<Value>) {
    let mut format = Format { quote: preview.quote, ..Format::default() };
    if let Some(eol) = preview.eol.as_ref().filter(|eol| !eol.is_empty()) {
        format.eol = unescape(eol);
    }
    if let Some(separator) = &preview.separator {
        format.separator = unescape(separator);
    }
    let mut lines = Lines::new(bytes, 0);
    let columns = |line: &[u8]| {
        let line = String::from_utf8_lossy(line);
        let mut tokens = Vec::new();
        match preview.separator {
            Some(_) => split(&line, &format, &mut tokens),
            None => tokens.push(&line),
        }
        tokens.into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let header = match preview.header && !preview.json {
        true => lines.next(&format.eol).map(columns).unwrap_or_default(),
        false => Vec::new(),
    };
    let line = |line: &[u8]| {
        if preview.json {
            serde_json::from_slice(line).unwrap_or_else(|_| String::from_utf8_lossy(line).into())
        } else if preview.separator.is_some() {
            columns(line).into()
        } else {
            String::from_utf8_lossy(line).into()
        }
    };
    let all = std::iter::from_fn(|| lines.next(&format.eol));
    (header, all.take(count).map(line).collect())
}
