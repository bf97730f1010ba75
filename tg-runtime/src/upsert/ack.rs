//! The acknowledgement of writes.

/// The time at which the server answers a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Ack {
    /// After the engine has stored all data.
    #[default]
    All,
    /// After the server has read the request. The data may be visible later.
    None,
}

impl Ack {
    /// Returns its name as the server reads it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::None => "none",
        }
    }
}
