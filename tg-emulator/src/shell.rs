//! The sessions of the interactive shell (3.x), and the questions that it has to answer.

use std::collections::HashMap;

use crate::catalog::accounts::random_word;

/// The seconds for which a session lives without being used.
const IDLE_SECONDS: u64 = 24 * 60 * 60;

/// A question to the user of the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// Confirms that all data is deleted.
    ClearStore,
}

impl Question {
    /// Returns the name by which clients know it.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::ClearStore => "ClearStoreQb",
        }
    }
}

/// Sessions, and the questions without an answer. Not `Debug`: the keys are credentials.
#[derive(Default)]
pub(crate) struct ShellSessions {
    sessions: HashMap<String, Session>,
    questions: HashMap<String, (String, Question)>,
}

struct Session {
    user: String,
    used: u64,
}

impl ShellSessions {
    /// Begins a session and returns its key, which is in the cookie.
    pub(crate) fn begin(&mut self, user: &str, now: u64) -> String {
        self.sessions.retain(|_, session| session.lives(now));
        let key = random_word(32);
        self.sessions.insert(key.clone(), Session { user: user.to_owned(), used: now });
        key
    }

    /// Uses a session; returns `false` if it is another user's or has ended.
    pub(crate) fn uses(&mut self, key: &str, user: &str, now: u64) -> bool {
        match self.sessions.get_mut(key) {
            Some(session) if session.lives(now) && session.user == user => {
                session.used = now;
                true
            }
            _ => false,
        }
    }

    pub(crate) fn end(&mut self, key: &str, user: &str) {
        if self.sessions.get(key).is_some_and(|session| session.user == user) {
            self.sessions.remove(key);
        }
    }

    /// Stores a question for a user, and returns the key for the answer.
    pub(crate) fn ask(&mut self, user: &str, question: Question) -> String {
        // A user has one question at a time; an earlier one without an answer is withdrawn.
        self.questions.retain(|_, (owner, _)| owner != user);
        let key = random_word(16);
        self.questions.insert(key.clone(), (user.to_owned(), question));
        key
    }

    /// Removes and returns the question that a user answers.
    pub(crate) fn answered(&mut self, key: &str, user: &str) -> Option<Question> {
        if self.questions.get(key)?.0 != user {
            return None;
        }
        self.questions.remove(key).map(|(_, question)| question)
    }
}

impl Session {
    fn lives(&self, now: u64) -> bool {
        now.saturating_sub(self.used) < IDLE_SECONDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_its_users_and_ends_when_it_is_not_used() {
        let mut sessions = ShellSessions::default();
        let key = sessions.begin("ann", 0);
        assert!(sessions.uses(&key, "ann", IDLE_SECONDS - 1));
        assert!(!sessions.uses(&key, "bob", IDLE_SECONDS - 1));
        assert!(sessions.uses(&key, "ann", 2 * IDLE_SECONDS - 2));
        assert!(!sessions.uses(&key, "ann", 3 * IDLE_SECONDS));
        sessions.end(&key, "ann");
        assert!(!sessions.uses(&key, "ann", 0));
    }

    #[test]
    fn a_question_is_answered_once_and_by_its_user() {
        let mut sessions = ShellSessions::default();
        let first = sessions.ask("ann", Question::ClearStore);
        let second = sessions.ask("ann", Question::ClearStore);
        assert_eq!(sessions.answered(&first, "ann"), None);
        assert_eq!(sessions.answered(&second, "bob"), None);
        assert_eq!(sessions.answered(&second, "ann"), Some(Question::ClearStore));
        assert_eq!(sessions.answered(&second, "ann"), None);
    }
}
