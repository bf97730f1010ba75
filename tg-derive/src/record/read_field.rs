//! Reading one field of a record.

use proc_macro2::Ident;
use quote::ToTokens;

use super::field::{Field, Missing, Role, known};
use super::read::{Naming, Places};
use super::{index, names, none, renamed_from, schema_default};
use crate::attr::{Attrs, Case, Key};
use crate::paths::Runtime;
use crate::problems::Problems;
use crate::types::Known;

/// Reads a named field.
pub(super) fn read_field<'a>(
    field: &'a syn::Field,
    places: &Places,
    case: Option<Case>,
    rt: &Runtime,
    problems: &mut Problems,
) -> Option<Field<'a>> {
    let ident = field.ident.as_ref()?;
    let attrs = Attrs::read(&field.attrs, &places.field, problems);
    let role = role(&attrs, problems);
    let name = match (role, places.naming) {
        (Role::Attribute, Naming::Server) => names::attribute_name(ident, &attrs, case, problems),
        (Role::Attribute, Naming::Vertex) => names::source_name(ident, &attrs),
        (Role::Group | Role::Skipped, _) => ident.to_string(),
    };
    let with = attrs.path(Key::With).cloned();
    let known = known(&field.ty, with.as_ref()).required();
    let schema_default = attrs.literal(Key::SchemaDefault).and_then(|literal| {
        schema_default::read(literal, known)
            .map_err(|problem| problems.at(literal, problem))
            .ok()
            .map(|default| default.to_string())
    });
    Some(Field {
        vis: &field.vis,
        ident,
        ty: &field.ty,
        deprecated: field.attrs.iter().find(|attr| attr.path().is_ident("deprecated")),
        wire_name: name.to_token_stream(),
        index: index::read(&attrs, &name, known, problems),
        renamed_from: renamed_from::of_attribute(&attrs, &name, problems),
        name,
        role,
        // An argument that could not be read may be `skip`, `with` or `flatten`.
        is_broken: attrs.is_doubtful() && role == Role::Attribute,
        with,
        missing: Missing::of(&attrs),
        schema_default,
        none: none::read(&attrs, &field.ty, rt, problems),
        metric: metric(&attrs, known, problems),
        attrs,
    })
}

fn role(attrs: &Attrs, problems: &mut Problems) -> Role {
    if let Some(skip) = attrs.word(Key::Skip) {
        refuse_others(attrs, &[Key::Skip, Key::Default], problems, |other| {
            format!(
                "`{skip}` keeps the field out of the graph, so `{other}` has no meaning: remove one"
            )
        });
        Role::Skipped
    } else if attrs.has(Key::Flatten) {
        refuse_others(attrs, &[Key::Flatten], problems, |other| {
            format!(
                "`flatten` includes the attributes of a group \
                 unchanged: write `{other}` in the group"
            )
        });
        Role::Group
    } else {
        Role::Attribute
    }
}

fn refuse_others(
    attrs: &Attrs,
    than: &[Key],
    problems: &mut Problems,
    message: impl Fn(&Ident) -> String,
) {
    for other in attrs.others(than) {
        problems.at(other, message(other));
    }
}

/// Reads `metric` and returns the variant of the runtime's `VectorMetric`.
fn metric(attrs: &Attrs, known: Known<'_>, problems: &mut Problems) -> Option<&'static str> {
    const METRICS: [(&str, &str); 3] = [("COSINE", "Cosine"), ("L2", "L2"), ("IP", "InnerProduct")];
    let text = attrs.text(Key::Metric)?;
    if !matches!(known, Known::Vector | Known::Other) {
        problems.at(attrs.word(Key::Metric), "only a vector has a metric: its type is `Vector<N>`");
    }
    let found = METRICS.iter().find(|(name, _)| *name == text.value()).map(|(_, variant)| *variant);
    if found.is_none() {
        let near = tg_gsql::suggest::nearest(&text.value(), METRICS.map(|(name, _)| name));
        problems.at(
            text,
            match near {
                Some(near) => format!("unknown metric; did you mean \"{near}\"?"),
                None => "unknown metric; the metrics are \"COSINE\", \"L2\" and \"IP\"".to_owned(),
            },
        );
    }
    found
}
