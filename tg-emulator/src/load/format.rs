//! The format of lines: the options after `USING`, and the values by which a request overrides
//! them.

use tg_gsql::syntax::ast::{LoadingJob, LoadingStep, OptionDecl};
use tg_gsql::syntax::outline::unescape;

/// The format of the lines of a source.
#[derive(Debug, Clone)]
pub(super) struct Format {
    pub(super) separator: Vec<u8>,
    pub(super) eol: Vec<u8>,
    pub(super) quote: Option<u8>,
    pub(super) header: Header,
    /// If set, each line is a JSON object.
    pub(super) json: bool,
}

/// The location of the column names.
#[derive(Debug, Clone, Default)]
pub(super) enum Header {
    #[default]
    None,
    /// In the first line of each file or request.
    First,
    /// In a header that the job defines.
    Defined(Vec<String>),
}

/// Format options of a run that override those of the job.
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
    pub(super) fn new(using: &[OptionDecl], job: &LoadingJob, overrides: &Overrides) -> Self {
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

fn defined_header(job: &LoadingJob, header: &str) -> Vec<String> {
    let columns = job.steps.iter().find_map(|step| match &step.value {
        LoadingStep::Header { name, columns } if name.value == header => Some(columns),
        _ => None,
    });
    columns.into_iter().flatten().map(|column| column.value.clone()).collect()
}

/// Returns the value of an option.
pub(super) fn parameter<'a>(using: &'a [OptionDecl], key: &str) -> Option<&'a str> {
    let found = using.iter().find(|option| option.key.value.eq_ignore_ascii_case(key))?;
    Some(&found.value.value)
}

/// Returns `true` if the value of an option is `"true"`.
pub(super) fn is_true(using: &[OptionDecl], key: &str) -> bool {
    parameter(using, key).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}
