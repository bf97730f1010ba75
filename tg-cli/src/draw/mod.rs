//! Schemas as pictures: the output of `tg schema draw`.
//!
//! All formats have the same content: a box for each vertex type with its key and attributes, and
//! between the boxes each edge type with its direction, attributes and reverse type. There is no
//! I/O: the picture is text.

mod dot;
mod drawing;
#[cfg(tg_page)]
mod html;
mod layout;
mod mermaid;
mod scene;
mod svg;
mod xml;

use tg_gsql::model::Catalog;
use tg_gsql::suggest::nearest;

use drawing::Drawing;

/// The format of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The language of Graphviz, for its layouts and file formats.
    Dot,
    /// A class diagram of Mermaid, which many viewers of Markdown draw.
    Mermaid,
    /// A picture that browsers, editors and pages display without any tool.
    Svg,
    /// A page to drag, zoom and search, with the attributes of each type.
    Html,
}

/// The reason why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DrawError {
    /// The schema has no graph of this name.
    #[error("the schema has no graph `{graph}`{}", remedy(graph, known))]
    UnknownGraph {
        /// The given name.
        graph: String,
        /// The graphs of the schema.
        known: Vec<String>,
    },
    /// No graph was given, and the schema has several.
    #[error("the schema has several graphs: name the one to draw: {}", known.join(", "))]
    WhichGraph {
        /// The graphs of the schema.
        known: Vec<String>,
    },
    /// The program was built on a machine without npm, and so without the page.
    #[error(
        "this `tg` was built without the page: npm, which brings its JavaScript library, was not \
         there or failed"
    )]
    NoPage,
    /// The page's data could not be written.
    #[error("the page could not be written: {0}")]
    Page(String),
}

fn remedy(graph: &str, known: &[String]) -> String {
    if known.is_empty() {
        return "; it has no graph at all: without a name, all its global types are drawn".into();
    }
    match nearest(graph, known.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => format!("; it has: {}", known.join(", ")),
    }
}

/// Draws one graph of a catalog: the given one, else the only one. A catalog without graphs is
/// drawn with all its global types.
///
/// Equal catalogs give equal text.
///
/// ```
/// use tg_cli::draw::{Format, render};
///
/// let script = tg_gsql::apply::script(
///     "CREATE VERTEX Depot (PRIMARY_ID code STRING, city STRING)
///      CREATE UNDIRECTED EDGE Road (FROM Depot, TO Depot)
///      CREATE GRAPH goods (Depot, Road)",
/// );
/// let picture = render(&script.catalog, Some("goods"), Format::Dot)?;
/// assert!(picture.contains("digraph \"goods\""));
/// # Ok::<_, tg_cli::draw::DrawError>(())
/// ```
///
/// # Errors
///
/// Fails if there is no graph of this name, if none is given and there are several, or if the
/// format is [`Html`](Format::Html) and the program was built without the page.
pub fn render(catalog: &Catalog, graph: Option<&str>, format: Format) -> Result<String, DrawError> {
    let drawing = Drawing::of(catalog, graph)?;
    Ok(match format {
        Format::Dot => dot::write(&drawing),
        Format::Mermaid => mermaid::write(&drawing),
        Format::Svg => svg::write(&drawing),
        Format::Html => page(&drawing)?,
    })
}

#[cfg(tg_page)]
fn page(drawing: &Drawing) -> Result<String, DrawError> {
    html::write(drawing).map_err(|error| DrawError::Page(error.to_string()))
}

#[cfg(not(tg_page))]
fn page(_: &Drawing) -> Result<String, DrawError> {
    Err(DrawError::NoPage)
}

/// Returns `true` if the program was built with the page, so that [`Format::Html`] can be drawn.
pub const HAS_PAGE: bool = cfg!(tg_page);
