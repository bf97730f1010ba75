//! Rows of answers as Arrow record batches.

mod append;
mod types;

use arrow_array::builder::{ArrayBuilder, make_builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use tg_gsql::model;

use self::append::{append, append_text};
use self::types::{constant_type, key_type, model_type};
use crate::schema::{EdgeSpec, KeySpec, VertexSpec};
use crate::value::{AttributeType, DecodeError, Decoder, Row};

/// The bytes of JSON after which a batch ends before it has all of its rows.
const MAX_BYTES: usize = 64 << 20;

/// The place of a column in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Origin {
    Id,
    From,
    FromType,
    To,
    ToType,
    Attribute,
}

/// The columns of a type.
#[derive(Debug, Clone)]
pub(crate) struct Columns(Vec<(Origin, Field)>);

impl Columns {
    /// Returns the columns of a vertex type, with only some of its attributes if any are selected.
    pub(crate) fn of_vertices(spec: &VertexSpec, selected: &[&str]) -> Self {
        let id = match spec.key {
            KeySpec::PrimaryId { name, ty, .. } => {
                Some((Origin::Id, Field::new(name, constant_type(ty), false)))
            }
            KeySpec::PrimaryKey(_) => None,
        };
        let attributes = spec.attributes.iter().map(|it| (it.name, it.ty));
        Self(id.into_iter().chain(constants(attributes, selected)).collect())
    }

    /// Returns the columns of an edge type.
    pub(crate) fn of_edges(spec: &EdgeSpec) -> Self {
        let pairs = spec.pairs.iter().map(|pair| (pair.from, pair.to));
        let attributes = spec.attributes.iter().map(|it| (it.name, it.ty));
        Self(ends(pairs).chain(constants(attributes, &[])).collect())
    }

    /// Returns the columns of a vertex type of a live schema.
    pub(crate) fn of_named_vertices(
        ty: &model::VertexType,
        tuples: &[model::TupleType],
        selected: &[&str],
    ) -> Self {
        let id = match &ty.key {
            model::PrimaryKey::PrimaryId { name, ty, .. } => {
                Some((Origin::Id, Field::new(name, key_type(*ty), false)))
            }
            model::PrimaryKey::Attributes(_) => None,
        };
        let attributes = named(&ty.attributes, tuples, selected);
        Self(id.into_iter().chain(attributes).collect())
    }

    /// Returns the columns of an edge type of a live schema.
    pub(crate) fn of_named_edges(
        ty: &model::EdgeType,
        tuples: &[model::TupleType],
        selected: &[&str],
    ) -> Self {
        let pairs = ty.pairs.iter().map(|pair| (pair.from.as_str(), pair.to.as_str()));
        Self(ends(pairs).chain(named(&ty.attributes, tuples, selected)).collect())
    }

    /// Returns the columns of these names, in their order.
    pub(crate) fn only(&self, names: &[&str]) -> Self {
        let find = |name: &&str| self.0.iter().find(|(_, field)| field.name() == name).cloned();
        Self(names.iter().filter_map(find).collect())
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self.0.iter().map(|(_, field)| field.clone()).collect();
        SchemaRef::new(Schema::new(fields))
    }
}

fn constants<'a>(
    attributes: impl Iterator<Item = (&'static str, AttributeType)> + 'a,
    selected: &'a [&str],
) -> impl Iterator<Item = (Origin, Field)> + 'a {
    // Answers never have vectors.
    let listed = attributes.filter(move |(name, ty)| {
        !matches!(ty, AttributeType::Vector(_)) && (selected.is_empty() || selected.contains(name))
    });
    listed.map(|(name, ty)| (Origin::Attribute, field(name, constant_type(ty))))
}

fn named<'a>(
    attributes: &'a [model::Attribute],
    tuples: &'a [model::TupleType],
    selected: &'a [&str],
) -> impl Iterator<Item = (Origin, Field)> + 'a {
    let listed = attributes
        .iter()
        .filter(move |it| selected.is_empty() || selected.contains(&it.name.as_str()));
    listed.map(|it| (Origin::Attribute, field(&it.name, model_type(&it.ty, tuples))))
}

/// A FIXED_BINARY that was never written has no value of its size.
fn field(name: &str, ty: DataType) -> Field {
    let is_nullable = matches!(ty, DataType::FixedSizeBinary(_));
    Field::new(name, ty, is_nullable)
}

/// Returns the columns of the ends: their ids, and their types where there are several.
fn ends<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> impl Iterator<Item = (Origin, Field)> {
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for (from_type, to_type) in pairs {
        from.push(from_type);
        to.push(to_type);
    }
    let has_several = |types: Vec<&str>| types.iter().any(|other| *other != types[0]);
    let (from_type, to_type) = (has_several(from), has_several(to));
    let column = |origin, name: &str| (origin, Field::new(name, DataType::Utf8, false));
    [
        Some(column(Origin::From, "from")),
        from_type.then(|| column(Origin::FromType, "from_type")),
        Some(column(Origin::To, "to")),
        to_type.then(|| column(Origin::ToType, "to_type")),
    ]
    .into_iter()
    .flatten()
}

/// The rows of the next batch.
pub(crate) struct BatchRows {
    columns: Vec<(Origin, Field)>,
    schema: SchemaRef,
    builders: Vec<Box<dyn ArrayBuilder>>,
    rows: usize,
    max_rows: usize,
    bytes: usize,
}

impl BatchRows {
    pub(crate) fn new(columns: Columns, max_rows: usize) -> Self {
        let schema = columns.schema();
        // Builders grow with the rows: a large maximum does not take memory by itself.
        let builders = columns.0.iter().map(|(_, field)| make_builder(field.data_type(), 0));
        let builders = builders.collect();
        Self { columns: columns.0, schema, builders, rows: 0, max_rows, bytes: 0 }
    }

    /// Adds a row, whose ends are exchanged if it is `turned`, and returns the batch if this was
    /// its last row.
    pub(crate) fn add(
        &mut self,
        row: &mut Row<'_>,
        turned: bool,
    ) -> Result<Option<RecordBatch>, DecodeError> {
        // A row that has not arrived as a whole is read again: nothing of it may be added.
        row.clone().close()?;
        let Self { columns, builders, .. } = self;
        for ((origin, field), builder) in columns.iter().zip(builders) {
            let (ty, builder) = (field.data_type(), builder.as_mut());
            let text = match origin {
                Origin::Attribute => {
                    let missing = || DecodeError::mismatch("a value", "none");
                    let name = field.name();
                    let json = row.raw(name)?.ok_or_else(missing);
                    let added = json.and_then(|json| {
                        self.bytes += json.len();
                        append(builder, ty, &mut Decoder::new(json))
                    });
                    added.map_err(|error| error.in_attribute(name))?;
                    continue;
                }
                Origin::Id => row.vertex_id()?,
                Origin::From | Origin::To if turned != (*origin == Origin::To) => row.target()?.1,
                Origin::From | Origin::To => row.source()?.1,
                Origin::FromType | Origin::ToType if turned != (*origin == Origin::ToType) => {
                    row.target()?.0
                }
                Origin::FromType | Origin::ToType => row.source()?.0,
            };
            self.bytes += text.len();
            append_text(builder, ty, &text)?;
        }
        self.rows += 1;
        if self.rows < self.max_rows && self.bytes < MAX_BYTES {
            return Ok(None);
        }
        self.finish()
    }

    /// Returns the rows since the last batch; `None` if there are none.
    pub(crate) fn finish(&mut self) -> Result<Option<RecordBatch>, DecodeError> {
        if self.rows == 0 {
            return Ok(None);
        }
        (self.rows, self.bytes) = (0, 0);
        let arrays: Vec<ArrayRef> = self.builders.iter_mut().map(ArrayBuilder::finish).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays);
        batch.map(Some).map_err(|error| DecodeError::mismatch("a batch", error.to_string()))
    }
}
