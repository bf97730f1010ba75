//! The schema as the data of the page.

use serde::Serialize;

use crate::draw::drawing::{Drawing, Link, Mark, Node, Row, Scope, Tuple};
use crate::draw::layout::{Line, Point, Size};
use crate::draw::scene::{Detail, Scene};
use crate::draw::svg::boxes::{edge_box, type_box};
use crate::draw::svg::{class, class_of_edge};

/// The whole schema. Types are identified by their index, because names are not unique.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    /// Vertex types, then tuples.
    types: Vec<Type<'a>>,
    edges: Vec<Edge<'a>>,
    /// The boxes in the middle of lines; an edge type has at least one.
    hubs: Vec<Hub>,
    /// The picture with all attributes, and with the names only.
    full: Picture,
    names: Picture,
}

#[derive(Debug, Serialize)]
struct Type<'a> {
    kind: &'static str,
    name: &'a str,
    scope: &'static str,
    notes: &'a [String],
    rows: Vec<Field<'a>>,
}

#[derive(Debug, Serialize)]
struct Edge<'a> {
    name: &'a str,
    scope: &'static str,
    directed: bool,
    reverse: Option<&'a str>,
    rows: Vec<Field<'a>>,
    pairs: &'a [(usize, usize)],
}

#[derive(Debug, Serialize)]
struct Field<'a> {
    name: &'a str,
    ty: &'a str,
    default: Option<&'a str>,
    /// A description of its role.
    marks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Hub {
    edge: usize,
    from: Vec<usize>,
    to: Vec<usize>,
}

/// Indexes of the types and of the hubs.
#[derive(Debug, Serialize)]
struct Picture {
    types: Vec<Place>,
    hubs: Vec<Place>,
    /// For each hub the lines to it, then those from it.
    lines: Vec<Vec<Vec<[f64; 2]>>>,
}

#[derive(Debug, Serialize)]
struct Place {
    /// The coordinates of the middle.
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// The box, as an element of SVG.
    svg: String,
}

impl<'a> Page<'a> {
    pub(super) fn of(drawing: &'a Drawing) -> Self {
        let vertices = drawing.nodes.iter().map(vertex);
        let hubs = drawing.links.iter().enumerate().flat_map(|(edge, link)| {
            let side = |joins: bool, side: &[usize]| if joins { side.to_vec() } else { vec![] };
            link.bundles.iter().map(move |bundle| Hub {
                edge,
                from: side(bundle.joins_from(), &bundle.from),
                to: side(bundle.joins_to(), &bundle.to),
            })
        });
        Self {
            types: vertices.chain(drawing.tuples.iter().map(tuple)).collect(),
            edges: drawing.links.iter().map(edge).collect(),
            hubs: hubs.collect(),
            full: picture(drawing, Detail::Full),
            names: picture(drawing, Detail::Names),
        }
    }
}

fn vertex(node: &Node) -> Type<'_> {
    Type {
        kind: "vertex type",
        name: &node.name,
        scope: scope(node.scope),
        notes: &node.notes,
        rows: node.rows.iter().map(field).collect(),
    }
}

fn tuple(tuple: &Tuple) -> Type<'_> {
    let rows =
        tuple.fields.iter().map(|(name, ty)| Field { name, ty, default: None, marks: vec![] });
    Type { kind: "tuple", name: &tuple.name, scope: "global", notes: &[], rows: rows.collect() }
}

fn edge(link: &Link) -> Edge<'_> {
    Edge {
        name: &link.name,
        scope: scope(link.scope),
        directed: link.directed,
        reverse: link.reverse.as_deref(),
        rows: link.rows.iter().map(field).collect(),
        pairs: &link.pairs,
    }
}

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Global => "global",
        Scope::Local => "local",
        Scope::Outside => "outside",
    }
}

fn field(row: &Row) -> Field<'_> {
    let mut marks = match row.mark {
        Mark::Id { as_attribute: true } => vec!["primary id".to_owned()],
        Mark::Id { as_attribute: false } => vec!["primary id, not an attribute".to_owned()],
        Mark::Key(None) => vec!["primary key".to_owned()],
        Mark::Key(Some(part)) => vec![format!("part {part} of the primary key")],
        Mark::Discriminator => vec!["discriminator".to_owned()],
        Mark::Vector => vec!["vector".to_owned()],
        Mark::Plain => vec![],
    };
    marks.extend(row.index.iter().map(|index| format!("index {index}")));
    Field { name: &row.name, ty: &row.ty, default: row.default.as_deref(), marks }
}

fn picture(drawing: &Drawing, detail: Detail) -> Picture {
    let scene = Scene::of(drawing, detail);
    let types = scene.types.iter().zip(&scene.layout.boxes).enumerate();
    let types = types.map(|(index, (content, corner))| {
        let mut svg = String::new();
        type_box(&mut svg, content, Point::default(), class(drawing, index), "");
        place(*corner, content.size, svg)
    });
    let hubs = scene.edges.iter().zip(&scene.layout.hubs).map(|(edge, hub)| {
        let mut svg = String::new();
        edge_box(&mut svg, &edge.label, Point::default(), class_of_edge(edge.link), "");
        place(hub.corner, edge.label.size, svg)
    });
    let lines = scene.layout.hubs.iter();
    let lines = lines.map(|hub| hub.from.iter().chain(&hub.to).map(points).collect());
    Picture { types: types.collect(), hubs: hubs.collect(), lines: lines.collect() }
}

fn place(corner: Point, size: Size, svg: String) -> Place {
    Place {
        x: tenths(corner.x + size.width / 2.0),
        y: tenths(corner.y + size.height / 2.0),
        width: tenths(size.width),
        height: tenths(size.height),
        svg,
    }
}

fn points(line: &Line) -> Vec<[f64; 2]> {
    line.iter().map(|point| [tenths(point.x), tenths(point.y)]).collect()
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
