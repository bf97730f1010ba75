//! Statements about secrets.

use tg_gsql::syntax::Name;

use super::session::Session;
use crate::catalog::accounts::{NameInUse, Secret};
use crate::config::Generation;

impl Session<'_> {
    /// `CREATE SECRET`. No other statement prints a secret unmasked.
    pub(super) fn create_secret(&mut self, alias: Option<&str>) {
        let user = self.user;
        let made = self.state.accounts().add_secret(user, alias, None, self.graph.as_deref());
        match made {
            Ok(Secret { value, .. }) => self
                .output
                .line(format!("The secret: {value} has been created for user \"{user}\".")),
            Err(NameInUse) => {
                let alias = alias.unwrap_or_default();
                self.output
                    .semantic_error(format!("The secret with alias {alias} already exists."));
            }
        }
    }

    pub(super) fn drop_secrets(&mut self, names: &[Name]) {
        let mut accounts = self.state.accounts();
        let missing = names.iter().filter(|n| !accounts.drop_secret(self.user, &n.value)).count();
        drop(accounts);
        if missing > 0 {
            // A name can be the secret itself, so it is not repeated.
            self.output.failure(format!(
                "Failed to drop secrets: {missing} of them does not exist for user {}.",
                self.user
            ));
        }
        if missing < names.len() {
            self.output.line("Successfully dropped secrets.");
        }
    }

    /// Prints the secrets of the working graph and of all graphs: on 3.x each with a graph's name,
    /// on 4.x without, since there a secret belongs to none.
    pub(super) fn show_secrets(&mut self) {
        let here = self.graph.as_deref();
        let has_graph = self.state.config.generation() == Generation::V3;
        let accounts = self.state.accounts();
        let secrets = accounts.secrets_of(self.user).filter(|secret| {
            here.is_none_or(|here| secret.graph.as_deref().is_none_or(|graph| graph == here))
        });
        let lines = secrets.map(|secret| {
            let graph = secret.graph.as_deref().or(here).unwrap_or("*");
            let masked = masked(&secret.value);
            let graph = if has_graph { format!("  - GraphName: {graph}\n") } else { String::new() };
            format!("  - Secret: {masked}\n  - Alias: {}\n{graph}", secret.alias)
        });
        let text: String = lines.collect();
        drop(accounts);
        self.output.line(text);
    }
}

/// Returns a secret with all but the first and last three characters masked.
fn masked(secret: &str) -> String {
    let chars: Vec<char> = secret.chars().collect();
    if chars.len() < 9 {
        return "****".to_owned();
    }
    let (head, tail) = (&chars[..3], &chars[chars.len() - 3..]);
    format!("{}****{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}
