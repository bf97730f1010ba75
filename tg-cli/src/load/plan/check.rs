//! Checks a mapping against the live schema and the columns of a file.

use std::ops::Range;

use tg_gsql::model::{self, AttributeType, Catalog, EdgeType, ElementType, KeyType, VertexType};
use tg_gsql::suggest::nearest;
use tg_runtime::value::Encoder;

use super::{Attribute, EdgePlan, Id, Part, Piece, Plan, Source, Value, VertexPlan};
use crate::load::condition::{self, Condition};
use crate::load::convert::{Conversion, NO_BINARY, NO_TUPLES, Target, problem_of_format};
use crate::load::format::{Format, Kind};
use crate::load::mapping::{self, EndSpec, FileSpec, Name, Problems, TypeSpec, ValueSpec};
use crate::load::record::{Column, Field};
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
        Kind::JsonLines => against.format.nulls.clone(),
    };
    let mut plan = Plan { condition, vertices, edges, nulls, unused: Vec::new() };
    let used = plan.used();
    // A column is also used by a path into it.
    let is_used = |name: &str| {
        let path = format!("{name}.");
        used.contains(name)
            || against.format.kind == Kind::JsonLines && used.iter().any(|it| it.starts_with(&path))
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
        let ty = self.vertex_type(&spec.name)?;
        let id = self.id_of(ty, spec);
        let names: Vec<_> = ty.key_parts().map(|(name, _)| name.to_owned()).collect();
        let attributes = ty.attributes.iter().filter(|it| !ty.is_key(&it.name));
        let attributes = attributes.map(|it| (&it.name, Target::Attribute(it.ty.clone())));
        let vectors = ty.vectors.iter().map(|it| (&it.name, Target::Vector(it.dimension)));
        let targets: Vec<_> = attributes.chain(vectors).collect();
        let condition = self.condition(spec.condition.as_ref());
        let (attributes, unset) = self.attributes(spec, &targets, &names);
        let name = String::leak(ty.name.clone());
        Some(VertexPlan { name, condition, id: id?, attributes, unset })
    }

    fn edge(&mut self, spec: &TypeSpec, vertices: &[VertexPlan]) -> Option<EdgePlan> {
        let ty = self.edge_type(&spec.name)?;
        let targets: Vec<_> =
            ty.attributes.iter().map(|it| (&it.name, Target::Attribute(it.ty.clone()))).collect();
        let condition = self.condition(spec.condition.as_ref());
        let (mut attributes, unset) = self.attributes(spec, &targets, &[]);
        for part in ty.discriminator() {
            let own = attributes.iter_mut().filter(|it| it.name == part.name);
            own.for_each(|it| it.is_required = true);
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

    /// Returns the end of an edge: the given one, the vertex of the row, or a column that has the
    /// name of the end.
    fn end(
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
    fn id_of(&mut self, vertex: &VertexType, spec: &TypeSpec) -> Option<Id> {
        let mut parts = Vec::new();
        let mut is_whole = true;
        for (name, ty) in vertex.key_parts() {
            let given = spec.values.iter().find(|(given, _)| given.text == name);
            let by_name = || {
                let column = same_name(name, self.against.columns.iter())?;
                Some(ValueSpec::template(template::of_column(column)))
            };
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
    fn given_id(&mut self, vertex: &VertexType, end: &EndSpec) -> Option<Id> {
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
            let value = self.value(value, name, &Target::Attribute((*ty).into()));
            parts.extend(value.map(|value| Part { name: (*name).to_owned(), ty: *ty, value }));
        }
        (parts.len() == key.len()).then(|| Id { vertex: String::leak(vertex.name.clone()), parts })
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
                if let Target::Attribute(ty) = target
                    && (ty.tuple().is_some() || matches!(ty, AttributeType::FixedBinary(_)))
                {
                    return None;
                }
                let column = same_name(name, self.against.columns.iter())?;
                Some(ValueSpec::template(template::of_column(column)))
            };
            match given.map(|(_, value)| value.clone()).or_else(by_name) {
                Some(value) => {
                    let value = self.value(&value, name, target);
                    let (name, target) = ((*name).clone(), target.clone());
                    let is_required = false;
                    let attribute = |value| Attribute { name, target, value, is_required };
                    attributes.extend(value.map(attribute));
                }
                None => unset.push((*name).clone()),
            }
        }
        (attributes, unset)
    }

    fn value(&mut self, spec: &ValueSpec, name: &str, target: &Target) -> Option<Value> {
        let before = self.problems.count();
        let place = spec.span.clone();
        let conversion = self.conversion(spec, name, target);
        let source = match &spec.source {
            mapping::Source::Constant(text) => Source::Constant(text.clone()),
            mapping::Source::Condition(text) => {
                if *target != Target::Attribute(AttributeType::Bool) {
                    let message = format!("a condition is a BOOL, and `{name}` is {target}");
                    self.problems.add(place.clone(), message);
                }
                let name = Name { text: text.clone(), span: place.clone() };
                Source::Condition(self.condition(Some(&name))?)
            }
            mapping::Source::Template(text) => self.template(text, &place)?,
        };
        let constants = spec.default.iter().map(|default| default.text.as_str());
        let constant = match &source {
            Source::Constant(text) => Some(text.as_str()),
            _ => None,
        };
        for text in constants.chain(constant) {
            if let Err(problem) = probe(&conversion, target, text) {
                let columns = self.against.columns.iter();
                let message = match same_name(text, columns) {
                    Some(column) => {
                        let template = template::of_column(column);
                        format!("`{name}`: {problem}; the column is \"{template}\", in braces")
                    }
                    None => format!("`{name}` is {target}: {problem}"),
                };
                self.problems.add(place.clone(), message);
            }
        }
        let default = spec.default.as_ref().map(|it| it.text.clone());
        (self.problems.count() == before).then_some(Value { source, default, conversion })
    }

    fn conversion(&mut self, spec: &ValueSpec, name: &str, target: &Target) -> Conversion {
        let ty = match target {
            Target::Attribute(ty) => Some(ty),
            Target::Vector(_) => None,
        };
        let problem = match ty {
            Some(AttributeType::FixedBinary(_)) => Some(NO_BINARY),
            Some(ty) if ty.tuple().is_some() => Some(NO_TUPLES),
            _ => None,
        };
        if let Some(problem) = problem {
            self.problems.add(spec.span.clone(), format!("`{name}` is {target}: {problem}"));
        }
        let is_date = ty.is_some_and(has_dates);
        if let Some(date) = &spec.date
            && !is_date
        {
            let message = format!("`date` is for DATETIME, and `{name}` is {target}");
            self.problems.add(date.span.clone(), message);
        }
        let date = spec.date.as_ref().or(self.spec.date.as_ref()).filter(|_| is_date);
        if let Some(date) = date
            && let Some(problem) = problem_of_format(&date.text)
        {
            self.problems.add(date.span.clone(), format!("`{}`: {problem}", date.text));
        }
        let is_map = matches!(ty, Some(AttributeType::Map(..)));
        let is_list = matches!(ty, None | Some(AttributeType::List(_) | AttributeType::Set(_)));
        if spec.split.is_some() && !is_list && !is_map {
            let message = format!("`split` is for LIST, SET and MAP, and `{name}` is {target}");
            self.problems.add(spec.span.clone(), message);
        }
        if spec.pairs.is_some() && !is_map {
            let message = format!("`pairs` is for MAP, and `{name}` is {target}");
            self.problems.add(spec.span.clone(), message);
        }
        let common = self.spec.split.as_ref().filter(|_| is_list || is_map);
        let split = spec.split.as_ref().or(common).cloned();
        Conversion {
            date: date.map(|date| date.text.clone()),
            has_decimal_comma: spec.has_decimal_comma.unwrap_or(self.spec.has_decimal_comma),
            split: split.filter(|split| !split.is_empty()),
            pairs: spec.pairs.clone().filter(|pairs| !pairs.is_empty()),
        }
    }

    fn template(&mut self, text: &str, place: &Range<usize>) -> Option<Source> {
        let pieces = match template::parse(text) {
            Ok(pieces) => pieces,
            Err(problem) => {
                self.problems.add(place.clone(), problem);
                return None;
            }
        };
        if let [template::Piece::Text(constant)] = pieces.as_slice() {
            if self.against.columns.contains(constant) {
                let template = template::of_column(constant);
                let message = format!(
                    "\"{constant}\" is a constant text; the column is \"{template}\", in braces"
                );
                self.problems.add(place.clone(), message);
            }
            return Some(Source::Constant(constant.clone()));
        }
        let pieces = pieces.into_iter().map(|piece| match piece {
            template::Piece::Text(text) => Some(Piece::Text(text)),
            template::Piece::Column(name) => self.column(name, place).map(Piece::Column),
        });
        let pieces: Option<Vec<_>> = pieces.collect::<Vec<_>>().into_iter().collect();
        Some(match <[Piece; 1]>::try_from(pieces?) {
            Ok([Piece::Column(column)]) => Source::Column(column),
            Ok(pieces) => Source::Template(pieces.into()),
            Err(pieces) => Source::Template(pieces),
        })
    }

    fn condition(&mut self, spec: Option<&Name>) -> Option<Condition> {
        let spec = spec?;
        match condition::parse(&spec.text) {
            Ok(condition) => {
                let mut is_known = true;
                let condition = condition.map(|name| {
                    let column = self.column(&name, &spec.span);
                    is_known &= column.is_some();
                    column.unwrap_or(Column { name, index: 0 })
                });
                is_known.then_some(condition)
            }
            Err(problem) => {
                self.problems.add(spec.span.clone(), problem);
                None
            }
        }
    }

    fn column(&mut self, name: &str, place: &Range<usize>) -> Option<Column> {
        let columns = self.against.columns;
        let mut indexes = (0..columns.len()).filter(|index| columns[*index] == name);
        let column = |index| Some(Column { name: name.to_owned(), index });
        match (indexes.next(), indexes.next()) {
            (Some(index), None) => column(index),
            (Some(_), Some(_)) => {
                let advice = self.other_names();
                let file = self.against.file;
                let message = format!("{file} has several columns `{name}`; {advice}");
                self.problems.add(place.clone(), message);
                None
            }
            // A key may be missing in the first rows, or be a path into nested objects.
            (None, _) if self.against.format.kind == Kind::JsonLines => column(columns.len()),
            (None, _) => {
                let near = same_name(name, columns.iter()).map(String::as_str);
                let near = near.or_else(|| nearest(name, columns.iter().map(String::as_str)));
                let advice = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => self.columns(),
                };
                let message = format!("{} has no column `{name}`; {advice}", self.against.file);
                self.problems.add(place.clone(), message);
                None
            }
        }
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

    fn unknown(&mut self, name: &Name, message: String, known: Vec<&str>) {
        let advice = match nearest(&name.text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "it has none".to_owned(),
            None => format!("it has {}", known.join(", ")),
        };
        self.problems.add(name.span.clone(), format!("{message}; {advice}"));
    }

    /// Returns how a value is given.
    fn how(&self, name: &str) -> String {
        if self.against.is_of_flags {
            format!("`--set '{name}={{COLUMN}}'`")
        } else {
            format!("`{name} = \"{{COLUMN}}\"`")
        }
    }

    /// Returns how columns get other names than those of the header.
    fn other_names(&self) -> String {
        let condition = match self.against.columns.first().map_or("", String::as_str) {
            "" => "A is not null".to_owned(),
            first => format!("A <> '{first}'"),
        };
        match (self.against.format.has_header, self.against.is_of_flags) {
            (false, _) => "give each another name".to_owned(),
            (true, true) => format!(
                "give each another name by `--columns A,B,..`, and leave out the header by \
                 `--where \"{condition}\"`"
            ),
            (true, false) => format!(
                "give each another name by `columns = [\"A\", \"B\", ..]`, and leave out the \
                 header by `where = \"{condition}\"`"
            ),
        }
    }

    /// Returns the form of a composite id.
    fn id_form(&self, vertex: &VertexType) -> String {
        let columns = vertex.key_parts().map(|(name, _)| template::of_column(name));
        if self.against.is_of_flags {
            format!("'{}'", columns.collect::<Vec<_>>().join(","))
        } else {
            let columns: Vec<_> = columns.map(|it| format!("\"{it}\"")).collect();
            format!("[{}]", columns.join(", "))
        }
    }

    fn columns(&self) -> String {
        let file = self.against.file;
        let Format { kind, comment, .. } = self.against.format;
        match self.against.columns {
            [] => format!("{file} is empty"),
            [first, ..] if first.starts_with('#') && *kind == Kind::Csv && comment.is_none() => {
                let how =
                    if self.against.is_of_flags { "`--comment '#'`" } else { "`comment = \"#\"`" };
                format!("{file} begins with `#`: if its first line is a comment, add {how}")
            }
            [only] => format!("the only column of {file} is {only}; is the delimiter another one?"),
            columns => format!("the columns of {file} are {}", columns.join(", ")),
        }
    }
}

/// Converts a text, to find out if it fits the type.
fn probe(conversion: &Conversion, target: &Target, text: &str) -> Result<(), String> {
    conversion.write(&mut Encoder::new(), "", target, &Field::of(text))
}

fn has_dates(ty: &AttributeType) -> bool {
    match ty {
        AttributeType::DateTime => true,
        AttributeType::List(element) | AttributeType::Set(element) => {
            *element == ElementType::DateTime
        }
        AttributeType::Map(key, element) => {
            *key == model::MapKeyType::DateTime || *element == ElementType::DateTime
        }
        _ => false,
    }
}
