//! Scripts in canonical form.

use std::mem::discriminant;

use proptest::prelude::*;
use tg_gsql::apply::script;
use tg_gsql::syntax::ast::Statement;
use tg_gsql::syntax::{Spanned, parse};
use tg_gsql::{format, print};

use crate::corpus::SCRIPTS;
use tg_test_support::catalogs::catalog;

/// Returns the canonical form, after a check that it is stable and has the same meaning.
#[track_caller]
fn formatted(text: &str) -> String {
    let canonical = format::script(text).unwrap_or_else(|findings| format!("{findings:?}"));
    assert_eq!(format::script(&canonical).as_ref(), Ok(&canonical), "from {text}");
    let kinds = |text: &str| -> Vec<_> {
        let statements = parse(text).statements;
        statements.iter().map(|Spanned { value, .. }| discriminant::<Statement>(value)).collect()
    };
    assert_eq!(kinds(text), kinds(&canonical), "{canonical}");
    assert_eq!(script(text).catalog, script(&canonical).catalog, "{canonical}");
    canonical
}

#[test]
fn statements_take_their_canonical_form() {
    for (given, canonical) in [
        ("", ""),
        ("drop all;", "DROP ALL\n"),
        (
            "create vertex A(primary_id id string,n int default \"5\",b bool default TRUE,d double default 1e3,)with STATS='NONE' ;",
            "CREATE VERTEX A (\n    PRIMARY_ID id STRING,\n    n INT DEFAULT 5,\n    b BOOL DEFAULT \"true\",\n    d DOUBLE DEFAULT 1000.0\n) WITH STATS=\"none\"\n",
        ),
        (
            "create vertex A(a int primary key, m map<string,My_Tuple>) create vertex B(a int,b string compress,primary key(b,a))",
            "CREATE VERTEX A (a INT PRIMARY KEY, m MAP<STRING, My_Tuple>)\nCREATE VERTEX B (a INT, b STRING COMPRESS, PRIMARY KEY (b, a))\n",
        ),
        (
            "create directed edge e(from A|B,to C|from *,to D,discriminator(x int),y float)with reverse_edge=\"Er\"",
            "CREATE DIRECTED EDGE e (FROM A|B, TO C | FROM *, TO D, DISCRIMINATOR(x INT), y FLOAT) WITH REVERSE_EDGE=\"Er\"\n",
        ),
        ("typedef tuple<int(4) a,string(9) b>t", "TYPEDEF TUPLE <a INT(4), b STRING(9)> t\n"),
        (
            "create graph g(A,e)with admin u create graph h()",
            "CREATE GRAPH g (A, e) WITH ADMIN u\nCREATE GRAPH h ()\n",
        ),
        ("use graph g use global\nbegin\nend", "USE GRAPH g\nUSE GLOBAL\nBEGIN\nEND\n"),
        (
            "drop query a.b,c drop job all drop graph g cascade",
            "DROP QUERY a.b, c\nDROP JOB *\nDROP GRAPH g CASCADE\n",
        ),
        (
            "run global schema_change job j -n\nrun schema_change job k",
            "RUN GLOBAL SCHEMA_CHANGE JOB j -N\nRUN SCHEMA_CHANGE JOB k\n",
        ),
        ("install query -single -force a,b", "INSTALL QUERY -SINGLE -FORCE a, b\n"),
        (
            "create schema_change job j for graph g{alter vertex A add vector attribute v(dimension=3,metric='l2');alter edge e add from(A)to(B)attribute(x int);drop vertex A from graph h}",
            "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {\n    ALTER VERTEX A ADD VECTOR ATTRIBUTE v (DIMENSION=3, METRIC=\"L2\");\n    ALTER EDGE e ADD FROM (A) TO (B) ATTRIBUTE (x INT);\n    DROP VERTEX A FROM GRAPH h;\n}\n",
        ),
        (
            "create loading job j{load f to vertex A values($0,_)using separator=\"\\t\"}",
            "CREATE LOADING JOB j {\n    LOAD f TO VERTEX A VALUES ($0, _) USING SEPARATOR=\"\\t\";\n}\n",
        ),
    ] {
        assert_eq!(formatted(given), canonical, "{given}");
    }
}

#[test]
fn a_field_with_the_name_of_a_type_stays_as_it_is() {
    let text = "TYPEDEF TUPLE <a DATETIME,DATETIME  BOOL> t\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn many_pairs_have_one_line_each() {
    let pairs = "FROM Warehouse, TO Distribution_Center | FROM Distribution_Center, TO Store \
                 | FROM Store, TO Customer_Address";
    let lines = "FROM Warehouse, TO Distribution_Center\n    \
                 | FROM Distribution_Center, TO Store\n    \
                 | FROM Store, TO Customer_Address";
    assert_eq!(
        formatted(&format!("create directed edge e ({pairs}, n int)")),
        format!("CREATE DIRECTED EDGE e (\n    {lines},\n    n INT\n)\n")
    );
    let lines = lines.replace("    ", "        ");
    assert_eq!(
        formatted(&format!(
            "create global schema_change job j {{ alter edge e add pair({pairs}); }}"
        )),
        format!(
            "CREATE GLOBAL SCHEMA_CHANGE JOB j {{\n    ALTER EDGE e ADD PAIR (\n        {lines}\n    );\n}}\n"
        )
    );
}

#[test]
fn comments_and_blank_lines_stay_where_they_are() {
    let text = "\u{feff}\n\n# one\r\n   // two\n\n\n/* three\n    lines */ drop all ; // behind\n\n\n\
                use graph g /* four */ /* five */\n# six\n\n# seven\n   ";
    assert_eq!(
        formatted(text),
        "# one\n// two\n\n/* three\n    lines */\nDROP ALL // behind\n\nUSE GRAPH g /* four */ /* five */\n# six\n\n# seven\n"
    );
}

#[test]
fn opaque_statements_and_those_with_comments_remain_as_written() {
    for text in [
        "create  vertex A ( # the id\n  primary_id id string )\n",
        "create query q()  {\n  print 1; # }\n}\n",
        "run query  q( 1 );\nRECOMPILE x\n",
        "show vertex  a*\n",
        "create data_source  s = \"{ \\\"a\\\": 1 }\"\n",
        "drop secret abc-def\n",
        "set a=b\n",
        "SHOW VERTEX a*;\nIMPORT x y;\n",
        "@file.gsql\n",
        "upsert  A values(1)\n",
    ] {
        assert_eq!(formatted(text), text);
    }
}

#[test]
fn the_semicolon_of_an_opaque_statement_is_found_after_white_space_and_comments() {
    assert_eq!(
        formatted("RUN QUERY q() \u{feff} /* c */ ;\nIMPORT x"),
        "RUN QUERY q(); /* c */\nIMPORT x\n"
    );
}

#[test]
fn broken_scripts_are_not_formatted() {
    let findings = format::script("DROP ALL CREATE VERTX A ()");
    assert!(matches!(findings, Err(findings) if findings.len() == 1));
}

#[test]
fn scripts_of_people_stay_the_same_schema() {
    for script in SCRIPTS {
        let canonical = formatted(script.text);
        assert!(canonical.ends_with('\n') && !canonical.contains("\n\n\n"), "{canonical}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_printed_catalog_stays_the_same(catalog in catalog()) {
        let text = print::catalog(&catalog);
        let canonical = formatted(&text);
        prop_assert_eq!(canonical, text);
    }
}
