//! Twenty types and a schema that differs from each.

use crate::built::Crate;

const TYPES: &str = include_str!("drifts/types.rs");
const SCHEMA: &str = include_str!("drifts/schema.gsql");

#[test]
fn every_drift_is_one_error_at_its_line() {
    let drifted = Crate::new("drifts");
    drifted.write("tigergraph.toml", "schema = \"schema/goods.gsql\"\n");
    drifted.write("schema/goods.gsql", SCHEMA);
    drifted.write("src/lib.rs", TYPES);
    let mut errors = drifted.build();
    errors.sort_by_key(|error| error.line);
    let expected: Vec<(u64, &str)> = (1..)
        .zip(TYPES.lines())
        .filter_map(|(number, line)| Some((number, line.split_once("//~ ")?.1)))
        .collect();
    assert_eq!(expected.len(), 20);
    assert_eq!(errors.len(), 20, "{errors:#?}");
    for (error, (line, message)) in errors.iter().zip(expected) {
        assert_eq!(error.line, line, "{error:?}");
        assert!(error.message.contains(message), "{error:?} is not: {message}");
    }
}
