//! What cargo builds again, and what it cannot see.

use crate::built::{CompileError, Crate};

const TYPES: &str = r#"
#[derive(tg_runtime::Vertex)]
pub struct Package {
    #[tg(primary_id)]
    pub id: String,
    pub weight_kg: f64,
}
"#;

const FITS: &str = r#"CREATE VERTEX Package (PRIMARY_ID id STRING, weight_kg DOUBLE) WITH PRIMARY_ID_AS_ATTRIBUTE="true""#;
const DRIFTED: &str = r#"CREATE VERTEX Package (PRIMARY_ID id STRING, weight_kg FLOAT) WITH PRIMARY_ID_AS_ATTRIBUTE="true""#;

fn only(errors: &[CompileError]) -> &str {
    match errors {
        [one] => &one.message,
        others => panic!("{others:#?}"),
    }
}

#[test]
fn a_changed_file_causes_a_new_build() {
    let it = Crate::new("rebuilt-file");
    it.write("src/lib.rs", TYPES);
    // A name that has to be escaped in source.
    it.write("tigergraph.toml", "schema = 'schema/the \"goods\".gsql'\n");
    it.write("schema/the \"goods\".gsql", FITS);
    assert!(it.build().is_empty());
    it.write("schema/the \"goods\".gsql", DRIFTED);
    assert!(only(&it.build()).contains("is FLOAT in schema/the \"goods\".gsql: write `f32`"));
    it.write("schema/the \"goods\".gsql", FITS);
    assert!(it.build().is_empty());
    it.remove("schema/the \"goods\".gsql");
    assert!(only(&it.build()).contains("does not exist"));
}

#[test]
fn a_changed_key_causes_a_new_build() {
    let it = Crate::new("rebuilt-key");
    it.write("src/lib.rs", TYPES);
    it.write("tigergraph.toml", "url = \"http://localhost\"\n");
    it.write("schema/goods.gsql", DRIFTED);
    assert!(it.build().is_empty());
    it.write("tigergraph.toml", "schema = \"schema/goods.gsql\"\n");
    assert!(only(&it.build()).contains("is FLOAT"));
    it.write("tigergraph.toml", "schema = schema/goods.gsql\n");
    assert!(only(&it.build()).contains("tigergraph.toml:1: `schema` is a path in quotes"));
    it.write("tigergraph.toml", "url = \"http://localhost\"\n");
    assert!(it.build().is_empty());
}

#[test]
fn a_removed_file_causes_a_new_build_and_a_new_one_counts_from_the_next_change() {
    let it = Crate::new("rebuilt-toml");
    it.write("src/lib.rs", TYPES);
    it.write("tigergraph.toml", "schema = \"schema/goods.gsql\"\n");
    it.write("schema/goods.gsql", FITS);
    assert!(it.build().is_empty());
    it.write("schema/goods.gsql", DRIFTED);
    it.remove("tigergraph.toml");
    assert!(it.build().is_empty());
    // Nothing told cargo to look for it.
    it.write("tigergraph.toml", "schema = \"schema/goods.gsql\"\n");
    assert!(it.build().is_empty());
    it.write("src/lib.rs", &format!("{TYPES}\n"));
    assert!(only(&it.build()).contains("is FLOAT"));
}

#[test]
fn a_file_of_a_folder_above_counts_unless_a_nearer_one_exists() {
    let it = Crate::below("above", "rebuilt-member");
    it.write("src/lib.rs", TYPES);
    it.write("../tigergraph.toml", "schema = \"schema/goods.gsql\"\n");
    it.write("../schema/goods.gsql", DRIFTED);
    assert!(only(&it.build()).contains("is FLOAT in schema/goods.gsql"));
    it.write("tigergraph.toml", "url = \"http://localhost\"\n");
    assert!(it.build().is_empty());
}
