//! Mistakes in loading jobs: rule, position and help of each.

use tg_gsql::Rule;
use tg_gsql::apply::script;

const SCHEMA: &str = r#"
    TYPEDEF TUPLE <x INT, y INT> point
    CREATE VERTEX Person (PRIMARY_ID id STRING, name STRING, age UINT, ok BOOL, at point)
    CREATE VERTEX Slot (depot STRING, note STRING, number INT, PRIMARY KEY (number, depot))
    CREATE VERTEX City (name STRING PRIMARY KEY, tags_ LIST<STRING>)
    CREATE DIRECTED EDGE lives_in (FROM Person, TO City, DISCRIMINATOR(since DATETIME), score INT)
        WITH REVERSE_EDGE="houses"
    CREATE UNDIRECTED EDGE near (FROM Person, TO City | FROM Person, TO Slot | FROM City, TO Slot)
    CREATE UNDIRECTED EDGE knows (FROM Person, TO Person)
    CREATE GLOBAL SCHEMA_CHANGE JOB v { ALTER VERTEX City ADD VECTOR ATTRIBUTE emb (DIMENSION=3); }
    RUN GLOBAL SCHEMA_CHANGE JOB v
    CREATE GRAPH g (*)
"#;

fn all(text: &str) -> Vec<(Rule, String, String)> {
    let text = format!("{SCHEMA}\n{text}");
    script(&text)
        .findings
        .into_iter()
        .map(|it| {
            let message = format!("{} {}", it.message, it.help.unwrap_or_default());
            (it.rule, it.span.of(&text).to_owned(), message)
        })
        .collect()
}

/// The findings in the steps of a job that has a file `f` and a header `h`.
fn found(steps: &str) -> Vec<(Rule, String, String)> {
    all(&format!(
        "CREATE LOADING JOB j {{ DEFINE FILENAME f; DEFINE HEADER h = \"id\", \"name\"; {steps} }}"
    ))
}

#[track_caller]
fn one(steps: &str, rule: Rule, at: &str, expected: &str) {
    let found = found(steps);
    assert!(
        matches!(&found[..], [(r, place, s)] if *r == rule && place == at && s.contains(expected)),
        "{steps}\n{found:#?}"
    );
}

#[track_caller]
fn sound(steps: &str) {
    assert_eq!(found(steps), [], "{steps}");
}

#[test]
fn sound_jobs_pass() {
    sound("");
    sound(
        "LOAD f TO VERTEX Person VALUES ($0, gsql_trim($1), REDUCE(max($2)), \"true\", point($3, 4))",
    );
    sound("LOAD f TO VERTEX Slot VALUES ($0, $1, \"x\"), TO VERTEX City VALUES ($0, LIST($1, $2))");
    sound(
        "LOAD f TO EDGE lives_in VALUES ($0, $1, $2, _) WHERE to_int($3) > 1 AND $4 IS NOT EMPTY",
    );
    sound("LOAD f TO EDGE houses VALUES ($0 City, $1 Person, $2, 5)");
    sound(
        "LOAD f TO EDGE near VALUES ($0 Person, ($1, $2) Slot), TO EDGE near VALUES ($0 $1, $2 $3)",
    );
    sound("LOAD f TO EDGE near VALUES (($1, $2) Slot, $0 Person), TO EDGE knows VALUES ($0, $1)");
    sound("LOAD f TO VECTOR ATTRIBUTE emb ON VERTEX City VALUES ($0, SPLIT($1, \":\"))");
    sound(
        "LOAD f TO TEMP_TABLE t (a, b) VALUES ($0, flatten($1, \",\", 1));
           LOAD TEMP_TABLE t TO EDGE knows VALUES ($\"a\", $\"b\")",
    );
    // Some values fill several columns.
    sound("LOAD f TO TEMP_TABLE t (a, b, c) VALUES ($0, flatten($1, \",\", \":\", 2))");
    sound(
        "LOAD f TO TEMP_TABLE t (a, b, c) VALUES ($\"a\", flatten_json_array($\"l\", $\"b\", $\"c\":\"d\"))
           USING JSON_FILE=\"true\"",
    );
    sound("LOAD f TO EDGE knows VALUES ($\"id\", $\"name\") USING USER_DEFINED_HEADER=\"h\"");
    sound("LOAD f TO EDGE knows VALUES ($\"a\":\"b\", $\"c\") USING json_file=\"TRUE\"");
    sound(
        "DEFINE INPUT_LINE_FILTER l = $0 == \"#\"; LOAD f TO EDGE knows VALUES ($0, $1) USING REJECT_LINE_RULE=\"l\", SEPARATOR=\"\\29\"",
    );
    sound(
        "DELETE VERTEX Slot (PRIMARY_ID ($0, $1)) FROM f; DELETE EDGE lives_in (FROM $0, TO $1, DISCRIMINATOR($2)) FROM f; DELETE EDGE * (FROM $0 Person) FROM f",
    );
}

#[test]
fn names_of_a_job() {
    one(
        "DEFINE FILENAME users; LOAD usrs TO EDGE knows VALUES ($0, $1)",
        Rule::UnknownDefinition,
        "usrs",
        "`users`",
    );
    one(
        "LOAD other TO EDGE knows VALUES ($0, $1)",
        Rule::UnknownDefinition,
        "other",
        "DEFINE FILENAME other",
    );
    one(
        "LOAD TEMP_TABLE t TO EDGE knows VALUES ($0, $1)",
        Rule::UnknownDefinition,
        "t",
        "TO TEMP_TABLE",
    );
    one("DEFINE FILENAME f", Rule::Duplicate, "f", "twice");
    one(
        "LOAD f TO EDGE knows VALUES ($0, $1) USING USER_DEFINED_HEADER=\"hh\"",
        Rule::UnknownDefinition,
        "\"hh\"",
        "DEFINE HEADER hh",
    );
    one(
        "LOAD f TO EDGE knows VALUES ($0, $1) USING REJECT_LINE_RULE=\"r\"",
        Rule::UnknownDefinition,
        "\"r\"",
        "INPUT_LINE_FILTER",
    );
    one(
        "LOAD f TO EDGE knows VALUES ($\"id\", $\"nam\") USING USER_DEFINED_HEADER=\"h\"",
        Rule::UnknownColumn,
        "$\"nam\"",
        "`name`",
    );
    one(
        "LOAD f TO TEMP_TABLE t (a, b) VALUES ($0, $1); LOAD TEMP_TABLE t TO EDGE knows VALUES ($\"a\", $\"xyz\")",
        Rule::UnknownColumn,
        "$\"xyz\"",
        "a, b",
    );
    one("LOAD f TO EDGE knows VALUES ($\"id\", $1)", Rule::NoHeader, "$\"id\"", "HEADER=\"true\"");
}

#[test]
fn parameters() {
    let load = |using: &str| format!("LOAD f TO EDGE knows VALUES ($0, $1) USING {using}");
    one(&load("SEPERATOR=\",\""), Rule::UnknownOption, "SEPERATOR", "`SEPARATOR`");
    one(&load("SEPARATOR=\"::\""), Rule::OptionValue, "\"::\"", "one character");
    one(&load("HEADER=\"yes\""), Rule::OptionValue, "\"yes\"", "\"true\"");
    one(&load("QUOTE=\"'\""), Rule::OptionValue, "\"'\"", "\"single\"");
    one(&load("HEADER=\"true\", header=\"true\""), Rule::Duplicate, "header", "twice");
    one(
        "LOAD f TO EDGE knows VALUES ($0, $1) USING HEADER=\"true\"; LOAD f TO EDGE knows VALUES ($0, $1)",
        Rule::UsingDiffers,
        "f",
        "same USING",
    );
    sound(
        "LOAD f TO EDGE knows VALUES ($0, $1) USING HEADER=\"true\", EOL=\"\\n\"; LOAD f TO EDGE knows VALUES ($1, $0) USING eol=\"\\n\", header=\"TRUE\"",
    );
    one(
        "LOAD f TO EDGE knows VALUES ($0, $1); DELETE VERTEX Person (PRIMARY_ID $0) FROM f",
        Rule::MixedJob,
        "DELETE",
        "two jobs",
    );
    one(
        "LOAD f TO EDGE knows VALUES ($0, $1) TAGS (a) BY OR",
        Rule::Unsupported,
        "TAGS (a) BY OR",
        "deprecated",
    );
}

#[test]
fn targets_and_counts() {
    one("LOAD f TO VERTEX Persn VALUES ($0)", Rule::UnknownType, "Persn", "`Person`");
    one("LOAD f TO EDGE know VALUES ($0, $1)", Rule::UnknownType, "know", "`knows`");
    one("LOAD f TO VERTEX City VALUES ($0, $1, $2)", Rule::ValueCount, "$2", "2 values");
    one("LOAD f TO VERTEX Slot VALUES ($0)", Rule::ValueCount, "Slot", "number, depot, note");
    one("LOAD f TO VERTEX City VALUES ($0)", Rule::MissingValues, "City", "tags_");
    one("LOAD f TO EDGE lives_in VALUES ($0, $1)", Rule::ValueCount, "lives_in", "since, score");
    one("LOAD f TO EDGE lives_in VALUES ($0, $1, $2)", Rule::MissingValues, "lives_in", "score");
    one("LOAD f TO TEMP_TABLE t (a, b) VALUES ($0)", Rule::ValueCount, "t", "2 values");
    one(
        "LOAD f TO VECTOR ATTRIBUTE em ON VERTEX City VALUES ($0, $1)",
        Rule::UnknownAttribute,
        "em",
        "`emb`",
    );
    one("DELETE VERTEX Persom (PRIMARY_ID $0) FROM f", Rule::UnknownType, "Persom", "`Person`");
    one(
        "DELETE EDGE lives_in (FROM $0, TO $1, DISCRIMINATOR($2, $3)) FROM f",
        Rule::ValueCount,
        "$2",
        "1 parts",
    );
}

#[test]
fn keys_and_ends() {
    one("LOAD f TO VERTEX City VALUES (_, $1)", Rule::SkippedKey, "_", "skipped");
    one("LOAD f TO EDGE lives_in VALUES ($0, $1, _, $2)", Rule::SkippedKey, "_", "skipped");
    one("LOAD f TO VERTEX City VALUES (REDUCE(max($0)), $1)", Rule::Reducer, "REDUCE", "reduced");
    one("LOAD f TO EDGE near VALUES ($0 Person, $1)", Rule::EndpointType, "$1", "City or Slot");
    one(
        "LOAD f TO EDGE near VALUES ($0 Persn, $1 City)",
        Rule::UnknownEndpoint,
        "Persn",
        "`Person`",
    );
    one(
        "LOAD f TO EDGE lives_in VALUES ($0 City, $1, $2, 1)",
        Rule::UnknownEndpoint,
        "City",
        "Person",
    );
    one(
        "LOAD f TO EDGE near VALUES ($0 Person, $1 Person)",
        Rule::UnknownEndpoint,
        "Person",
        "join",
    );
    one(
        "LOAD f TO EDGE near VALUES ($0 City, ($1, $2, $3) Slot)",
        Rule::ValueCount,
        "($1, $2, $3)",
        "number, depot",
    );
    one(
        "LOAD f TO VERTEX City VALUES ($0 City, $1)",
        Rule::EndpointType,
        "City",
        "ends of an edge",
    );
}

#[test]
fn values() {
    one(
        "LOAD f TO VERTEX Person VALUES ($0, $1, \"old\", _, _)",
        Rule::LiteralType,
        "\"old\"",
        "UINT",
    );
    one("LOAD f TO VERTEX Person VALUES ($0, $1, -1, _, _)", Rule::LiteralType, "-1", "UINT");
    one("LOAD f TO VERTEX Person VALUES ($0, _, _, 7, _)", Rule::LiteralType, "7", "\"true\"");
    one(
        "LOAD f TO VERTEX City VALUES (gsql_trm($0), _)",
        Rule::UnknownFunction,
        "gsql_trm",
        "`gsql_trim`",
    );
    one(
        "LOAD f TO VERTEX City VALUES (my_own($0), _)",
        Rule::UnknownFunction,
        "my_own",
        "add it to the token functions",
    );
    one("LOAD f TO VERTEX City VALUES ($0, SPLIT($1))", Rule::Arguments, "SPLIT($1)", "2 to 3");
    one("LOAD f TO VERTEX City VALUES ($0, REDUCE(ad($1)))", Rule::Reducer, "ad", "`add`");
    one(
        "LOAD f TO VERTEX Person VALUES ($0, REDUCE(and($1)), _, _, _)",
        Rule::Reducer,
        "and",
        "STRING",
    );
    one(
        "LOAD f TO VERTEX City VALUES ($0, REDUCE($1))",
        Rule::Reducer,
        "REDUCE",
        "REDUCE(add($1))",
    );
    one(
        "LOAD f TO VERTEX City VALUES ($0, flatten($1, \",\", 1))",
        Rule::Flatten,
        "flatten",
        "TEMP_TABLE",
    );
    one(
        "LOAD f TO TEMP_TABLE t (a, b) VALUES (flatten($0, \",\", 1), flatten($1, \",\", 1))",
        Rule::Flatten,
        "flatten($1, \",\", 1)",
        "second",
    );
    one(
        "LOAD f TO EDGE knows VALUES ($0, $1) WHERE to_int() > 1",
        Rule::Arguments,
        "to_int()",
        "1 argument",
    );
}

#[test]
fn consequences_of_a_failed_change_are_not_reported() {
    let found = all("CREATE GLOBAL SCHEMA_CHANGE JOB c {
             ALTER VERTEX Person ADD ATTRIBUTE (born DATETME);
             ALTER VERTEX City ADD VECTOR ATTRIBUTE more (DIMENSION=3);
             ALTER EDGE knows ADD PAIR (FROM Person, TO City);
         }
         RUN GLOBAL SCHEMA_CHANGE JOB c
         CREATE LOADING JOB j { DEFINE FILENAME f;
             LOAD f TO VERTEX Person VALUES ($0, $1, $2, $3, $4, $5),
                 TO VECTOR ATTRIBUTE more ON VERTEX City VALUES ($0, $1),
                 TO EDGE knows VALUES ($0, $1 City),
                 TO VERTEX Slot VALUES ($0, $1, $2, $3); }");
    let found: Vec<_> = found.iter().map(|(rule, at, _)| (*rule, at.as_str())).collect();
    assert_eq!(found, [(Rule::UnknownAttributeType, "DATETME"), (Rule::ValueCount, "$3")]);
}

#[test]
fn graphs_and_runs() {
    let job = "CREATE LOADING JOB j { DEFINE FILENAME f; DEFINE FILENAME p = \"a.csv\";
        LOAD f TO EDGE knows VALUES ($0, $1); }";
    let run = |rest: &str| all(&format!("{job} {rest}"));
    assert_eq!(run("RUN LOADING JOB j USING f=\"a.csv\""), []);
    assert_eq!(
        run("RUN LOADING JOB -n 1,5 j USING p, f=\"a.csv\", CONCURRENCY=4, EOF=\"true\""),
        []
    );
    assert_eq!(run("RUN LOADING JOB of_another_script"), []);
    for (rest, rule, at, expected) in [
        ("CREATE LOADING JOB load {} RUN LOADING JOB laod", Rule::UnknownJob, "laod", "`load`"),
        ("RUN LOADING JOB j", Rule::NoPath, "j", "USING f=\"path\""),
        ("RUN LOADING JOB j USING f", Rule::NoPath, "f", "USING f=\"path\""),
        ("RUN LOADING JOB j USING g=\"a\"", Rule::UnknownDefinition, "g", ""),
        ("RUN LOADING JOB -noprit j USING f=\"a\"", Rule::UnknownOption, "noprit", "`noprint`"),
        ("RUN LOADING JOB -n j USING f=\"a\"", Rule::OptionValue, "n", "number"),
        ("RUN LOADING JOB j USING f=\"a\", BATCH_SIZE=\"x\"", Rule::OptionValue, "\"x\"", "number"),
    ] {
        let found = run(rest);
        let hit = found.iter().any(|it| it.0 == rule && it.1 == at && it.2.contains(expected));
        assert!(hit, "{rest}: {found:#?}");
    }
    let of = |header: &str| all(&format!("USE GLOBAL CREATE LOADING JOB {header} {{ }}"));
    assert!(matches!(&of("k")[..], [(Rule::NoGraph, ..)]));
    assert!(matches!(&of("k FOR GRAPH gg")[..], [(Rule::UnknownGraph, ..)]));
    assert_eq!(all(&format!("{job} DROP JOB j RUN LOADING JOB j")), []);
}
