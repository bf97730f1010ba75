//! `EXPORT GRAPH` and `IMPORT GRAPH`.

use tg_gsql::syntax::{arguments, tokens};

use super::session::Session;
use crate::catalog::TransferRequest;

impl Session<'_> {
    /// `EXPORT GRAPH (ALL | names) [-SCHEMA] TO "folder" [WITH PASSWORD "p"]`, and the same with
    /// `IMPORT` and `FROM`. Returns `false` for other statements.
    pub(super) fn transfer(&mut self, statement: &str) -> bool {
        let mut head = tokens(statement).filter(|token| !token.is_comment());
        let head = [head.next(), head.next()];
        let is = |at: usize, word: &str| head[at].is_some_and(|token| token.is_word(word));
        let export = is(0, "EXPORT");
        if !(export || is(0, "IMPORT")) || !is(1, "GRAPH") {
            return false;
        }
        let outcome = read(statement).and_then(|request| match export {
            true => self.state.export(request),
            false => self.state.import(&request),
        });
        let verb = if export { "export" } else { "import" };
        match outcome {
            Ok(()) => self.output.line(format!("Successfully {verb}ed database.")),
            Err(reason) => {
                self.output.semantic_error(format!("Failed to {verb} database: {reason}"));
            }
        }
        true
    }
}

fn read(statement: &str) -> Result<TransferRequest, String> {
    let mut strings = tokens(statement).filter_map(|it| Some((it.span, it.string_value()?)));
    let (span, path) = strings.next().ok_or("the folder is missing.")?;
    let password = strings.next().map(|(_, password)| password);
    let head = arguments(statement.get(..span.start).unwrap_or_default());
    let is_end = |word: &String| ["TO", "FROM"].iter().any(|end| word.eq_ignore_ascii_case(end));
    let named = head.into_iter().skip(2).take_while(|word| !is_end(word));
    let (options, names): (Vec<String>, Vec<String>) =
        named.filter(|word| word != ",").partition(|word| word.starts_with('-'));
    let graphs = match &names[..] {
        [] => return Err("the graph is missing: write ALL, or names.".to_owned()),
        [all] if all.eq_ignore_ascii_case("ALL") => Vec::new(),
        _ => names,
    };
    let mut request = TransferRequest { path, graphs, schema: true, data: true, password };
    for option in options {
        match option.to_ascii_uppercase().as_str() {
            "-S" | "-SCHEMA" => request.data = false,
            "-D" | "-DATA" => request.schema = false,
            other => return Err(format!("the emulator does not know the option {other}.")),
        }
    }
    Ok(request)
}
