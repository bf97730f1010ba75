//! `tigergraph.toml`: found in the folder or above it, and checked key by key.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tg_gsql::suggest::nearest;
use tg_runtime::Generation;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::layer::{self, Layer};
use crate::exit::{Failure, Outcome};
use crate::files;

const NAME: &str = "tigergraph.toml";

const KEYS: &[&str] = &[
    "url",
    "restpp_url",
    "graph",
    "user",
    "generation",
    "ca_file",
    "identity_file",
    "timeout",
    "server_timeout",
    "token_lifetime",
    "allow_insecure_http",
    "schema",
];

/// Keys that must not be in the file, because it is committed, with the alternative for each.
const SECRETS: &[(&str, &str)] = &[
    ("secret", "set TG_SECRET, or give `--secret-file FILE`"),
    ("password", "set TG_PASSWORD, or give `--password-file FILE`"),
    ("token", "set TG_TOKEN, or give `--token-file FILE`"),
    ("jwt", "set TG_JWT, or give `--jwt-file FILE`"),
];

/// Finds the nearest `tigergraph.toml`: in the folder, or in one above it.
pub(super) fn nearest_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}

/// Reads the file. Its relative paths start from its folder.
pub(super) fn read(path: &Path) -> Outcome<Layer> {
    let input = files::read(path)?;
    parse(&input.name, &input.text, path.parent().unwrap_or(Path::new("")))
}

fn parse(name: &str, text: &str, folder: &Path) -> Outcome<Layer> {
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let at = place(text, error.span().unwrap_or_default());
            return Err(Failure::configuration(format!("{name}:{at}: {}", error.message())));
        }
    };
    let mut reader = Reader { folder, layer: Layer::default(), problems: Vec::new() };
    for (key, value) in &table {
        reader.entry(key, value);
    }
    if reader.problems.is_empty() {
        return Ok(reader.layer);
    }
    reader.problems.sort_by_key(|(span, _)| span.start);
    let lines: Vec<_> = reader
        .problems
        .iter()
        .map(|(span, message)| format!("{name}:{}: {message}", place(text, span.clone())))
        .collect();
    Err(Failure::configuration(lines.join("\n")))
}

struct Reader<'a> {
    folder: &'a Path,
    layer: Layer,
    problems: Vec<(Range<usize>, String)>,
}

impl Reader<'_> {
    fn entry(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        match name {
            "url" => self.layer.url = self.text(name, value).map(layer::url),
            "restpp_url" => self.layer.restpp_url = self.text(name, value),
            "graph" => self.layer.graph = self.text(name, value),
            "user" => self.layer.user = self.text(name, value),
            "generation" => self.layer.generation = self.generation(value),
            "ca_file" => self.layer.ca_file = self.path(name, value),
            "identity_file" => self.layer.identity_file = self.path(name, value),
            "timeout" => self.layer.timeout = self.seconds(name, value),
            "server_timeout" => self.layer.server_timeout = self.seconds(name, value),
            "token_lifetime" => self.layer.token_lifetime = self.seconds(name, value),
            "allow_insecure_http" => self.layer.allow_insecure_http = self.flag(name, value),
            "schema" => self.layer.schema = self.path(name, value),
            other => self.unknown(other, key.span()),
        }
    }

    fn unknown(&mut self, name: &str, span: Range<usize>) {
        if let Some((_, instead)) = SECRETS.iter().find(|(secret, _)| *secret == name) {
            let message = format!("`{name}` does not belong into a committed file: {instead}");
            return self.problems.push((span, message));
        }
        let advice = match nearest_of(name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys are {}", KEYS.join(", ")),
        };
        self.problems.push((span, format!("unknown key `{name}`; {advice}")));
    }

    fn text(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref().as_str().filter(|text| !text.is_empty()) {
            Some(text) => Some(text.to_owned()),
            None => self.wrong(name, value, "text in quotes"),
        }
    }

    fn path(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<PathBuf> {
        self.text(name, value).map(|path| self.folder.join(path))
    }

    fn flag(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        value.get_ref().as_bool().or_else(|| self.wrong(name, value, "`true` or `false`"))
    }

    fn seconds(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Duration> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let limit = number.and_then(layer::seconds);
        limit.or_else(|| self.wrong(name, value, "a number of seconds, such as `30`"))
    }

    fn generation(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Generation> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => layer::generation(number.as_str()),
            _ => None,
        };
        number.or_else(|| self.wrong("generation", value, "`3` or `4`"))
    }

    fn wrong<T>(&mut self, name: &str, value: &Spanned<DeValue<'_>>, takes: &str) -> Option<T> {
        self.problems.push((value.span(), format!("`{name}` takes {takes}")));
        None
    }
}

fn nearest_of(name: &str) -> Option<&'static str> {
    nearest(name, KEYS.iter().copied())
}

/// Returns line and column, counted from 1.
fn place(text: &str, span: Range<usize>) -> String {
    let place = tg_gsql::report::Position::of(
        text,
        tg_gsql::syntax::Span { start: span.start, end: span.end },
    );
    format!("{}:{}", place.line, place.column)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The macros read the same key without a TOML library; their tests compare the two.
    #[test]
    fn the_schema_is_a_path_in_quotes() {
        for (text, expected) in [
            ("", None),
            ("graph = \"G\"", None),
            ("schema = \"schema/goods.gsql\"", Some("schema/goods.gsql")),
            ("schema='a b.gsql' # ours\r\ngraph = \"G\"\r\n", Some("a b.gsql")),
            (
                "# schema = \"no.gsql\"\nurl = \"http://h#1\"\n\"schema\" = \"a\\\\b\\u0041.json\"",
                Some("a\\bA.json"),
            ),
            (
                "user = \"\"\"\nschema = \"no\"\n\"\"\"\nschema = \"yes.gsql\"\ntimeout = 1",
                Some("yes.gsql"),
            ),
            ("timeout = 2.5\n\n  schema\t=\t'grün.gsql'", Some("grün.gsql")),
        ] {
            let schema = parse("tigergraph.toml", text, Path::new("")).unwrap().schema;
            assert_eq!(schema.as_deref(), expected.map(Path::new), "{text}");
        }
        for text in [
            "schema = goods.gsql",
            "schema = 1",
            "schema = \"\"",
            "schema = \"a",
            "schema = 'a'\nschema = 'b'",
            "schema = 'a' 'b'",
            "[schema]\nfile = 'a'",
            "schema.file = 'a'",
            "schema = \"\\q\"",
        ] {
            assert!(parse("tigergraph.toml", text, Path::new("")).is_err(), "{text}");
        }
    }

    fn failure(text: &str) -> String {
        parse("tigergraph.toml", text, Path::new("/home/me")).unwrap_err().text()
    }

    #[test]
    fn every_key_is_read() {
        let text = "url = \"tg.example.org\"\nrestpp_url = \"http://h:9000\"\ngraph = \"G\"\n\
                    user = \"u\"\ngeneration = 3\nca_file = \"ca.pem\"\nidentity_file = \"/me.pem\"\n\
                    timeout = 2.5\nserver_timeout = 30\ntoken_lifetime = 3600\n\
                    allow_insecure_http = true\nschema = \"schema/goods.gsql\"\n";
        let layer = parse("tigergraph.toml", text, Path::new("/home/me")).unwrap();
        assert_eq!(layer.url.as_deref(), Some("https://tg.example.org"));
        assert_eq!(layer.generation, Some(Generation::V3));
        assert_eq!(layer.ca_file.as_deref(), Some(Path::new("/home/me/ca.pem")));
        assert_eq!(layer.identity_file.as_deref(), Some(Path::new("/me.pem")));
        assert_eq!(layer.timeout, Some(Duration::from_millis(2500)));
        assert_eq!(layer.allow_insecure_http, Some(true));
        assert_eq!(layer.schema.as_deref(), Some(Path::new("/home/me/schema/goods.gsql")));
        let keys = text.lines().filter(|line| line.contains(" = ")).count();
        assert_eq!(keys, KEYS.len());
    }

    #[test]
    fn every_problem_is_reported_at_its_place() {
        let text = failure("grahp = \"G\"\ntimeout = \"soon\"\nsecret = \"s3cr3t\"\nmode = 1\n");
        for line in [
            "tigergraph.toml:1:1: unknown key `grahp`; did you mean `graph`?",
            "tigergraph.toml:2:11: `timeout` takes a number of seconds",
            "tigergraph.toml:3:1: `secret` does not belong into a committed file: set TG_SECRET",
            "tigergraph.toml:4:1: unknown key `mode`; the keys are url,",
        ] {
            assert!(text.contains(line), "{text}");
        }
        assert!(!text.contains("s3cr3t"), "{text}");
    }

    #[test]
    fn text_that_is_not_toml_is_reported_at_its_place() {
        assert!(failure("graph = \"G\"\nurl =\n").contains("tigergraph.toml:2:"));
    }
}
