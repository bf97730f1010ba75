//! `docs/gsql-support.md` agrees with the checker and the evaluator.

use tg_emulator::Generation;

use super::with_people;

const DOCUMENT: &str = include_str!("../../../../docs/gsql-support.md");

#[tokio::test]
async fn each_row_is_created_and_runs_as_it_is_documented() {
    let server = with_people(Generation::V4).await;
    let vector = "CREATE GLOBAL SCHEMA_CHANGE JOB j {
            ALTER VERTEX Person ADD VECTOR ATTRIBUTE emb(DIMENSION=2, METRIC=\"COSINE\"); }
        RUN GLOBAL SCHEMA_CHANGE JOB j";
    server.emulator.gsql(vector).await.unwrap();
    // A `|` within a cell is escaped.
    let rows = DOCUMENT.lines().filter_map(|line| {
        let line = line.replace("\\|", "\u{0}");
        let cells: Vec<_> = line.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect();
        match cells.as_slice() {
            [_, construct, versions, example, runs, _]
                if versions.starts_with('v') || versions == "openCypher" =>
            {
                let example = example.trim_matches('`').to_owned();
                Some((construct.clone(), versions.clone(), example, runs.clone()))
            }
            _ => None,
        }
    });
    let mut count = 0;
    for (construct, versions, example, runs) in rows.filter(|(_, it, ..)| it != "version") {
        // The examples of constructs of all versions have patterns of version 2.
        let version = if versions.contains("v2") { "v2" } else { &versions };
        let (kind, syntax) = match &*versions {
            "openCypher" => ("OPENCYPHER ", String::new()),
            _ => ("", format!("SYNTAX {version} ")),
        };
        let script = format!(
            "USE GRAPH g\nCREATE OR REPLACE {kind}QUERY t() FOR GRAPH g {syntax}{{ {example} }}"
        );
        let output = server.emulator.gsql(&script).await;
        let output = output.unwrap_or_else(|error| panic!("{construct}: {}", error.output));
        let warning = output.lines().find(|line| line.starts_with("Warning:"));
        match (&*runs, warning) {
            ("yes", None) => {}
            (reason, Some(warning)) if warning.contains(reason) => {}
            (_, warning) => panic!("{construct}: {runs}, but {warning:?}"),
        }
        count += 1;
    }
    assert!(count > 40, "{count}");
}
