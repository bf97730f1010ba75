//! The format of the lines that are sent.

use tg_gsql::syntax::outline::{self, FileVariable};

use crate::error::{Error, ErrorKind, Result};

/// The format of the lines of a file variable, which a loading job defines by `USING`.
///
/// [`FileVariable`](super::FileVariable) reads it from the job; set one with
/// [`Load::format`](super::Load::format) if the credentials do not allow to read the job.
///
/// ```
/// # use tg_runtime::load::LoadFormat;
/// let format = LoadFormat::csv().separator('|').quote('"').header(true);
/// # assert_eq!(format.separator, '|');
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadFormat {
    /// The character between two columns. Default: a comma.
    pub separator: char,
    /// The end of a line. Default: a line feed.
    pub eol: String,
    /// The character around a column that contains a separator. Default: none, so no column may
    /// contain one.
    pub quote: Option<char>,
    /// `true` if the first line of each request contains the names of the columns. Default:
    /// `false`.
    pub header: bool,
    /// `true` if each line is a JSON object. Default: `false`.
    pub json: bool,
}

impl Default for LoadFormat {
    fn default() -> Self {
        Self::csv()
    }
}

impl LoadFormat {
    /// Returns the default of the server: columns with commas, no quotes and no header.
    pub fn csv() -> Self {
        Self { separator: ',', eol: "\n".to_owned(), quote: None, header: false, json: false }
    }

    /// Returns the format with a JSON object per line, for jobs with `JSON_FILE="true"`.
    pub fn json_lines() -> Self {
        Self { json: true, ..Self::csv() }
    }

    /// Sets the character between two columns.
    #[must_use]
    pub fn separator(mut self, separator: char) -> Self {
        self.separator = separator;
        self
    }

    /// Sets the end of a line: one or two characters.
    #[must_use]
    pub fn eol(mut self, eol: impl Into<String>) -> Self {
        self.eol = eol.into();
        self
    }

    /// Sets the character around a column that contains a separator: `"` or `'`.
    #[must_use]
    pub fn quote(mut self, quote: char) -> Self {
        self.quote = Some(quote);
        self
    }

    /// Sets whether the first line contains the names of the columns.
    #[must_use]
    pub fn header(mut self, header: bool) -> Self {
        self.header = header;
        self
    }

    /// Reads the format of the lines of a variable from the text of its loading job.
    pub(super) fn of_variable(text: &str, job: &str, variable: &str) -> Result<Self> {
        let variables = outline::file_variables(text);
        if let Some(found) = variables.iter().find(|found| found.name == variable) {
            return Ok(Self::of_options(found));
        }
        let names: Vec<_> = variables.iter().map(|known| format!("`{}`", known.name)).collect();
        let known = match names.len() {
            0 => "it has none".to_owned(),
            _ => format!("it has {}", names.join(", ")),
        };
        let message = format!("the loading job `{job}` has no file variable `{variable}`; {known}");
        Err(Error::new(ErrorKind::UnknownName, message))
    }

    fn of_options(variable: &FileVariable) -> Self {
        let is_true =
            |key| variable.option(key).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let mut format =
            Self { header: is_true("HEADER"), json: is_true("JSON_FILE"), ..Self::csv() };
        if let Some(separator) = variable.option("SEPARATOR") {
            format.separator = unescape(separator).chars().next().unwrap_or(',');
        }
        if let Some(eol) = variable.option("EOL") {
            format.eol = unescape(eol);
        }
        if let Some(quote) = variable.option("QUOTE") {
            format.quote = Some(if quote.eq_ignore_ascii_case("single") { '\'' } else { '"' });
        }
        format
    }
}

/// Decodes escapes. A code above 127 becomes a character of Latin-1, since a separator is a `char`
/// here.
fn unescape(option: &str) -> String {
    String::from_utf8(outline::unescape(option))
        .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &str = r#"CREATE LOADING JOB load_all FOR GRAPH Goods {
        DEFINE FILENAME f = "/data/a;b.csv";
        DEFINE FILENAME unused;
        LOAD f TO VERTEX Package VALUES ($"id", $1)
            USING header="true", SEPARATOR="|", QUOTE="double", EOL="\r\n";
        LOAD g TO VERTEX Depot VALUES ($"code":"n", $"city") USING JSON_FILE="true";
        LOAD "/data/c.csv" TO VERTEX Depot VALUES ($0, $1) USING SEPARATOR="\t";
        LOAD h TO VERTEX Depot VALUES ($0, $1) USING SEPARATOR="\\124", QUOTE="single";
    }"#;

    #[test]
    fn the_format_of_lines_is_read_from_the_job() {
        let read = |variable| LoadFormat::of_variable(JOB, "load_all", variable).unwrap();
        let f = read("f");
        assert_eq!((f.separator, f.eol.as_str(), f.quote), ('|', "\r\n", Some('"')));
        assert!(f.header && !f.json);
        assert!(read("g").json);
        assert_eq!(read("unused"), LoadFormat::default());
        assert_eq!(read("__GSQL_FILENAME_0__").separator, '\t');
        assert_eq!((read("h").separator, read("h").quote), ('|', Some('\'')));
        let error = LoadFormat::of_variable(JOB, "load_all", "x").unwrap_err();
        assert!(error.message().contains("it has `f`, `unused`, `g`"), "{error}");
    }
}
