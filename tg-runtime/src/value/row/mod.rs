//! One vertex or edge of an answer.

mod head;

use std::borrow::Cow;

use super::json::JsonText;
use super::unset::is_equal;
use super::{AttributeType, DecodeError, Decoder, Key, KeyPart, ReadAttribute};
use head::{Head, required};

/// One vertex or edge of an answer.
///
/// Attributes are found fastest in the order of the schema, the order in which the server sends
/// them; any other order is read too. Attributes that are not read are skipped.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    head: Head<'a>,
    /// The position: the key of an attribute, or the bracket that closes them.
    cursor: Decoder<'a>,
    /// The position of the first attribute.
    start: usize,
    /// The number of open brackets: those of the attributes and of the row.
    open: usize,
}

impl<'a> Row<'a> {
    /// Opens a row from its JSON text, the object with `v_id` or `e_type` and `attributes`.
    ///
    /// # Errors
    ///
    /// If the text is not such an object.
    pub fn new(json: &'a str) -> Result<Self, DecodeError> {
        Self::open(Decoder::new(json))
    }

    pub(crate) fn open(cursor: Decoder<'a>) -> Result<Self, DecodeError> {
        match Self::open_in_order(cursor.clone()) {
            Some(row) => Ok(row),
            None => Self::open_in_any_order(cursor),
        }
    }

    /// Opens a row that has the exact bytes in which servers send rows.
    fn open_in_order(mut cursor: Decoder<'a>) -> Option<Self> {
        let head = Head::read_in_order(&mut cursor)?;
        cursor.take(b",\"attributes\":{").then(|| {
            cursor.space();
            Self { head, start: cursor.at, cursor, open: 2 }
        })
    }

    fn open_in_any_order(mut cursor: Decoder<'a>) -> Result<Self, DecodeError> {
        if cursor.peek() != Some(b'{') {
            return Err(cursor.mismatch("a vertex or an edge"));
        }
        let mut head = Head::default();
        let mut more = cursor.first_member(b'}');
        while more {
            let key = cursor.key()?;
            if key.is("attributes") {
                if cursor.peek() != Some(b'{') {
                    return Err(cursor.mismatch("attributes"));
                }
                if !head.is_complete() {
                    let mut rest = cursor.clone();
                    rest.skip()?;
                    head.read_rest(&mut rest)?;
                }
                let mut row = Self::of_attributes(cursor.text, cursor.at);
                row.head = head;
                row.open = 2;
                return Ok(row);
            }
            head.read(key, &mut cursor)?;
            more = cursor.next_member(b'}')?;
        }
        // No attributes: the cursor stays on the closing bracket, where none is found.
        cursor.at -= 1;
        Ok(Self { head, start: cursor.at, cursor, open: 1 })
    }

    /// Opens the members of the object whose bracket is at `at`.
    pub(super) fn of_attributes(text: &'a str, at: usize) -> Self {
        let mut cursor = Decoder { text, at: at + 1 };
        cursor.space();
        Self { head: Head::default(), start: cursor.at, cursor, open: 1 }
    }

    /// Returns the primary id of a vertex that has one part, from `v_id`.
    ///
    /// # Errors
    ///
    /// When there is none, or it is of another type.
    pub fn id<T: KeyPart>(&self) -> Result<T, DecodeError>
    where
        T::Owned: Into<T>,
    {
        T::parse_part(&self.vertex_id()?).map(Into::into)
    }

    /// Returns the primary id of a vertex, of any number of parts, from `v_id`.
    ///
    /// # Errors
    ///
    /// When there is none, or it is of another type.
    pub fn key<K: Key>(&self) -> Result<K, DecodeError> {
        K::parse(&self.vertex_id()?)
    }

    /// Returns the primary id of a vertex whose id is the attribute `name` too. It is read from
    /// `v_id`, which every answer has, or else from the attribute.
    ///
    /// # Errors
    ///
    /// When there is neither, or it is of another type.
    pub fn primary_id<T: KeyPart>(&mut self, name: &str) -> Result<T, DecodeError>
    where
        T::Owned: Into<T>,
    {
        let id = self.primary_id_text(name, T::TYPE)?;
        T::parse_part(&id).map(Into::into).map_err(|error| error.in_attribute(name))
    }

    fn primary_id_text(
        &mut self,
        name: &str,
        ty: AttributeType,
    ) -> Result<Cow<'a, str>, DecodeError> {
        if let Some(id) = self.head.v_id {
            // The server sends the id first: after it, the attributes are found in order.
            if self.take_key(name) {
                self.cursor.skip()?;
                self.settle()?;
            }
            return id.decode();
        }
        if !self.find(name)? {
            return Err(missing(name, ty));
        }
        let id = match self.cursor.peek() {
            Some(b'"') => self.cursor.text()?,
            _ => {
                let start = self.cursor.at;
                self.cursor.skip()?;
                Cow::Borrowed(self.cursor.slice(start, self.cursor.at))
            }
        };
        self.settle()?;
        Ok(id)
    }

    /// Returns the attribute `name`.
    ///
    /// # Errors
    ///
    /// When the answer does not have it (unless `T` is an `Option`) or it is of another type.
    pub fn attribute<T: ReadAttribute>(&mut self, name: &str) -> Result<T, DecodeError> {
        match self.present(name)? {
            Some(value) => Ok(value),
            None => T::absent().ok_or_else(|| missing(name, T::TYPE)),
        }
    }

    /// Returns the attribute `name`, or `otherwise` if the answer does not have it.
    ///
    /// # Errors
    ///
    /// When it is of another type.
    pub fn attribute_or<T: ReadAttribute>(
        &mut self,
        name: &str,
        otherwise: impl FnOnce() -> T,
    ) -> Result<T, DecodeError> {
        Ok(self.present(name)?.unwrap_or_else(otherwise))
    }

    /// Returns the attribute `name`, if the answer has it.
    ///
    /// # Errors
    ///
    /// When it is of another type.
    pub fn present<T: ReadAttribute>(&mut self, name: &str) -> Result<Option<T>, DecodeError> {
        if !self.find(name)? {
            return match T::TYPE {
                AttributeType::Vector(_) => self.embedding(name),
                _ => Ok(None),
            };
        }
        let value = T::decode(&mut self.cursor).map_err(|error| error.in_attribute(name))?;
        self.settle()?;
        Ok(Some(value))
    }

    /// Returns the attribute `name`, if the answer has it: `None` if its value is the one that an
    /// upsert spells as `none`, which may be empty for no value.
    pub(crate) fn present_or<T: ReadAttribute>(
        &mut self,
        name: &str,
        none: &str,
    ) -> Result<Option<Option<T>>, DecodeError> {
        if none.is_empty() || !self.find(name)? {
            return self.present(name);
        }
        let start = self.cursor.at;
        self.cursor.skip()?;
        let value = if is_equal(self.cursor.slice(start, self.cursor.at), none) {
            None
        } else {
            self.cursor.at = start;
            let value = Option::decode(&mut self.cursor);
            value.map_err(|error| error.in_attribute(name))?
        };
        self.settle()?;
        Ok(Some(value))
    }

    /// Returns the vector attribute `name`. `PRINT .. WITH VECTOR` prints vectors in an object of
    /// their own.
    #[cold]
    fn embedding<T: ReadAttribute>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        let Some(at) = self.rest_of_head()?.embeddings else { return Ok(None) };
        Self::of_attributes(self.cursor.text, at).present_here(name)
    }

    /// Returns the attribute `name` of this object alone.
    fn present_here<T: ReadAttribute>(&mut self, name: &str) -> Result<Option<T>, DecodeError> {
        if !self.find(name)? {
            return Ok(None);
        }
        T::decode(&mut self.cursor).map(Some).map_err(|error| error.in_attribute(name))
    }

    /// Returns the JSON of the attributes, from the bracket that opens them; an empty object
    /// without them.
    #[cfg(feature = "client")]
    pub(crate) fn attributes_json(&self) -> Result<&'a str, DecodeError> {
        if self.open < 2 {
            return Ok("{}");
        }
        let text = self.cursor.text;
        let opening = text.get(..self.start).and_then(|before| before.rfind('{'));
        let start = opening.unwrap_or(self.start);
        let mut cursor = Decoder { text, at: start };
        cursor.skip()?;
        Ok(cursor.slice(start, cursor.at))
    }

    /// Returns the JSON of the attribute `name`, if the answer has it.
    ///
    /// # Errors
    ///
    /// When the answer ends inside of it.
    pub fn raw(&mut self, name: &str) -> Result<Option<&'a str>, DecodeError> {
        if !self.find(name)? {
            return Ok(None);
        }
        let start = self.cursor.at;
        self.cursor.skip()?;
        let raw = self.cursor.slice(start, self.cursor.at);
        self.settle()?;
        Ok(Some(raw))
    }

    /// Returns the vertex's id as the server spells it.
    ///
    /// # Errors
    ///
    /// If the row is not a vertex.
    pub fn vertex_id(&self) -> Result<Cow<'a, str>, DecodeError> {
        required(self.head.v_id, "v_id")
    }

    /// Returns the vertex's type.
    ///
    /// # Errors
    ///
    /// If the row is not a vertex.
    pub fn vertex_type(&self) -> Result<Cow<'a, str>, DecodeError> {
        required(self.head.v_type, "v_type")
    }

    /// Returns the edge's type.
    ///
    /// # Errors
    ///
    /// If the row is not an edge.
    pub fn edge_type(&self) -> Result<Cow<'a, str>, DecodeError> {
        required(self.head.e_type, "e_type")
    }

    /// Returns `true` if the edge has a direction.
    ///
    /// # Errors
    ///
    /// If the row is not an edge.
    pub fn directed(&self) -> Result<bool, DecodeError> {
        self.head.directed.ok_or_else(|| DecodeError::mismatch("`directed`", "a row without it"))
    }

    /// Returns the type and the id of the edge's source.
    ///
    /// # Errors
    ///
    /// If the row is not an edge.
    pub fn source(&self) -> Result<(Cow<'a, str>, Cow<'a, str>), DecodeError> {
        Ok((required(self.head.from_type, "from_type")?, required(self.head.from_id, "from_id")?))
    }

    /// Returns the type and the id of the edge's target.
    ///
    /// # Errors
    ///
    /// If the row is not an edge.
    pub fn target(&self) -> Result<(Cow<'a, str>, Cow<'a, str>), DecodeError> {
        Ok((required(self.head.to_type, "to_type")?, required(self.head.to_id, "to_id")?))
    }

    /// Returns the discriminator as the server spells it, if the answer has it; the attributes have
    /// its values too.
    ///
    /// # Errors
    ///
    /// If it contains an escape that is not one of JSON.
    pub fn discriminator(&self) -> Result<Option<Cow<'a, str>>, DecodeError> {
        let head = match self.head.discriminator {
            Some(_) => self.head.clone(),
            None => self.rest_of_head()?,
        };
        head.discriminator.map(JsonText::decode).transpose()
    }

    /// Returns the head, with the members after the attributes.
    fn rest_of_head(&self) -> Result<Head<'a>, DecodeError> {
        let mut head = self.head.clone();
        if self.open == 2 {
            let mut rest = self.cursor.clone();
            rest.leave(1)?;
            head.read_rest(&mut rest)?;
        }
        Ok(head)
    }

    /// Adds the vertex or edge to an error.
    #[cold]
    pub(crate) fn blame(&self, error: DecodeError) -> DecodeError {
        match self.head.describe() {
            Some(element) => error.in_element(element),
            None => error,
        }
    }

    /// Goes to the end of the row.
    pub(crate) fn close(&mut self) -> Result<usize, DecodeError> {
        let brackets = b"}}".get(..self.open).unwrap_or_default();
        if !self.cursor.take(brackets) {
            self.cursor.leave(self.open)?;
        }
        Ok(self.cursor.at)
    }

    /// Goes on to the value if the next key is `name`.
    #[inline]
    fn take_key(&mut self, name: &str) -> bool {
        let bytes = self.cursor.bytes();
        let start = self.cursor.at + 1;
        let end = start + name.len();
        // The colon is checked first: if it is in bounds, so are all bytes before it.
        let found = bytes.get(end + 1) == Some(&b':')
            && bytes[end] == b'"'
            && bytes[start - 1] == b'"'
            && bytes[start..end] == *name.as_bytes();
        if found {
            self.cursor.at = end + 2;
            self.cursor.space();
        }
        found
    }

    /// Moves the cursor to the value of `name`; returns `false`, without a move, if there is none.
    #[inline]
    fn find(&mut self, name: &str) -> Result<bool, DecodeError> {
        if self.take_key(name) {
            return Ok(true);
        }
        self.find_in_any_order(name)
    }

    #[cold]
    #[inline(never)]
    fn find_in_any_order(&mut self, name: &str) -> Result<bool, DecodeError> {
        let here = self.cursor.at;
        if self.search(name, usize::MAX)? {
            return Ok(true);
        }
        self.cursor.at = self.start;
        if self.search(name, here)? {
            return Ok(true);
        }
        self.cursor.at = here;
        Ok(false)
    }

    /// Looks for `name` from the cursor on, before the place `until`.
    fn search(&mut self, name: &str, until: usize) -> Result<bool, DecodeError> {
        while self.cursor.at < until && self.cursor.peek() != Some(b'}') {
            if self.cursor.key()?.is(name) {
                return Ok(true);
            }
            self.cursor.skip()?;
            self.settle()?;
        }
        Ok(false)
    }

    /// Goes from the end of a value to the next key, or to the closing bracket.
    #[inline]
    fn settle(&mut self) -> Result<(), DecodeError> {
        if let [b',', b'"', ..] = self.cursor.rest() {
            self.cursor.at += 1;
            return Ok(());
        }
        self.next_or_end()
    }

    #[inline(never)]
    fn next_or_end(&mut self) -> Result<(), DecodeError> {
        if !self.cursor.next_member(b'}')? {
            self.cursor.at -= 1;
        }
        Ok(())
    }
}

#[cold]
fn missing(name: &str, ty: AttributeType) -> DecodeError {
    let found = match ty {
        AttributeType::Vector(_) => {
            "none: answers to GET never have vector attributes, those of a query after `PRINT .. WITH VECTOR`; make the field an `Option`"
        }
        _ => {
            "no such attribute in the answer; was the schema changed, or the attribute not selected?"
        }
    };
    DecodeError::mismatch("a value", found).in_attribute(name)
}
