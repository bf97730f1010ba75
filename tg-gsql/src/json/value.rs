//! A JSON document in which every value has its position.

use std::borrow::Cow;

/// A value and the byte at which it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'a> {
    pub(super) at: usize,
    pub(super) value: Value<'a>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    /// As it was written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

/// A mistake, and the byte at which it is.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

pub(super) type Result<T> = std::result::Result<T, Problem>;

impl Problem {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl<'a> Node<'a> {
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.at, message)
    }

    /// Reports that the value is not what is expected here.
    fn instead_of(&self, expected: &str) -> Problem {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a truth value",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.problem(format!("{expected} belongs here, not {found}"))
    }

    /// Returns the value of a key; a null counts as missing.
    pub(super) fn get(&self, key: &str) -> Option<&Node<'a>> {
        let Value::Object(members) = &self.value else { return None };
        let member = members.iter().find(|(known, _)| known == key);
        member.map(|(_, node)| node).filter(|node| node.value != Value::Null)
    }

    /// Returns the value of a key that must exist.
    pub(super) fn need(&self, key: &str) -> Result<&Node<'a>> {
        match self.value {
            Value::Object(_) => {
                self.get(key).ok_or_else(|| self.problem(format!("the key `{key}` is missing")))
            }
            _ => Err(self.instead_of(&format!("an object with the key `{key}`"))),
        }
    }

    pub(super) fn text(&self) -> Result<&str> {
        match &self.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.instead_of("text")),
        }
    }

    /// Returns a string, number or truth value as text.
    pub(super) fn scalar(&self) -> Result<&str> {
        match &self.value {
            Value::Text(text) => Ok(text),
            Value::Number(text) => Ok(text),
            Value::Bool(true) => Ok("true"),
            Value::Bool(false) => Ok("false"),
            _ => Err(self.instead_of("a value")),
        }
    }

    /// Returns the elements of the list under a key; empty if it is missing.
    pub(super) fn list(&self, key: &str) -> Result<&[Node<'a>]> {
        match self.get(key) {
            Some(node) => node.elements(),
            None => Ok(&[]),
        }
    }

    pub(super) fn elements(&self) -> Result<&[Node<'a>]> {
        match &self.value {
            Value::List(elements) => Ok(elements),
            _ => Err(self.instead_of("a list")),
        }
    }

    /// Returns a flag: true, false, either of them as text; false if it is missing.
    pub(super) fn flag(&self, key: &str) -> Result<bool> {
        let Some(node) = self.get(key) else { return Ok(false) };
        match &node.value {
            Value::Bool(flag) => Ok(*flag),
            Value::Text(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Value::Text(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            _ => Err(node.instead_of("true or false")),
        }
    }

    /// Returns a size, also from text; zero counts as missing.
    pub(super) fn size(&self) -> Result<u32> {
        let size = self.scalar()?.parse().ok().filter(|size| *size > 0);
        size.ok_or_else(|| self.problem("a whole number from 1 belongs here"))
    }

    /// Returns the position of a byte as keys and indexes from here; empty for this value.
    pub(super) fn path(&self, at: usize) -> Option<String> {
        if self.at == at {
            return Some(String::new());
        }
        let step = |step: String, node: &Node<'_>| {
            let rest = node.path(at)?;
            let dot = if rest.is_empty() || rest.starts_with('[') { "" } else { "." };
            Some(format!("{step}{dot}{rest}"))
        };
        match &self.value {
            Value::List(nodes) => {
                nodes.iter().enumerate().find_map(|(index, node)| step(format!("[{index}]"), node))
            }
            Value::Object(members) => {
                members.iter().find_map(|(key, node)| step(key.clone().into_owned(), node))
            }
            _ => None,
        }
    }
}
