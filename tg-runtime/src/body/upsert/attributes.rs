//! The attributes of a vertex or an edge in an upsert.

use crate::value::{Attribute, EncodeError, Encoder};
#[cfg(feature = "client")]
use crate::value::{AttributeType, Key};

/// The operators that change nothing the second time. Others, also unknown ones, add.
const IDEMPOTENT: [&str; 10] =
    ["ignore_if_exists", "~", "and", "&", "or", "|", "max", ">", "min", "<"];

/// The text between the name of an attribute and its value.
const VALUE: &str = "\":{\"value\":";

impl Encoder {
    /// Writes one attribute; nothing for a value that [is absent](Attribute::is_absent).
    ///
    /// `fragment` is the constant text before the value, `"name":{"value":`.
    #[inline]
    pub fn attribute<T: Attribute + ?Sized>(&mut self, fragment: &'static str, value: &T) {
        if value.is_absent() {
            return;
        }
        self.value(fragment, |out| value.encode(out));
    }

    /// Writes the attribute of this fragment, whose value `value` writes.
    #[inline]
    fn value(&mut self, fragment: &'static str, value: impl FnOnce(&mut Self)) {
        self.fragment = fragment;
        if self.line.is_some() {
            let name = |fragment: &'static str| {
                let name = fragment.strip_prefix('"').and_then(|it| it.strip_suffix(VALUE));
                name.unwrap_or_default()
            };
            return self.constant_column(fragment, name, value);
        }
        self.raw(fragment);
        value(self);
        self.raw("},");
    }

    /// Writes one attribute of which the JSON `none` is stored for `None`; empty is an error.
    pub(crate) fn attribute_or<T: Attribute>(
        &mut self,
        fragment: &'static str,
        value: &Option<T>,
        none: &str,
    ) {
        if !value.is_absent() {
            return self.attribute(fragment, value);
        }
        self.value(fragment, |out| out.none(none));
    }

    fn none(&mut self, none: &str) {
        if none.is_empty() {
            self.refuse(EncodeError::new(
                "`None` cannot be sent: TigerGraph has no NULL, and no single value of this type \
                 stands for it",
            ));
        }
        if self.line.is_some() { self.line_json(none) } else { self.raw(none) }
    }

    /// Writes one attribute whose name is known at run time, with the operator that joins it to the
    /// stored value (`+`, `max` and so on); without one the stored value is replaced. Nothing for a
    /// value that [is absent](Attribute::is_absent).
    pub fn change<T: Attribute + ?Sized>(&mut self, name: &str, value: &T, operator: Option<&str>) {
        if value.is_absent() {
            return;
        }
        self.change_to(name, operator, |out| value.encode(out));
    }

    /// Writes the attribute of this name, whose value `value` writes.
    #[inline]
    pub(crate) fn named(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.fragment = "";
        if self.line.is_some() {
            return self.column(name, value);
        }
        self.text(name);
        self.raw(&VALUE[1..]);
        value(self);
        self.raw("},");
    }

    /// Writes the JSON `none`, which is stored for `None`; empty is an error.
    #[cfg(feature = "client")]
    pub(crate) fn clear(&mut self, name: &str, none: &str, operator: Option<&str>) {
        self.change_to(name, operator, |out| out.none(none));
    }

    fn change_to(&mut self, name: &str, operator: Option<&str>, value: impl FnOnce(&mut Self)) {
        if operator.is_some() {
            self.is_inexact();
        }
        self.named(name, |out| {
            value(out);
            if let Some(operator) = operator {
                out.adds |= !IDEMPOTENT.contains(&operator);
                out.raw(",\"op\":");
                out.text(operator);
            }
        });
        self.error = self.error.take().map(|error| error.of_attribute(name));
    }

    /// Writes the parts of a key as the attributes that they are, too: those of a discriminator.
    #[cfg(feature = "client")]
    pub(crate) fn key(&mut self, names: impl IntoIterator<Item = &'static str>, key: &impl Key) {
        let mut names = names.into_iter();
        key.for_each_part(&mut |ty, part| {
            let Some(name) = names.next() else { return };
            self.named(name, |out| match ty {
                AttributeType::Int | AttributeType::Uint => out.raw(part),
                _ => out.text(part),
            });
        });
    }
}
