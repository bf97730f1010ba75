//! The members of a vertex or edge next to its attributes.

use std::borrow::Cow;

use crate::value::json::JsonText;
use crate::value::{DecodeError, Decoder};

/// The ids and types of a vertex or edge.
#[derive(Debug, Clone, Default)]
pub(super) struct Head<'a> {
    pub(super) v_id: Option<JsonText<'a>>,
    pub(super) v_type: Option<JsonText<'a>>,
    pub(super) e_type: Option<JsonText<'a>>,
    pub(super) from_id: Option<JsonText<'a>>,
    pub(super) from_type: Option<JsonText<'a>>,
    pub(super) to_id: Option<JsonText<'a>>,
    pub(super) to_type: Option<JsonText<'a>>,
    pub(super) discriminator: Option<JsonText<'a>>,
    pub(super) directed: Option<bool>,
    /// The position of the vector attributes, which a query prints in an object of their own.
    pub(super) embeddings: Option<usize>,
}

impl<'a> Head<'a> {
    /// Reads the members before the attributes, if they have the exact bytes in which servers send
    /// them.
    #[inline]
    pub(super) fn read_in_order(cursor: &mut Decoder<'a>) -> Option<Self> {
        let mut head = Self::default();
        if cursor.take(b"{\"v_id\":") {
            head.v_id = Some(cursor.string().ok()?);
            head.v_type = Some(cursor.string_after(b",\"v_type\":")?);
        } else {
            head.e_type = Some(cursor.string_after(b"{\"e_type\":")?);
            head.directed = Some(cursor.take(b",\"directed\":").then(|| cursor.bool())?.ok()?);
            head.from_id = Some(cursor.string_after(b",\"from_id\":")?);
            head.from_type = Some(cursor.string_after(b",\"from_type\":")?);
            head.to_id = Some(cursor.string_after(b",\"to_id\":")?);
            head.to_type = Some(cursor.string_after(b",\"to_type\":")?);
        }
        Some(head)
    }

    /// Reads the value of `key`, or skips it.
    pub(super) fn read(
        &mut self,
        key: JsonText<'a>,
        input: &mut Decoder<'a>,
    ) -> Result<(), DecodeError> {
        let text = match &*key.decode()? {
            "v_id" => &mut self.v_id,
            "v_type" => &mut self.v_type,
            "e_type" => &mut self.e_type,
            "from_id" => &mut self.from_id,
            "from_type" => &mut self.from_type,
            "to_id" => &mut self.to_id,
            "to_type" => &mut self.to_type,
            "discriminator" if input.peek() == Some(b'"') => &mut self.discriminator,
            "directed" => {
                self.directed = Some(input.bool()?);
                return Ok(());
            }
            "Embeddings" if input.peek() == Some(b'{') => {
                self.embeddings = Some(input.at);
                return input.skip();
            }
            _ => return input.skip(),
        };
        *text = Some(input.string()?);
        Ok(())
    }

    /// Reads the members after the attributes.
    pub(super) fn read_rest(&mut self, rest: &mut Decoder<'a>) -> Result<(), DecodeError> {
        while rest.next_member(b'}')? {
            let key = rest.key()?;
            self.read(key, rest)?;
        }
        Ok(())
    }

    /// Returns `true` if all members that identify the vertex or edge came before the attributes,
    /// as the server sends them.
    pub(super) fn is_complete(&self) -> bool {
        let vertex = self.v_id.is_some() && self.v_type.is_some();
        let edge = self.e_type.is_some() && self.from_id.is_some() && self.to_id.is_some();
        vertex
            || edge && self.from_type.is_some() && self.to_type.is_some() && self.directed.is_some()
    }

    /// Describes the row for a message: ``Package `P-1` ``.
    pub(super) fn describe(&self) -> Option<String> {
        if let (Some(name), Some(id)) = (self.v_type, self.v_id) {
            return Some(format!("{} `{}`", name.raw, id.raw));
        }
        let (name, from, to) = (self.e_type?, self.from_id?, self.to_id?);
        Some(format!("{} from `{}` to `{}`", name.raw, from.raw, to.raw))
    }
}

/// Returns a part of the head, or an error if it is missing.
pub(super) fn required<'a>(
    text: Option<JsonText<'a>>,
    name: &str,
) -> Result<Cow<'a, str>, DecodeError> {
    text.ok_or_else(|| DecodeError::mismatch(format!("`{name}`"), "a row without it"))?.decode()
}
