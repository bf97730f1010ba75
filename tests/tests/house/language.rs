//! The patterns of language that can be counted. CONTRIBUTING.md has the rules.
//!
//! Each pattern has a ceiling, which only goes down: a change that lowers a count lowers the ceiling.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sources::workspace;

/// A pattern, its ceiling, and the function that counts it in a line.
struct Rule {
    name: &'static str,
    ceiling: usize,
    count: fn(&Line<'_>) -> usize,
}

const RULES: &[Rule] = &[
    Rule {
        name: "doc comments that open with What, Whether, Which, How, Who, Why, That",
        ceiling: 5,
        count: |line| {
            const OPENINGS: [&str; 8] =
                ["What", "Whether", "Which", "How", "Who", "Why", "That", "As far"];
            let opens = |word: &&str| {
                line.text.strip_prefix(*word).is_some_and(|rest| !starts_with_letter(rest))
            };
            usize::from(line.opens_doc && OPENINGS.iter().any(opens))
        },
    },
    Rule {
        name: "prose with say, tell",
        ceiling: 6,
        count: |line| line.prose(&["says", "said", "saying", "tells", "told", "telling"]),
    },
    Rule {
        name: "prose with stand",
        ceiling: 3,
        count: |line| line.prose(&["stands", "stood", "standing"]),
    },
    Rule {
        name: "prose with `is no` (write `is not a`; `there is no` is fine)",
        ceiling: 2,
        count: |line| if line.is_prose { is_no(line.text) } else { 0 },
    },
    Rule {
        name: "prose with behind, beside (write `after`, `next to`)",
        ceiling: 5,
        count: |line| line.prose(&["behind", "beside"]),
    },
    Rule {
        name: "prose with somebody, nobody, whoever, whatever",
        ceiling: 0,
        count: |line| line.prose(&["somebody", "nobody", "whoever", "whatever"]),
    },
    Rule {
        name: "identifiers that are metaphors or participles without a noun",
        ceiling: 19,
        count: |line| {
            const WORDS: [&str; 11] = [
                "hollow",
                "told",
                "asked",
                "shown",
                "wanted",
                "wish",
                "patience",
                "judge",
                "spoilers",
                "strangers",
                "amid",
            ];
            if line.is_prose { 0 } else { words(&without_strings(line.text), &WORDS) }
        },
    },
    Rule {
        name: "limits that are called MOST_ or LONGEST_ (write MAX_)",
        ceiling: 0,
        count: |line| {
            ["MOST_", "LONGEST_"].map(|word| line.text.matches(word).count()).iter().sum()
        },
    },
    Rule {
        name: "lines over 100 columns",
        ceiling: 306,
        count: |line| usize::from(!line.is_table && line.columns > 100),
    },
];

/// A line of code, of a comment, or of a document.
struct Line<'a> {
    /// Without its indent, and without the slashes of a comment.
    text: &'a str,
    columns: usize,
    is_prose: bool,
    /// The first line of a doc comment.
    opens_doc: bool,
    /// A row of a table, which cannot be wrapped.
    is_table: bool,
}

impl Line<'_> {
    fn prose(&self, searched: &[&str]) -> usize {
        if self.is_prose { words(self.text, searched) } else { 0 }
    }
}

#[test]
fn patterns_of_language_stay_below_their_ceilings() {
    let mut places: Vec<Vec<String>> = RULES.iter().map(|_| Vec::new()).collect();
    for file in files() {
        let text = fs::read_to_string(&file).expect("a readable file");
        let name = file.strip_prefix(workspace()).expect("a file of the workspace").display();
        for (number, line) in lines(&file, &text) {
            for (rule, places) in RULES.iter().zip(&mut places) {
                let place = format!("{name}:{number}: {}", line.text);
                places.extend(std::iter::repeat_n(place, (rule.count)(&line)));
            }
        }
    }
    let broken: Vec<String> = RULES
        .iter()
        .zip(&places)
        .filter(|(rule, places)| places.len() > rule.ceiling)
        .map(|(rule, places)| {
            let Rule { name, ceiling, .. } = rule;
            // With a ceiling of 0 all places are new; otherwise a sample shows what is counted.
            let sample = places[..places.len().min(20)].join("\n  ");
            format!("{name}: {}, at most {ceiling} are allowed\n  {sample}", places.len())
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n\n"));
}

#[test]
fn the_patterns_are_found() {
    let text =
        "/// What it says.\n/// It stands behind.\nlet asked = \"told\";\n// There is no end.\n";
    let counts = |index: usize| -> usize {
        lines(Path::new("a.rs"), text).iter().map(|(_, line)| (RULES[index].count)(line)).sum()
    };
    let counts: Vec<usize> = (0..RULES.len()).map(counts).collect();
    assert_eq!(counts, [1, 1, 1, 0, 1, 0, 1, 0, 0]);
    assert_eq!(is_no("A schema is no tree, and is no longer read."), 1);
}

/// Returns the documents and the Rust files, except the data of tests.
fn files() -> Vec<PathBuf> {
    // This file names the patterns, and `ui` has programs with mistakes.
    const EXEMPT: [&str; 2] = ["tests/tests/house/language.rs", "tests/ui"];
    let root = workspace();
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') || EXEMPT.iter().any(|exempt| path == root.join(exempt)) {
                continue;
            }
            let is_text = path.extension().is_some_and(|ending| ending == "rs" || ending == "md");
            if path.is_dir() && name != "target" && name != "node_modules" {
                folders.push(path);
            } else if is_text && path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn lines<'a>(file: &Path, text: &'a str) -> Vec<(usize, Line<'a>)> {
    let is_document = file.extension().is_some_and(|ending| ending == "md");
    let mut is_code_block = false;
    let mut after_doc = false;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        let is_doc = trimmed.starts_with("///") || trimmed.starts_with("//!");
        if is_document && trimmed.starts_with("```") {
            is_code_block = !is_code_block;
        }
        let is_prose = if is_document { !is_code_block } else { trimmed.starts_with("//") };
        let line = Line {
            text: trimmed.trim_start_matches(['/', '!']).trim_start(),
            columns: line.chars().count(),
            is_prose,
            opens_doc: is_doc && !after_doc,
            is_table: is_document && trimmed.starts_with('|'),
        };
        after_doc = is_doc;
        lines.push((index + 1, line));
    }
    lines
}

/// Counts words, in any case. An underscore separates words, too.
fn words(text: &str, searched: &[&str]) -> usize {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| searched.iter().any(|searched| word.eq_ignore_ascii_case(searched)))
        .count()
}

/// Counts `is no` and `are no`, except `there is no` and `is no longer`.
fn is_no(text: &str) -> usize {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words
        .windows(2)
        .enumerate()
        .filter(|(index, pair)| {
            let before = index.checked_sub(1).map_or("", |before| words[before].as_str());
            let after = words.get(index + 2).map_or("", String::as_str);
            (pair[0] == "is" || pair[0] == "are")
                && pair[1] == "no"
                && before != "there"
                && after != "longer"
        })
        .count()
}

/// Removes string literals, which may be texts of a server, and the comment at the end.
fn without_strings(line: &str) -> String {
    line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

fn starts_with_letter(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic())
}
