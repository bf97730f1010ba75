/// Stands in for a value that generated code cannot make, because the type has mistakes.
///
/// # Panics
///
/// Always. It never runs: a type with mistakes does not compile.
pub fn placeholder<T>() -> T {
    panic!("this type has mistakes, which the compiler reports")
}
