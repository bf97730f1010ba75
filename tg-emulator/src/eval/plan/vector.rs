//! `vectorSearch`.

use tg_gsql::model::Metric;
use tg_gsql::syntax::Span;

use super::{Node, Place};
use crate::store::VertexTypeId;

/// `vectorSearch({T.emb, ..}, query, count, {candidate_set: .., ef: .., distance_map: ..})`
#[derive(Debug)]
pub(in crate::eval) struct VectorSearch {
    pub(in crate::eval) among: Vec<VectorOf>,
    /// The vector whose neighbours are searched.
    pub(in crate::eval) query: (Node, Span),
    /// The maximum number of results.
    pub(in crate::eval) count: (Node, Span),
    /// The vertices that can be found; without them, all.
    pub(in crate::eval) candidates: Option<(Node, Span)>,
    /// The size of the candidate list of an index. An exact search does not need it.
    pub(in crate::eval) ef: Option<(Node, Span)>,
    /// The accumulator of the distances.
    pub(in crate::eval) distances: Option<Place>,
}

/// A vector attribute.
#[derive(Debug, Clone, Copy)]
pub(in crate::eval) struct VectorOf {
    pub(in crate::eval) ty: VertexTypeId,
    pub(in crate::eval) column: usize,
    pub(in crate::eval) dimension: usize,
    pub(in crate::eval) metric: Metric,
}
