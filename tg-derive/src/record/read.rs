//! Reading a record, with the complaints that all records share.

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, Token};

use super::field::{Field, Missing, Role};
use super::{Record, names, schema_default};
use crate::attr::{Attrs, Case, Key, Place};
use crate::paths::Runtime;
use crate::problems::Problems;
use crate::types::Known;

/// What a record is called, and which keys it and its fields take.
pub(crate) struct Places {
    /// With its article: "a vertex".
    pub(crate) what: &'static str,
    pub(crate) container: Place,
    pub(crate) field: Place,
}

impl<'a> Record<'a> {
    /// Reads a struct that is a type on the server; `None` when it is no struct with named fields,
    /// which is complained about.
    pub(crate) fn read(
        input: &'a DeriveInput,
        places: &Places,
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut record = Self::read_unnamed(input, places, problems)?;
        record.name = names::type_name(record.ident, &record.attrs, problems);
        Some(record)
    }

    /// Reads a struct that has no name of its own on the server.
    pub(crate) fn read_unnamed(
        input: &'a DeriveInput,
        places: &Places,
        problems: &mut Problems,
    ) -> Option<Self> {
        let attrs = Attrs::read(&input.attrs, &places.container, problems);
        let fields = match named_fields(&input.data) {
            Ok(fields) => fields,
            Err(found) => {
                problems.at(&input.ident, not_a_record(places.what, found));
                return None;
            }
        };
        let case = attrs.case(problems).filter(|case| takes_case(*case, &attrs, problems));
        let mut record = Self {
            rt: Runtime::of(&attrs),
            vis: &input.vis,
            ident: &input.ident,
            generics: &input.generics,
            name: String::new(),
            missing: missing(&attrs),
            attrs,
            fields: Vec::with_capacity(fields.len()),
        };
        for field in fields {
            record.fields.extend(read_field(field, &places.field, case, problems));
        }
        record.check_names(problems);
        record.check_groups(problems);
        Some(record)
    }

    fn check_names(&self, problems: &mut Problems) {
        let mut taken = HashMap::with_capacity(self.fields.len());
        for field in self.attributes() {
            if let Some(first) = taken.insert(field.name.as_str(), field.ident) {
                let message = format!(
                    "field `{first}` already has the name `{}` on the server; names must differ",
                    field.name
                );
                match field.attrs.text(Key::Rename) {
                    Some(text) => problems.at(text, message),
                    None => problems.at(field.ident, message),
                }
            }
        }
    }

    fn check_groups(&self, problems: &mut Problems) {
        let Some(parameter) = self.generics.type_params().next() else { return };
        for field in self.fields.iter().filter(|field| field.role == Role::Group) {
            problems.at(
                field.attrs.word(Key::Flatten),
                format!(
                    "a type with parameters cannot take in a group: its list of attributes would depend on \
                     `{}`; write the attributes out, or remove the parameter",
                    parameter.ident
                ),
            );
        }
    }
}

/// The named fields of a struct, or what it is instead.
pub(crate) fn named_fields(
    data: &Data,
) -> Result<&Punctuated<syn::Field, Token![,]>, &'static str> {
    match data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(&fields.named),
            Fields::Unnamed(_) => Err("a tuple struct"),
            Fields::Unit => Err("a unit struct"),
        },
        Data::Enum(_) => Err("an enum"),
        Data::Union(_) => Err("a union"),
    }
}

fn not_a_record(what: &str, found: &str) -> String {
    format!(
        "{what} is a struct with named fields, this is {found}: write `struct Name {{ field: Type }}`"
    )
}

/// Attribute names are identifiers, so they have no hyphens.
fn takes_case(case: Case, attrs: &Attrs, problems: &mut Problems) -> bool {
    let hyphens = matches!(case, Case::Kebab | Case::ScreamingKebab);
    if hyphens {
        problems.at(
            attrs.text(Key::RenameAll),
            "GSQL names have no hyphens; write \"snake_case\" or \"SCREAMING_SNAKE_CASE\"",
        );
    }
    !hyphens
}

fn missing(attrs: &Attrs) -> Missing {
    match attrs.path(Key::Default) {
        Some(path) => Missing::Call(path.clone()),
        None if attrs.has(Key::Default) => Missing::Default,
        None => Missing::Error,
    }
}

fn read_field<'a>(
    field: &'a syn::Field,
    place: &Place,
    case: Option<Case>,
    problems: &mut Problems,
) -> Option<Field<'a>> {
    let ident = field.ident.as_ref()?;
    let attrs = Attrs::read(&field.attrs, place, problems);
    let role = role(&attrs, problems);
    let name = match role {
        Role::Attribute => names::attribute_name(ident, &attrs, case, problems),
        Role::Group | Role::Skipped => ident.to_string(),
    };
    let with = attrs.path(Key::With).cloned();
    let known = if with.is_some() { Known::Other } else { Known::of(&field.ty).required() };
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
        name,
        role,
        with,
        missing: missing(&attrs),
        schema_default,
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
                "`flatten` takes in the attributes of a group as they are: write `{other}` in the group"
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

/// The variant of the runtime's `VectorMetric` that `metric` names.
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
