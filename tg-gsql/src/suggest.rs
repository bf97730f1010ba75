//! "Did you mean": the nearest of the names that exist.

/// Returns the candidate that `given` most likely means, if one is similar enough.
///
/// A name that differs in case alone is always similar. Otherwise about a third of the letters may
/// be wrong, missing, redundant or swapped. Of equally similar candidates the first one is
/// returned. Only the first thousand are compared.
///
/// ```
/// let attributes = ["weight_kg", "fragile"];
/// assert_eq!(tg_gsql::suggest::nearest("wieght_kg", attributes), Some("weight_kg"));
/// assert_eq!(tg_gsql::suggest::nearest("colour", attributes), None);
/// ```
#[must_use]
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(given, &mut candidates.into_iter())
}

/// The maximal number of compared names: many unknown names in a schema of many known ones would
/// take too long otherwise.
const MAX_CANDIDATES: usize = 1_000;

/// [`nearest`] for any iterator, compiled once.
pub(crate) fn nearest_of<'a>(
    given: &str,
    candidates: &mut dyn Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = given.to_ascii_lowercase();
    let allowed = (given.chars().count() / 3).max(1);
    let mut best = None;
    for candidate in candidates.take(MAX_CANDIDATES) {
        // Each letter that the candidate has nowhere is one that is wrong.
        let missing = letters(given) & !letters(candidate);
        if missing.count_ones() as usize > allowed {
            continue;
        }
        let distance = distance(&lower, candidate);
        let beaten = best.is_some_and(|(least, _)| least <= distance);
        if distance <= allowed && distance < candidate.chars().count() && !beaten {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns a bit for each ASCII letter of a text; several letters may share one.
fn letters(text: &str) -> u64 {
    let ascii = text.bytes().filter(u8::is_ascii);
    ascii.fold(0, |bits, byte| bits | 1 << (byte.to_ascii_lowercase() & 63))
}

fn distance(lower: &str, candidate: &str) -> usize {
    strsim::damerau_levenshtein(lower, &candidate.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_wins_and_the_far_is_not_offered() {
        assert_eq!(nearest("Pakage", ["Depot", "Package", "Packages"]), Some("Package"));
        assert_eq!(nearest("PACKAGE", ["package"]), Some("package"));
        assert_eq!(nearest("xyz", ["Package"]), None);
        assert_eq!(nearest("a", ["b", "ab"]), Some("ab"));
        assert_eq!(nearest("name", []), None);
    }
}
