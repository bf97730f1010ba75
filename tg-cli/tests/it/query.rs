//! `tg query`: files of queries against a schema and against the server.

use serde_json::json;

use crate::harness::{Folder, GOODS};
use crate::server::in_both_generations;

const HEAVY: &str = "\
// The packages above a weight.
CREATE OR REPLACE QUERY heavy(DOUBLE over, SET<STRING> ids) FOR GRAPH Goods SYNTAX v2 {
  all = {Package.*};
  found = SELECT p FROM all:p WHERE p.weight_kg > over AND p.id IN ids ORDER BY p.id;
  PRINT found;
  PRINT found.size() AS number;
}
";

const NEAR: &str = "\
CREATE QUERY city(VERTEX<Depot> depot, VERTEX any, DATETIME since) FOR GRAPH Goods {
  S = {depot};
  PRINT S[S.city];
  PRINT any, since;
}
";

const WRONG: &str = "\
CREATE QUERY wrong() FOR GRAPH Goods {
  S = {Pakage.*};
  PRINT S;
}
CREATE QUERY heavy() FOR GRAPH Good {
  PRINT 1;
}
";

#[test]
fn files_are_formatted_without_a_server() {
    let text = "create query a(int n){ print n; /* the end */ }";
    let expected = "create query a(int n) {\n  print n; /* the end */\n}\n";
    let folder = Folder::with(&[("queries/a.gsql", text), ("queries/heavy.gsql", HEAVY)]);
    assert_eq!(folder.tg("query fmt").code(0).stdout, format!("{expected}{HEAVY}"));
    let ran = folder.tg("query fmt --check").code(1);
    let line = "queries/a.gsql is not in its canonical form; `--write` makes it so\n";
    assert_eq!(ran.stdout, line);
    assert_eq!(folder.tg("query fmt queries/heavy.gsql --check").code(0).stdout, "");
    assert_eq!(folder.read("queries/a.gsql"), text, "nothing was written yet");
    assert_eq!(folder.tg("query fmt --write").code(0).stdout, "queries/a.gsql written\n");
    assert_eq!(folder.read("queries/a.gsql"), expected);
    let json = folder.tg("query fmt --write --json").code(0).json();
    let files = ["queries/a.gsql", "queries/heavy.gsql"];
    let entry = |file| json!({"file": file, "formatted": true, "written": false});
    assert_eq!(json, json!(files.map(entry)));
    let json = folder.tg("query fmt queries/a.gsql --json").code(0).json();
    assert_eq!(json[0]["text"], json!(expected));
    assert_eq!(folder.tg("query fmt - --write").code(2).stdout, "");
}

#[test]
fn no_file_is_written_if_one_has_mistakes() {
    let broken = "CREATE QUERY b() { PRINT ; }";
    let folder = Folder::with(&[
        ("queries/a.gsql", "CREATE QUERY a() { PRINT 1; }"),
        ("queries/b.gsql", broken),
        ("queries/c.gsql", "DROP ALL"),
    ]);
    let ran = folder.tg("query fmt --write").code(1);
    assert!(ran.stderr.contains("queries/b.gsql:1:26"), "{}", ran.stderr);
    assert!(ran.stderr.contains("only queries are read here"), "{}", ran.stderr);
    assert!(ran.stderr.contains("mistakes in queries/b.gsql, queries/c.gsql"), "{}", ran.stderr);
    assert_eq!(folder.read("queries/a.gsql"), "CREATE QUERY a() { PRINT 1; }");
    let error = folder.tg("query fmt --check --json").code(1).error();
    assert_eq!(error["findings"][0]["file"], json!("queries/b.gsql"));
    assert_eq!(error["findings"][1]["findings"][0]["line"], json!(1));
}

#[test]
fn mistakes_are_found_without_a_server() {
    let folder = Folder::with(&[
        ("schema.gsql", GOODS),
        ("queries/heavy.gsql", HEAVY),
        ("queries/wrong.gsql", WRONG),
        ("queries/notes.txt", "not a query"),
        ("empty.gsql", "// nothing\n"),
    ]);
    let ran = folder.tg("query check queries/heavy.gsql --schema schema.gsql").code(0);
    assert_eq!(ran.stdout, "queries/heavy.gsql: no findings\n");
    let ran = folder.tg("query check --schema schema.gsql").code(1);
    assert!(ran.stdout.contains("the vertex type `Pakage` does not exist"), "{}", ran.stdout);
    assert!(ran.stdout.contains("queries/wrong.gsql:2:8"), "{}", ran.stdout);
    assert!(ran.stdout.contains("did you mean `Package`?"), "{}", ran.stdout);
    assert!(ran.stdout.contains("the schema has no graph `Good`"), "{}", ran.stdout);
    assert!(ran.stdout.contains("queries/wrong.gsql:5:32"), "{}", ran.stdout);
    let twice = "`heavy` is in queries/heavy.gsql:2 and in queries/wrong.gsql:5";
    assert!(ran.stderr.contains(twice), "{}", ran.stderr);
    let ran = folder.tg("query check queries/wrong.gsql --schema schema.gsql --json").code(1);
    let findings = &ran.json()[0]["findings"];
    assert_eq!(findings[0]["line"], json!(2));
    assert_eq!(findings[1]["line"], json!(5));
    let ran = folder.tg("query check empty.gsql --schema schema.gsql").code(1);
    assert!(ran.stdout.contains("the file has no query"), "{}", ran.stdout);
    let ran = folder.tg("query check missing --schema schema.gsql").code(1);
    assert!(ran.stderr.contains("missing"), "{}", ran.stderr);
}

#[test]
fn queries_are_installed_compared_run_and_dropped() {
    in_both_generations(GOODS, |server, _| {
        server.set("TG_GRAPH", "Goods");
        server.write("queries/heavy.gsql", HEAVY);
        server.write("queries/city.gsql", NEAR);
        server.write("p.csv", "id,weight_kg\nP-1,2.5\nP-2,20\nP-3,30\n");
        server.tg("load p.csv --vertex Package --yes").code(0);
        server.write("d.csv", "code,hall,city\nHAM,1,Hamburg\n");
        server.tg("load d.csv --vertex Depot --yes").code(0);

        let ran = server.tg("query diff").code(1);
        assert!(ran.stdout.contains("heavy  missing  queries/heavy.gsql"), "{}", ran.stdout);
        let ran = server.tg("query install").code(0);
        assert!(ran.stdout.contains("heavy  created, installed"), "{}", ran.stdout);
        let ran = server.tg("query install").code(0);
        assert!(ran.stdout.contains("heavy  installed  queries/heavy.gsql"), "{}", ran.stdout);
        server.tg("query diff").code(0);
        server.write("queries/heavy.gsql", &HEAVY.replace("// The", "\n# These are the"));
        server.tg("query diff").code(0);
        server.write("queries/heavy.gsql", &HEAVY.replace("ORDER BY p.id", "LIMIT 10"));
        let ran = server.tg("query diff").code(1);
        assert!(ran.stdout.contains("heavy  differs"), "{}", ran.stdout);
        server.write("queries/city.gsql", &NEAR.replace("PRINT any", "PRINT any AS a"));
        let ran = server.tg("query install").code(0);
        assert!(ran.stdout.contains("heavy  replaced, installed"), "{}", ran.stdout);
        assert!(ran.stdout.contains("city   replaced, installed"), "{}", ran.stdout);
        let ran = server.tg("query list").code(0);
        assert!(ran.stdout.contains("heavy  installed"), "{}", ran.stdout);
        let ran = server.tg("query show heavy").code(0);
        assert!(ran.stdout.contains("LIMIT 10"), "{}", ran.stdout);
        let ran = server.tg("query show light").code(1);
        assert!(ran.stderr.contains("light"), "{}", ran.stderr);

        let ran = server.tg("query run heavy over=10 ids=P-1,P-2,P-3").code(0);
        assert!(ran.stdout.contains("number: 2"), "{}", ran.stdout);
        let row = ran.stdout.lines().find(|line| line.contains("P-2")).unwrap();
        assert!(row.contains("Package") && row.contains("20"), "{}", ran.stdout);
        let ran = server.tg("query run heavy over=10 ids=P-3 --json").code(0).json();
        assert_eq!(ran[1]["number"], json!(1));
        let line = "query run city depot=HAM,1 any=Package:P-1 since=2024-02-29";
        let ran = server.tg(line).code(0);
        assert!(ran.stdout.contains("Hamburg"), "{}", ran.stdout);
        assert!(ran.stdout.contains("2024-02-29 00:00:00"), "{}", ran.stdout);
        let ran = server.tg("query run heavy ovr=10 ids=P-1 over=much").code(2);
        assert!(ran.stderr.contains("`ovr` is not a parameter; did you mean `over`?"));
        assert!(ran.stderr.contains("`over`: \"much\" is not of the type DOUBLE"));
        assert!(ran.stderr.contains("DOUBLE over, SET<STRING> ids"), "{}", ran.stderr);

        let ran = server.tg("query drop heavy cty --yes").code(1);
        let missing = "the graph has no query `cty`; did you mean `city`?";
        assert!(ran.stderr.contains(missing) && !ran.stderr.contains("`heavy`"), "{}", ran.stderr);
        let ran = server.tg("query drop heavy city").code(1);
        assert!(ran.stderr.contains("add --yes"), "{}", ran.stderr);
        server.tg("query drop heavy city --yes").code(0);
        assert_eq!(server.tg("query list").code(0).stdout, "the graph has no queries\n");
    });
}
