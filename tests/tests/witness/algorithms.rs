//! Algorithms in GSQL, as users write them, compared with those of networkx.

use tg_emulator::Emulator;

use crate::python;

/// Runs the algorithms on one of the graphs of `algorithms.py`.
pub(crate) async fn agree(graph: &str) {
    let emulator = Emulator::builder().auth(false).user("tigergraph", "tigergraph").start().await;
    let emulator = emulator.expect("the emulator starts");
    let arguments = [emulator.url(), graph.to_owned()];
    let run = move || {
        let arguments = arguments.each_ref().map(String::as_str);
        python::run_file("algorithms.py", &arguments, &[])
    };
    let printed = tokio::task::spawn_blocking(run).await.expect("the script ends");
    assert!(printed.ends_with("agree\n"), "{printed}");
}
