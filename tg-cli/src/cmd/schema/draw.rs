//! `tg schema draw`: a schema as a picture.

use std::path::Path;

use serde::Serialize;

use super::source;
use crate::args::{DrawArgs, Picture};
use crate::cmd::Context;
use crate::draw::{self, Format};
use crate::exit::{Exit, Failure, Outcome};
use crate::files;

#[derive(Debug, Serialize)]
struct Drawn<'a> {
    format: &'static str,
    /// The file of the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The effect on that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    /// The picture, if it was not written to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

pub(super) fn run(args: &DrawArgs, context: &Context) -> Outcome {
    let target = args.out.as_deref().filter(|file| !files::is_dash(file));
    let format = match (args.format, target) {
        (Some(format), _) => format,
        (None, Some(file)) => by_extension(file)?,
        (None, None) => Picture::Dot,
    };
    let (catalog, graph) = source::load(args.file.as_ref(), &args.connection, context)?;
    let picture = draw::render(&catalog, graph.as_deref(), format.into())?;
    let (file, status) = match target {
        Some(file) => {
            let written = files::write(file, &picture)?;
            (Some(file.display().to_string()), Some(written.name()))
        }
        None if !context.out.json => {
            context.out.raw(&picture)?;
            return Ok(Exit::Done);
        }
        None => (None, None),
    };
    let text = target.is_none().then_some(picture.as_str());
    let drawn = Drawn { format: name(format), file, status, text };
    context.out.show(&drawn, || match &drawn.file {
        Some(file) => format!("{file} {}\n", drawn.status.unwrap_or_default()),
        None => String::new(),
    })?;
    Ok(Exit::Done)
}

impl From<Picture> for Format {
    fn from(picture: Picture) -> Self {
        match picture {
            Picture::Dot => Self::Dot,
            Picture::Mermaid => Self::Mermaid,
            Picture::Svg => Self::Svg,
            Picture::Html => Self::Html,
        }
    }
}

fn name(picture: Picture) -> &'static str {
    match picture {
        Picture::Dot => "dot",
        Picture::Mermaid => "mermaid",
        Picture::Svg => "svg",
        Picture::Html => "html",
    }
}

fn by_extension(file: &Path) -> Outcome<Picture> {
    let extension = file.extension().map(|it| it.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("dot" | "gv") => Ok(Picture::Dot),
        Some("mmd" | "mermaid") => Ok(Picture::Mermaid),
        Some("svg") => Ok(Picture::Svg),
        Some("html" | "htm") => Ok(Picture::Html),
        _ => Err(Failure::usage(format!("{} has no extension of a picture", file.display())).help(
            "give `--format`, or a file that ends with .dot, .gv, .mmd, .mermaid, .svg or .html",
        )),
    }
}
