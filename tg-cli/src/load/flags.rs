//! The mapping that flags describe.

use super::format::{FormatSpec, Kind};
use super::job::Specs;
use super::mapping::{EndSpec, FileSpec, Name, Problems, TypeSpec, ValueSpec};
use crate::args::{DataFormat, FormatArgs, LoadArgs};

/// Returns the mapping of the flags.
pub(crate) fn spec(args: &LoadArgs) -> Specs {
    let name = |text: &String| Name { text: text.clone(), ..Name::default() };
    let values =
        args.set.iter().map(|(name_text, value)| (name(name_text), ValueSpec::template(value)));
    let end = |text: &Option<String>| {
        let value = ValueSpec::template(text.as_ref()?);
        Some(EndSpec { span: 0..0, vertex: None, parts: vec![(None, value)] })
    };
    let of_type = |ty: &String| TypeSpec {
        name: name(ty),
        condition: None,
        from: end(&args.from),
        to: end(&args.to),
        values: values.clone().collect(),
    };
    let file = FileSpec {
        condition: args.condition.as_ref().map(name),
        ends_must_exist: args.run.ends_must_exist,
        vertices: args.vertex.iter().map(of_type).collect(),
        edges: args.edge.iter().map(of_type).collect(),
        paths: args.files.iter().map(|path| name(&path.display().to_string())).collect(),
        ..FileSpec::default()
    };
    let problems = Problems::default();
    Specs { name: None, text: String::new(), files: vec![args.format.apply(file)], problems }
}

impl FormatArgs {
    /// Sets the format of a file.
    pub(super) fn apply(&self, file: FileSpec) -> FileSpec {
        let kind = self.format.map(|format| match format {
            DataFormat::Csv | DataFormat::Tsv => Kind::Csv,
            DataFormat::Jsonl => Kind::JsonLines,
        });
        let tab = (self.format == Some(DataFormat::Tsv)).then_some(b'\t');
        FileSpec {
            format: FormatSpec {
                kind,
                delimiter: self.delimiter.or(tab),
                quote: if self.no_quotes { Some(None) } else { self.quote.map(Some) },
                comment: self.comment,
                has_header: self.no_header.then_some(false),
                columns: (!self.columns.is_empty()).then(|| self.columns.clone()),
                nulls: self.null.clone(),
                is_rejected: self.rejected,
            },
            date: self.date.as_ref().map(|text| Name { text: text.clone(), ..Name::default() }),
            has_decimal_comma: self.decimal.as_deref() == Some(","),
            split: self.split.clone(),
            ..file
        }
    }
}
