//! Reading a mapping from TOML.

use std::borrow::Cow;
use std::ops::Range;

use tg_gsql::suggest::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{EndSpec, FileSpec, Name, Problems, Source, TypeSpec, ValueSpec};
use crate::load::format::{Kind, byte};

type Key<'a> = Spanned<Cow<'a, str>>;
type Node<'a> = Spanned<DeValue<'a>>;

/// The keys that describe the format of a file, which may also be at the top, for all files.
const FORMAT_KEYS: [&str; 12] = [
    "format",
    "delimiter",
    "quote",
    "comment",
    "header",
    "columns",
    "null",
    "date",
    "decimal",
    "split",
    "rejected",
    "ends_must_exist",
];

const FILE_KEYS: [&str; 4] = ["path", "where", "vertex", "edge"];

const VALUE_KEYS: [&str; 8] =
    ["value", "condition", "op", "default", "date", "decimal", "split", "pairs"];

/// Reads the files of a mapping, as far as they can be understood.
pub(in crate::load) fn read(text: &str, problems: &mut Problems) -> Vec<FileSpec> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        problems.add(error.span().unwrap_or_default(), error.message());
    }
    if !errors.is_empty() {
        return Vec::new();
    }
    let mut reader = Reader { problems };
    let table = table.into_inner();
    let mut common = FileSpec::default();
    let mut files = Vec::new();
    for (key, value) in &table {
        let name = key.get_ref().as_ref();
        if name != "file" && !reader.format(&mut common, name, value) {
            let keys = FORMAT_KEYS.into_iter().chain(["file"]);
            reader.unknown("key", key, keys);
        }
    }
    if let Some((_, value)) = table.iter().find(|(key, _)| key.get_ref() == "file") {
        for (table, span) in reader.tables(value) {
            files.push(reader.file(&common, table, span));
        }
    }
    if files.is_empty() && reader.problems.is_empty() {
        reader.problems.add(0..0, "there are no files; each begins with `[[file]]`");
    }
    files
}

struct Reader<'a> {
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn file(&mut self, common: &FileSpec, table: &DeTable<'_>, span: Range<usize>) -> FileSpec {
        let mut file = FileSpec {
            format: common.format.clone(),
            date: common.date.clone(),
            has_decimal_comma: common.has_decimal_comma,
            split: common.split.clone(),
            ends_must_exist: common.ends_must_exist,
            ..FileSpec::default()
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "path" => file.paths = self.texts("path", value),
                "where" => file.condition = self.text("where", value),
                "vertex" => file.vertices = self.types(value),
                "edge" => file.edges = self.types(value),
                name if self.format(&mut file, name, value) => {}
                _ => self.unknown("key", key, FILE_KEYS.into_iter().chain(FORMAT_KEYS)),
            }
        }
        if file.paths.is_empty() {
            self.problems.add(span.clone(), "the file has no `path`");
        }
        if file.vertices.is_empty() && file.edges.is_empty() {
            let message = "the rows of the file give nothing: add `vertex.TYPE = {}` or \
                           `edge.TYPE = {}`";
            self.problems.add(span, message);
        }
        file
    }

    /// Reads a key of the format; returns `false` if it is another key.
    fn format(&mut self, file: &mut FileSpec, name: &str, value: &Node<'_>) -> bool {
        let format = &mut file.format;
        match name {
            "format" => match self.text(name, value).map(|name| name.text).as_deref() {
                Some("csv") => format.kind = Some(Kind::Csv),
                Some("tsv") => {
                    format.kind = Some(Kind::Csv);
                    format.delimiter = format.delimiter.or(Some(b'\t'));
                }
                Some("jsonl") => format.kind = Some(Kind::JsonLines),
                Some(_) => self.wrong(name, value, "\"csv\", \"tsv\" or \"jsonl\""),
                None => {}
            },
            "delimiter" => format.delimiter = self.byte(name, value),
            "comment" => format.comment = self.byte(name, value),
            "quote" if value.get_ref().as_bool() == Some(false) => format.quote = Some(None),
            "quote" => format.quote = self.byte(name, value).map(Some),
            "header" => format.has_header = self.flag(name, value),
            "rejected" => format.is_rejected = self.flag(name, value).unwrap_or_default(),
            "columns" => {
                let names = self.texts(name, value);
                format.columns = Some(names.into_iter().map(|name| name.text).collect());
            }
            "null" => {
                let texts = self.texts(name, value);
                format.nulls = texts.into_iter().map(|name| name.text).collect();
            }
            "date" => file.date = self.text(name, value),
            "decimal" => file.has_decimal_comma = self.decimal(value).unwrap_or_default(),
            "split" => file.split = self.text(name, value).map(|it| it.text),
            "ends_must_exist" => file.ends_must_exist = self.flag(name, value).unwrap_or_default(),
            _ => return false,
        }
        true
    }

    /// Reads `vertex` or `edge`: a table of types, each with a table or several.
    fn types(&mut self, value: &Node<'_>) -> Vec<TypeSpec> {
        let Some(types) = value.get_ref().as_table() else {
            let message = "write a table of types, such as `vertex.Package = {}`";
            self.problems.add(value.span(), message);
            return Vec::new();
        };
        let mut specs = Vec::new();
        for (key, value) in types {
            for (table, _) in self.tables(value) {
                let mut spec = TypeSpec { name: name(key), ..TypeSpec::default() };
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        "where" => spec.condition = self.text("where", value),
                        "from" => spec.from = self.end(value),
                        "to" => spec.to = self.end(value),
                        _ => spec.values.extend(self.value(value).map(|it| (name(key), it))),
                    }
                }
                specs.push(spec);
            }
        }
        specs
    }

    fn end(&mut self, value: &Node<'_>) -> Option<EndSpec> {
        let mut end = EndSpec { span: value.span(), vertex: None, parts: Vec::new() };
        match value.get_ref() {
            DeValue::Array(parts) => {
                let parts = parts.iter().filter_map(|part| Some((None, self.value(part)?)));
                end.parts.extend(parts);
            }
            DeValue::Table(table) => {
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        "vertex" => end.vertex = self.text("vertex", value),
                        _ => {
                            let value = self.value(value).map(|value| (Some(name(key)), value));
                            end.parts.extend(value);
                        }
                    }
                }
            }
            _ => end.parts.push((None, self.value(value)?)),
        }
        Some(end)
    }

    fn value(&mut self, value: &Node<'_>) -> Option<ValueSpec> {
        let mut spec = ValueSpec { span: value.span(), ..ValueSpec::default() };
        match value.get_ref() {
            DeValue::String(text) => spec.source = Source::Template(text.to_string()),
            DeValue::Table(table) => {
                let mut source = None;
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        "value" => source = self.source(value),
                        "condition" => {
                            let condition = self.text("condition", value);
                            source = condition.map(|it| Source::Condition(it.text));
                        }
                        "default" => {
                            let text = match self.source(value) {
                                Some(Source::Template(text) | Source::Constant(text)) => text,
                                _ => continue,
                            };
                            spec.default = Some(Name { text, span: value.span() });
                        }
                        "op" => spec.op = self.text("op", value),
                        "date" => spec.date = self.text("date", value),
                        "decimal" => spec.has_decimal_comma = self.decimal(value),
                        "split" => spec.split = self.text("split", value).map(|it| it.text),
                        "pairs" => spec.pairs = self.text("pairs", value).map(|it| it.text),
                        _ => self.unknown("key of a value", key, VALUE_KEYS),
                    }
                }
                let Some(source) = source else {
                    let message = "write `value = \"{column}\"` or `condition = \"..\"` into the \
                                   table";
                    self.problems.add(value.span(), message);
                    return None;
                };
                spec.source = source;
            }
            _ => spec.source = self.source(value)?,
        }
        Some(spec)
    }

    fn source(&mut self, value: &Node<'_>) -> Option<Source> {
        Some(match value.get_ref() {
            DeValue::String(text) => Source::Template(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => {
                Source::Constant(number.as_str().to_owned())
            }
            DeValue::Float(number) => Source::Constant(number.as_str().to_owned()),
            DeValue::Boolean(flag) => Source::Constant(flag.to_string()),
            DeValue::Datetime(moment) => Source::Constant(moment.to_string()),
            _ => {
                let message = "a value is a text such as \"{column}\", a number, `true`, `false`, \
                               or a table with `value`";
                self.problems.add(value.span(), message);
                return None;
            }
        })
    }

    /// Reads a table, or an array of tables.
    fn tables<'v, 't>(&mut self, value: &'v Node<'t>) -> Vec<(&'v DeTable<'t>, Range<usize>)> {
        let mut tables = Vec::new();
        let nodes = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        for node in nodes {
            match node.get_ref().as_table() {
                Some(table) => tables.push((table, node.span())),
                None => self.problems.add(node.span(), "write a table here: `{ .. }`"),
            }
        }
        tables
    }

    fn text(&mut self, name: &str, value: &Node<'_>) -> Option<Name> {
        match value.get_ref().as_str() {
            Some(text) => Some(Name { text: text.to_owned(), span: value.span() }),
            None => {
                self.wrong(name, value, "a text in quotes");
                None
            }
        }
    }

    /// Reads a text or an array of texts.
    fn texts(&mut self, name: &str, value: &Node<'_>) -> Vec<Name> {
        match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().filter_map(|item| self.text(name, item)).collect()
            }
            _ => self.text(name, value).into_iter().collect(),
        }
    }

    fn flag(&mut self, name: &str, value: &Node<'_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(name, value, "`true` or `false`");
        }
        flag
    }

    fn byte(&mut self, name: &str, value: &Node<'_>) -> Option<u8> {
        let text = self.text(name, value)?.text;
        let byte = byte(&text);
        if let Err(problem) = &byte {
            self.wrong(name, value, &format!("one byte: {problem}"));
        }
        byte.ok()
    }

    fn decimal(&mut self, value: &Node<'_>) -> Option<bool> {
        match value.get_ref().as_str() {
            Some(",") => Some(true),
            Some(".") => Some(false),
            _ => {
                self.wrong("decimal", value, "\".\" or \",\"");
                None
            }
        }
    }

    fn wrong(&mut self, name: &str, value: &Node<'_>, takes: &str) {
        self.problems.add(value.span(), format!("`{name}` takes {takes}"));
    }

    fn unknown(
        &mut self,
        what: &str,
        key: &Key<'_>,
        keys: impl IntoIterator<Item = &'static str> + Clone,
    ) {
        let name = key.get_ref();
        let advice = match nearest(name, keys.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", keys.into_iter().collect::<Vec<_>>().join(", ")),
        };
        self.problems.add(key.span(), format!("unknown {what} `{name}`; {advice}"));
    }
}

fn name(key: &Key<'_>) -> Name {
    Name { text: key.get_ref().to_string(), span: key.span() }
}
