//! How wide a text is, without the font that will show it.
//!
//! Attributes are written in a monospaced font, all of which are about equally wide; names in a
//! proportional one, for which a wide one is assumed, so that they fit in narrower ones too.

/// The width of a character of a monospaced font, for its size.
const MONO: f64 = 0.605;
/// The width of a bold character of a proportional font, on average and for its size.
const SANS: f64 = 0.66;

/// How many columns of a terminal the text would take.
pub(in crate::draw) fn cells(text: &str) -> usize {
    text.chars().map(cells_of).sum()
}

/// East Asian letters and pictures are twice as wide.
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

/// The text in one line, and no longer than this many cells.
pub(in crate::draw) fn short(text: &str, most: usize) -> String {
    let line: String =
        text.chars().map(|it| if it.is_control() || is_break(it) { ' ' } else { it }).collect();
    if cells(&line) <= most {
        return line;
    }
    let mut shown = String::new();
    let mut used = 1;
    for character in line.chars() {
        used += cells_of(character);
        if used > most {
            break;
        }
        shown.push(character);
    }
    shown.push('…');
    shown
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
