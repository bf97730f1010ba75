//! `tg dump`: vertices and edges become rows.

use std::io::Read as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tg_emulator::{Emulator, Fault, Gate, Path};

use crate::harness::{Folder, GOODS};
use crate::server::Server;

/// Packages, their depots and where they are stored.
fn goods(generation: &str) -> Server {
    let mut server = Server::start(generation, GOODS);
    server.set("TG_GRAPH", "Goods");
    server.write("p.csv", "id,weight_kg,fragile\nP-1,0.5,true\nP-2,2,false\nP-3,30,true\n");
    server.tg("load p.csv --vertex Package --yes").code(0);
    let lines = "{\"code\": \"ULM\", \"hall\": 1, \"city\": \"Ulm\"}\n\
                 {\"code\": \"X\", \"hall\": 2}\n";
    server.write("d.jsonl", lines);
    server.tg("load d.jsonl --vertex Depot --yes").code(0);
    let lines = "from,to,since,shelf\nP-1,\"ULM,1\",2024-01-02,7\nP-3,\"ULM,1\",2024-01-03,8\n\
                 P-3,\"X,2\",2024-01-03,9\n";
    server.write("s.csv", lines);
    server.tg("load s.csv --edge StoredAt --yes").code(0);
    server
}

/// Returns the lines after the header, sorted.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().skip(1).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn rows_and_columns_are_selected() {
    for generation in ["3", "4"] {
        let server = goods(generation);
        let dump = |args: &[&str]| {
            let args = ["dump"].iter().chain(args);
            server.run(args, "").code(0).stdout
        };
        let ran = dump(&["Package", "--where", "weight_kg > 1 and fragile = 'true'"]);
        assert_eq!(
            ran,
            "\"id\",\"weight_kg\",\"fragile\",\"handling\",\"sizes\"\n\
             \"P-3\",30,\"true\",\"[]\",\"[]\"\n"
        );
        assert_eq!(dump(&["Package", "--where", "fragile = true and weight_kg > 1"]), ran);
        let ran = dump(&["Package", "--columns", "weight_kg,id", "--where", "id <> 'P-2'"]);
        assert_eq!(lines(&ran), ["0.5,\"P-1\"", "30,\"P-3\""]);
        let ran = dump(&["Package", "--limit", "2", "--format", "jsonl", "--columns", "id"]);
        assert_eq!(ran.lines().count(), 2, "{ran}");
        let ran = dump(&["StoredAt", "--where", "shelf >= 8 and since < '2024-02-01'"]);
        let rows = [
            "\"P-3\",\"ULM,1\",\"2024-01-03 00:00:00\",8",
            "\"P-3\",\"X,2\",\"2024-01-03 00:00:00\",9",
        ];
        assert_eq!(lines(&ran), rows);
        let ran = dump(&["StoredAt", "--limit", "1", "--columns", "to"]);
        assert_eq!(ran.lines().count(), 2, "{ran}");
        let ran = dump(&["Depot", "--where", "hall = 2", "--format", "tsv"]);
        assert_eq!(ran, "\"code\"\t\"hall\"\t\"city\"\n\"X\"\t2\t\"Hamburg\"\n");
        assert_eq!(dump(&["Near"]), "\"from\",\"from_type\",\"to\",\"to_type\"\n");
    }
}

#[test]
fn the_name_of_the_file_is_of_a_format() {
    let server = goods("4");
    for name in ["p.xyz", "packages", "p.xyz.gz", ".csv.d"] {
        let ran = server.tg(&format!("dump Package --out {name}")).code(2);
        let problem = format!("{name} does not end with a format");
        let is_named = ran.stderr.contains(&problem) && ran.stderr.contains("--format csv|tsv|");
        assert!(is_named, "{}", ran.stderr);
        assert!(!server.path(name).exists());
        server.tg(&format!("dump Package --out {name} --format jsonl")).code(0);
        assert!(server.path(name).exists());
    }
    let ran = server.tg("dump Package --out /dev/stdout").code(0);
    assert!(ran.stdout.starts_with("\"id\","), "{}", ran.stdout);
}

#[test]
fn edges_between_several_types_are_loaded_by_a_mapping() {
    let server = goods("4");
    let entry = |vertex: &str| {
        format!(
            "[[file.edge.Near]]\nfrom = {{ vertex = \"{vertex}\" }}\n\
             to = {{ vertex = \"{vertex}\" }}\n\
             where = \"from_type = '{vertex}' and to_type = '{vertex}'\"\n"
        )
    };
    let mapping = format!("[[file]]\npath = \"near.csv\"\n{}{}", entry("Depot"), entry("Package"));
    server.write("near.toml", &mapping);
    let rows =
        "from,from_type,to,to_type\n\"ULM,1\",Depot,\"X,2\",Depot\nP-1,Package,P-2,Package\n";
    server.write("near.csv", rows);
    let account = server.tg("load near.toml --json").code(0).json();
    assert_eq!(account["files"][0]["edges"], json!(2));
    let dumped = server.tg("dump Near").code(0).stdout;
    // The edges of a server have no order.
    let sorted = |table: &str| {
        let table = table.replace('"', "");
        let (header, rows) = table.split_once('\n').unwrap();
        let mut rows: Vec<_> = rows.lines().map(str::to_owned).collect();
        rows.sort();
        (header.to_owned(), rows)
    };
    assert_eq!(sorted(&dumped), sorted(rows));
    server.write("near.csv", "from,from_type,to,to_type\nULM,Depot,\"X,2\",Depot\n");
    let ran = server.tg("load near.toml").code(1);
    let reason = "\"ULM\" has 1 parts, and the key has 2: column `from`";
    assert!(ran.stdout.contains(reason), "{}", ran.stdout);
}

#[test]
fn mistakes_are_reported_with_suggestions() {
    let server = goods("4");
    for (args, code, problem) in [
        (&["Pakage"][..], 1, "no vertex or edge type `Pakage`; did you mean `Package`?"),
        (&["Holds"], 1, "it is the reverse of `StoredAt`"),
        (
            &["Package", "--columns", "id,wieght_kg,colour"],
            1,
            "`wieght_kg`, did you mean `weight_kg`?; and none `colour`",
        ),
        (
            &["Package", "--where", "wieght_kg > 1 and id is null"],
            1,
            "did you mean `weight_kg`?; `id` is never null",
        ),
        (
            &["Package", "--where", "weight_kg > 'x'"],
            1,
            "`weight_kg` is DOUBLE, and \"x\" is not one",
        ),
        (&["Package", "--where", "weight_kg > heavy"], 2, "`heavy` is not a number"),
        (
            &["Package", "--where", "handling = 'x'"],
            1,
            "`handling` is SET<STRING>, which the server cannot compare",
        ),
        (&["Package", "--where", "id = 5"], 1, "`id` is STRING: write the text in single quotes"),
        (&["Package", "--where", "fragile > 'true'"], 1, "has no order"),
        (&["StoredAt", "--where", "from = 'P-1'"], 1, "`from` is an id and not an attribute"),
        (&["StoredAt", "--where", "shelf = 18446744073709551615"], 1, "in quotes"),
        (&["Package", "--out", "p.csv.zst"], 2, "zstd cannot be written"),
        (&["Package", "--out", "none/p.csv"], 1, "cannot write none/p.csv"),
    ] {
        let ran = server.run(["dump"].iter().chain(args), "").code(code);
        assert!(ran.stderr.contains(problem), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
    assert!(!server.path("p.csv.zst").exists());
}

#[test]
fn empty_texts_that_a_load_leaves_out_are_in_the_account() {
    let server = goods("4");
    server.write(
        "d.toml",
        "[[file]]\npath = \"e.jsonl\"\n[file.vertex.Depot]\ncity = { value = \"{city}\" }\n",
    );
    server.write("e.jsonl", "{\"code\": \"E\", \"hall\": 3, \"city\": \"\"}\n");
    server.tg("load d.toml").code(0);
    let ran = server.tg("dump Depot").code(0);
    assert!(ran.stderr.contains("Depot: 3 rows to standard output"), "{}", ran.stderr);
    assert!(ran.stderr.contains("1 empty texts of `city`"), "{}", ran.stderr);
    let ran = server.tg("dump Depot --format jsonl --json").code(0);
    let account: Value = serde_json::from_str(&ran.stderr).unwrap();
    assert_eq!((&account["rows"], &account["notes"]), (&json!(3), &json!([])));
}

/// A server in this process, with a number of rows.
fn depots(number: usize) -> (tokio::runtime::Runtime, Emulator, Folder) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Emulator::start()).unwrap();
    let schema =
        "CREATE VERTEX Depot (PRIMARY_ID code INT, city STRING) CREATE GRAPH Goods (Depot)";
    runtime.block_on(server.gsql(schema)).unwrap();
    let rows: String = (0..number).map(|code| format!("{code},Ulm\n")).collect();
    let mut folder =
        Folder::with(&[("d.csv", &format!("code,city\n{rows}")), ("old.csv", "old\n")]);
    folder.set("TG_HOST", &server.url());
    folder.set("TG_SECRET", &server.secret());
    folder.set("TG_GRAPH", "Goods");
    folder.tg("load d.csv --vertex Depot --yes").code(0);
    (runtime, server, folder)
}

#[test]
fn an_incomplete_dump_leaves_no_file() {
    let (_runtime, server, folder) = depots(20_000);
    let list = || Path::ends("/vertices/Depot");
    let is_clean = || {
        assert_eq!(folder.read("old.csv"), "old\n");
        assert!(!folder.path("old.csv.part").exists());
    };
    // The connection ends within the rows.
    let rule = server.on(list()).then(Fault::HangUp(300_000));
    let ran = folder.tg("dump Depot --out old.csv").code(3);
    assert!(ran.stderr.contains("the connection"), "{}", ran.stderr);
    rule.remove();
    is_clean();
    // A signal ends it.
    let gate = Gate::new();
    let rule = server.on(list()).then(Fault::Hold(gate.clone()));
    let child = folder
        .command("dump Depot --out old.csv --json".split_whitespace())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while rule.hits() == 0 {
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let account: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&account["interrupted"], &account["rows"]), (&json!(true), &json!(0)));
    gate.open();
    rule.remove();
    is_clean();
    // A server that was reached is not one that cannot be.
    let gate = Gate::new();
    let rule = server.on(list()).then(Fault::Hold(gate.clone()));
    let ran = folder.tg("dump Depot --out old.csv --timeout 1").code(1);
    assert!(ran.stderr.contains("`--timeout`"), "{}", ran.stderr);
    gate.open();
    rule.remove();
    is_clean();
    let disabled = Fault::query_disabled("Goods", "heavy");
    let rule = server.on(list()).then(disabled);
    let ran = folder.tg("dump Depot --out old.csv").code(1);
    assert!(ran.stderr.contains("a query is disabled until it"), "{}", ran.stderr);
    rule.remove();
    is_clean();
    // The device is full.
    for file in ["/dev/full", "link.csv"] {
        let _ = std::os::unix::fs::symlink("/dev/full", folder.path("link.csv"));
        let ran = folder.tg(&format!("dump Depot --out {file}")).code(1);
        assert!(ran.stderr.contains(&format!("cannot write {file}")), "{}", ran.stderr);
        assert!(ran.stderr.contains("No space left"), "{}", ran.stderr);
    }
    // The file is replaced as a whole.
    folder.tg("dump Depot --out old.csv").code(0);
    assert_eq!(folder.read("old.csv").lines().count(), 20_001);
}

#[test]
fn a_reader_that_closes_ends_the_dump() {
    let (_runtime, _server, folder) = depots(20_000);
    let mut child = folder
        .command(["dump", "Depot"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
}
