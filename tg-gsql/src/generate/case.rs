//! Names as Rust writes them.

/// Returns the name of a type: `stored_at` as `StoredAt`. A name that fits does not change.
pub(super) fn of_type(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let shouted = !name.bytes().any(|byte| byte.is_ascii_lowercase());
    for word in name.split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(&match shouted {
            true => letters.as_str().to_ascii_lowercase(),
            false => letters.as_str().to_owned(),
        });
    }
    if camel.starts_with(|first: char| first.is_ascii_uppercase()) {
        camel
    } else {
        format!("Type{camel}")
    }
}

/// `firstName` as `first_name`: what a field or a module is called.
pub(super) fn of_field(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut snake = String::with_capacity(name.len() + 4);
    for (at, &byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let after = bytes.get(at + 1).copied();
        let begins_word = byte.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || after.is_some_and(|after| after.is_ascii_lowercase())
            });
        if (begins_word || byte == b'_') && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        if byte != b'_' {
            snake.push(char::from(byte.to_ascii_lowercase()));
        }
    }
    // Keep a trailing `_`: without it, the name could be a keyword of Rust or another name.
    if !name.ends_with('_') {
        snake.truncate(snake.trim_end_matches('_').len());
    }
    match snake.as_str() {
        // These cannot be raw identifiers.
        "crate" | "self" | "super" => snake + "_",
        _ if snake.starts_with(|first: char| first.is_ascii_lowercase()) => snake,
        _ => format!("field_{snake}"),
    }
}

/// `package` as `packages`: what a handle of vertices is called.
pub(super) fn plural(word: &str) -> String {
    let (stem, ending) = match word.as_bytes() {
        [.., before, b'y'] if !b"aeiou".contains(before) => (&word[..word.len() - 1], "ies"),
        [.., b's', b's'] | [.., b'u' | b'i', b's'] | [.., b'x' | b'z'] => (word, "es"),
        [.., b'c' | b's', b'h'] => (word, "es"),
        // A plural already.
        [.., b's'] => (word, ""),
        _ => (word, "s"),
    };
    format!("{stem}{ending}")
}

/// Returns the identifier, raw if it is a keyword in some edition of Rust.
pub(super) fn escaped(identifier: String) -> String {
    const KEYWORDS: &str = " abstract as async await become box break const continue do dyn else \
                            enum extern false final fn for gen if impl in let loop macro match \
                            mod move mut override priv pub ref return static struct trait true \
                            try type typeof unsafe unsized use virtual where while yield ";
    match identifier.as_str() {
        word if KEYWORDS.contains(&format!(" {word} ")) => format!("r#{word}"),
        _ => identifier,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types() {
        for (name, expected) in [
            ("Package", "Package"),
            ("stored_at", "StoredAt"),
            ("HAS", "Has"),
            ("LIVES_IN", "LivesIn"),
            ("URLOf", "URLOf"),
            ("V1", "V1"),
            ("Person_likes_City", "PersonLikesCity"),
            ("a_1_2", "A12"),
            ("_x", "X"),
            ("_1", "Type1"),
            ("__", "Type"),
        ] {
            assert_eq!(of_type(name), expected);
        }
    }

    #[test]
    fn names_of_fields() {
        for (name, expected) in [
            ("weight_kg", "weight_kg"),
            ("firstName", "first_name"),
            ("HTTPServer", "http_server"),
            ("birthDay2", "birth_day2"),
            ("line2Text", "line2_text"),
            ("ID", "id"),
            ("a__b", "a_b"),
            ("_private", "private"),
            ("end_", "end_"),
            ("_", "field_"),
            ("_1", "field_1"),
            ("self", "self_"),
        ] {
            assert_eq!(of_field(name), expected);
        }
    }

    #[test]
    fn names_of_handles() {
        for (name, expected) in [
            ("package", "packages"),
            ("city", "cities"),
            ("day", "days"),
            ("address", "addresses"),
            ("posts", "posts"),
            ("status", "statuses"),
            ("box", "boxes"),
            ("branch", "branches"),
        ] {
            assert_eq!(plural(name), expected);
        }
    }

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(escaped("type".into()), "r#type");
        assert_eq!(escaped("kind".into()), "kind");
    }
}
