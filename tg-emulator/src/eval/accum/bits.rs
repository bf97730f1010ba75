//! `BitwiseOrAccum` and `BitwiseAndAccum`.

use std::fmt;

use super::expected;
use crate::eval::{Failure, Value};

/// Bits, the lowest first.
#[derive(Debug, Clone)]
pub(in crate::eval) struct Bits {
    width: usize,
    words: Vec<u64>,
}

impl Bits {
    pub(super) fn new(width: usize, ones: bool) -> Self {
        let word = if ones { u64::MAX } else { 0 };
        let mut bits = Self { width, words: vec![word; width.div_ceil(64)] };
        bits.cut();
        bits
    }

    /// Creates bits that one number has.
    pub(super) fn of_word(width: usize, word: u64) -> Self {
        Self { width, words: vec![word] }
    }

    /// Returns the number, if there are not more bits than one has.
    pub(super) fn word(&self) -> Option<u64> {
        if let [word] = *self.words { Some(word) } else { None }
    }

    /// Clears the bits above the width.
    fn cut(&mut self) {
        if let (Some(last), rest @ 1..) = (self.words.last_mut(), self.width % 64) {
            *last &= (1 << rest) - 1;
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.words.len() * size_of::<u64>()
    }

    pub(super) fn or(&mut self, value: &Value) -> Result<(), Failure> {
        self.combine(value, |a, b| a | b)
    }

    pub(super) fn and(&mut self, value: &Value) -> Result<(), Failure> {
        self.combine(value, |a, b| a & b)
    }

    pub(super) fn xor(&mut self, value: &Value) -> Result<(), Failure> {
        self.combine(value, |a, b| a ^ b)
    }

    /// Combines the bits with a number, with a list of numbers of 64 bits, or with a text of bits.
    fn combine(&mut self, value: &Value, combine: fn(u64, u64) -> u64) -> Result<(), Failure> {
        let mut others = words(value)?;
        others.resize(self.words.len(), 0);
        for (word, other) in self.words.iter_mut().zip(others) {
            *word = combine(*word, other);
        }
        self.cut();
        Ok(())
    }

    pub(super) fn get(&self, at: usize) -> bool {
        at < self.width && self.words[at / 64] >> (at % 64) & 1 == 1
    }

    pub(super) fn put(&mut self, at: usize, bit: bool) {
        if at < self.width {
            let mask = 1 << (at % 64);
            match bit {
                true => self.words[at / 64] |= mask,
                false => self.words[at / 64] &= !mask,
            }
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Returns the number, or the text of more bits than a number has.
    pub(super) fn value(&self) -> Value {
        match self.words.as_slice() {
            [word] => Value::Int(word.cast_signed()),
            _ => Value::text(&self.to_string()),
        }
    }
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..self.width).rev().try_for_each(|at| f.write_str(if self.get(at) { "1" } else { "0" }))
    }
}

fn words(value: &Value) -> Result<Vec<u64>, Failure> {
    match value {
        Value::Int(value) => Ok(vec![value.cast_unsigned()]),
        Value::Uint(value) => Ok(vec![*value]),
        Value::Text(text) if text.chars().all(|bit| matches!(bit, '0' | '1')) => {
            let mut words = vec![0; text.len().div_ceil(64)];
            for (at, _) in text.bytes().rev().enumerate().filter(|(_, bit)| *bit == b'1') {
                words[at / 64] |= 1 << (at % 64);
            }
            Ok(words)
        }
        other => {
            let elements = other.elements().ok_or_else(|| expected("an INT", other))?;
            let all = elements.iter().map(words).collect::<Result<Vec<_>, _>>()?;
            Ok(all.into_iter().flatten().collect())
        }
    }
}
