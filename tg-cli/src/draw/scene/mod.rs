//! The drawing with sizes and coordinates: the input of the SVG and of the page.

mod boxes;
pub(super) mod text;

use super::drawing::{Bundle, Drawing, Link};
use super::layout::{self, Hub, Input, Layout, Size};
pub(super) use boxes::{Cell, EdgeBox, TypeBox};

/// The sizes of boxes.
pub(super) mod sizes {
    pub(in crate::draw) use super::boxes::{EDGE_NAME, HEAD, NOTE, PAD, ROW};
}

/// The amount of detail in a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Every attribute.
    Full,
    /// The name and the key.
    #[cfg_attr(not(tg_page), allow(dead_code, reason = "only the page has a choice"))]
    Names,
}

/// Boxes and their coordinates.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    /// Vertex types, then tuples: in the order of the layout's boxes.
    pub(super) types: Vec<TypeBox>,
    /// In the order of the layout's hubs.
    pub(super) edges: Vec<Edge<'a>>,
    pub(super) layout: Layout,
}

/// A bundle of an edge type with its box.
#[derive(Debug)]
pub(super) struct Edge<'a> {
    pub(super) link: &'a Link,
    pub(super) bundle: &'a Bundle,
    pub(super) label: EdgeBox,
}

impl<'a> Scene<'a> {
    pub(super) fn of(drawing: &'a Drawing, detail: Detail) -> Self {
        let vertices = drawing.nodes.iter().map(|node| TypeBox::of_vertex(node, detail));
        let tuples = drawing.tuples.iter().map(|tuple| TypeBox::of_tuple(tuple, detail));
        let types: Vec<_> = vertices.chain(tuples).collect();
        let mut edges = Vec::new();
        for link in &drawing.links {
            edges.extend(link.bundles.iter().map(|bundle| {
                let label = EdgeBox::of(drawing, link, bundle, detail);
                Edge { link, bundle, label }
            }));
        }
        let hubs = edges.iter().map(|edge| {
            let joined = |joins: bool, side: &[usize]| if joins { side.to_vec() } else { vec![] };
            Hub {
                size: edge.label.size,
                from: joined(edge.bundle.joins_from(), &edge.bundle.from),
                to: joined(edge.bundle.joins_to(), &edge.bundle.to),
            }
        });
        let boxes: Vec<Size> = types.iter().map(|it| it.size).collect();
        let layout = layout::lay_out(&Input { boxes, hubs: hubs.collect() });
        Self { types, edges, layout }
    }
}
