//! In which form the lines go out.

/// The form of the lines that a file variable takes: what the loading job says behind `USING`.
///
/// [`FileVariable`](super::FileVariable) reads it from the job by itself; give one with
/// [`Load::format`](super::Load::format) when the job may not be read.
///
/// ```
/// # use tg_runtime::load::LoadFormat;
/// let format = LoadFormat::csv().separator('|').quote('"').header(true);
/// # assert_eq!(format.separator, '|');
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadFormat {
    /// What stands between two columns. Default: a comma.
    pub separator: char,
    /// What ends a line. Default: a line feed.
    pub eol: String,
    /// What stands around a column that holds a separator. Default: nothing, so none can.
    pub quote: Option<char>,
    /// Whether the first line of each request names the columns. Default: no.
    pub header: bool,
    /// Whether each line is a JSON object. Default: no.
    pub json: bool,
}

impl Default for LoadFormat {
    fn default() -> Self {
        Self::csv()
    }
}

impl LoadFormat {
    /// Columns with commas between them, no quotes and no header: the server's default.
    pub fn csv() -> Self {
        Self { separator: ',', eol: "\n".to_owned(), quote: None, header: false, json: false }
    }

    /// A JSON object on each line, for jobs with `JSON_FILE="true"`.
    pub fn json_lines() -> Self {
        Self { json: true, ..Self::csv() }
    }

    /// Sets what stands between two columns.
    #[must_use]
    pub fn separator(mut self, separator: char) -> Self {
        self.separator = separator;
        self
    }

    /// Sets what ends a line: one or two characters.
    #[must_use]
    pub fn eol(mut self, eol: impl Into<String>) -> Self {
        self.eol = eol.into();
        self
    }

    /// Sets what stands around a column that holds a separator: `"` or `'`.
    #[must_use]
    pub fn quote(mut self, quote: char) -> Self {
        self.quote = Some(quote);
        self
    }

    /// Says whether the first line names the columns.
    #[must_use]
    pub fn header(mut self, header: bool) -> Self {
        self.header = header;
        self
    }
}
