//! The names in WHERE and ORDER BY of a data statement: attributes, which an alias or the name of
//! a type can precede.

use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::query::DataTarget;

use super::condition::Subject;
use super::rows::Row;
use crate::store::{
    EdgeShape, EdgeView, Field, Graphs, KeyShape, Schema, Value, ValueType, VertexShape,
    VertexTypeId,
};

/// The types of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum RowType {
    Vertex(VertexTypeId),
    Edge { from: VertexTypeId, view: EdgeView, to: VertexTypeId },
}

impl RowType {
    pub(super) fn of(row: &Row<'_>) -> Self {
        match row {
            Row::Vertex(at) => Self::Vertex(at.ty),
            Row::Edge(from, edge) => {
                Self::Edge { from: from.ty, view: edge.view, to: edge.other.ty }
            }
        }
    }

    /// Returns what a name means for rows of these types.
    pub(super) fn subject(
        self,
        schema: &Schema,
        target: &DataTarget,
        alias: Option<&str>,
        name: &str,
    ) -> Result<(Subject, ValueType), String> {
        let is = |given: &Option<Name>| given.as_ref().map(|it| it.value.as_str()) == alias;
        let found = match (self, &target.edge, alias) {
            (Self::Vertex(ty), _, None) => vertex_subject(schema.vertex(ty), name),
            (Self::Vertex(ty), ..) if is(&target.alias) || is(&target.vertex) => {
                vertex_subject(schema.vertex(ty), name)
            }
            (Self::Edge { view, .. }, _, None) => edge_subject(schema.edge(view.ty), name),
            (Self::Edge { from, view, to }, Some(step), _) => {
                let source = || vertex_subject(schema.vertex(from), name).map(from_end);
                let other = || vertex_subject(schema.vertex(to), name).map(to_end);
                match () {
                    () if is(&step.alias) => edge_subject(schema.edge(view.ty), name),
                    () if is(&target.alias) => source(),
                    () if is(&step.to_alias) => other(),
                    () if is(&step.edge) => edge_subject(schema.edge(view.ty), name),
                    () if is(&target.vertex) => source(),
                    () if is(&step.to) => other(),
                    () => return Err(no_alias(alias)),
                }
            }
            _ => return Err(no_alias(alias)),
        };
        found.ok_or_else(|| format!("The attribute {name} does not exist."))
    }
}

impl Row<'_> {
    pub(super) fn get(&self, graphs: &Graphs, subject: Subject) -> Value {
        let id = |at| graphs.vertex(at).map_or_else(|| Value::text(""), |it| Value::text(&it.id));
        let field = |at, field| match graphs.vertex(at) {
            Some(vertex) => vertex.get(field).into_owned(),
            None => Value::text(""),
        };
        match (self, subject) {
            (Row::Vertex(at), Subject::Field(it)) => field(*at, it),
            (Row::Vertex(at), _) => id(*at),
            (Row::Edge(_, edge), Subject::Field(it)) => edge.get(it).into_owned(),
            (Row::Edge(from, _), Subject::Id) => id(*from),
            (Row::Edge(from, _), Subject::From(it)) => field(*from, it),
            (Row::Edge(_, edge), Subject::OtherId) => id(edge.other),
            (Row::Edge(_, edge), Subject::To(it)) => field(edge.other, it),
        }
    }
}

fn from_end((subject, ty): (Subject, ValueType)) -> (Subject, ValueType) {
    let subject = match subject {
        Subject::Field(field) => Subject::From(field),
        id => id,
    };
    (subject, ty)
}

fn to_end((subject, ty): (Subject, ValueType)) -> (Subject, ValueType) {
    let subject = match subject {
        Subject::Field(field) => Subject::To(field),
        _ => Subject::OtherId,
    };
    (subject, ty)
}

fn no_alias(alias: Option<&str>) -> String {
    format!("The alias {} is not in FROM.", alias.unwrap_or_default())
}

fn vertex_subject(shape: &VertexShape, name: &str) -> Option<(Subject, ValueType)> {
    if let Some(field) = shape.field(name) {
        return Some((Subject::Field(field), shape.field_type(field)));
    }
    let is_id = name.eq_ignore_ascii_case("primary_id")
        || matches!(&shape.key, KeyShape::Id { name: id, .. } if id == name);
    is_id.then_some(match &shape.key {
        KeyShape::Id { ty, .. } => (Subject::Field(Field::Id(*ty)), ValueType::of_key(*ty)),
        KeyShape::Columns(columns) => match &columns[..] {
            [(at, _)] => (Subject::Field(Field::Column(*at)), shape.columns[*at].ty.clone()),
            _ => (Subject::Id, ValueType::Text(None)),
        },
    })
}

fn edge_subject(shape: &EdgeShape, name: &str) -> Option<(Subject, ValueType)> {
    let text = ValueType::Text(None);
    match name.to_ascii_lowercase().as_str() {
        "from_id" => Some((Subject::Id, text)),
        "to_id" => Some((Subject::OtherId, text)),
        _ => {
            let at = shape.column(name)?;
            Some((Subject::Field(Field::Column(at)), shape.columns[at].ty.clone()))
        }
    }
}
