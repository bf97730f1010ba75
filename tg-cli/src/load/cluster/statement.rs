//! A mapping as statements of a loading job.

use tg_gsql::model::{AttributeType, Catalog, EdgeType, EndpointPair, VertexType};
use tg_gsql::syntax::ast::{
    Destination, EndType, Load, LoadExpr, LoadSource, LoadValue, OptionDecl, Target,
};

use super::expr::{all, at, name, not, text};
use super::value::Columns;
use crate::load::condition::Condition;
use crate::load::convert::Target as Type;
use crate::load::format::{Format, Kind};
use crate::load::plan::{Attribute, EdgePlan, Id, Piece, Plan, Source, VertexPlan};

/// The maximum number of conditions that are values of one vertex or edge: each doubles the number
/// of its destinations.
const MAX_CONDITIONS: usize = 4;

/// Writes the statements of a file, and collects what a loading job cannot do.
pub(super) struct Statement<'a> {
    pub(super) columns: Columns<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) graph: &'a str,
    pub(super) problems: Vec<String>,
}

/// The value of an attribute: an expression, or whether a condition is true.
enum Given<'a> {
    Expr(LoadExpr),
    Condition(&'a Condition),
}

impl<'a> Statement<'a> {
    /// Returns the statement that loads the lines of a variable.
    pub(super) fn load(&mut self, plan: &'a Plan, variable: &str, using: Vec<OptionDecl>) -> Load {
        let common = plan.condition.as_ref().map(|it| self.columns.condition(it));
        let common = common.unwrap_or_default();
        let mut destinations = Vec::new();
        for vertex in &plan.vertices {
            if let Some(ty) = self.catalog.vertex(self.graph, vertex.name) {
                self.vertex(ty, vertex, &common, &mut destinations);
            }
        }
        for edge in &plan.edges {
            if let Some(ty) = self.catalog.edge(self.graph, edge.name) {
                self.edge(ty, edge, &common, &mut destinations);
            }
        }
        Load {
            source: Some(LoadSource::Variable(name(variable))),
            destinations: destinations.into_iter().map(at).collect(),
            tags: None,
            using,
        }
    }

    fn vertex(
        &mut self,
        ty: &VertexType,
        plan: &'a VertexPlan,
        common: &[LoadExpr],
        destinations: &mut Vec<Destination>,
    ) {
        let mut filter = common.to_vec();
        filter.extend(plan.condition.iter().flat_map(|it| self.columns.condition(it)));
        filter.extend(self.present(&plan.id));
        let key = self.key(ty, &plan.id);
        let vectors = ty.vectors.iter().filter_map(|vector| {
            let given = plan.attributes.iter().find(|it| it.name == vector.name)?;
            Some((vector.name.as_str(), given))
        });
        let vectors: Vec<_> = vectors
            .filter_map(|(vector, given)| {
                let Given::Expr(value) = self.attribute(plan.name, given)? else { return None };
                let target = Target::Vector { attribute: name(vector), vertex: name(plan.name) };
                Some((target, vec![Given::Expr(whole(key.clone())), Given::Expr(value)]))
            })
            .collect();
        let mut values: Vec<_> = key.into_iter().map(Given::Expr).collect();
        for attribute in ty.attributes.iter().filter(|it| !ty.is_key(&it.name)) {
            values.push(self.named(plan.name, &attribute.name, &plan.attributes));
        }
        self.destinations(
            &Target::Vertex(name(plan.name)),
            values,
            [None, None],
            &filter,
            destinations,
        );
        for (target, values) in vectors {
            self.destinations(&target, values, [None, None], &filter, destinations);
        }
    }

    fn edge(
        &mut self,
        ty: &EdgeType,
        plan: &'a EdgePlan,
        common: &[LoadExpr],
        destinations: &mut Vec<Destination>,
    ) {
        let mut filter = common.to_vec();
        filter.extend(plan.condition.iter().flat_map(|it| self.columns.condition(it)));
        let mut values = Vec::new();
        let mut types = [None, None];
        let possible = |end: fn(&EndpointPair) -> &String| ty.pairs.iter().map(end);
        let ends = [(&plan.from, possible(|it| &it.from)), (&plan.to, possible(|it| &it.to))];
        for ((end, mut possible), of_end) in ends.into_iter().zip(&mut types) {
            filter.extend(self.present(end));
            if let Some(vertex) = self.catalog.vertex(self.graph, end.vertex) {
                values.push(Given::Expr(whole(self.key(vertex, end))));
            }
            if possible.any(|vertex| vertex != end.vertex) {
                *of_end = Some(EndType::Named(name(end.vertex)));
            }
        }
        for attribute in &ty.attributes {
            values.push(self.named(plan.name, &attribute.name, &plan.attributes));
        }
        self.destinations(&Target::Edge(name(plan.name)), values, types, &filter, destinations);
    }

    /// Adds a destination, or one for each combination of the conditions that are values.
    fn destinations(
        &mut self,
        target: &Target,
        values: Vec<Given<'_>>,
        ends: [Option<EndType>; 2],
        filter: &[LoadExpr],
        destinations: &mut Vec<Destination>,
    ) {
        let is_condition = |it: &&Given<'_>| matches!(it, Given::Condition(_));
        let conditions = values.iter().filter(is_condition).count();
        if conditions > MAX_CONDITIONS {
            let problem = format!(
                "{conditions} values of one vertex or edge are conditions, and a loading job can \
                 have {MAX_CONDITIONS}"
            );
            return self.problems.push(problem);
        }
        for combination in 0..1_u32 << conditions {
            let mut filter = filter.to_vec();
            let mut bits = combination;
            let mut types = ends.clone().into_iter();
            let values = values.iter().map(|value| {
                let expr = match value {
                    Given::Expr(expr) => expr.clone(),
                    Given::Condition(condition) => {
                        let is_false = bits & 1 == 1;
                        bits >>= 1;
                        let comparisons = self.columns.condition(condition);
                        if is_false {
                            filter.extend(all(comparisons).map(not));
                        } else {
                            filter.extend(comparisons);
                        }
                        text(if is_false { "false" } else { "true" })
                    }
                };
                LoadValue { expr: at(expr), ty: types.next().flatten() }
            });
            let values = values.collect();
            let filter = all(filter).map(at);
            destinations.push(Destination { target: target.clone(), values, filter, option: None });
        }
    }

    /// Returns the value of an attribute of the type; `_` if the mapping has none.
    fn named(&mut self, of: &str, attribute: &str, given: &'a [Attribute]) -> Given<'a> {
        let value = given.iter().find(|it| it.name == attribute);
        let value = value.and_then(|it| self.attribute(of, it));
        value.unwrap_or(Given::Expr(LoadExpr::Skip))
    }

    fn attribute(&mut self, of: &str, attribute: &'a Attribute) -> Option<Given<'a>> {
        let Attribute { name, target, value, operator, .. } = attribute;
        if let Some(operator) = operator {
            let problem = format!("`op = \"{operator}\"` is not possible with --from-cluster");
            self.problems.push(format!("`{name}` of `{of}`: {problem}"));
        }
        if let (Source::Condition(condition), Type::Attribute(AttributeType::Bool)) =
            (&value.source, target)
        {
            return Some(Given::Condition(condition));
        }
        match self.columns.value(value, target) {
            Ok(expr) => Some(Given::Expr(expr)),
            Err(problem) => {
                self.problems.push(format!("`{name}` of `{of}`: {problem}"));
                None
            }
        }
    }

    /// Returns the parts of an id.
    fn key(&mut self, ty: &VertexType, id: &Id) -> Vec<LoadExpr> {
        let mut parts = Vec::new();
        for ((_, key), part) in ty.key_parts().zip(&id.parts) {
            let target = Type::Attribute(key.into());
            match self.columns.value(&part.value, &target) {
                Ok(expr) => parts.push(expr),
                Err(problem) => {
                    let (name, of) = (&part.name, id.vertex);
                    self.problems.push(format!("the key `{name}` of `{of}`: {problem}"));
                }
            }
        }
        parts
    }

    /// Returns the conditions that the columns in the text of an id have values: the rest of the
    /// text would be another id.
    fn present(&self, id: &Id) -> Vec<LoadExpr> {
        let columns = id.parts.iter().flat_map(|part| match &part.value.source {
            Source::Template(pieces) if pieces.len() > 1 => pieces.as_slice(),
            _ => &[],
        });
        let columns = columns.filter_map(|piece| match piece {
            Piece::Column(column) => Some(self.columns.is_missing(column, true)),
            Piece::Text(_) => None,
        });
        columns.collect()
    }
}

/// Returns the parts of an id as one value; those of a composite key are in parentheses.
fn whole(mut parts: Vec<LoadExpr>) -> LoadExpr {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    LoadExpr::Group(parts.into_iter().map(at).collect())
}

/// Returns the parameters of the format, and the reasons why a server cannot read it.
pub(super) fn using(
    format: &Format,
    eol: &'static str,
    ends_must_exist: bool,
) -> (Vec<OptionDecl>, Vec<String>) {
    let mut problems = Vec::new();
    let mut options: Vec<(&str, String)> = Vec::new();
    if format.kind == Kind::Parquet {
        problems.push("Parquet is read by this machine: leave out `--from-cluster`".to_owned());
    } else if format.kind == Kind::JsonLines {
        options.push(("JSON_FILE", "true".to_owned()));
    } else {
        let separator = match format.delimiter {
            b'\t' => "\\t".to_owned(),
            byte @ 0x20..=0x7e => char::from(byte).to_string(),
            byte => format!("\\{byte:02}"),
        };
        options.push(("SEPARATOR", separator));
        options.push(("HEADER", format.has_header.to_string()));
        match format.quote {
            Some(b'"') => options.push(("QUOTE", "double".to_owned())),
            Some(b'\'') => options.push(("QUOTE", "single".to_owned())),
            Some(_) => problems.push("the quote must be `\"` or `'`".to_owned()),
            None => {}
        }
        if format.comment.is_some() {
            problems.push("lines with comments cannot be skipped".to_owned());
        }
        if format.is_rejected {
            problems.push("rejected rows are a file of this machine".to_owned());
        }
        options.push(("EOL", eol.to_owned()));
    }
    if ends_must_exist {
        options.push(("VERTEX_MUST_EXIST", "true".to_owned()));
    }
    let option = |(key, value): (&str, String)| OptionDecl { key: name(key), value: at(value) };
    (options.into_iter().map(option).collect(), problems)
}
