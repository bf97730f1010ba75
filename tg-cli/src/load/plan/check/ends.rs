//! The ids of vertices, and the ends of edges.

use tg_gsql::model::{EdgeType, KeyType, VertexType};
use tg_gsql::suggest::nearest;

use super::{Check, same_name};
use crate::load::convert::Target;
use crate::load::mapping::{self, EndSpec, TypeSpec, ValueSpec};
use crate::load::plan::{Id, Part, Source, VertexPlan};
use crate::load::template;

impl Check<'_> {
    /// Returns the end of an edge: the given one, the vertex of the row, or a column that has the
    /// name of the end.
    pub(super) fn end(
        &mut self,
        edge: &EdgeType,
        spec: &TypeSpec,
        end: &'static str,
        vertices: &[VertexPlan],
        from: Option<&Id>,
    ) -> Option<Id> {
        let given = if end == "from" { &spec.from } else { &spec.to };
        let mut types: Vec<&str> = Vec::new();
        for pair in &edge.pairs {
            let (near, far) =
                if end == "from" { (&pair.from, &pair.to) } else { (&pair.to, &pair.from) };
            let fits = |opposite: &str| from.is_none_or(|from| from.vertex == opposite);
            if fits(far) && !types.contains(&near.as_str()) {
                types.push(near);
            }
        }
        if let Some(given) = given {
            let vertex = match (&given.vertex, types.as_slice()) {
                (Some(name), _) => self.vertex_type(name)?,
                (None, [only]) => self.against.catalog.vertex(self.against.graph, only)?,
                (None, types) => {
                    let message = format!(
                        "`{}` has several types at this end: add `vertex`, one of {}",
                        edge.name,
                        types.join(", ")
                    );
                    self.problems.add(given.span.clone(), message);
                    return None;
                }
            };
            let column = self.against.columns.iter().find(|column| *column == end);
            if let (true, Some(column)) = (given.parts.is_empty(), column) {
                let key: Vec<_> = vertex.key_parts().collect();
                return self.whole_id(vertex, &key, column);
            }
            return self.given_id(vertex, given);
        }
        let is_given_from = spec.from.is_some();
        let fits = |it: &&VertexPlan| {
            types.contains(&it.name)
                && (end == "from" || is_given_from || from.is_some_and(|id| id.vertex != it.name))
        };
        let mut own = vertices.iter().filter(fits);
        if let (Some(vertex), None) = (own.next(), own.next()) {
            return Some(vertex.id.clone());
        }
        if let [only] = types.as_slice()
            && let Some(vertex) = self.against.catalog.vertex(self.against.graph, only)
        {
            let key: Vec<(&str, KeyType)> = vertex.key_parts().collect();
            // A column that is named like the vertex may be one part of a composite key.
            let mut names = vec![end.to_owned()];
            if let [(key, _)] = key.as_slice() {
                names.extend([vertex.name.clone(), format!("{only}_{key}")]);
            }
            let columns = || self.against.columns.iter();
            let column = names.iter().find_map(|name| same_name(name, columns()));
            if let Some(column) = column.cloned() {
                return self.whole_id(vertex, &key, &column);
            }
        }
        let only = match types.as_slice() {
            [only] => self.against.catalog.vertex(self.against.graph, only),
            _ => None,
        };
        let form = only.filter(|vertex| vertex.has_composite_key()).map(|it| self.id_form(it));
        let how = match (self.against.is_of_flags, form) {
            (true, form) => format!("`--{end} {}`", form.as_deref().unwrap_or("'{COLUMN}'")),
            (false, form) => format!("`{end} = {}`", form.as_deref().unwrap_or("\"{COLUMN}\"")),
        };
        let message = format!(
            "the rows do not name the end `{end}` of `{}`, a `{}`: write {how}; {}",
            edge.name,
            types.join("` or `"),
            self.columns()
        );
        self.problems.add(spec.name.span.clone(), message);
        None
    }

    /// Returns the id that a column has as the server spells it: the parts of a composite key are
    /// joined by commas.
    fn whole_id(
        &mut self,
        vertex: &VertexType,
        key: &[(&str, KeyType)],
        column: &str,
    ) -> Option<Id> {
        let spec = ValueSpec::template(template::of_column(column));
        let mut parts = Vec::new();
        for (index, (name, ty)) in key.iter().enumerate() {
            let mut value = self.value(&spec, name, &Target::Attribute((*ty).into()))?;
            value.source = match value.source {
                Source::Column(column) if key.len() > 1 => {
                    Source::Part { column, index, of: key.len() }
                }
                whole => whole,
            };
            parts.push(Part { name: (*name).to_owned(), ty: *ty, value });
        }
        Some(Id { vertex: String::leak(vertex.name.clone()), parts })
    }

    /// Returns the id of the vertex of a row.
    pub(super) fn id_of(&mut self, vertex: &VertexType, spec: &TypeSpec) -> Option<Id> {
        let mut parts = Vec::new();
        let mut is_whole = true;
        for (name, ty) in vertex.key_parts() {
            let given = spec.values.iter().find(|(given, _)| given.text == name);
            let by_name = || {
                let column = same_name(name, self.against.columns.iter())?;
                Some(ValueSpec::template(template::of_column(column)))
            };
            self.no_operator(given.map(|(_, value)| value), name);
            let value = match given.map(|(_, value)| value.clone()).or_else(by_name) {
                Some(value) => self.value(&value, name, &Target::Attribute(ty.into())),
                None => {
                    let near = nearest(name, self.against.columns.iter().map(String::as_str));
                    let near = near.map(|near| format!("did you mean the column `{near}`? "));
                    let message = format!(
                        "the rows do not set the key `{name}` of `{}`; {}write {}; {}",
                        vertex.name,
                        near.unwrap_or_default(),
                        self.how(name),
                        self.columns()
                    );
                    self.problems.add(spec.name.span.clone(), message);
                    None
                }
            };
            is_whole &= value.is_some();
            parts.extend(value.map(|value| Part { name: name.to_owned(), ty, value }));
        }
        is_whole.then(|| Id { vertex: String::leak(vertex.name.clone()), parts })
    }

    /// Returns the id that an end of an edge gives.
    pub(super) fn given_id(&mut self, vertex: &VertexType, end: &EndSpec) -> Option<Id> {
        let key: Vec<(&str, KeyType)> = vertex.key_parts().collect();
        let names: Vec<_> = key.iter().map(|(name, _)| *name).collect();
        let mut values: Vec<Option<&ValueSpec>> = vec![None; key.len()];
        let mut is_known = true;
        // A composite id may be written as the server writes it, with commas.
        let separate = match end.parts.as_slice() {
            [(None, ValueSpec { source: mapping::Source::Template(text), .. })]
                if key.len() > 1 =>
            {
                let value = |text| {
                    (None, ValueSpec { span: end.span.clone(), ..ValueSpec::template(text) })
                };
                Some(template::at_commas(text).into_iter().map(value).collect::<Vec<_>>())
            }
            _ => None,
        };
        let given = separate.as_ref().unwrap_or(&end.parts);
        for (index, (name, value)) in given.iter().enumerate() {
            let index = match name {
                None => Some(index),
                Some(name) => names.iter().position(|known| *known == name.text),
            };
            match index.and_then(|index| values.get_mut(index)) {
                Some(place) => *place = Some(value),
                None => is_known = false,
            }
        }
        if !is_known || values.iter().any(Option::is_none) {
            let message = format!(
                "the key of `{}` is {}: write its parts in their order, such as `{}`",
                vertex.name,
                names.join(", "),
                self.id_form(vertex)
            );
            self.problems.add(end.span.clone(), message);
            return None;
        }
        let mut parts = Vec::new();
        for ((name, ty), value) in key.iter().zip(values.into_iter().flatten()) {
            self.no_operator(Some(value), name);
            let value = self.value(value, name, &Target::Attribute((*ty).into()));
            parts.extend(value.map(|value| Part { name: (*name).to_owned(), ty: *ty, value }));
        }
        (parts.len() == key.len()).then(|| Id { vertex: String::leak(vertex.name.clone()), parts })
    }

    /// Returns the form of a composite id.
    pub(super) fn id_form(&self, vertex: &VertexType) -> String {
        let columns = vertex.key_parts().map(|(name, _)| template::of_column(name));
        if self.against.is_of_flags {
            format!("'{}'", columns.collect::<Vec<_>>().join(","))
        } else {
            let columns: Vec<_> = columns.map(|it| format!("\"{it}\"")).collect();
            format!("[{}]", columns.join(", "))
        }
    }
}
