//! The estimated width of a text, without its font.
//!
//! Attributes are written in a monospaced font, all of which have about the same width. Names are
//! written in a proportional font, for which a wide one is assumed, so that they also fit in
//! narrower ones.

/// The width of a character of a monospaced font, relative to its size.
const MONO: f64 = 0.605;
/// The average width of a bold character of a proportional font, relative to its size.
const SANS: f64 = 0.66;

/// Returns the number of columns that the text takes on a terminal.
pub(in crate::draw) fn cells(text: &str) -> usize {
    text.chars().map(cells_of).sum()
}

/// East Asian letters and emoji are twice as wide.
fn cells_of(character: char) -> usize {
    let wide = matches!(u32::from(character),
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f
        | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f000..=0x1faff | 0x20000..=0x3fffd);
    if wide { 2 } else { 1 }
}

pub(in crate::draw) fn mono(text: &str, size: f64) -> f64 {
    cells(text) as f64 * MONO * size
}

pub(in crate::draw) fn sans(text: &str, size: f64) -> f64 {
    cells(text) as f64 * SANS * size
}

/// Returns the text in one line, shortened to this number of cells.
pub(in crate::draw) fn short(text: &str, most: usize) -> String {
    let line: String =
        text.chars().map(|it| if it.is_control() || is_break(it) { ' ' } else { it }).collect();
    if cells(&line) <= most {
        return line;
    }
    let mut shortened = String::new();
    let mut used = 1;
    for character in line.chars() {
        used += cells_of(character);
        if used > most {
            break;
        }
        shortened.push(character);
    }
    shortened.push('…');
    shortened
}

fn is_break(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_a_wide_one_sooner() {
        assert_eq!(short("abc", 3), "abc");
        assert_eq!(short("abcd", 3), "ab…");
        assert_eq!(short("東京都", 5), "東京…");
        assert_eq!(short("a\nb", 9), "a b");
        assert!(cells(&short("東京都", 4)) <= 4);
    }
}
