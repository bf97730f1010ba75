//! The text of a loading job, read as far as it matters to a sender: which file variables there are, and
//! in which form each wants its lines.

use std::borrow::Cow;
use std::ops::Range;

use super::push::LoadFormat;
use crate::error::{Error, ErrorKind, Result};

/// A word, a string without its quotes, or any other character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    Word(&'t str),
    Text(&'t str),
    Symbol(char),
}

impl Token<'_> {
    pub(crate) fn is(self, keyword: &str) -> bool {
        matches!(self, Token::Word(word) if word.eq_ignore_ascii_case(keyword))
    }
}

/// The tokens outside of comments, and where each stands.
pub(crate) fn tokens(text: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if let Some(length) = comment(rest) {
            at += length;
            continue;
        }
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            found.push((Token::Word(&rest[..length]), at..at + length));
            length
        } else if let Some((inside, length)) = quoted(rest) {
            found.push((Token::Text(&rest[inside]), at..at + length));
            length
        } else {
            if !first.is_whitespace() {
                found.push((Token::Symbol(first), at..at + first.len_utf8()));
            }
            first.len_utf8()
        };
        at += length;
    }
    found
}

/// The length of the comment that a text begins with.
fn comment(text: &str) -> Option<usize> {
    if let Some(rest) = text.strip_prefix("/*") {
        return Some(rest.find("*/").map_or(text.len(), |end| end + 4));
    }
    let line = text.starts_with("//") || text.starts_with('#');
    line.then(|| text.find('\n').unwrap_or(text.len()))
}

/// The inside and the length of the string that a text begins with.
fn quoted(text: &str) -> Option<(Range<usize>, usize)> {
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|it| text.starts_with(it))?;
    let mut at = quotes.len();
    while let Some(first) = text[at..].chars().next() {
        if text[at..].starts_with(quotes) {
            return Some((quotes.len()..at, at + quotes.len()));
        }
        at += first.len_utf8();
        if first == '\\' {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    Some((quotes.len().min(text.len())..text.len(), text.len()))
}

/// The name of the one loading job that a text creates.
///
/// # Errors
///
/// When it creates none, or holds anything else: the caller asked for a job, and for nothing more.
pub(super) fn job_name(text: &str) -> Result<String> {
    let found = tokens(text);
    let refuse = |reason: &str| {
        let message =
            format!("{reason}; give one `CREATE LOADING JOB name FOR GRAPH graph {{ .. }}`");
        Err(Error::new(ErrorKind::Encode, message))
    };
    let [(create, _), (loading, _), (job, _), (Token::Word(name), _), rest @ ..] = &found[..]
    else {
        return refuse("the text creates no loading job");
    };
    if !(create.is("CREATE") && loading.is("LOADING") && job.is("JOB")) {
        return refuse("the text creates no loading job");
    }
    let mut depth = 0_usize;
    let mut closed = false;
    for (token, _) in rest {
        match token {
            Token::Symbol(';') if closed => {}
            _ if closed => return refuse("something stands behind the loading job"),
            Token::Symbol('{') => depth += 1,
            Token::Symbol('}') => {
                closed = depth <= 1;
                depth = depth.saturating_sub(1);
            }
            // What would begin another statement before the block.
            Token::Word(_) | Token::Text(_) | Token::Symbol(_) => {}
        }
    }
    let header: Vec<_> =
        rest.iter().map(|(token, _)| *token).take_while(|it| *it != Token::Symbol('{')).collect();
    let names_graph = |it: &[Token<'_>]| {
        matches!(it, [] | [Token::Word(_), Token::Word(_), Token::Word(_)])
            && (it.is_empty() || (it[0].is("FOR") && it[1].is("GRAPH")))
    };
    if !names_graph(&header) {
        return refuse("something stands between the name of the loading job and its `{`");
    }
    if closed { Ok((*name).to_owned()) } else { refuse("the `{` of the loading job is not closed") }
}

/// What a loading job says of its sources.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sources {
    /// Each with the form of its lines.
    pub(super) variables: Vec<(String, LoadFormat)>,
}

/// The prefix of the variables that the server makes for paths that stand in a LOAD themselves.
const UNNAMED: &str = "__GSQL_FILENAME_";

impl Sources {
    /// Reads the text of a job.
    pub(super) fn read(text: &str) -> Self {
        let found = tokens(text);
        let plain: Vec<Token<'_>> = found.iter().map(|(token, _)| *token).collect();
        let mut sources = Self::default();
        let mut unnamed = 0;
        for statement in plain.split(|it| matches!(it, Token::Symbol(';' | '{' | '}'))) {
            match statement {
                [define, filename, Token::Word(name), ..]
                    if define.is("DEFINE") && filename.is("FILENAME") =>
                {
                    sources.variable(name);
                }
                [load, Token::Word(name), rest @ ..]
                    if load.is("LOAD") && !name.eq_ignore_ascii_case("TEMP_TABLE") =>
                {
                    *sources.variable(name) = format(rest);
                }
                [load, Token::Text(_), rest @ ..] if load.is("LOAD") => {
                    *sources.variable(&format!("{UNNAMED}{unnamed}__")) = format(rest);
                    unnamed += 1;
                }
                _ => {}
            }
        }
        sources
    }

    fn variable(&mut self, name: &str) -> &mut LoadFormat {
        let known = self.variables.iter().position(|(known, _)| known == name);
        let at = known.unwrap_or_else(|| {
            self.variables.push((name.to_owned(), LoadFormat::default()));
            self.variables.len() - 1
        });
        &mut self.variables[at].1
    }

    /// The form of the lines of a variable.
    pub(super) fn format(&self, job: &str, variable: &str) -> Result<LoadFormat> {
        if let Some((_, format)) = self.variables.iter().find(|(name, _)| name == variable) {
            return Ok(format.clone());
        }
        let names: Vec<_> = self.variables.iter().map(|(name, _)| format!("`{name}`")).collect();
        let has = match names.len() {
            0 => "it has none".to_owned(),
            _ => format!("it has {}", names.join(", ")),
        };
        let message = format!("the loading job `{job}` has no file variable `{variable}`; {has}");
        Err(Error::new(ErrorKind::UnknownName, message))
    }
}

/// What stands behind `USING`, in a LOAD.
fn format(load: &[Token<'_>]) -> LoadFormat {
    let mut format = LoadFormat::default();
    let Some(using) = load.iter().rposition(|it| it.is("USING")) else { return format };
    for parameter in load[using + 1..].split(|it| *it == Token::Symbol(',')) {
        let [Token::Word(name), Token::Symbol('='), Token::Text(value) | Token::Word(value)] =
            parameter
        else {
            continue;
        };
        let truth = value.eq_ignore_ascii_case("true");
        match name.to_ascii_uppercase().as_str() {
            "SEPARATOR" => format.separator = unescaped(value).chars().next().unwrap_or(','),
            "EOL" => format.eol = unescaped(value).into_owned(),
            "QUOTE" if value.eq_ignore_ascii_case("single") => format.quote = Some('\''),
            "QUOTE" => format.quote = Some('"'),
            "HEADER" => format.header = truth,
            "JSON_FILE" => format.json = truth,
            _ => {}
        }
    }
    format
}

/// `\t`, `\n`, `\r` and decimal codes such as `\124`, with one backslash or two.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        if first != '\\' {
            plain.push(first);
            continue;
        }
        rest = rest.strip_prefix('\\').unwrap_or(rest);
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()).min(3);
        if let Ok(code) = rest[..digits].parse::<u8>() {
            plain.push(char::from(code));
            rest = &rest[digits..];
            continue;
        }
        let Some(letter) = rest.chars().next() else { break };
        plain.push(match letter {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            other => other,
        });
        rest = &rest[letter.len_utf8()..];
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &str = r#"CREATE LOADING JOB load_all FOR GRAPH Goods {
        // DEFINE FILENAME hidden;
        DEFINE FILENAME f = "/data/a;b.csv";
        DEFINE FILENAME g;
        DEFINE FILENAME unused;
        DEFINE HEADER h = "id", "weight";
        LOAD f TO VERTEX Package VALUES ($"id", gsql_concat($1, ";}")),
               TO EDGE stored_at VALUES ($0, $2) WHERE $1 != ""
            USING header="true", SEPARATOR="|", QUOTE="double", EOL="\r\n";
        LOAD g TO VERTEX Depot VALUES ($"code":"n", $"city") USING JSON_FILE="true";
        LOAD "/data/c.csv" TO VERTEX Depot VALUES ($0, $1) USING SEPARATOR="\t";
        LOAD TEMP_TABLE t TO VERTEX Depot VALUES ($"a", _);
    }"#;

    #[test]
    fn a_job_tells_the_form_of_its_lines() {
        let sources = Sources::read(JOB);
        let names: Vec<_> = sources.variables.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["f", "g", "unused", "__GSQL_FILENAME_0__"]);
        let f = sources.format("load_all", "f").unwrap();
        assert_eq!((f.separator, f.eol.as_str(), f.quote), ('|', "\r\n", Some('"')));
        assert!(f.header && !f.json);
        assert!(sources.format("load_all", "g").unwrap().json);
        assert_eq!(sources.format("load_all", "unused").unwrap(), LoadFormat::default());
        assert_eq!(sources.format("load_all", "__GSQL_FILENAME_0__").unwrap().separator, '\t');
        let error = sources.format("load_all", "x").unwrap_err();
        assert!(error.message().contains("it has `f`, `g`, `unused`"), "{error}");
    }

    #[test]
    fn separators_may_be_escaped() {
        for (text, plain) in
            [("\\t", "\t"), ("\\\\n", "\n"), ("\\r\\n", "\r\n"), ("\\124", "|"), (",", ",")]
        {
            assert_eq!(unescaped(text), plain, "{text}");
        }
        assert_eq!(unescaped("\\"), "");
    }

    #[test]
    fn only_one_job_and_nothing_else_is_taken() {
        assert_eq!(job_name(JOB).unwrap(), "load_all");
        assert_eq!(job_name("/* x */ create loading job j { }\n;").unwrap(), "j");
        for text in [
            "",
            "DROP ALL",
            "CREATE LOADING JOB",
            "CREATE LOADING JOB j",
            "CREATE LOADING JOB j {",
            "CREATE LOADING JOB j { } DROP ALL",
            "CREATE LOADING JOB j DROP ALL CREATE LOADING JOB k { }",
            "CREATE LOADING JOB j FOR GRAPH g { \"} ",
            "USE GRAPH g CREATE LOADING JOB j { }",
        ] {
            let error = job_name(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode, "{text}: {error}");
        }
    }

    #[test]
    fn nonsense_ends() {
        for text in ["\"", "'''", "/*", "\"\\", "é\\é", "LOAD", "LOAD f USING", "}}", "USING ="] {
            let _ = (Sources::read(text), job_name(text));
        }
    }
}
