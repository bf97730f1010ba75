//! Columns of text.

/// Returns lines with aligned columns, each line with an indent.
pub(crate) fn table<const N: usize>(indent: &str, rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = indent.to_owned();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Returns `1 vertex type`, `2 vertex types`.
pub(crate) fn count(number: impl TryInto<u64>, what: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    match (number, what.strip_suffix("ex")) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{number} {stem}ices"),
        _ => format!("{number} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        assert_eq!(table("  ", &[row("a", "x"), row("größer", "")]), "  a       x\n  größer\n");
    }

    #[test]
    fn counts_have_their_plural() {
        assert_eq!(count(1, "edge type"), "1 edge type");
        assert_eq!(count(0, "vertex"), "0 vertices");
    }
}
