//! The line to write for an attribute that a struct lacks.

use quote::ToTokens;

use super::fields::Owner;
use crate::problems::Problems;
use crate::record::Record;

/// Writes the line of a field for an attribute.
pub(super) fn line(record: &Record<'_>, name: &str, owner: &Owner<'_>) -> String {
    let case = record.attrs.case(&mut Problems::default());
    let mut own = snake_case(name);
    let mut is_named = case.map_or_else(|| own.clone(), |case| case.of_field(&own)) == name;
    if matches!(own.as_str(), "self" | "super" | "crate" | "_") {
        own.push('_');
        is_named = false;
    } else if syn::parse_str::<syn::Ident>(&own).is_err() {
        own.insert_str(0, "r#");
    }
    let mut keys = Vec::new();
    if owner.is_discriminator(name) {
        keys.push("discriminator".to_owned());
    }
    if !is_named {
        keys.push(format!("rename = \"{name}\""));
    }
    let keys = if keys.is_empty() { String::new() } else { format!("#[tg({})] ", keys.join(", ")) };
    let vis = record.fields.first().map_or(record.vis, |field| field.vis).to_token_stream();
    let space = if vis.is_empty() { "" } else { " " };
    format!("{keys}{vis}{space}{own}: {},", owner.spelled(name))
}

/// Spells a name in `snake_case`.
fn snake_case(name: &str) -> String {
    let mut spelled = String::new();
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_lower {
            spelled.push('_');
        }
        after_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        spelled.push(c.to_ascii_lowercase());
    }
    spelled
}
