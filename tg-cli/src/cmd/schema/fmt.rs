//! `tg schema fmt`: DDL in its canonical form.

use serde::Serialize;
use tg_gsql::json::{self, Style};

use super::source;
use crate::args::FmtArgs;
use crate::cmd::Context;
use crate::config::Layer;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::output::Output;
use crate::output::report::Report;

/// A file and its canonical form.
#[derive(Debug, Serialize)]
pub(in crate::cmd) struct Formatted<'a> {
    pub(in crate::cmd) file: String,
    /// `true` if the file is in its canonical form, possibly because it was just written.
    pub(in crate::cmd) formatted: bool,
    /// `true` if the file was written.
    pub(in crate::cmd) written: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::cmd) text: Option<&'a str>,
}

impl Formatted<'_> {
    /// Returns a line for a person; empty if there is nothing to say.
    pub(in crate::cmd) fn line(&self) -> String {
        match (self.formatted, self.written) {
            (false, _) => {
                format!("{} is not in its canonical form; `--write` makes it so\n", self.file)
            }
            (true, true) => format!("{} written\n", self.file),
            (true, false) => String::new(),
        }
    }
}

pub(super) fn run(args: &FmtArgs, context: &Context) -> Outcome {
    let path = match &args.file {
        Some(file) => file.clone(),
        None => context.settings(Layer::default())?.snapshot()?.to_owned(),
    };
    if args.write && files::is_dash(&path) {
        return Err(Failure::usage("`--write` needs a file, and `-` is standard input"));
    }
    let before = files::read(&path)?;
    let after = format(&before, context.out)?;
    let same = after == before.text;
    let result = |formatted, written, text| Formatted {
        file: before.name.clone(),
        formatted,
        written,
        text,
    };
    if args.check {
        let result = result(same, false, None);
        context.out.show(&result, || result.line())?;
        return Ok(Exit::of(same));
    }
    if args.write {
        files::write(&path, &after)?;
        let result = result(true, !same, None);
        context.out.show(&result, || result.line())?;
    } else if context.out.json {
        context.out.show(&result(same, false, Some(&after)), String::new)?;
    } else {
        context.out.raw(&after)?;
    }
    Ok(Exit::Done)
}

fn format(input: &files::Input, out: Output) -> Outcome<String> {
    if source::is_json(&input.text) {
        let source::Read { catalog, report } = source::parse(input);
        report.require_sound(out)?;
        return Ok(json::catalog(&catalog, Style::Snapshot));
    }
    // Any text that parses can be formatted, even if the schema has errors: a script may change a
    // schema that another one creates.
    match tg_gsql::format::script(&input.text) {
        Ok(text) => Ok(text),
        Err(findings) => {
            let report = Report::new(&input.name, &input.text, &findings);
            report.require_sound(out)?;
            Ok(input.text.clone())
        }
    }
}
