//! Questions of the shell before an operation that cannot be undone.

use super::session::Session;
use crate::shell::Question;

impl Session<'_> {
    /// `CLEAR GRAPH STORE` in the shell, without `-HARD`. The data is kept until the answer
    /// arrives, as a request of its own.
    pub(super) fn ask_to_clear(&mut self) {
        let question = Question::ClearStore;
        let key = self.state.shell().ask(self.user, question);
        self.output.line("Clear store, are you sure? [y/N]");
        self.output.line(format!("__GSQL__INTERACT__,{},{key}", question.kind()));
    }
}
