//! Fields that a module of the user's stores and loads: `#[tg(with = module)]`.

use std::fmt::Display;

use crate::value::DecodeError;

/// Returns the result of the module's `load`; an error of it becomes one of the answer.
pub fn loaded<T, E: Display>(attribute: &str, loaded: Result<T, E>) -> Result<T, DecodeError> {
    loaded.map_err(|error| {
        let expected = "a value that the field's `load` takes";
        DecodeError::mismatch(expected, format!("one it refuses: {error}")).in_attribute(attribute)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_attribute_and_the_reason() {
        assert_eq!(loaded::<_, String>("size", Ok(1)), Ok(1));
        let error = loaded::<(), _>("size", Err("not a size")).unwrap_err();
        assert_eq!(error.attribute(), Some("size"));
        assert!(error.to_string().contains("not a size"), "{error}");
    }
}
