//! The cases of `rename_all`, as serde names them.

/// The spelling of the names of fields or variants on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    /// Every case, with its name in `rename_all`.
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, case)| *case)
    }

    /// Spells the name of a field, which is in `snake_case` in Rust.
    pub(crate) fn of_field(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => field.split('_').map(capitalized).collect(),
            Self::Camel => uncapitalized(&Self::Pascal.of_field(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => Self::Upper.of_field(field).replace('_', "-"),
        }
    }

    /// Spells the name of a variant, which is in `PascalCase` in Rust.
    pub(crate) fn of_variant(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => uncapitalized(variant),
            Self::Snake => snake(variant),
            Self::ScreamingSnake => snake(variant).to_ascii_uppercase(),
            Self::Kebab => snake(variant).replace('_', "-"),
            Self::ScreamingKebab => snake(variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn snake(variant: &str) -> String {
    let mut snake = String::with_capacity(variant.len() + 4);
    for letter in variant.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn capitalized(word: &str) -> String {
    with_first(word, |first| first.to_ascii_uppercase())
}

fn uncapitalized(word: &str) -> String {
    with_first(word, |first| first.to_ascii_lowercase())
}

fn with_first(word: &str, change: impl Fn(char) -> char) -> String {
    let mut letters = word.chars();
    letters.next().map(change).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_spells_fields_and_variants_as_serde_does() {
        let expected = [
            ("lowercase", "weight_kg", "ontheway"),
            ("UPPERCASE", "WEIGHT_KG", "ONTHEWAY"),
            ("PascalCase", "WeightKg", "OnTheWay"),
            ("camelCase", "weightKg", "onTheWay"),
            ("snake_case", "weight_kg", "on_the_way"),
            ("SCREAMING_SNAKE_CASE", "WEIGHT_KG", "ON_THE_WAY"),
            ("kebab-case", "weight-kg", "on-the-way"),
            ("SCREAMING-KEBAB-CASE", "WEIGHT-KG", "ON-THE-WAY"),
        ];
        for (name, field, variant) in expected {
            let case = Case::parse(name).unwrap();
            assert_eq!(case.of_field("weight_kg"), field, "{name}");
            assert_eq!(case.of_variant("OnTheWay"), variant, "{name}");
        }
    }
}
