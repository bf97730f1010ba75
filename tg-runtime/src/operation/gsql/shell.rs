//! Reads what the GSQL shell prints, for what a server reports in no other form.

use tg_gsql::apply;
use tg_gsql::model::Catalog;
use tg_gsql::syntax::{parse, tokens};

/// The graphs of `SHOW GRAPH *` or `ls`: lines such as `- Graph g(A:v, E:e)`.
pub(crate) fn graphs(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in entries(text) {
        let Some(rest) = entry.strip_prefix("Graph ") else { continue };
        let name = rest.split('(').next().unwrap_or_default().trim();
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The types of `ls`, each in a line that is DDL but for its `CREATE`. Vertex types come before
/// edge types, and lines that are not understood are passed over.
pub(crate) fn global_types(text: &str) -> Catalog {
    let mut catalog = Catalog::default();
    for kinds in [&["VERTEX "][..], &["DIRECTED EDGE ", "UNDIRECTED EDGE "]] {
        for entry in entries(text) {
            if kinds.iter().any(|kind| entry.starts_with(kind)) {
                for statement in parse(&format!("CREATE {entry}")).statements {
                    let _ = apply::apply(&mut catalog, None, &statement.value);
                }
            }
        }
    }
    catalog
}

/// Returns the queries that `ls` lists, each with the text after its parameters, such as
/// `installed v2`. The parameters may take several lines.
pub(crate) fn queries(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    let mut is_query = false;
    let state =
        |line: &str| line.rsplit_once(") (").map(|(_, it)| it.trim_end_matches(')').to_owned());
    for line in text.lines() {
        let Some(entry) = entry(line) else {
            // A heading: entries under other headings are not queries.
            if line.trim_end().ends_with(':') {
                (inside, is_query) = (line.trim() == "Queries:", false);
            } else if let Some(((_, known), state)) =
                found.last_mut().zip(state(line)).filter(|_| is_query)
            {
                *known = state;
            }
            continue;
        };
        let name = entry.split('(').next().unwrap_or_default().trim();
        is_query = inside && is_name(name);
        if is_query {
            found.push((name.to_owned(), state(entry).unwrap_or_default()));
        }
    }
    found
}

/// The loading jobs of `ls`, each with its text.
pub(crate) fn loading_jobs(text: &str) -> Vec<(String, String)> {
    jobs(text, &["CREATE", "LOADING", "JOB"])
}

/// The schema change jobs of `SHOW JOB`, local ones and global ones, each with its text.
pub(crate) fn schema_change_jobs(text: &str) -> Vec<(String, String)> {
    let mut found = jobs(text, &["CREATE", "SCHEMA_CHANGE", "JOB"]);
    found.extend(jobs(text, &["CREATE", "GLOBAL", "SCHEMA_CHANGE", "JOB"]));
    found
}

fn jobs(text: &str, words: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = find_words(rest, words) {
        let job = &rest[at..];
        let end = block_end(job).unwrap_or(job.len());
        let name = job.split_whitespace().nth(words.len()).unwrap_or_default();
        let name = name.split('{').next().unwrap_or_default();
        if is_name(name) {
            found.push((name.to_owned(), job[..end].to_owned()));
        }
        rest = &rest[at + end..];
    }
    found
}

/// Returns `true` if a text contains a name as a whole word.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
    })
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(entry)
}

fn entry(line: &str) -> Option<&str> {
    line.trim().strip_prefix("- ").map(str::trim)
}

fn is_name(name: &str) -> bool {
    tg_gsql::name::is_identifier(name)
}

/// Where these words begin, one after another, in any case.
fn find_words(text: &str, words: &[&str]) -> Option<usize> {
    let starts = text.match_indices(char::is_alphabetic).map(|(at, _)| at);
    starts.into_iter().find(|&at| {
        let before = text[..at].chars().next_back();
        let mut there = text[at..].split_whitespace();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            && words.iter().all(|word| there.next().is_some_and(|it| it.eq_ignore_ascii_case(word)))
    })
}

/// Returns the end of the first block in braces.
fn block_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for token in tokens(text) {
        if token.is_symbol('{') {
            depth += 1;
        } else if token.is_symbol('}') {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(token.span.end);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const LS: &str = "---- Graph g\n\
        Vertex Types:\n\
        \u{20} - VERTEX A(PRIMARY_ID id STRING, n INT DEFAULT 3) WITH STATS=\"OUTDEGREE_BY_EDGETYPE\"\n\
        Edge Types:\n\
        \u{20} - DIRECTED EDGE e(FROM A, TO A) WITH REVERSE_EDGE=\"r\"\n\
        Graphs:\n\
        \u{20} - Graph g(A:v, e:e, r:e)\n\
        \u{20} - Graph h()\n\
        Jobs:\n\
        \u{20} - CREATE LOADING JOB load_a FOR GRAPH g {\n\
        \u{20}     DEFINE FILENAME f = \"}{\";\n\
        \u{20}     LOAD f TO VERTEX A VALUES ($0, $1);\n\
        \u{20}   }\n\
        \u{20} - create loading job other {\n  }\n\
        Queries:\n\
        \u{20} - q1(vertex<A> v) (installed v2)\n\
        \u{20} - q2() (draft)\n\
        \u{20} - q3\n\
        \u{20} - q4(int n,\n    set<string> s) (installed v2)\n\
        User defined tuples:\n\
        \u{20} - t(a INT)\n";

    #[test]
    fn the_sections_of_ls() {
        assert_eq!(graphs(LS), ["g", "h"]);
        let state = |name: &str, state: &str| (name.to_owned(), state.to_owned());
        let (installed, draft) = ("installed v2", "draft");
        let expected =
            [state("q1", installed), state("q2", draft), state("q3", ""), state("q4", installed)];
        assert_eq!(queries(LS), expected);
        let jobs = loading_jobs(LS);
        assert_eq!(jobs.len(), 2, "{jobs:?}");
        assert_eq!(jobs[0].0, "load_a");
        assert!(mentions(&jobs[0].1, "A") && !mentions(&jobs[0].1, "B"), "{jobs:?}");
        assert_eq!(jobs[1].0, "other");
        let catalog = global_types(LS);
        let edge = catalog.global_edge("e").and_then(|edge| edge.reverse.as_deref());
        assert_eq!(edge, Some("r"));
        assert_eq!(catalog.global_vertex("A").map(|it| it.attributes.len()), Some(1));
    }

    #[test]
    fn a_mention_is_a_word_of_its_own() {
        assert!(mentions("SELECT s FROM Package:s", "Package"));
        assert!(!mentions("FROM Packages:s, MyPackage", "Package"));
        assert!(!mentions("FROM Package_:s", "Package"));
    }

    #[test]
    fn nothing_and_nonsense_are_read_as_nothing() {
        for text in
            ["", "CREATE LOADING JOB", "CREATE LOADING JOB x {", "- Graph", "- \u{e9}\u{20ac}("]
        {
            let _ = (graphs(text), queries(text), loading_jobs(text), global_types(text));
        }
    }
}
