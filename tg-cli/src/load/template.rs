//! Texts with columns in them: `{year}-{carrier}`.

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(String),
    /// A column, by name.
    Column(&'a str),
}

/// Reads a template. `{{` and `}}` are braces.
///
/// # Errors
///
/// With a description of the brace that has no partner.
pub(super) fn parse(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        plain.push_str(before);
        let (brace, after) = brace.split_at(1);
        if let Some(after) = after.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
            continue;
        }
        let column = (brace == "{").then(|| after.split_once('}')).flatten();
        let Some((name, after)) = column else {
            let write = format!("write `{brace}{brace}` for the character");
            return Err(format!("`{text}` has a `{brace}` without a partner; {write}"));
        };
        if name.is_empty() {
            return Err(format!("`{text}` has no column in `{{}}`"));
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Column(name));
        rest = after;
    }
    plain.push_str(rest);
    if !plain.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

/// Divides a template at the commas that are not in braces.
pub(super) fn at_commas(text: &str) -> Vec<&str> {
    let mut is_column = false;
    let is_end = |c: char| {
        is_column = (is_column || c == '{') && c != '}';
        c == ',' && !is_column
    };
    text.split(is_end).collect()
}

/// Returns the template of a column.
pub(super) fn of_column(name: &str) -> String {
    format!("{{{name}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_texts_alternate() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let column = Piece::Column;
        assert_eq!(parse("{a}-{b c}").unwrap(), [column("a"), text("-"), column("b c")]);
        assert_eq!(parse("{{a}} 1").unwrap(), [text("{a} 1")]);
        assert_eq!(parse("").unwrap(), [text("")]);
        assert_eq!(at_commas("{a},{b,c}-1,x"), ["{a}", "{b,c}-1", "x"]);
        for wrong in ["{a", "a}", "{}", "{a}}"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
