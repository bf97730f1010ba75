//! `tg schema generate`: a schema as Rust source.

use serde::Serialize;
use tg_gsql::generate::{self, Form, Options};
use tg_gsql::model::Catalog;

use super::source::{self, Source};
use crate::args::GenerateArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::output::style::{ADDED, ERROR};

#[derive(Debug, Serialize)]
struct Generated<'a> {
    /// The file of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// `created`, `updated`, `unchanged`; with `--check`, `fresh` or `stale`.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    /// The source, if it was not written to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

pub(super) fn run(args: &GenerateArgs, context: &Context) -> Outcome {
    let settings = context.settings(args.connection.layer())?;
    let graph = settings.values.graph.clone();
    let source = Source::or_settings(args.file.as_ref(), &settings)?;
    let made_by = format!("{} by `tg schema generate`", origin(&source));
    let catalog = source.load(settings, &args.connection, context)?;
    if let Some(graph) = &graph {
        source::require_graph(&catalog, graph)?;
    }
    require_tuples(&catalog)?;
    let derives: Vec<_> = args.derive.iter().map(String::as_str).collect();
    let text = generate::rust(
        &catalog,
        &Options {
            graph: graph.as_deref(),
            auth: args.auth.name(),
            visibility: &args.visibility,
            derives: &derives,
            form: Form::File { made_by: &made_by },
            ..Options::default()
        },
    );
    let Some(path) = args.out.as_deref().filter(|path| !files::is_dash(path)) else {
        if context.out.json {
            let generated = Generated { file: None, status: None, text: Some(&text) };
            context.out.show(&generated, String::new)?;
        } else {
            context.out.raw(&text)?;
        }
        return Ok(Exit::Done);
    };
    let status = match args.check {
        true if path.exists() && files::read(path)?.text == text => "fresh",
        true => "stale",
        false => files::write(path, &text)?.name(),
    };
    let file = path.display().to_string();
    let generated = Generated { file: Some(file.clone()), status: Some(status), text: None };
    context.out.show(&generated, || match status {
        "stale" => format!("{ERROR}{file} is not what the schema gives{ERROR:#}\n"),
        status => format!("{file} {ADDED}{status}{ADDED:#}\n"),
    })?;
    if status == "stale" {
        context.out.note("run the same command without `--check`");
    }
    Ok(Exit::of(status != "stale"))
}

/// Reports tuples without fields, because their source would not compile.
fn require_tuples(catalog: &Catalog) -> Outcome<()> {
    let tuples = generate::undescribed_tuples(catalog);
    if tuples.is_empty() {
        return Ok(());
    }
    let message = format!(
        "the schema does not contain the fields of these tuples: `{}`",
        tuples.join("`, `")
    );
    let help = "the server's JSON does not contain them; use a file of `tg schema pull`, or `live`";
    Err(Failure::input(message).help(help))
}

/// Returns the origin of the source, without folders of this machine.
fn origin(source: &Source) -> String {
    match source {
        Source::File(path) if files::is_dash(path) => "standard input".to_owned(),
        Source::File(path) if path.is_relative() => format!("`{}`", path.display()),
        Source::File(path) => {
            format!("`{}`", path.file_name().unwrap_or_default().to_string_lossy())
        }
        Source::Live => "the server's schema".to_owned(),
    }
}
