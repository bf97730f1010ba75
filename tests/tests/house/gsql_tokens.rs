//! Only tg-gsql splits GSQL text into tokens.

use crate::sources::{code_lines, rust_files, workspace};

/// Comment marks and triple quotes of GSQL as literals: code with one of them reads the language.
const MARKS: &[&str] = &[r#""//""#, r#""/*""#, r#""*/""#, r#""'''""#, r#""\"\"\"""#, "XETREV"];

/// Readers of other languages that share the marks.
const OTHER_LANGUAGES: &[&str] = &["tg-derive/src/snapshot/toml.rs"];

#[test]
fn only_tg_gsql_reads_the_comments_and_quotes_of_gsql() {
    for krate in ["tg-derive", "tg-runtime", "tg-emulator", "tg-cli"] {
        for file in rust_files(&workspace().join(krate).join("src")) {
            if OTHER_LANGUAGES.iter().any(|other| file.ends_with(other)) {
                continue;
            }
            for (number, line) in code_lines(&file) {
                for mark in MARKS {
                    assert!(
                        !line.contains(mark),
                        "{}:{number} contains {mark}: read GSQL with `tg_gsql::syntax::tokens`",
                        file.display()
                    );
                }
            }
        }
    }
}

#[test]
fn the_marks_are_those_of_the_lexer() {
    for (mark, text) in [(r#""/*""#, "/* a */"), (r#""//""#, "// a")] {
        assert!(MARKS.contains(&mark));
        assert!(tg_gsql::syntax::tokens(text).all(tg_gsql::syntax::Token::is_comment), "{text}");
    }
}
