//! The types of accumulators.

use std::sync::Arc;

use crate::eval::ty::{TupleType, Ty};
use crate::eval::value::FieldNames;

/// The type of an accumulator.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::eval) enum AccumType {
    Sum(Ty),
    Max(Ty),
    Min(Ty),
    Avg,
    Or,
    And,
    /// With the number of bits.
    BitOr(usize),
    BitAnd(usize),
    /// With the percentile.
    Percentile(f64),
    List(Ty),
    Set(Ty),
    Bag(Ty),
    /// The values of a map are accumulators themselves.
    Map(Ty, Arc<AccumType>),
    /// The value of a map that cannot be summed: the last one remains.
    Last(Ty),
    Array(Arc<AccumType>),
    Heap(Arc<HeapType>),
    Group(Arc<GroupType>),
}

/// The tuple and the order of a `HeapAccum`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::eval) struct HeapType {
    pub(in crate::eval) tuple: Arc<TupleType>,
    /// The positions of the fields, and `true` for a descending order.
    pub(in crate::eval) keys: Vec<(usize, bool)>,
    pub(in crate::eval) capacity: Capacity,
}

/// The maximum number of tuples of a heap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::eval) enum Capacity {
    Unlimited,
    Fixed(usize),
    /// The value of a variable at the time of the declaration.
    Variable(usize),
}

/// The keys and accumulators of a `GroupByAccum`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::eval) struct GroupType {
    pub(in crate::eval) names: FieldNames,
    pub(in crate::eval) keys: Vec<Ty>,
    pub(in crate::eval) values: Vec<AccumType>,
}

impl AccumType {
    /// Replaces capacities in variables by their values. Returns `None` if there are none.
    pub(in crate::eval) fn with_capacities(
        &self,
        value: &dyn Fn(usize) -> usize,
    ) -> Option<AccumType> {
        match self {
            Self::Map(key, ty) => {
                Some(Self::Map(key.clone(), Arc::new(ty.with_capacities(value)?)))
            }
            Self::Array(ty) => Some(Self::Array(Arc::new(ty.with_capacities(value)?))),
            Self::Heap(ty) => {
                let Capacity::Variable(slot) = ty.capacity else { return None };
                let capacity = Capacity::Fixed(value(slot));
                Some(Self::Heap(Arc::new(HeapType { capacity, ..HeapType::clone(ty) })))
            }
            Self::Group(ty) => {
                let values = ty.values.iter();
                let replaced: Vec<_> = values.map(|ty| ty.with_capacities(value)).collect();
                if replaced.iter().all(Option::is_none) {
                    return None;
                }
                let values = replaced.into_iter().zip(&ty.values);
                let values = values.map(|(new, old)| new.unwrap_or_else(|| old.clone()));
                let values = values.collect();
                Some(Self::Group(Arc::new(GroupType { values, ..GroupType::clone(ty) })))
            }
            _ => None,
        }
    }

    /// Returns the name of the type.
    pub(in crate::eval) fn name(&self) -> &'static str {
        match self {
            Self::Sum(_) => "SumAccum",
            Self::Max(_) => "MaxAccum",
            Self::Min(_) => "MinAccum",
            Self::Avg => "AvgAccum",
            Self::Or => "OrAccum",
            Self::And => "AndAccum",
            Self::BitOr(_) => "BitwiseOrAccum",
            Self::BitAnd(_) => "BitwiseAndAccum",
            Self::Percentile(_) => "PercentileContAccum",
            Self::List(_) => "ListAccum",
            Self::Set(_) => "SetAccum",
            Self::Bag(_) => "BagAccum",
            Self::Map(..) => "MapAccum",
            Self::Last(_) => "value",
            Self::Array(_) => "ArrayAccum",
            Self::Heap(_) => "HeapAccum",
            Self::Group(_) => "GroupByAccum",
        }
    }
}
