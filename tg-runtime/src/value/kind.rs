//! The kinds of attributes, as types.
//!
//! A [`Kind`] is known to the compiler where [`AttributeType`](super::AttributeType) is only a
//! value: it decides where a type may be used (in a collection, in a filter, as a parameter of a
//! query). One associated type in one impl takes the place of a marker trait for each use.

use super::sealed::Sealed;

/// The kind of an attribute: [`Attribute::Kind`](super::Attribute::Kind).
///
/// A type of your own has the kind of the type that it is written as, `<String as
/// Attribute>::Kind`.
pub trait Kind: Sealed {
    /// The size in bytes of an INT or UINT in a tuple; 0 for the rest.
    #[doc(hidden)]
    const SIZE: u32 = 0;

    /// The type that a value for an attribute of type `A` is converted into: `A`, or for an
    /// `Option` one that a value without `Some` is converted into, too.
    #[doc(hidden)]
    type Assigned<A>;

    #[doc(hidden)]
    fn assigned<A>(value: Self::Assigned<A>) -> A;
}

/// A value for an attribute that is an `Option`: the value of a change, with or without `Some`.
#[doc(hidden)]
#[derive(Debug)]
pub struct ValueFor<A>(A);

impl<A> From<A> for ValueFor<A> {
    fn from(value: A) -> Self {
        Self(value)
    }
}

impl<T> From<T> for ValueFor<Option<T>> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

macro_rules! assigned {
    ($($from:ty => $($to:ty),+;)+) => {$($(
        impl From<$from> for ValueFor<Option<$to>> {
            fn from(value: $from) -> Self {
                Self(Some(value.into()))
            }
        }
    )+)+};
}

assigned! {
    &str => String;
    i8 => i16, i32, i64, f32, f64;
    i16 => i32, i64, f32, f64;
    i32 => i64, f64;
    u8 => u16, u32, u64, i16, i32, i64, f32, f64;
    u16 => u32, u64, i32, i64, f32, f64;
    u32 => u64, i64, f64;
    f32 => f64;
}

/// A kind that has a [use](uses).
#[doc(hidden)]
pub trait Permits<const USE: u8>: Kind {}

/// The uses that some kinds have and others have not.
#[doc(hidden)]
pub mod uses {
    /// An element of a LIST or SET, or a value of a MAP.
    pub const ELEMENT: u8 = 0;
    /// The key of a MAP.
    pub const MAP_KEY: u8 = 1;
    /// A field of a tuple.
    pub const TUPLE_FIELD: u8 = 2;
    /// Compared for equality in a filter.
    pub const EQUALITY: u8 = 3;
    /// Compared by `<`, and sorted by.
    pub const ORDER: u8 = 4;
    /// Added to.
    pub const ADDITION: u8 = 5;
    /// With a minimum and a maximum.
    pub const RANGE: u8 = 6;
    /// Combined by AND and OR.
    pub const LOGIC: u8 = 7;
    /// Printed by a query as it is stored.
    pub const ANSWER: u8 = 8;
}

macro_rules! kinds {
    (@same) => {
        type Assigned<A> = A;

        fn assigned<A>(value: A) -> A {
            value
        }
    };
    ($($(#[$docs:meta])* $name:ident: $($used:ident)*;)+) => {$(
        $(#[$docs])*
        #[derive(Debug)]
        pub enum $name {}
        impl Sealed for $name {}
        impl Kind for $name {
            kinds!(@same);
        }
        $(impl Permits<{ uses::$used }> for $name {})*
    )+};
}

kinds! {
    /// FLOAT.
    Float: TUPLE_FIELD EQUALITY ORDER ADDITION RANGE ANSWER;
    /// DOUBLE.
    Double: ELEMENT TUPLE_FIELD EQUALITY ORDER ADDITION RANGE ANSWER;
    /// BOOL.
    Bool: TUPLE_FIELD EQUALITY LOGIC ANSWER;
    /// STRING.
    Text: ELEMENT MAP_KEY TUPLE_FIELD EQUALITY ORDER ANSWER;
    /// STRING that holds the name of an enum's variant, which has no order.
    Choice: ELEMENT MAP_KEY TUPLE_FIELD EQUALITY ANSWER;
    /// DATETIME.
    Moment: ELEMENT MAP_KEY TUPLE_FIELD EQUALITY ORDER RANGE ANSWER;
    /// FIXED_BINARY.
    Binary: ANSWER;
    /// A user-defined tuple.
    Tuple: ELEMENT ANSWER;
    /// LIST, SET and MAP.
    Collection: ;
    /// A vector attribute.
    Vector: ANSWER;
}

macro_rules! integers {
    ($($(#[$docs:meta])* $name:ident: $($used:ident)*;)+) => {$(
        $(#[$docs])*
        #[derive(Debug)]
        pub enum $name<const BYTES: u32> {}
        impl<const BYTES: u32> Sealed for $name<BYTES> {}
        impl<const BYTES: u32> Kind for $name<BYTES> {
            const SIZE: u32 = BYTES;
            kinds!(@same);
        }
        $(impl<const BYTES: u32> Permits<{ uses::$used }> for $name<BYTES> {})*
    )+};
}

integers! {
    /// INT.
    Int: ELEMENT MAP_KEY TUPLE_FIELD EQUALITY ORDER ADDITION RANGE ANSWER;
    /// UINT.
    Uint: TUPLE_FIELD EQUALITY ORDER ADDITION RANGE ANSWER;
}

macro_rules! wrappers {
    ($($(#[$docs:meta])* $name:ident: $($used:ident)*;)+) => {$(
        $(#[$docs])*
        #[derive(Debug)]
        pub struct $name<K>(std::marker::PhantomData<K>);
        impl<K: Kind> Sealed for $name<K> {}
        $(impl<K: Permits<{ uses::$used }>> Permits<{ uses::$used }> for $name<K> {})*
    )+};
}

wrappers! {
    /// The kind of `Option<T>`, an attribute that may be left out.
    Optional: ORDER ADDITION RANGE LOGIC;
    /// The kind of `&T` and `Box<T>`.
    Pointer: ELEMENT MAP_KEY TUPLE_FIELD EQUALITY ORDER ADDITION RANGE LOGIC ANSWER;
}

impl<K: Kind> Kind for Optional<K> {
    const SIZE: u32 = K::SIZE;
    type Assigned<A> = ValueFor<A>;

    fn assigned<A>(value: ValueFor<A>) -> A {
        value.0
    }
}

impl<K: Kind> Kind for Pointer<K> {
    const SIZE: u32 = K::SIZE;
    kinds!(@same);
}

/// The kind of a type with a mistake, which permits everything so that one error is reported.
#[doc(hidden)]
#[derive(Debug)]
pub enum Placeholder {}
impl Sealed for Placeholder {}
impl Kind for Placeholder {
    kinds!(@same);
}
impl<const USE: u8> Permits<USE> for Placeholder {}
