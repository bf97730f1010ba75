//! When a write is acknowledged.

/// When the server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ack {
    /// When all has been taken in by the engine.
    #[default]
    All,
    /// As soon as the request has been read. What it holds may be visible later.
    None,
}

impl Ack {
    /// The server's word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::None => "none",
        }
    }
}
