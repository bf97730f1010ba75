//! Checks a mapping against the live schema and the columns of a file.

mod columns;
mod ends;
mod values;

use tg_gsql::model::{AttributeType, Catalog, EdgeType, VertexType};

use super::{Attribute, EdgePlan, Plan, VertexPlan};
use crate::load::convert::Target;
use crate::load::format::{Format, Kind};
use crate::load::mapping::{self, FileSpec, Name, Problems, TypeSpec, ValueSpec};
use crate::load::template;

/// The parts that a mapping is checked against.
#[derive(Clone, Copy)]
pub(in crate::load) struct Against<'a> {
    pub(in crate::load) catalog: &'a Catalog,
    pub(in crate::load) graph: &'a str,
    pub(in crate::load) format: &'a Format,
    /// The name of the file.
    pub(in crate::load) file: &'a str,
    pub(in crate::load) columns: &'a [String],
    /// `true` if the mapping is of flags.
    pub(in crate::load) is_of_flags: bool,
}

/// Checks the mapping of a file. Without problems, the plan is whole.
pub(in crate::load) fn check(
    spec: &FileSpec,
    against: Against<'_>,
    problems: &mut Problems,
) -> Plan {
    let mut check = Check { spec, against, problems };
    let condition = check.condition(spec.condition.as_ref());
    let vertices: Vec<_> = spec.vertices.iter().filter_map(|it| check.vertex(it)).collect();
    let edges = spec.edges.iter().filter_map(|it| check.edge(it, &vertices)).collect();
    let nulls = match against.format.kind {
        Kind::Csv => Vec::new(),
        Kind::JsonLines | Kind::Parquet => against.format.nulls.clone(),
    };
    let mut plan = Plan { condition, vertices, edges, nulls, unused: Vec::new() };
    let used = plan.used();
    // A column is also used by a path into it.
    let is_used = |name: &str| {
        let path = format!("{name}.");
        used.contains(name)
            || against.format.kind != Kind::Csv && used.iter().any(|it| it.starts_with(&path))
    };
    let unused = against.columns.iter().filter(|name| !is_used(name)).cloned().collect();
    plan.unused = unused;
    plan
}

/// Returns the name among `names` that is the same but for case and separators, if there is one.
pub(in crate::load) fn same_name<'a>(
    name: &str,
    names: impl Iterator<Item = &'a String> + Clone,
) -> Option<&'a String> {
    fn plain(name: &str) -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    }
    if let Some(exact) = names.clone().find(|it| *it == name) {
        return Some(exact);
    }
    let plain_name = plain(name);
    let mut same = names.filter(|it| plain(it) == plain_name);
    same.next().filter(|_| same.next().is_none() && !plain_name.is_empty())
}

struct Check<'a> {
    spec: &'a FileSpec,
    against: Against<'a>,
    problems: &'a mut Problems,
}

impl<'a> Check<'a> {
    fn vertex(&mut self, spec: &TypeSpec) -> Option<VertexPlan> {
        let Some(ty) = self.vertex_type(&spec.name) else { return self.look_at_columns(spec) };
        let id = self.id_of(ty, spec);
        let names: Vec<_> = ty.key_parts().map(|(name, _)| name.to_owned()).collect();
        let attributes = ty.attributes.iter().filter(|it| !ty.is_key(&it.name));
        let attributes = attributes.map(|it| (&it.name, self.target(&it.ty)));
        let vectors = ty.vectors.iter().map(|it| (&it.name, Target::Vector(it.dimension)));
        let targets: Vec<_> = attributes.chain(vectors).collect();
        let condition = self.condition(spec.condition.as_ref());
        let (attributes, unset) = self.attributes(spec, &targets, &names);
        let name = String::leak(ty.name.clone());
        Some(VertexPlan { name, condition, id: id?, attributes, unset })
    }

    fn edge(&mut self, spec: &TypeSpec, vertices: &[VertexPlan]) -> Option<EdgePlan> {
        let Some(ty) = self.edge_type(&spec.name) else { return self.look_at_columns(spec) };
        let targets: Vec<_> =
            ty.attributes.iter().map(|it| (&it.name, self.target(&it.ty))).collect();
        let condition = self.condition(spec.condition.as_ref());
        let (mut attributes, unset) = self.attributes(spec, &targets, &[]);
        for part in ty.discriminator() {
            let own = attributes.iter_mut().filter(|it| it.name == part.name);
            for own in own {
                own.is_required = true;
                if own.operator.is_some() {
                    let value = spec.values.iter().find(|(name, _)| name.text == part.name);
                    self.no_operator(value.map(|(_, value)| value), &part.name);
                }
            }
            if unset.contains(&part.name) {
                let (name, edge) = (&part.name, &ty.name);
                let message = format!(
                    "`{name}` is part of the discriminator of `{edge}` and needs a value: {}",
                    self.how(name)
                );
                self.problems.add(spec.name.span.clone(), message);
            }
        }
        let from = self.end(ty, spec, "from", vertices, None);
        let to = self.end(ty, spec, "to", vertices, from.as_ref());
        let (from, to) = (from?, to?);
        if !ty.joins(from.vertex, to.vertex) {
            let pairs: Vec<_> =
                ty.pairs.iter().map(|pair| format!("{} to {}", pair.from, pair.to)).collect();
            let message = format!(
                "`{}` does not go from `{}` to `{}`, it goes from {}",
                ty.name,
                from.vertex,
                to.vertex,
                pairs.join(", or from ")
            );
            self.problems.add(spec.name.span.clone(), message);
        }
        let name = String::leak(ty.name.clone());
        Some(EdgePlan { name, condition, from, to, attributes, unset })
    }

    fn target(&self, ty: &AttributeType) -> Target {
        match ty.tuple().and_then(|name| self.against.catalog.tuple(name)) {
            Some(tuple) => Target::Tuples(ty.clone(), tuple.clone()),
            None => Target::Attribute(ty.clone()),
        }
    }

    /// Returns the attributes with a value, and the names of the others.
    fn attributes(
        &mut self,
        spec: &TypeSpec,
        targets: &[(&String, Target)],
        key: &[String],
    ) -> (Vec<Attribute>, Vec<String>) {
        let known = || targets.iter().map(|(known, _)| *known).chain(key).map(String::as_str);
        for (index, (name, _)) in spec.values.iter().enumerate() {
            if !known().any(|known| known == name.text) {
                let (of, name_text) = (&spec.name.text, &name.text);
                let message = format!("`{of}` has no attribute `{name_text}`");
                self.unknown(name, message, known().collect());
            }
            if spec.values[..index].iter().any(|(before, _)| before.text == name.text) {
                self.problems.add(name.span.clone(), format!("`{}` is set twice", name.text));
            }
        }
        let (mut attributes, mut unset) = (Vec::new(), Vec::new());
        for (name, target) in targets {
            let given = spec.values.iter().find(|(given, _)| given.text == **name);
            let by_name = || {
                let column = same_name(name, self.against.columns.iter())?;
                Some(ValueSpec::template(template::of_column(column)))
            };
            match given.map(|(_, value)| value.clone()).or_else(by_name) {
                Some(value) => {
                    let operator = self.operator(&value, name, target);
                    let value = self.value(&value, name, target);
                    let (name, target) = ((*name).clone(), target.clone());
                    let attribute =
                        |value| Attribute { name, target, value, operator, is_required: false };
                    attributes.extend(value.map(attribute));
                }
                None => unset.push((*name).clone()),
            }
        }
        (attributes, unset)
    }

    /// Reports the columns that do not exist of a type that is not known. Returns nothing.
    fn look_at_columns<T>(&mut self, spec: &TypeSpec) -> Option<T> {
        self.condition(spec.condition.as_ref());
        let ends = spec.from.iter().chain(&spec.to).flat_map(|end| &end.parts);
        let values = ends.map(|(_, value)| value).chain(spec.values.iter().map(|(_, it)| it));
        for ValueSpec { source, span, .. } in values {
            match source {
                mapping::Source::Template(text) => _ = self.template(text, span),
                mapping::Source::Condition(text) => {
                    let name = Name { text: text.clone(), span: span.clone() };
                    self.condition(Some(&name));
                }
                mapping::Source::Constant(_) => {}
            }
        }
        None
    }

    fn vertex_type(&mut self, name: &Name) -> Option<&'a VertexType> {
        let Against { catalog, graph, .. } = self.against;
        let found = catalog.vertex(graph, &name.text);
        if found.is_none() {
            let types = catalog.vertices_of(graph).map(|it| it.name.as_str());
            let message = format!("`{graph}` has no vertex type `{}`", name.text);
            self.unknown(name, message, types.collect());
        }
        found
    }

    fn edge_type(&mut self, name: &Name) -> Option<&'a EdgeType> {
        let Against { catalog, graph, .. } = self.against;
        let found = catalog.edge(graph, &name.text);
        if found.is_none() {
            let types = catalog.edges_of(graph).map(|it| it.name.as_str());
            let mut message = format!("`{graph}` has no edge type `{}`", name.text);
            if let Some(forward) = catalog.edge_by_reverse(graph, &name.text) {
                message += &format!(" to load: it is the reverse of `{}`", forward.name);
            }
            self.unknown(name, message, types.collect());
        }
        found
    }
}
