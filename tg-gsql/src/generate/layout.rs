//! Attributes and fields, broken into lines where rustfmt breaks them.

/// The maximal width of a line.
const WIDTH: usize = 100;

/// The maximal width of an attribute's keys on one line, if there are several.
const KEYS_WIDTH: usize = 70;

/// The maximal width of a derive's line.
const DERIVE_WIDTH: usize = 96;

/// `#[tg(..)]` and its end of line; empty if there are no keys.
pub(super) fn attribute(out: &mut String, indent: usize, name: &str, keys: &[String]) {
    if !keys.is_empty() {
        list(out, indent, &format!("#[{name}"), keys, "]\n");
    }
}

/// `head(item, item)tail`, or each item on a line of its own.
fn list(out: &mut String, indent: usize, head: &str, items: &[String], tail: &str) {
    let joined = items.join(", ");
    let keys: usize = joined.chars().map(letter_width).sum();
    let width = indent + head.len() + keys + 2 + tail.trim_end().len();
    // One column is reserved for the comma of the field below.
    let most = if indent > 0 { WIDTH - 1 } else { WIDTH };
    let fits = width <= most && (items.len() == 1 || keys <= KEYS_WIDTH);
    pad(out, indent);
    out.push_str(head);
    out.push('(');
    if fits {
        out.push_str(&joined);
    } else {
        out.push('\n');
        for (at, item) in items.iter().enumerate() {
            let comma = if at + 1 < items.len() { "," } else { "" };
            let nested: Option<(&str, &str)> =
                item.strip_suffix(')').and_then(|item| item.split_once('('));
            match nested.filter(|(_, items)| !items.contains('=')) {
                // Names in parentheses break like the keys around them.
                Some((head, items)) => {
                    let items: Vec<String> = items.split(", ").map(str::to_owned).collect();
                    list(out, indent + 4, head, &items, comma);
                    out.push('\n');
                }
                None => line(out, indent + 4, &[item, comma]),
            }
        }
        pad(out, indent);
    }
    out.push(')');
    out.push_str(tail);
}

/// Returns the number of columns of a letter; 0 for one that should be escaped.
pub(super) fn letter_width(letter: char) -> usize {
    match letter {
        ' '..='~' => 1,
        // Latin, Greek and Cyrillic letters.
        '\u{c0}'..='\u{24f}' | '\u{391}'..='\u{3ce}' | '\u{400}'..='\u{481}' => 1,
        // Kana, Han and Hangul.
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => 2,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => 2,
        _ => 0,
    }
}

/// `#[derive(..)]`
pub(super) fn derive(out: &mut String, indent: usize, derives: &[String]) {
    let joined = derives.join(", ");
    if indent + joined.len() + "#[derive()]".len() <= DERIVE_WIDTH {
        return line(out, indent, &["#[derive(", &joined, ")]"]);
    }
    line(out, indent, &["#[derive("]);
    if indent + 4 + joined.len() <= WIDTH {
        line(out, indent + 4, &[&joined, ","]);
    } else {
        derives.iter().for_each(|derive| line(out, indent + 4, &[derive, ","]));
    }
    line(out, indent, &[")]"]);
}

/// `pub name: Type,`; a type that does not fit is on the next line.
pub(super) fn field(out: &mut String, indent: usize, visibility: &str, name: &str, ty: &str) {
    let space = if visibility.is_empty() { "" } else { " " };
    let width = indent + visibility.len() + space.len() + name.len() + ": ,".len() + ty.len();
    if width <= WIDTH || indent + 4 + ty.len() + 1 > WIDTH {
        return line(out, indent, &[visibility, space, name, ": ", ty, ","]);
    }
    line(out, indent, &[visibility, space, name, ":"]);
    line(out, indent + 4, &[ty, ","]);
}

/// Appends a line of these parts.
pub(super) fn line(out: &mut String, indent: usize, parts: &[&str]) {
    pad(out, indent);
    parts.iter().for_each(|part| out.push_str(part));
    out.push('\n');
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}
