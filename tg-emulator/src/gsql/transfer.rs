//! `EXPORT GRAPH` and `IMPORT GRAPH`.

use super::session::Session;
use crate::catalog::TransferRequest;

impl Session<'_> {
    /// `EXPORT GRAPH (ALL | names) [-SCHEMA] TO "folder" [WITH PASSWORD "p"]`, and the same with `IMPORT`
    /// and `FROM`. Whether a statement is one of them.
    pub(super) fn transfer(&mut self, statement: &str) -> bool {
        let words: Vec<&str> = statement.split_whitespace().collect();
        let is =
            |at: usize, word: &str| words.get(at).is_some_and(|it| it.eq_ignore_ascii_case(word));
        let export = is(0, "EXPORT");
        if !(export || is(0, "IMPORT")) || !is(1, "GRAPH") {
            return false;
        }
        let outcome = read(statement, &words).and_then(|request| match export {
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

fn read(statement: &str, words: &[&str]) -> Result<TransferRequest, String> {
    let mut texts = statement.split('"').skip(1).step_by(2);
    let path = texts.next().ok_or("the folder is missing.")?.to_owned();
    let password = texts.next().map(ToOwned::to_owned);
    let named = words.iter().skip(2).take_while(|word| {
        !["TO", "FROM"].iter().any(|end| word.eq_ignore_ascii_case(end)) && !word.starts_with('"')
    });
    let (options, names): (Vec<&str>, Vec<&str>) =
        named.copied().partition(|word| word.starts_with('-'));
    let names: Vec<String> = names
        .iter()
        .flat_map(|word| word.split(','))
        .filter(|name| !name.is_empty())
        .map(ToOwned::to_owned)
        .collect();
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
