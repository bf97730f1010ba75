//! The names that queries, parameters and printed keys have in Rust.

use proc_macro2::{Ident, Span};

/// Returns the name of a field or method for the name of a query or parameter, or for a printed
/// key: `total` for `@@total`, `stops` for `heavy.@stops`, `heavy_size` for `heavy.size()`.
pub(super) fn field(key: &str) -> String {
    let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    // A column of a set is known by its own name: `S.city`, `S.@count`.
    let own = match key.split_once('.') {
        Some((set, rest)) if is_word(set) && is_word(rest.trim_start_matches('@')) => rest,
        _ => key,
    };
    snake(own)
}

/// Returns the name of a type: `DepotReport` for `depot_report`.
pub(super) fn type_name(key: &str) -> String {
    let mut name = String::new();
    for word in field(key).split('_').filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        name.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(chars.as_str());
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        name.insert(0, '_');
    }
    name
}

/// Writes a name in `snake_case`. What cannot be part of a name separates words.
fn snake(text: &str) -> String {
    let mut name = String::new();
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(|next| next.is_lowercase());
        let begins_word = c.is_uppercase()
            && (previous.is_lowercase()
                || previous.is_ascii_digit()
                || (previous.is_uppercase() && next_is_lower));
        let separates = !(c.is_ascii_digit() || c.is_alphabetic());
        if (begins_word || separates) && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        if !separates {
            name.extend(c.to_lowercase());
        }
        previous = c;
    }
    let trimmed = name.trim_end_matches('_').len();
    name.truncate(trimmed);
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        name.insert(0, '_');
    }
    name
}

/// Returns the name of the setter of a parameter: with `_` after it where a call has a method of
/// the name.
pub(super) fn setter(parameter: &str) -> String {
    const METHODS: [&str; 13] = [
        "all_vertices",
        "clone",
        "detached",
        "explain",
        "idempotent",
        "into_future",
        "memory_limit",
        "post",
        "replica",
        "response_limit",
        "thread_limit",
        "timeout",
        "wait",
    ];
    let name = field(parameter);
    if METHODS.contains(&name.as_str()) { name + "_" } else { name }
}

/// Returns the identifier of a name, raw where it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    let (name, is_raw) = match name {
        // These cannot be raw.
        "self" | "Self" | "super" | "crate" | "_" => (format!("{name}_"), false),
        // A keyword of edition 2024, which the parser does not know.
        "gen" => (name.to_owned(), true),
        _ => (name.to_owned(), syn::parse_str::<Ident>(name).is_err()),
    };
    match (is_raw, syn::parse_str::<Ident>(&format!("r#{name}"))) {
        (true, Ok(ident)) => ident,
        (true, Err(_)) => Ident::new("unnamed", Span::call_site()),
        (false, _) => Ident::new(&name, Span::call_site()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_keys_are_fields() {
        for (key, name) in [
            ("heavy", "heavy"),
            ("@@meanWeight", "mean_weight"),
            ("S.@count", "count"),
            ("S.city", "city"),
            ("heavy.size()", "heavy_size"),
            ("HTTPStatus", "http_status"),
            ("@@top.top().score", "top_top_score"),
            ("A.size()>10", "a_size_10"),
            ("1+1", "_1_1"),
            ("\"OK\"", "ok"),
            ("v2Name", "v2_name"),
            ("*", "_"),
            ("m²", "m"),
        ] {
            assert_eq!(field(key), name, "{key}");
        }
        assert_eq!(type_name("depot_report"), "DepotReport");
        assert_eq!(type_name("HTTPStatus"), "HttpStatus");
        assert_eq!(type_name("2hop"), "_2hop");
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("gen").to_string(), "r#gen");
        assert_eq!(ident("a-b").to_string(), "unnamed");
    }
}
