//! Names and defaults do not break out of the place where they are written.

use tg_cli::draw::{Format, render};

use crate::schemas::{HOSTILE, hostile};

/// Outside of quotes and tables, the DOT has plain words only.
#[test]
fn dot_holds_every_name_in_quotes_or_tables() {
    let dot = render(&hostile(), None, Format::Dot).unwrap();
    let mut outside = String::new();
    let mut rest = dot.chars();
    while let Some(character) = rest.next() {
        match character {
            '"' => loop {
                match rest.next().expect("the quotes end") {
                    '\\' => {
                        rest.next();
                    }
                    '"' => break,
                    _ => {}
                }
            },
            '<' => {
                let mut depth = 1;
                while depth > 0 {
                    match rest.next().expect("the table ends") {
                        '<' => depth += 1,
                        '>' => depth -= 1,
                        other => {
                            assert!(!other.is_control() || other == '\n', "{other:?} in a table");
                        }
                    }
                }
            }
            other => outside.push(other),
        }
    }
    for word in ["script", "alert", "drop", "comment", "größe", "\0"] {
        assert!(!outside.contains(word), "{word} in {outside}");
    }
    assert!(outside.ends_with("}\n"));
}

#[test]
fn mermaid_holds_names_as_plain_words_and_numbers() {
    let mermaid = render(&hostile(), None, Format::Mermaid).unwrap();
    let (front, diagram) = mermaid.split_once("\n---\n").unwrap();
    assert_eq!(front.lines().count(), 2, "{front}");
    for line in diagram.lines().map(str::trim) {
        let known = ["class", "direction", "<<", "}", "vertex", "edge"];
        let text = line.strip_prefix("<<").and_then(|rest| rest.strip_suffix(">>"));
        let is_relation = line.contains(" : ") || line.contains(" -- ") || line.contains(" --> ");
        if let Some(text) = text {
            assert!(!text.contains(['<', '>', '"']), "{line}");
        } else if !known.iter().any(|word| line.starts_with(word)) && !is_relation {
            assert!(!line.contains(['<', '>', '"', '{', '}', '(', ')', '`', '~', '%']), "{line}");
        }
    }
    assert_eq!(diagram.matches("  class vertex").count(), HOSTILE.len());
}
