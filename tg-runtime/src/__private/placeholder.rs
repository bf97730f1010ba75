//! Values of types with mistakes.

/// Takes the place of a value that generated code cannot create, because the type has mistakes.
///
/// # Panics
///
/// Always. It never runs: a type with mistakes does not compile.
pub fn placeholder<T>() -> T {
    unreachable!("the compiler reports the mistakes of this type")
}
