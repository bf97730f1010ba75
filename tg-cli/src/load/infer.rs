//! A first mapping, from the headers and samples of files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tg_gsql::model::{Catalog, EdgeType, VertexType};
use tg_runtime::load::matching_files;

use super::advice::Advice;
use super::format::{Format, Kind, byte_text};
use super::mapping::{self, FileSpec, Problems};
use super::plan::{Against, check, same_name};
use super::sample::{Sample, Table};
use super::template;
use crate::args::FormatArgs;
use crate::exit::{Failure, Outcome};
use crate::files::is_dash;

/// Writes a mapping of the files.
pub(crate) fn infer(
    paths: &[PathBuf],
    args: &FormatArgs,
    catalog: &Catalog,
    graph: &str,
) -> Outcome<String> {
    let mut text = format!(
        "# A first mapping for the graph {graph}: check it, and complete the lines in comments.\n\
         # `tg load FILE.toml --dry-run` lists what does not fit.\n"
    );
    let spec = args.apply(FileSpec::default());
    if paths.iter().any(|path| is_dash(path)) {
        return Err(Failure::usage("a mapping names its files, and standard input has no name")
            .help("write the data to a file, and give its name"));
    }
    for path in paths {
        // The files of a pattern have the same form.
        let files = matching_files(path.clone());
        let file = files.first().unwrap_or(path);
        let sample = Sample::of_file(file);
        let sample = sample.map_err(|error| Failure::file("read", file, &error))?;
        let format = Format::of(&spec.format, &sample);
        let table = sample.table(&format);
        let entry = Entry { path, format: &format, table: &table, catalog, graph };
        let body = entry.types();
        // The advice is about the mapping that was just written.
        let head = entry.head(&spec, None);
        let mut problems = Problems::default();
        let specs = mapping::read(&format!("{head}{body}"), &mut problems);
        let advice = specs.first().map(|spec| {
            let columns = &table.columns;
            let file = &sample.name;
            let format = &format;
            let against = Against { catalog, graph, format, file, columns, is_of_flags: false };
            Advice::of(&check(spec, against, &mut problems), &table, format)
        });
        text += &entry.head(&spec, advice.as_ref());
        text += &body;
    }
    Ok(text)
}

struct Entry<'a> {
    path: &'a Path,
    format: &'a Format,
    table: &'a Table,
    catalog: &'a Catalog,
    graph: &'a str,
}

impl Entry<'_> {
    /// Writes the path and the format.
    fn head(&self, spec: &FileSpec, advice: Option<&Advice>) -> String {
        let format = self.format;
        let mut lines = vec!["\n[[file]]".to_owned(), format!("path = {}", quoted_path(self.path))];
        if format.kind == Kind::JsonLines {
            lines.push("format = \"jsonl\"".to_owned());
        } else if format.kind == Kind::Csv {
            let byte = |byte| toml_text(&byte_text(byte));
            if format.delimiter != b',' {
                lines.push(format!("delimiter = {}", byte(format.delimiter)));
            }
            match format.quote {
                Some(b'"') => {}
                Some(quote) => lines.push(format!("quote = {}", byte(quote))),
                None => lines.push("quote = false".to_owned()),
            }
            lines.extend(format.comment.map(|it| format!("comment = {}", byte(it))));
            if !format.has_header {
                let columns: Vec<_> = self.table.columns.iter().map(|it| toml_text(it)).collect();
                lines.push("header = false".to_owned());
                lines.push(format!("columns = [{}]", columns.join(", ")));
            }
        }
        let nulls = format.nulls.iter().cloned();
        let advised = advice.iter().flat_map(|advice| advice.nulls.iter().cloned());
        let nulls: Vec<_> = nulls.chain(advised).map(|it| toml_text(&it)).collect();
        if !nulls.is_empty() {
            lines.push(format!("null = [{}]", nulls.join(", ")));
        }
        let dates: &[String] = advice.map_or(&[], |advice| &advice.dates);
        match (&spec.date, dates) {
            (Some(date), _) => lines.push(format!("date = {}", toml_text(&date.text))),
            (None, [only]) => lines.push(format!("date = {}", toml_text(only))),
            (None, [first, rest @ ..]) => {
                lines.push(format!("date = {} # or {}", toml_text(first), rest.join(", ")));
            }
            (None, []) => {}
        }
        if spec.has_decimal_comma || advice.is_some_and(|advice| advice.has_decimal_comma) {
            lines.push("decimal = \",\"".to_owned());
        }
        let split = spec.split.as_deref().or(advice.and_then(|advice| advice.split));
        lines.extend(split.map(|split| format!("split = {}", toml_text(split))));
        lines.join("\n") + "\n"
    }

    /// Writes the vertices and edges that the columns fit.
    fn types(&self) -> String {
        let mut text = String::new();
        let mut used = Vec::new();
        let vertex = self.best_vertex();
        if let Some(vertex) = vertex {
            let _ = writeln!(text, "[file.vertex.{}]", vertex.name);
            let names = vertex.key_parts().map(|(name, _)| name);
            let others = vertex.attributes.iter().filter(|it| !vertex.is_key(&it.name));
            let names = names.chain(others.map(|it| it.name.as_str()));
            text += &self.values(names, &mut used);
        }
        for edge in self.catalog.edges_of(self.graph) {
            let Some(ends) = self.ends(edge, vertex) else { continue };
            let _ = writeln!(text, "[file.edge.{}]", edge.name);
            for (end, columns) in ends {
                let parts = columns.iter().map(|column| toml_text(&template::of_column(column)));
                let parts: Vec<_> = parts.collect();
                let _ = match parts.as_slice() {
                    [only] => writeln!(text, "{end} = {only}"),
                    parts => writeln!(text, "{end} = [{}]", parts.join(", ")),
                };
                used.extend(columns.into_iter().cloned());
            }
            text += &self.values(edge.attributes.iter().map(|it| it.name.as_str()), &mut used);
        }
        let unused = self.table.columns.iter().filter(|column| !used.contains(column));
        // In quotes, a line end in a name does not end the comment.
        let unused: Vec<_> = unused.map(|name| toml_text(name)).collect();
        if text.is_empty() {
            let types: Vec<_> =
                self.catalog.vertices_of(self.graph).map(|it| it.name.as_str()).collect();
            let _ = writeln!(
                text,
                "# No type has these columns; the vertex types are {}.",
                types.join(", ")
            );
            let has_comment = self.table.columns.first().is_some_and(|it| it.starts_with('#'));
            if has_comment && self.format.comment.is_none() {
                let _ = writeln!(text, "# If its first line is a comment, add --comment '#'.");
            }
            let _ = writeln!(text, "# [file.vertex.TYPE]\n# ATTRIBUTE = \"{{COLUMN}}\"");
        }
        if !unused.is_empty() {
            let _ = writeln!(text, "# columns that nothing uses: {}", unused.join(", "));
        }
        text
    }

    /// Writes the columns of attributes with the same name, and the others as comments.
    fn values<'n>(&self, names: impl Iterator<Item = &'n str>, used: &mut Vec<String>) -> String {
        let mut text = String::new();
        for name in names {
            let line = match same_name(name, self.table.columns.iter()) {
                Some(column) => {
                    used.push(column.clone());
                    format!("{name} = {}", toml_text(&template::of_column(column)))
                }
                None => format!("# {name} = \"{{COLUMN}}\""),
            };
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// Returns the vertex type whose key the file has, and of whose attributes it has most.
    fn best_vertex(&self) -> Option<&VertexType> {
        let stem = self.path.file_name().unwrap_or_default().to_string_lossy();
        let stem = stem.split('.').next().unwrap_or_default().to_owned();
        let score = |vertex: &VertexType| {
            let has = |name: &str| same_name(name, self.table.columns.iter()).is_some();
            let has_key = vertex.key_parts().all(|(name, _)| has(name));
            let count = vertex.attributes.iter().filter(|it| has(&it.name)).count();
            let is_named = [vertex.name.clone(), format!("{}s", vertex.name)]
                .iter()
                .any(|name| same_name(name, [stem.clone()].iter()).is_some());
            let fits = is_named || (has_key && count * 2 >= vertex.attributes.len());
            fits.then_some((is_named, count))
        };
        let types = self.catalog.vertices_of(self.graph);
        let scores = types.filter_map(|vertex| Some((score(vertex)?, vertex)));
        scores.max_by_key(|(score, _)| *score).map(|(_, vertex)| vertex)
    }

    /// Returns the columns of the ends that are not the vertex of the row.
    fn ends(
        &self,
        edge: &EdgeType,
        vertex: Option<&VertexType>,
    ) -> Option<Vec<(&'static str, Vec<&String>)>> {
        let pair = edge.pairs.first()?;
        let mut ends: Vec<(_, Vec<&String>)> = Vec::new();
        let columns = || self.table.columns.iter();
        // An edge that goes from a row to itself is not meant.
        let mut taken: Vec<&String> = Vec::new();
        for (end, ty) in [("from", &pair.from), ("to", &pair.to)] {
            if end == "from"
                && let Some(vertex) = vertex.filter(|vertex| vertex.name == *ty)
            {
                let names = vertex.key_parts().map(|(name, _)| name);
                taken.extend(names.filter_map(|name| same_name(name, columns())));
                continue;
            }
            let vertex = self.catalog.vertex(self.graph, ty)?;
            let mut parts = Vec::new();
            for (key, _) in vertex.key_parts() {
                let mut names = vec![format!("{end}_{key}"), format!("{ty}_{key}"), key.to_owned()];
                if !vertex.has_composite_key() {
                    names.splice(..0, [end.to_owned(), ty.clone()]);
                }
                let mut found = names.iter().filter_map(|name| same_name(name, columns()));
                let column = found.find(|column| !taken.contains(column))?;
                taken.push(column);
                parts.push(column);
            }
            ends.push((end, parts));
        }
        Some(ends)
    }
}

fn quoted_path(path: &Path) -> String {
    toml_text(&path.display().to_string())
}

/// Writes a text of TOML, whose escapes are those of JSON.
fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
