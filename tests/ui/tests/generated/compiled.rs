//! Many catalogs in one program, which is compiled and run.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tg_test_support::catalogs;

use crate::{names, program};

/// The number of drawn catalogs.
const COUNT: usize = 60;

#[test]
fn a_catalog_comes_back_from_its_types() {
    let mut runner = TestRunner::deterministic();
    let drawn =
        (catalogs::catalog(), any::<u64>()).prop_map(|(it, seed)| names::make_awkward(it, seed));
    let catalogs: Vec<_> =
        (0..COUNT).map(|_| drawn.new_tree(&mut runner).unwrap().current()).collect();
    let program = program::write("drawn", &catalogs);
    trybuild::TestCases::new().pass(program);
}
