//! Statistics of attributes.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::builtin::Builtin;
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};
use crate::filter::Sortable;
use crate::operation::operation;
use crate::schema::{Column, Edge, HasSource, HasTarget, Vertex};
use crate::value::{Decoder, ReadAttribute};
use crate::vertices::Boolean;
use crate::{Edges, Vertices};

/// Statistics of the attributes of one type. Of attributes that are neither numbers nor BOOL, and of a
/// type of which there is nothing, there are none.
///
/// `C` holds the typed columns; by the name of a type it is `()`, and the attributes are asked for by
/// name, too.
#[derive(Debug)]
pub struct AttributeStatistics<C = ()> {
    values: BTreeMap<String, Box<RawValue>>,
    columns: C,
}

/// The least, greatest and average value of a numeric attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers<T> {
    /// The least.
    pub min: T,
    /// The greatest.
    pub max: T,
    /// The average.
    pub average: f64,
}

/// How often a BOOL attribute is true and false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booleans {
    /// How often it is true.
    pub trues: u64,
    /// How often it is false.
    pub falses: u64,
}

impl<C> AttributeStatistics<C> {
    /// The names of the attributes of which there are statistics.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Of a numeric attribute, by name. `None` if there are no such statistics.
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

    /// Of a BOOL attribute, by name. `None` if there are no such statistics.
    pub fn boolean(&self, name: &str) -> Option<Booleans> {
        let counts: BTreeMap<String, u64> =
            serde_json::from_str(self.values.get(name)?.get()).ok()?;
        // The server's documentation says that there are counts, and not how they are called.
        let of = |word: &str| counts.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        let (trues, falses) = (of("true"), of("false"));
        if trues.is_none() && falses.is_none() {
            return None;
        }
        let count = |found: Option<(&String, &u64)>| found.map_or(0, |(_, count)| *count);
        Some(Booleans { trues: count(trues), falses: count(falses) })
    }
}

impl<C: Copy> AttributeStatistics<C> {
    /// Of a numeric column, in its own type: whole numbers are exact. `None` if there are none.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::Decode`] when what the server gives does not fit the column.
    pub fn numbers<O, T: ReadAttribute + Sortable>(
        &self,
        column: impl FnOnce(C) -> Column<O, T>,
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
            let message = format!("the statistics of `{name}` are not understood: {error}");
            Error::new(ErrorKind::Decode, message)
        })?;
        let read = |raw: &RawValue| T::decode(&mut Decoder::new(raw.get()));
        Ok(Some(Numbers { min: read(min)?, max: read(max)?, average }))
    }

    /// Of a BOOL column. `None` if there are none.
    pub fn booleans<O, T: Boolean>(
        &self,
        column: impl FnOnce(C) -> Column<O, T>,
    ) -> Option<Booleans> {
        self.boolean(column(self.columns).name())
    }
}

async fn read<C>(
    builtin: &Builtin,
    columns: C,
    timeout: Option<Duration>,
) -> Result<AttributeStatistics<C>> {
    #[derive(Deserialize)]
    struct OfType {
        #[serde(default)]
        attributes: BTreeMap<String, Box<RawValue>>,
    }
    let of_types: Vec<OfType> = match builtin.run(timeout).await {
        Err(error) if error.reports(Prose::NoStatistics) => Vec::new(),
        outcome => outcome?,
    };
    let values = of_types.into_iter().flat_map(|of_type| of_type.attributes).collect();
    Ok(AttributeStatistics { values, columns })
}

macro_rules! reading {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        ///
        /// # Errors
        ///
        /// When the request fails: with [`ErrorKind::UnknownName`] if the graph has no such type.
        /// That there is nothing to count is no error.
        #[must_use = "operations do nothing until they are awaited"]
        #[derive(Debug)]
        pub struct $name<C = ()> {
            builtin: Builtin,
            columns: C,
            timeout: Option<Duration>,
        }

        impl<C> $name<C> {
            pub(super) fn new(builtin: Builtin, columns: C) -> Self {
                Self { builtin, columns, timeout: None }
            }

            /// Has the server look at the data afresh, which takes it longer (3.6 and later).
            pub fn realtime(mut self) -> Self {
                self.builtin.realtime();
                self
            }

            async fn run(self) -> Result<AttributeStatistics<C>> {
                read(&self.builtin, self.columns, self.timeout).await
            }
        }

        operation!(impl [C: Send + 'static] $name<C> => AttributeStatistics<C>);
    };
}

reading! {
    /// Reads the statistics of a vertex type's attributes: [`Vertices::statistics`] and
    /// [`Statistics::vertex_attributes`](super::Statistics::vertex_attributes).
    VertexAttributeStatistics
}
reading! {
    /// Reads the statistics of an edge type's attributes: [`Edges::statistics`] and
    /// [`Statistics::edge_attributes`](super::Statistics::edge_attributes).
    EdgeAttributeStatistics
}

impl<C> EdgeAttributeStatistics<C> {
    /// Only edges that leave vertices of this type.
    pub fn leaving(mut self, vertex_type: impl Into<String>) -> Self {
        self.builtin.leaving(vertex_type);
        self
    }

    /// Only edges that reach vertices of this type.
    pub fn reaching(mut self, vertex_type: impl Into<String>) -> Self {
        self.builtin.reaching(vertex_type);
        self
    }
}

impl<V: Vertex> Vertices<V> {
    /// Reads statistics of the type's attributes: the least, greatest and average number, and how
    /// often a BOOL is true. It is the function `stat_vertex_attr` of `POST /builtins/{graph}`.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, weight_kg: f64, fragile: bool }
    /// # async fn example(packages: Vertices<Package>) -> Result<()> {
    /// let statistics = packages.statistics().await?;
    /// if let Some(weight) = statistics.numbers(|p| p.weight_kg)? {
    ///     println!("{} to {} kg", weight.min, weight.max);
    /// }
    /// let fragile = statistics.booleans(|p| p.fragile).map(|counts| counts.trues);
    /// # Ok(())
    /// # }
    /// ```
    pub fn statistics(&self) -> VertexAttributeStatistics<V::Columns> {
        let builtin = Builtin::new(self.client().clone(), "stat_vertex_attr", V::SPEC.name);
        VertexAttributeStatistics::new(builtin, V::COLUMNS)
    }
}

impl<E: Edge> Edges<E> {
    /// Reads statistics of the type's attributes, as [`Vertices::statistics`] does. It is the function
    /// `stat_edge_attr`.
    pub fn statistics(&self) -> EdgeAttributeStatistics<E::Columns> {
        let builtin = Builtin::new(self.client().clone(), "stat_edge_attr", E::SPEC.name);
        EdgeAttributeStatistics::new(builtin, E::COLUMNS)
    }

    /// The same, of the edges between two of its vertex types.
    pub fn statistics_between<F, T>(&self) -> EdgeAttributeStatistics<E::Columns>
    where
        F: Vertex,
        T: Vertex,
        E: HasSource<F> + HasTarget<T>,
    {
        self.statistics().leaving(F::SPEC.name).reaching(T::SPEC.name)
    }
}
