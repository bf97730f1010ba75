//! Mistakes that depend on the whole schema: rule, position and help of each.

use tg_gsql::apply::script;
use tg_gsql::{Rule, Severity};

/// Declarations that the cases build on.
const SCHEMA: &str = r#"
    TYPEDEF TUPLE <x INT(4), y DOUBLE> point
    CREATE VERTEX Person (PRIMARY_ID id STRING, name STRING, at point)
    CREATE VERTEX City (name STRING PRIMARY KEY, size UINT)
    CREATE DIRECTED EDGE lives_in (FROM Person, TO City, since DATETIME) WITH REVERSE_EDGE="houses"
    CREATE GRAPH g (Person, City, lives_in)
"#;

/// The findings in `text` after the declarations: rule, the text that it points at, help.
fn found(text: &str) -> Vec<(Rule, String, String)> {
    let text = format!("{SCHEMA}\nUSE GLOBAL\n{text}");
    script(&text)
        .findings
        .into_iter()
        .map(|it| (it.rule, it.span.of(&text).to_owned(), it.help.unwrap_or_default()))
        .collect()
}

#[track_caller]
fn one(text: &str, rule: Rule, at: &str, help: &str) {
    let found = found(text);
    assert!(
        matches!(&found[..], [(r, place, h)] if *r == rule && place == at && h.contains(help)),
        "{text}\n{found:#?}"
    );
}

fn local(change: &str) -> String {
    format!("CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {{ {change}; }} RUN SCHEMA_CHANGE JOB j")
}

fn global(change: &str) -> String {
    format!("CREATE GLOBAL SCHEMA_CHANGE JOB j {{ {change}; }} RUN GLOBAL SCHEMA_CHANGE JOB j")
}

#[test]
fn the_schema_itself_is_sound() {
    assert_eq!(found(""), []);
}

#[test]
fn names() {
    one("CREATE VERTEX Select (PRIMARY_ID id STRING)", Rule::ReservedName, "Select", "`Select_`");
    one("CREATE VERTEX V (PRIMARY_ID id STRING, from INT)", Rule::ReservedName, "from", "`from_`");
    one("CREATE VERTEX gsql_sys_x (PRIMARY_ID id STRING)", Rule::ReservedName, "gsql_sys_x", "`x`");
    one(
        "CREATE VERTEX V (PRIMARY_ID id STRING, default_ INT, max INT)",
        Rule::ReservedInQueries,
        "max",
        "",
    );
    one("CREATE VERTEX City (PRIMARY_ID id STRING)", Rule::NameInUse, "City", "different name");
    one("CREATE VERTEX houses (PRIMARY_ID id STRING)", Rule::NameInUse, "houses", "different name");
    one("CREATE VERTEX point (PRIMARY_ID id STRING)", Rule::NameInUse, "point", "different name");
    one("TYPEDEF TUPLE <a INT> lives_in", Rule::NameInUse, "lives_in", "different name");
    one("CREATE GRAPH g (*)", Rule::NameInUse, "g", "different name");
    one(
        "CREATE VERTEX V (PRIMARY_ID id STRING, a INT, a INT)",
        Rule::Duplicate,
        "a",
        "another name",
    );
    one("TYPEDEF TUPLE <a INT, a UINT> t", Rule::Duplicate, "a", "another name");
    assert_eq!(found("CREATE VERTEX V (PRIMARY_ID id STRING, id STRING, type INT)"), []);
    one(
        r#"CREATE VERTEX V (PRIMARY_ID id STRING, id INT) WITH PRIMARY_ID_AS_ATTRIBUTE="true""#,
        Rule::Duplicate,
        "id",
        "another name",
    );
}

#[test]
fn attribute_types() {
    let attribute = |ty: &str| format!("CREATE VERTEX V (PRIMARY_ID id STRING, a {ty})");
    for (ty, rule, at, help) in [
        ("STRNG", Rule::UnknownAttributeType, "STRNG", "`STRING`"),
        ("BIGINT", Rule::UnknownAttributeType, "BIGINT", "`INT`"),
        ("timestamp", Rule::UnknownAttributeType, "timestamp", "`DATETIME`"),
        ("pont", Rule::UnknownAttributeType, "pont", "`point`"),
        ("address", Rule::UnknownAttributeType, "address", "TYPEDEF TUPLE <...> address"),
        ("LIST<UINT>", Rule::ElementType, "UINT", "use INT"),
        ("SET<FLOAT>", Rule::ElementType, "FLOAT", "use DOUBLE"),
        ("MAP<UINT, INT>", Rule::ElementType, "UINT", "INT, STRING or DATETIME"),
        ("MAP<INT, LIST<INT>>", Rule::ElementType, "LIST", "elements are"),
        ("LIST", Rule::TypeParameters, "LIST", "`LIST<STRING>`"),
        ("MAP<INT>", Rule::TypeParameters, "MAP<INT>", "`MAP<STRING, INT>`"),
        ("FIXED_BINARY", Rule::TypeParameters, "FIXED_BINARY", "`FIXED_BINARY(16)`"),
        ("STRING(20)", Rule::TypeParameters, "STRING(20)", "write `STRING`"),
        ("STRING COMPRESS", Rule::Deprecated, "COMPRESS", "leave `COMPRESS` out"),
    ] {
        one(&attribute(ty), rule, at, help);
    }
    one("TYPEDEF TUPLE <a STRING> t", Rule::TypeParameters, "STRING", "`STRING(20)`");
    one("TYPEDEF TUPLE <a INT(3)> t", Rule::TypeParameters, "INT(3)", "1, 2, 4 or 8");
    one("TYPEDEF TUPLE <a point> t", Rule::FieldType, "point", "fields are INT");
    one("TYPEDEF TUPLE <> t", Rule::FieldType, "t", "");
}

#[test]
fn defaults() {
    let attribute = |rest: &str| format!("CREATE VERTEX V (PRIMARY_ID id STRING, a {rest})");
    for (rest, at, help) in [
        ("INT DEFAULT \"x\"", "\"x\"", "whole number"),
        ("INT DEFAULT 1.5", "1.5", "whole number"),
        ("UINT DEFAULT -1", "-1", "18446744073709551615"),
        ("STRING DEFAULT 7", "7", "in quotes"),
        ("BOOL DEFAULT \"yes\"", "\"yes\"", "\"true\" or \"false\""),
        ("DATETIME DEFAULT \"2023-02-29\"", "\"2023-02-29\"", "date in quotes"),
        ("LIST<INT> DEFAULT \"\"", "\"\"", "begin empty"),
    ] {
        one(&attribute(rest), Rule::DefaultType, at, help);
    }
    one(&attribute("STRING DEFAULT 'x'"), Rule::QuotedDefault, "'x'", "`DEFAULT \"x\"`");
    one(&attribute("BOOL DEFAULT true"), Rule::UnquotedBool, "true", "`DEFAULT \"true\"`");
    one(
        &attribute("INT DEFAULT 999999999999999999999999999999999999999999"),
        Rule::DefaultType,
        "999999999999999999999999999999999999999999",
        "",
    );
}

#[test]
fn keys_and_options() {
    one("CREATE VERTEX V (PRIMARY_ID id DOUBLE)", Rule::KeyType, "DOUBLE", "STRING, INT");
    one("CREATE VERTEX V (a BOOL PRIMARY KEY)", Rule::KeyType, "BOOL", "STRING, INT");
    one("CREATE VERTEX V (a INT, b FLOAT, PRIMARY KEY (a, b))", Rule::KeyType, "FLOAT", "STRING");
    one(
        "CREATE VERTEX V (alpha INT, PRIMARY KEY (alhpa))",
        Rule::UnknownAttribute,
        "alhpa",
        "`alpha`",
    );
    one("CREATE VERTEX V (a INT, PRIMARY KEY (a, a))", Rule::Duplicate, "a", "remove one");
    one("CREATE VERTEX V (name STRING)", Rule::Key, "V", "PRIMARY_ID");
    one("CREATE VERTEX V (a INT, PRIMARY KEY ())", Rule::Key, "PRIMARY KEY ()", "name its");
    let beside_a_warning = found("CREATE VERTEX V (name STRING,)");
    assert!(matches!(&beside_a_warning[..], [(Rule::Key, ..), (Rule::TrailingComma, ..)]));
    one("CREATE VERTEX V (a INT, PRIMARY_ID id STRING)", Rule::Key, "PRIMARY_ID id STRING", "");
    let with = |options: &str| format!("CREATE VERTEX V (PRIMARY_ID id STRING) WITH {options}");
    one(&with("STAT=\"none\""), Rule::UnknownOption, "STAT", "`STATS`");
    one(&with("STATS=\"some\""), Rule::OptionValue, "\"some\"", "outdegree_by_edgetype");
    one(&with("PRIMARY_ID_AS_ATTRIBUTE=yes"), Rule::OptionValue, "yes", "\"true\"");
    one(&with("STATS=\"none\", stats=\"none\""), Rule::Duplicate, "stats", "remove one");
    one(&with("TAGGABLE=\"true\""), Rule::Deprecated, "TAGGABLE", "");
    one(
        r#"CREATE VERTEX V (id INT PRIMARY KEY) WITH primary_id_as_attribute="true""#,
        Rule::OptionValue,
        "primary_id_as_attribute",
        "leave the option out",
    );
}

#[test]
fn edges() {
    let edge = |rest: &str| format!("CREATE DIRECTED EDGE e {rest}");
    one(&edge("(FROM Persn, TO City)"), Rule::UnknownEndpoint, "Persn", "`Person`");
    one(&edge("(FROM Person, TO lives_in)"), Rule::UnknownEndpoint, "lives_in", "");
    one(
        &edge("(FROM Person, TO City, DISCRIMINATOR(w DOUBLE))"),
        Rule::KeyType,
        "DOUBLE",
        "STRING, INT",
    );
    one(
        &edge("(FROM Person, TO City, DISCRIMINATOR(w INT), w INT)"),
        Rule::Duplicate,
        "w",
        "another name",
    );
    one(
        &edge("(FROM Person, TO City) WITH REVERSE_EDGE=\"e\""),
        Rule::NameInUse,
        "\"e\"",
        "`reverse_e`",
    );
    one(
        &edge("(FROM Person, TO City) WITH REVERSE_EDGE=\"City\""),
        Rule::NameInUse,
        "\"City\"",
        "different name",
    );
    one(
        "CREATE UNDIRECTED EDGE e (FROM Person, TO City) WITH REVERSE_EDGE=\"r\"",
        Rule::ReverseOfUndirected,
        "REVERSE_EDGE",
        "DIRECTED",
    );
    one(&edge("(FROM Person, TO City) WITH REVERS=\"r\""), Rule::UnknownOption, "REVERS", "");
    let empty = found("DROP ALL CREATE DIRECTED EDGE e (FROM *, TO *)");
    assert!(empty.iter().all(|it| it.0 == Rule::UnknownEndpoint && it.1 == "*"), "{empty:?}");
}

#[test]
fn graphs() {
    one("CREATE GRAPH h (Person, Citi)", Rule::UnknownType, "Citi", "`City`");
    one("CREATE GRAPH h (City, lives_in)", Rule::EndpointNotInGraph, "lives_in", "add `Person`");
    one("CREATE GRAPH h AS g: a & b", Rule::Unsupported, "AS g: a & b", "list the types");
    let by_type = "CREATE GRAPH h AS g (Person: a, City)";
    one(by_type, Rule::Unsupported, "AS g (Person: a, City)", "list the types");
    one("CREATE GRAPH goods () USE GRAPH godos", Rule::UnknownGraph, "godos", "`goods`");
    one("DROP GRAPH nope", Rule::NothingToDrop, "nope", "");
}

#[test]
fn what_a_script_removes_at_its_start_is_a_warning() {
    let rules = |text: &str| -> Vec<Rule> {
        tg_gsql::apply::script(text).findings.iter().map(|finding| finding.rule).collect()
    };
    let create = "CREATE VERTEX A (PRIMARY_ID id STRING) CREATE GRAPH x (A)";
    let both = [Rule::NothingToDrop, Rule::NothingToDrop];
    assert_eq!(rules(&format!("USE GRAPH x DROP QUERY ALL DROP GRAPH x {create}")), both);
    assert_eq!(rules(&format!("USE GRAPH x DROP JOB ALL DROP ALL {create}")), both[..1]);
    assert_eq!(rules(&format!("USE GRAPH x {create} DROP GRAPH x")), [Rule::UnknownGraph]);
    assert_eq!(rules(&format!("USE GRAPH y DROP GRAPH x {create}"))[0], Rule::UnknownGraph);
}

#[test]
fn limits() {
    one(
        "CREATE VERTEX V (PRIMARY_ID id STRING, b FIXED_BINARY(20000000))",
        Rule::Limit,
        "FIXED_BINARY(20000000)",
        "10 MB",
    );
    one("TYPEDEF TUPLE <a STRING(20000000)> t", Rule::Limit, "STRING(20000000)", "10 MB");
    let types: String =
        (0..600).map(|n| format!("CREATE VERTEX V{n} (PRIMARY_ID id STRING)\n")).collect();
    one(
        &format!("{types} CREATE UNDIRECTED EDGE e (FROM *, TO *)"),
        Rule::Limit,
        "*",
        "several edge types",
    );
}

#[test]
fn many_types_are_read_in_reasonable_time() {
    let vertex = |n: usize| format!("CREATE VERTEX V{n} (PRIMARY_ID id STRING, a INT)\n");
    let edge = |n: usize| format!("CREATE DIRECTED EDGE e{n} (FROM V{n}, TO V0)\n");
    let mut text: String = (0..10_000).map(vertex).collect();
    text.extend((0..2_000).map(edge));
    text += "CREATE GRAPH all_ (*)";
    let read = script(&text);
    assert_eq!(read.findings, []);
    assert_eq!(script(&tg_gsql::print::catalog(&read.catalog)).catalog, read.catalog);
}

#[test]
fn drops() {
    one("DROP VERTEX Nobody", Rule::NothingToDrop, "Nobody", "");
    one(
        "CREATE VERTEX Free (PRIMARY_ID id STRING) DROP VERTEX nope, Free",
        Rule::UnknownType,
        "nope",
        "",
    );
    one("DROP TUPLE point", Rule::InUse, "point", "attributes of type `point`");
    one("DROP EDGE lives_in", Rule::InUse, "lives_in", "`DROP EDGE lives_in FROM GRAPH g`");
    one("USE GRAPH g DROP EDGE lives_in", Rule::Scope, "lives_in", "USE GLOBAL");
    let both = found("DROP VERTEX Person");
    assert!(both.iter().all(|it| it.0 == Rule::InUse) && both.len() == 2, "{both:?}");
}

#[test]
fn alterations() {
    let city = |rest: &str| global(&format!("ALTER VERTEX City {rest}"));
    one(&city("ADD ATTRIBUTE (size INT)"), Rule::Duplicate, "size", "another name");
    one(&city("DROP ATTRIBUTE (siz)"), Rule::UnknownAttribute, "siz", "`size`");
    one(&city("DROP ATTRIBUTE (name)"), Rule::InUse, "name", "");
    one(&city("ADD INDEX i ON (nam)"), Rule::UnknownAttribute, "nam", "`name`");
    one(&city("DROP INDEX i"), Rule::UnknownAttribute, "i", "");
    one(&city("ADD VECTOR ATTRIBUTE v (METRIC=\"L2\")"), Rule::Vector, "v", "DIMENSION=");
    one(&city("ADD VECTOR ATTRIBUTE v (DIMENSION=0)"), Rule::Vector, "0", "from 1");
    one(
        &city("ADD VECTOR ATTRIBUTE v (DIMENSION=3, METRIC=\"L1\")"),
        Rule::Vector,
        "\"L1\"",
        "COSINE",
    );
    one(
        &city("ADD VECTOR ATTRIBUTE v (DIMENSIONS=3, DIMENSION=3)"),
        Rule::UnknownOption,
        "DIMENSIONS",
        "`DIMENSION`",
    );
    one(&city("ADD VECTOR ATTRIBUTE size (DIMENSION=3)"), Rule::Duplicate, "size", "another");
    one(&city("DROP VECTOR ATTRIBUTE v"), Rule::UnknownAttribute, "v", "");
    one(&global("ALTER VERTEX Person ADD INDEX i ON (at)"), Rule::Index, "at", "STRING, INT");
    one(&global("ALTER VERTEX Cty ADD ATTRIBUTE (a INT)"), Rule::UnknownType, "Cty", "`City`");
    one(&global("ALTER EDGE lives_in DROP ATTRIBUTE (x)"), Rule::UnknownAttribute, "x", "");
}

#[test]
fn scopes() {
    one(&local("ALTER VERTEX City ADD ATTRIBUTE (a INT)"), Rule::Scope, "City", "GLOBAL");
    one(&local("ADD VERTEX City TO GRAPH g"), Rule::Scope, "City", "GLOBAL");
    // The uses of the type and its attributes are not reported in addition.
    one(&local("DROP VERTEX City"), Rule::Scope, "City", "GLOBAL");
    one(&local("DROP EDGE lives_in"), Rule::Scope, "lives_in", "GLOBAL");
    one(&local("ALTER VERTEX City ADD ATTRIBUTE (size INT)"), Rule::Scope, "City", "GLOBAL");
    one(&local("ALTER EDGE lives_in DROP ATTRIBUTE (none)"), Rule::Scope, "lives_in", "GLOBAL");
    one(
        &global("ADD VERTEX V (PRIMARY_ID id STRING)"),
        Rule::Scope,
        "V",
        "`CREATE VERTEX V (...)`",
    );
    one(
        "CREATE SCHEMA_CHANGE JOB j { DROP VERTEX City; } RUN SCHEMA_CHANGE JOB j",
        Rule::NoGraph,
        "j",
        "FOR GRAPH",
    );
    one("RUN SCHEMA_CHANGE JOB j", Rule::UnknownJob, "j", "");
    one(&global("ADD VERTEX City TO GRAPH g"), Rule::NameInUse, "City", "");
    one(&global("DROP VERTEX City FROM GRAPH g"), Rule::InUse, "City", "`DROP EDGE lives_in`");
    one(&global("DROP VERTEX Cit FROM GRAPH g"), Rule::UnknownType, "Cit", "`City`");
}

#[test]
fn consequences_of_a_mistake_are_not_reported() {
    one(
        "CREATE VERTEX V (PRIMARY_ID id STRIN)
         CREATE DIRECTED EDGE e (FROM V, TO V)
         CREATE GRAPH h (V, e)
         USE GRAPH h",
        Rule::UnknownAttributeType,
        "STRIN",
        "`STRING`",
    );
    // Later changes do not report attributes that a broken change was to add.
    one(
        &global(
            "ALTER VERTEX City ADD ATTRIBUTE (a STRIN, b INT);
             ALTER VERTEX City ADD INDEX i ON (b);
             ALTER VERTEX City DROP ATTRIBUTE (a)",
        ),
        Rule::UnknownAttributeType,
        "STRIN",
        "`STRING`",
    );
    // A job of an unknown graph is not checked.
    for job in [
        "CREATE SCHEMA_CHANGE JOB j { ADD VERTEX W (PRIMARY_ID id STRING); }
                 RUN SCHEMA_CHANGE JOB j
                 CREATE SCHEMA_CHANGE JOB k FOR GRAPH g { DROP VERTEX W; }",
        "CREATE LOADING JOB j { DEFINE FILENAME f; LOAD f TO VERTEX City VALUES ($0); }",
    ] {
        one(&format!("CREATE GRAPH h (Cty)\n{job}"), Rule::UnknownType, "Cty", "`City`");
        one(&format!("USE GRAPH h\n{job}"), Rule::UnknownGraph, "h", "");
    }
}

#[test]
fn a_job_that_is_not_run_is_checked_all_the_same() {
    one(
        "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { DROP VERTEX Nobody; }",
        Rule::UnknownType,
        "Nobody",
        "",
    );
}

#[test]
fn several_mistakes_in_one_type_are_all_found() {
    let text =
        r#"CREATE VERTEX Select (PRIMARY_ID id BOOL, a STRNG, b LIST<UINT> , a INT DEFAULT "x")"#;
    let mut rules: Vec<_> = found(text).into_iter().map(|it| it.0).collect();
    rules.sort();
    assert_eq!(
        rules,
        [
            Rule::ReservedName,
            Rule::Duplicate,
            Rule::UnknownAttributeType,
            Rule::ElementType,
            Rule::KeyType,
            Rule::DefaultType
        ]
    );
    assert!(rules.iter().all(|rule| rule.severity() == Severity::Error));
}
