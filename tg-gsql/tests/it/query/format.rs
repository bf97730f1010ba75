//! Files of queries in canonical layout.

use std::path::Path;

use proptest::prelude::*;
use tg_gsql::format::queries;
use tg_gsql::query::{is_same, parse, split};
use tg_gsql::syntax::tokens;
use tg_gsql::{Rule, report};

use super::corpus::QUERIES;
use crate::corpus::SCRIPTS;

/// Returns the text of each query in the repository.
fn all() -> Vec<String> {
    let mut texts: Vec<_> = SCRIPTS.iter().map(|script| script.text.to_owned()).collect();
    let workspace = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    for folder in ["examples", "tests", "tg-gsql/tests/queries"] {
        let before = texts.len();
        add_files(&workspace.join(folder), &mut texts);
        assert!(texts.len() > before, "{folder} has files");
    }
    let queries = texts
        .iter()
        .flat_map(|text| split(text).queries.into_iter().map(|part| part.span.of(text).to_owned()));
    let all: Vec<_> = queries.filter(|text| parse(text).query.is_some()).collect();
    assert!(all.len() > QUERIES.len(), "{}", all.len());
    all
}

fn add_files(folder: &Path, texts: &mut Vec<String>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            add_files(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "gsql") {
            texts.extend(std::fs::read_to_string(path));
        }
    }
}

/// Returns the tree of a query without its spans.
pub(super) fn tree(text: &str) -> String {
    let query = format!("{:?}", parse(text).query);
    let mut parts = query.split("Span { start: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |tree, part| tree + part.split_once('}').map_or(part, |(_, rest)| rest))
}

fn comments(text: &str) -> Vec<&str> {
    tokens(text).filter(|token| token.is_comment()).map(|token| token.text.trim_end()).collect()
}

/// Returns the canonical layout, after a check that it is stable and the same query.
#[track_caller]
pub(super) fn formatted(text: &str) -> String {
    let laid_out = queries(text).unwrap_or_else(|findings| report::findings("q", text, &findings));
    assert_eq!(queries(&laid_out).as_ref(), Ok(&laid_out), "from {text}");
    assert!(is_same(text, &laid_out), "{text}\n{laid_out}");
    assert_eq!(comments(text), comments(&laid_out));
    assert_eq!(tree(text), tree(&laid_out), "{text}\n{laid_out}");
    laid_out
}

#[test]
fn every_query_keeps_its_tree_and_comments() {
    for text in all() {
        let laid_out = formatted(&text);
        let trailing = laid_out.lines().find(|line| line.ends_with([' ', '\t']));
        assert_eq!(trailing, None, "{laid_out}");
    }
}

/// Gaps between tokens; a blank is the most frequent one.
const GAPS: &[&str] = &[
    " ",
    " ",
    " ",
    "\n",
    "\n\n\n",
    "\t ",
    "\r\n",
    " // note \n",
    "# note\n",
    "/* a\n b */",
    " /**/ ",
];

proptest! {
    #[test]
    fn any_layout_is_formatted(
        query in prop::sample::select(all()),
        gaps in prop::collection::vec(
            prop::sample::select(GAPS),
            1..40,
        ),
    ) {
        let mut text = String::new();
        let (mut end, mut gaps) = (0, gaps.iter().cycle());
        for token in tokens(&query).filter(|token| !token.is_comment()) {
            if token.span.start > end && end > 0 {
                text += gaps.next().unwrap();
            }
            text += token.text;
            end = token.span.end;
        }
        // The line decides where an `ELSE IF` ends.
        if parse(&text).query.is_some() {
            formatted(&text);
        }
    }
}

#[test]
fn blocks_and_clauses_are_indented() {
    let text = "\
// first
CREATE QUERY q(INT n,
    STRING s='a' ,   // the name
    SET<INT> m) FOR GRAPH g
{


SumAccum<INT> @@a=1,@b; INT i ;
  // about the loop
WHILE @@a<n LIMIT 10 DO @@a+=1; IF @@a==3 THEN CONTINUE ; ELSE IF n!=-1
AND n >2 THEN PRINT 1;ELSE PRINT 2; // two
  // nothing else
END;


  END;
CASE n WHEN 1 THEN PRINT ( 1 ); ELSE
        PRINT 2; END;
TRY RAISE e; EXCEPTION WHEN e THEN PRINT 1; ELSE PRINT 2; END;
S = SELECT s
       FROM Person:s -(<Knows*1..3:e)- Person:t
   WHERE s.@a'>-1 AND (s.b
   OR s.c)
         ACCUM
   s.@b+=1, // one
            IF s.x THEN
       s.@b += 2
       ELSE s.@b += 3
      END
POST-ACCUM s.@b
   = 3
   ORDER BY s.id ;
  PRINT CASE
     WHEN n == 1 THEN 2
END AS x, f(
   1,2
   ) /* end */;
}
";
    let expected = "\
// first
CREATE QUERY q(INT n,
  STRING s = 'a', // the name
  SET<INT> m) FOR GRAPH g
{
  SumAccum<INT> @@a = 1, @b;
  INT i;
  // about the loop
  WHILE @@a<n LIMIT 10 DO
    @@a += 1;
    IF @@a == 3 THEN
      CONTINUE;
    ELSE IF n!=-1
      AND n >2 THEN
      PRINT 1;
    ELSE
      PRINT 2; // two
      // nothing else
    END;
  END;
  CASE n
    WHEN 1 THEN
      PRINT (1);
    ELSE
      PRINT 2;
  END;
  TRY
    RAISE e;
  EXCEPTION
    WHEN e THEN
      PRINT 1;
    ELSE
      PRINT 2;
  END;
  S = SELECT s
    FROM Person:s -(<Knows*1..3:e)- Person:t
    WHERE s.@a'>-1 AND (s.b
      OR s.c)
    ACCUM
      s.@b += 1, // one
      IF s.x THEN
        s.@b += 2
      ELSE s.@b += 3
      END
    POST-ACCUM s.@b
        = 3
    ORDER BY s.id;
  PRINT CASE
    WHEN n == 1 THEN 2
  END AS x, f(
    1, 2
  ) /* end */;
}
";
    assert_eq!(formatted(text), expected);
}

#[test]
fn an_else_if_keeps_its_end() {
    let nested =
        formatted("CREATE QUERY q(INT n) { IF n == 1 THEN ELSE IF n == 2 THEN END; END; }");
    assert!(nested.contains("  ELSE\n    IF n == 2 THEN\n    END;\n  END;\n"), "{nested}");
    let chained = formatted("CREATE QUERY q(INT n) { IF n == 1 THEN ELSE\nIF n == 2 THEN END; }");
    assert!(chained.contains("  ELSE IF n == 2 THEN\n  END;\n"), "{chained}");
}

#[test]
fn files_have_several_queries() {
    let text =
        "\u{feff}CREATE QUERY a() { };\r\n\r\n\r\n# b\r\nINTERPRET QUERY () { PRINT 1; } // end";
    let expected = "CREATE QUERY a() {\n};\n\n# b\nINTERPRET QUERY () {\n  PRINT 1;\n} // end\n";
    assert_eq!(queries(text).as_deref(), Ok(expected));
    assert_eq!(queries(expected).as_deref(), Ok(expected));
    assert_eq!(queries("").as_deref(), Ok(""));
}

#[test]
fn mistakes_are_found_in_every_query() {
    let text = "CREATE QUERY a() { PRINT ; }\nCREATE QUERY b() { RETURN 1 }\n";
    let findings = queries(text).unwrap_err();
    let places: Vec<_> = findings.iter().map(|finding| finding.span.start).collect();
    assert_eq!(places, [text.find(" ; }").unwrap() + 1, text.rfind('}').unwrap()]);
    let other = queries("DROP ALL").unwrap_err();
    assert_eq!(other[0].rule, Rule::Syntax);
}
