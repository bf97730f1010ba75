//! Reading values.

use std::borrow::Cow;

use super::json::{JsonText, Scan, brief, read_string, skip_value};
use super::{AttributeType, DecodeError, ReadAttribute, Row};

/// A place in an answer, from which values are read.
#[derive(Debug, Clone)]
pub struct Decoder<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
}

impl<'a> Decoder<'a> {
    /// Creates a decoder at the first value of this JSON text.
    pub fn new(json: &'a str) -> Self {
        let mut decoder = Self { text: json, at: 0 };
        decoder.space();
        decoder
    }

    /// Reads a STRING. Raw control characters in it stay as they are.
    ///
    /// # Errors
    ///
    /// If the value is not a string, or contains an escape that is not one of JSON.
    pub fn text(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        self.string()?.decode()
    }

    /// Reads an INT.
    ///
    /// # Errors
    ///
    /// If the value is not a whole number of 64 bits.
    pub fn int(&mut self) -> Result<i64, DecodeError> {
        let negative = self.peek() == Some(b'-');
        let (magnitude, end) =
            self.magnitude(self.at + usize::from(negative)).ok_or_else(|| self.mismatch("INT"))?;
        let number = if negative {
            0_i64.checked_sub_unsigned(magnitude)
        } else {
            i64::try_from(magnitude).ok()
        };
        let number = number.ok_or_else(|| self.mismatch("INT of 64 bits"))?;
        self.at = end;
        Ok(number)
    }

    /// Reads a UINT.
    ///
    /// # Errors
    ///
    /// If the value is not a whole number of 64 bits without a sign.
    pub fn uint(&mut self) -> Result<u64, DecodeError> {
        let (number, end) = self.magnitude(self.at).ok_or_else(|| self.mismatch("UINT"))?;
        self.at = end;
        Ok(number)
    }

    /// Reads a DOUBLE. The server prints the infinities and NaN as text (`"inf"`, `"NaN"`): they
    /// are read as those values.
    ///
    /// # Errors
    ///
    /// If the value is not a number, or is beyond the range of an `f64`.
    pub fn double(&mut self) -> Result<f64, DecodeError> {
        let (number, end): (f64, usize) = self.floating("DOUBLE")?;
        if number.is_infinite() && !self.is_text() {
            return Err(self.mismatch("DOUBLE within the range of `f64`"));
        }
        self.at = end;
        Ok(number)
    }

    /// Reads a FLOAT, otherwise as [`double`](Self::double).
    ///
    /// # Errors
    ///
    /// If the value is not a number, or is beyond the range of an `f32`.
    pub fn float(&mut self) -> Result<f32, DecodeError> {
        let (number, end): (f32, usize) = self.floating("FLOAT")?;
        if number.is_infinite() && !self.is_text() {
            return Err(self.mismatch("FLOAT within the range of `f32`"));
        }
        self.at = end;
        Ok(number)
    }

    /// Reads a BOOL.
    ///
    /// # Errors
    ///
    /// When the value is neither `true` nor `false`.
    pub fn bool(&mut self) -> Result<bool, DecodeError> {
        let rest = self.rest();
        let (value, length) = if rest.starts_with(b"true") {
            (true, 4)
        } else if rest.starts_with(b"false") {
            (false, 5)
        } else {
            return Err(self.mismatch("BOOL"));
        };
        self.at += length;
        Ok(value)
    }

    /// Returns `true` if the value is `null`.
    pub fn is_null(&self) -> bool {
        self.rest().starts_with(b"null")
    }

    pub(super) fn is_text(&self) -> bool {
        self.peek() == Some(b'"')
    }

    /// Skips the value.
    ///
    /// # Errors
    ///
    /// When the answer ends inside of it.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        self.at = skip_value(self.bytes(), self.at).ok_or_else(|| self.mismatch("a value"))?;
        Ok(())
    }

    /// Returns the JSON of the value, and skips it.
    ///
    /// # Errors
    ///
    /// When the answer ends inside of it.
    pub fn raw(&mut self) -> Result<&'a str, DecodeError> {
        let start = self.at;
        self.skip()?;
        Ok(self.slice(start, self.at))
    }

    /// Reads a LIST or SET: hands each element to `read`.
    ///
    /// # Errors
    ///
    /// If the value is not an array, and those of `read`.
    pub fn list(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        if self.peek() != Some(b'[') {
            return Err(self.mismatch("a list"));
        }
        let mut more = self.first_member(b']');
        while more {
            read(self)?;
            more = self.next_member(b']')?;
        }
        Ok(())
    }

    /// Reads a MAP: hands each key, and the place of its value, to `read`.
    ///
    /// # Errors
    ///
    /// If the value is not an object, and those of `read`.
    pub fn map(
        &mut self,
        mut read: impl FnMut(Cow<'a, str>, &mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.members(|input| {
            let key = input.key()?.decode()?;
            read(key, input)
        })
    }

    /// Reads a MAP with typed keys: hands each key, and the place of its value, to `read`.
    pub(super) fn map_of<K: ReadAttribute>(
        &mut self,
        mut read: impl FnMut(K, &mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.members(|input| {
            let key = input.typed_key()?;
            read(key, input)
        })
    }

    fn members(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("a map"));
        }
        let mut more = self.first_member(b'}');
        while more {
            read(self)?;
            more = self.next_member(b'}')?;
        }
        Ok(())
    }

    /// Reads a key and its colon. JSON has text for every key: a number is inside of the quotes.
    fn typed_key<K: ReadAttribute>(&mut self) -> Result<K, DecodeError> {
        let mut start = self.clone();
        let key = self.key()?;
        if K::TYPE != AttributeType::Int {
            return K::decode(&mut start);
        }
        let text = key.decode()?;
        let mut number = Decoder { text: &text, at: 0 };
        let key = K::decode(&mut number)?;
        if number.at == text.len() { Ok(key) } else { Err(start.mismatch("INT")) }
    }

    /// Reads an object whose members are read by name: a tuple.
    ///
    /// # Errors
    ///
    /// If the value is not an object, or the answer ends inside of it.
    pub fn object(&mut self) -> Result<Row<'a>, DecodeError> {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("a tuple"));
        }
        let row = Row::of_attributes(self.text, self.at);
        self.skip()?;
        Ok(row)
    }

    /// Reads a vertex or an edge; an error names it.
    pub(crate) fn row<T>(
        &mut self,
        read: impl FnOnce(&mut Row<'a>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let mut row = Row::open(self.clone())?;
        let value = read(&mut row).map_err(|error| row.blame(error))?;
        self.at = row.close()?;
        Ok(value)
    }

    /// Creates the error for a value in place of `expected`.
    #[cold]
    pub fn mismatch(&self, expected: &str) -> DecodeError {
        let end = skip_value(self.bytes(), self.at).unwrap_or(self.text.len());
        let found = match self.slice(self.at, end) {
            "" => "the end of the answer".to_owned(),
            value => format!("`{}`", brief(value)),
        };
        DecodeError::mismatch(expected, found)
    }

    pub(super) fn string(&mut self) -> Result<JsonText<'a>, DecodeError> {
        if self.peek() != Some(b'"') {
            return Err(self.mismatch("text"));
        }
        let (text, end) =
            read_string(self.text, self.at).ok_or_else(|| self.mismatch("text that ends"))?;
        self.at = end;
        Ok(text)
    }

    /// Reads a key and its colon.
    pub(super) fn key(&mut self) -> Result<JsonText<'a>, DecodeError> {
        let key = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.mismatch("a colon"));
        }
        self.at += 1;
        self.space();
        Ok(key)
    }

    /// Goes from an opening bracket to its first member; false, and past the closing bracket, if it
    /// has none.
    pub(super) fn first_member(&mut self, closing: u8) -> bool {
        self.at += 1;
        self.space();
        let empty = self.peek() == Some(closing);
        self.at += usize::from(empty);
        !empty
    }

    /// Goes from the end of a member to the next; false, and past the closing bracket, after the
    /// last.
    pub(super) fn next_member(&mut self, closing: u8) -> Result<bool, DecodeError> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.space();
                Ok(true)
            }
            Some(byte) if byte == closing => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.mismatch("a comma or a closing bracket")),
        }
    }

    /// Goes past what is left of this many brackets that are open.
    pub(super) fn leave(&mut self, brackets: usize) -> Result<(), DecodeError> {
        self.at = Scan::inside(brackets)
            .feed(self.bytes(), self.at)
            .ok_or_else(|| self.mismatch("a closing bracket"))?;
        Ok(())
    }

    /// Goes past these bytes, if they come next.
    #[inline]
    pub(super) fn take(&mut self, bytes: &[u8]) -> bool {
        let next = self.rest().starts_with(bytes);
        self.at += if next { bytes.len() } else { 0 };
        next
    }

    #[inline]
    pub(super) fn string_after(&mut self, bytes: &[u8]) -> Option<JsonText<'a>> {
        self.take(bytes).then(|| self.string().ok())?
    }

    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes().get(self.at..).unwrap_or_default()
    }

    #[inline]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    #[inline]
    pub(super) fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte <= b' ') {
            self.at += 1;
        }
    }

    /// The digits from `at`, and where they end; `None` if there are none, they exceed 64 bits, or
    /// the number goes on with a fraction or an exponent.
    fn magnitude(&self, at: usize) -> Option<(u64, usize)> {
        let mut number = 0_u64;
        let mut end = at;
        while let Some(digit @ b'0'..=b'9') = self.bytes().get(end) {
            number = number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            end += 1;
        }
        let goes_on = matches!(self.bytes().get(end), Some(b'.' | b'e' | b'E'));
        (end > at && !goes_on).then_some((number, end))
    }

    /// Reads a number, or the text of one without digits, such as `"inf"`.
    fn floating<F: std::str::FromStr>(&self, expected: &str) -> Result<(F, usize), DecodeError> {
        let token = if self.is_text() {
            read_string(self.text, self.at)
                .map(|(text, end)| (text.raw, end))
                .filter(|(word, _)| !word.contains(|character: char| character.is_ascii_digit()))
        } else {
            let rest = self.rest();
            let of_number =
                |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
            let length = rest.iter().position(|byte| !of_number(byte)).unwrap_or(rest.len());
            let end = self.at + length;
            Some((self.slice(self.at, end), end))
        };
        token
            .and_then(|(text, end)| Some((text.parse().ok()?, end)))
            .ok_or_else(|| self.mismatch(expected))
    }
}
