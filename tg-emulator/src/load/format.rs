//! How lines are written: what stands behind `USING`, and what a request says instead.

use tg_gsql::syntax::ast::{LoadingJob, LoadingStep, OptionDecl};

/// How the lines of a source are written.
#[derive(Debug, Clone)]
pub(super) struct Format {
    pub(super) separator: Vec<u8>,
    pub(super) eol: Vec<u8>,
    pub(super) quote: Option<u8>,
    pub(super) header: Header,
    /// A JSON object on each line.
    pub(super) json: bool,
}

/// Where the names of the columns are.
#[derive(Debug, Clone, Default)]
pub(super) enum Header {
    #[default]
    None,
    /// In the first line of each file or request.
    First,
    /// In the job.
    Defined(Vec<String>),
}

/// What a run says in place of the job.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overrides {
    pub(crate) separator: Option<String>,
    pub(crate) eol: Option<String>,
}

impl Default for Format {
    fn default() -> Self {
        Self {
            separator: b",".to_vec(),
            eol: b"\n".to_vec(),
            quote: None,
            header: Header::None,
            json: false,
        }
    }
}

impl Format {
    pub(super) fn of(using: &[OptionDecl], job: &LoadingJob, overrides: &Overrides) -> Self {
        let mut format = Self::default();
        if let Some(separator) = parameter(using, "SEPARATOR") {
            format.separator = unescape(separator);
        }
        if let Some(eol) = parameter(using, "EOL") {
            format.eol = unescape(eol);
        }
        if let Some(quote) = parameter(using, "QUOTE") {
            format.quote = Some(if quote.eq_ignore_ascii_case("single") { b'\'' } else { b'"' });
        }
        if is_true(using, "HEADER") {
            format.header = Header::First;
        }
        if let Some(name) = parameter(using, "USER_DEFINED_HEADER") {
            format.header = Header::Defined(defined_header(job, name));
        }
        format.json = is_true(using, "JSON_FILE");
        if let Some(separator) = overrides.separator.as_ref().filter(|it| !it.is_empty()) {
            format.separator = separator.as_bytes().to_vec();
        }
        if let Some(eol) = overrides.eol.as_ref().filter(|it| !it.is_empty()) {
            format.eol = eol.as_bytes().to_vec();
        }
        format
    }
}

fn defined_header(job: &LoadingJob, wanted: &str) -> Vec<String> {
    let columns = job.steps.iter().find_map(|step| match &step.value {
        LoadingStep::Header { name, columns } if name.value == wanted => Some(columns),
        _ => None,
    });
    columns.into_iter().flatten().map(|column| column.value.clone()).collect()
}

/// The value of a parameter.
pub(super) fn parameter<'a>(using: &'a [OptionDecl], key: &str) -> Option<&'a str> {
    let found = using.iter().find(|option| option.key.value.eq_ignore_ascii_case(key))?;
    Some(&found.value.value)
}

/// Whether a parameter is `"true"`.
pub(super) fn is_true(using: &[OptionDecl], key: &str) -> bool {
    parameter(using, key).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// `\t`, `\n`, `\r`, `\\` and decimal codes such as `\29` stand for the characters that cannot be
/// written.
pub(crate) fn unescape(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        let digits = bytes[at..].iter().take(3).take_while(|it| it.is_ascii_digit()).count();
        let code = text.get(at..at + digits).and_then(|digits| digits.parse::<u8>().ok());
        if let (Some(code), true) = (code, digits > 0) {
            plain.push(code);
            at += digits;
            continue;
        }
        let escaped = match bytes.get(at) {
            Some(b't') => b'\t',
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b'\\') => b'\\',
            _ => {
                plain.push(byte);
                continue;
            }
        };
        plain.push(escaped);
        at += 1;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn characters_that_cannot_be_written_are_escaped() {
        assert_eq!(unescape("\\t"), b"\t");
        assert_eq!(unescape("\\001"), [1]);
        assert_eq!(unescape("\\29"), [29]);
        assert_eq!(unescape("\\r\\n"), b"\r\n");
        assert_eq!(unescape("\\\\"), b"\\");
        assert_eq!(unescape("\\x|\\"), b"\\x|\\");
        assert_eq!(unescape("é"), "é".as_bytes());
    }
}
