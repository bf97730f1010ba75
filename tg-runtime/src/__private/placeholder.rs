//! Values of types with mistakes.

/// Stands in for a value that generated code cannot make, because the type has mistakes.
///
/// # Panics
///
/// Always. It never runs: a type with mistakes does not compile.
pub fn placeholder<T>() -> T {
    unreachable!("the compiler reports the mistakes of this type")
}
