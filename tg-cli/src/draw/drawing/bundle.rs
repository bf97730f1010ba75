//! Groups of the endpoint pairs of an edge type: all types of one side join all of the other.

use super::Bundle;

/// With more groups than this, the groups would be harder to read than the list of pairs.
const MOST: usize = 4;

/// Returns the pairs in as few groups as are found.
pub(super) fn bundles(pairs: &[(usize, usize)]) -> Vec<Bundle> {
    let by_from = grouped(pairs.iter().copied());
    let by_to = grouped(pairs.iter().map(|&(from, to)| (to, from)));
    let bundles: Vec<_> = if by_from.len() <= by_to.len() {
        by_from.into_iter().map(|(from, to)| Bundle { from, to, listed: false }).collect()
    } else {
        by_to.into_iter().map(|(to, from)| Bundle { from, to, listed: false }).collect()
    };
    if bundles.len() <= MOST {
        return bundles;
    }
    let from = distinct(pairs.iter().map(|pair| pair.0));
    let to = distinct(pairs.iter().map(|pair| pair.1));
    vec![Bundle { from, to, listed: true }]
}

/// Returns the first ends that join the same second ends, with these.
fn grouped(pairs: impl Iterator<Item = (usize, usize)>) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut ends: Vec<(usize, Vec<usize>)> = Vec::new();
    for (first, second) in pairs {
        match ends.iter_mut().find(|(known, _)| *known == first) {
            Some((_, seconds)) => seconds.push(second),
            None => ends.push((first, vec![second])),
        }
    }
    let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (first, mut seconds) in ends {
        seconds.sort_unstable();
        match groups.iter_mut().find(|(_, known)| *known == seconds) {
            Some((firsts, _)) => firsts.push(first),
            None => groups.push((vec![first], seconds)),
        }
    }
    groups
}

fn distinct(ends: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut ends: Vec<_> = ends.collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(from: &[usize], to: &[usize]) -> Bundle {
        Bundle { from: from.into(), to: to.into(), listed: false }
    }

    #[test]
    fn all_pairs_of_all_types_are_one_bundle() {
        assert_eq!(bundles(&[(0, 1)]), [bundle(&[0], &[1])]);
        assert_eq!(bundles(&[(0, 2), (1, 2)]), [bundle(&[0, 1], &[2])]);
        assert_eq!(bundles(&[(0, 1), (0, 0), (1, 0), (1, 1)]), [bundle(&[0, 1], &[0, 1])]);
    }

    #[test]
    fn the_side_with_fewer_groups_is_taken() {
        // Two targets of three types each: grouped by source they would be three groups.
        let pairs = [(0, 8), (1, 8), (1, 9), (2, 9)];
        assert_eq!(bundles(&pairs), [bundle(&[0, 1], &[8]), bundle(&[1, 2], &[9])]);
    }

    #[test]
    fn pairs_without_pattern_are_listed() {
        let pairs: Vec<_> = (0..5).map(|it| (it, it + 10)).collect();
        let listed = bundles(&pairs);
        assert_eq!(listed.len(), 1);
        assert!(listed[0].listed);
        assert_eq!(listed[0].to, [10, 11, 12, 13, 14]);
    }
}
