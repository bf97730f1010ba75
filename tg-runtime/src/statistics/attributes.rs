//! Statistics of attributes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{ReadEdgeStatistics, ReadVertexStatistics};
use crate::client::Reply;
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};
use crate::filter::Sortable;
use crate::schema::{Column, Edge, HasSource, HasTarget, Vertex};
use crate::value::{Decoder, ReadAttribute};
use crate::vertices::Boolean;
use crate::{Edges, Vertices};

/// Statistics of the attributes of one type. There are none of attributes that are neither numbers
/// nor BOOL, and none of a type without vertices or edges.
///
/// `C` has the typed columns. It is `()` where the type is given by name; attributes are given by
/// name then, too.
#[derive(Debug)]
pub struct AttributeStatistics<C = ()> {
    values: BTreeMap<String, Box<RawValue>>,
    columns: C,
}

/// Minimum, maximum and average of a numeric attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers<T> {
    /// The minimum.
    pub min: T,
    /// The maximum.
    pub max: T,
    /// The average.
    pub average: f64,
}

/// The counts of the values of a BOOL attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booleans {
    /// The number of elements for which it is true.
    pub trues: u64,
    /// The number of elements for which it is false.
    pub falses: u64,
}

impl<C> AttributeStatistics<C> {
    /// Returns the names of the attributes that have statistics.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Returns the statistics of a numeric attribute, by name; `None` if there are none.
    pub fn number(&self, name: &str) -> Option<Numbers<f64>> {
        #[derive(Deserialize)]
        struct Floats {
            #[serde(rename = "MIN")]
            min: f64,
            #[serde(rename = "MAX")]
            max: f64,
            #[serde(rename = "AVG")]
            average: f64,
        }
        let Floats { min, max, average } =
            serde_json::from_str(self.values.get(name)?.get()).ok()?;
        Some(Numbers { min, max, average })
    }

    /// Returns the statistics of a BOOL attribute, by name; `None` if there are none.
    pub fn boolean(&self, name: &str) -> Option<Booleans> {
        let counts: BTreeMap<String, u64> =
            serde_json::from_str(self.values.get(name)?.get()).ok()?;
        // The documentation of the server does not name the two members, so case is ignored.
        let of = |value: &str| counts.iter().find(|(name, _)| name.eq_ignore_ascii_case(value));
        let (trues, falses) = (of("true"), of("false"));
        if trues.is_none() && falses.is_none() {
            return None;
        }
        let count = |found: Option<(&String, &u64)>| found.map_or(0, |(_, count)| *count);
        Some(Booleans { trues: count(trues), falses: count(falses) })
    }
}

impl<C: Copy> AttributeStatistics<C> {
    /// Returns the statistics of a numeric column, in its own type: whole numbers are exact. `None`
    /// if there are none.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when the values of the server do not fit the column.
    pub fn numbers<O, T: ReadAttribute + Sortable, Use>(
        &self,
        column: impl FnOnce(C) -> Column<O, T, Use>,
    ) -> Result<Option<Numbers<T>>> {
        #[derive(Deserialize)]
        struct Raw<'a> {
            #[serde(rename = "MIN", borrow)]
            min: &'a RawValue,
            #[serde(rename = "MAX", borrow)]
            max: &'a RawValue,
            #[serde(rename = "AVG")]
            average: f64,
        }
        let name = column(self.columns).name();
        let Some(raw) = self.values.get(name) else { return Ok(None) };
        let Raw { min, max, average } = serde_json::from_str(raw.get()).map_err(|error| {
            let message = format!("the statistics of `{name}` cannot be read: {error}");
            Error::new(ErrorKind::Decode, message)
        })?;
        let read = |raw: &RawValue| T::decode(&mut Decoder::new(raw.get()));
        Ok(Some(Numbers { min: read(min)?, max: read(max)?, average }))
    }

    /// Returns the statistics of a BOOL column; `None` if there are none.
    pub fn booleans<O, T: Boolean, Use>(
        &self,
        column: impl FnOnce(C) -> Column<O, T, Use>,
    ) -> Option<Booleans> {
        self.boolean(column(self.columns).name())
    }
}

pub(super) fn read<C>(columns: C, reply: Result<Reply>) -> Result<AttributeStatistics<C>> {
    let of_types: Vec<OfType> = match reply {
        Err(error) if error.reports(Prose::NoStatistics) => Vec::new(),
        outcome => outcome?.results()?,
    };
    let mut values = BTreeMap::new();
    for of_type in of_types {
        match of_type {
            OfType { attributes: Some(attributes), .. } => values.extend(attributes),
            OfType { listed: Some(listed), .. } => {
                for OfAttribute { name, values: members } in listed {
                    values.insert(name, to_raw_value(&members).map_err(unreadable)?);
                }
            }
            _ => {
                let message = "the answer has neither `attributes` nor `attributeStat` of a type";
                return Err(Error::new(ErrorKind::Decode, message));
            }
        }
    }
    Ok(AttributeStatistics { values, columns })
}

/// The statistics of one type, in one of two forms.
#[derive(Deserialize)]
struct OfType {
    attributes: Option<BTreeMap<String, Box<RawValue>>>,
    #[serde(rename = "attributeStat")]
    listed: Option<Vec<OfAttribute>>,
}

/// The statistics of one attribute in the form of the documentation.
#[derive(Deserialize)]
struct OfAttribute {
    #[serde(rename = "vattrName", alias = "eattrName", alias = "attrName")]
    name: String,
    #[serde(flatten)]
    values: serde_json::Map<String, serde_json::Value>,
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Decode, "the statistics cannot be read").with_source(error)
}

impl<V: Vertex> Vertices<V> {
    /// Reads statistics of the attributes of the type: the minimum, maximum and average of numbers,
    /// and how often a BOOL is true. It is the function `stat_vertex_attr` of
    /// `POST /builtins/{graph}`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)]
    /// # struct Package { #[tg(primary_id)] id: String, weight_kg: f64, fragile: bool }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// let statistics = packages.statistics().await?;
    /// if let Some(weight) = statistics.numbers(|p| p.weight_kg)? {
    ///     println!("{} to {} kg", weight.min, weight.max);
    /// }
    /// let fragile = statistics.booleans(|p| p.fragile).map(|counts| counts.trues);
    /// # Ok(())
    /// # }
    /// ```
    pub fn statistics(&self) -> ReadVertexStatistics<AttributeStatistics<V::Columns>> {
        let client = self.client().clone();
        ReadVertexStatistics::attributes(client, V::SPEC.name, |_, reply| read(V::COLUMNS, reply))
    }
}

impl<E: Edge> Edges<E> {
    /// Reads statistics of the attributes of the type, as [`Vertices::statistics`] does. It is the
    /// function `stat_edge_attr`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn statistics(&self) -> ReadEdgeStatistics<AttributeStatistics<E::Columns>> {
        let client = self.client().clone();
        ReadEdgeStatistics::attributes(client, E::SPEC.name, |_, reply| read(E::COLUMNS, reply))
    }

    /// Reads [`statistics`](Self::statistics) of the edges between two vertex types of the edge
    /// type.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn statistics_between<F, T>(&self) -> ReadEdgeStatistics<AttributeStatistics<E::Columns>>
    where
        F: Vertex,
        T: Vertex,
        E: HasSource<F> + HasTarget<T>,
    {
        self.statistics().leaving(F::SPEC.name).reaching(T::SPEC.name)
    }
}
