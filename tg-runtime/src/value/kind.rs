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
}

/// A kind that has a [use](uses).
#[doc(hidden)]
pub trait Permits<Use>: Kind {}

/// The uses that some kinds have and others have not.
#[doc(hidden)]
pub mod uses {
    /// Being an element of a LIST or SET, or a value of a MAP.
    pub enum Element {}
    /// Being the key of a MAP.
    pub enum MapKey {}
    /// Being a field of a tuple.
    pub enum TupleField {}
    /// Being compared for equality in a filter.
    pub enum Equality {}
    /// Being compared by `<`, and sorted by.
    pub enum Order {}
    /// Being added to.
    pub enum Addition {}
    /// Having a minimum and a maximum.
    pub enum Range {}
    /// Being combined by AND and OR.
    pub enum Logic {}
    /// Being printed by a query as it is stored.
    pub enum Answer {}
}

macro_rules! kinds {
    ($($(#[$docs:meta])* $name:ident: $($used:ident)*;)+) => {$(
        $(#[$docs])*
        #[derive(Debug)]
        pub enum $name {}
        impl Sealed for $name {}
        impl Kind for $name {}
        $(impl Permits<uses::$used> for $name {})*
    )+};
}

kinds! {
    /// FLOAT.
    Float: TupleField Equality Order Addition Range Answer;
    /// DOUBLE.
    Double: Element TupleField Equality Order Addition Range Answer;
    /// BOOL.
    Bool: TupleField Equality Logic Answer;
    /// STRING.
    Text: Element MapKey TupleField Equality Order Answer;
    /// STRING that holds the name of an enum's variant, which has no order.
    Choice: Element MapKey TupleField Equality Answer;
    /// DATETIME.
    Moment: Element MapKey TupleField Equality Order Range Answer;
    /// FIXED_BINARY.
    Binary: Answer;
    /// A user-defined tuple.
    Tuple: Element Answer;
    /// LIST, SET and MAP.
    Collection: ;
    /// A vector attribute.
    Vector: Answer;
}

macro_rules! integers {
    ($($(#[$docs:meta])* $name:ident: $($used:ident)*;)+) => {$(
        $(#[$docs])*
        #[derive(Debug)]
        pub enum $name<const BYTES: u32> {}
        impl<const BYTES: u32> Sealed for $name<BYTES> {}
        impl<const BYTES: u32> Kind for $name<BYTES> {
            const SIZE: u32 = BYTES;
        }
        $(impl<const BYTES: u32> Permits<uses::$used> for $name<BYTES> {})*
    )+};
}

integers! {
    /// INT.
    Int: Element MapKey TupleField Equality Order Addition Range Answer;
    /// UINT.
    Uint: TupleField Equality Order Addition Range Answer;
}

macro_rules! wrappers {
    ($($(#[$docs:meta])* $name:ident: $($used:ident)*;)+) => {$(
        $(#[$docs])*
        #[derive(Debug)]
        pub struct $name<K>(std::marker::PhantomData<K>);
        impl<K: Kind> Sealed for $name<K> {}
        impl<K: Kind> Kind for $name<K> {
            const SIZE: u32 = K::SIZE;
        }
        $(impl<K: Permits<uses::$used>> Permits<uses::$used> for $name<K> {})*
    )+};
}

wrappers! {
    /// The kind of `Option<T>`, an attribute that may be left out.
    Optional: Order Addition Range Logic;
    /// The kind of `&T` and `Box<T>`.
    Pointer: Element MapKey TupleField Equality Order Addition Range Logic Answer;
}

/// The kind of a type with a mistake, which permits everything so that one error is reported.
#[doc(hidden)]
#[derive(Debug)]
pub enum Placeholder {}
impl Sealed for Placeholder {}
impl Kind for Placeholder {}
impl<Use> Permits<Use> for Placeholder {}
