//! Statements that are run for many vertices at once have the effects of single rows. A statement
//! other than an assignment, here an IF, keeps the rows single.

use super::differential::seeds;
use super::merged::{DECLARATIONS, random_graph};
use crate::malformed::Rng;

const SOURCES: [&str; 4] = ["A:s", "(A|B):s", "All:s", "Some:s"];

const FILTERS: [&str; 5] = [
    "",
    "",
    "WHERE s.n > 0",
    "WHERE s.x >= 0.0",
    "WHERE s.n + 1 < 4 AND NOT (s.outdegree(\"D\") > 2)",
];

const ACCUM: [&str; 19] = [
    "s.@sum += s.n",
    "s.@sum += s.n * 2 - s.@other",
    "s.@sum += 9223372036854775807",
    "s.@other = s.n + s.outdegree(\"D\")",
    "s.@other += s.outdegree() - s.@sum",
    "s.@real += s.x / 3.0",
    "s.@real = s.x * s.@sum - 0.5",
    "s.@small += s.x",
    "s.@mean += s.n",
    "s.@least += abs(s.n - 2)",
    "s.@any += s.n > 1 OR s.@other == 0",
    "@@sum += s.n + s.@other",
    "@@real += s.x",
    "@@names += s.type",
    "s.@bits += 1 << s.n",
    "s.@bits = -s.n",
    "s.@few += s.n - 3",
    "s.@sum += -s.n % 2 + s.outdegree(@@types)",
    "s.@sum += s.getAttr(\"n\", \"INT\") * s.n",
];

const POST: [&str; 21] = [
    "s.@sum = s.@sum * 2",
    "s.@sum += s.@sum - s.@other",
    "s.@other = s.@sum",
    "s.@real = s.@sum / 3.0 - s.@real",
    "s.@real += s.x / s.n",
    "s.@most += s.@real",
    "s.@least += s.@sum - s.n",
    "s.@any += s.n > 2 AND s.@sum < 5",
    "s.@reals += s.@real",
    "@@real += s.@real",
    "@@greatest += abs(s.@real - s.@real')",
    "@@sum += s.@sum'",
    "@@sum += s.@other + 3",
    "@@unsigned += s.@other",
    "@@every += (s.@sum != s.@sum')",
    "@@mean += s.x + s.@sum",
    "s.@sum += s.@bits & -s.@bits - 1",
    "s.@bits += s.@bits >> 1 | 4",
    "s.@few = s.@bits",
    "@@sum += s.@few / (s.n + 1)",
    "s.@real += s.getAttr(\"n\", \"DOUBLE\") * 0.5",
];

const HAVING: [&str; 5] = [
    "",
    "s.@sum != s.@sum'",
    "s.@real >= 0.1",
    "s.@sum > 1 OR s.@any",
    "s.n < 3 AND s.@other >= 0",
];

const ORDER: [&str; 5] = [
    "",
    "ORDER BY s.@sum DESC, getvid(s)",
    "ORDER BY s.@real, getvid(s) LIMIT 3",
    "ORDER BY getvid(s) LIMIT 2 OFFSET 1",
    "ORDER BY abs(s.n - 2) DESC, getvid(s) LIMIT 4",
];

#[tokio::test]
async fn columns_have_the_effects_of_single_rows() {
    for seed in seeds(30) {
        let mut rng = Rng::new(seed + 1);
        let server = random_graph(&mut rng).await;
        for number in 0..25 {
            let choose = |rng: &mut Rng, from: &[&'static str]| {
                (0..1 + rng.below(3)).map(|_| rng.choose(from)).collect::<Vec<_>>().join(", ")
            };
            let (source, filter) = (rng.choose(&SOURCES), rng.choose(&FILTERS));
            let (accum, post) = (choose(&mut rng, &ACCUM), choose(&mut rng, &POST));
            let (having, order) = (rng.choose(&HAVING), rng.choose(&ORDER));
            let query = |single: bool| {
                let rows = if single { ", IF TRUE THEN @@rows += 1 END" } else { "" };
                // The type of a vertex is a text.
                let having = match (having, single) {
                    ("", _) => String::new(),
                    (having, true) => format!("HAVING ({having}) AND s.type != \"\""),
                    (having, false) => format!("HAVING {having}"),
                };
                format!(
                    "INTERPRET QUERY () FOR GRAPH g SYNTAX v2 {{ {DECLARATIONS}
                       All = {{ANY}};
                       Some = SELECT s FROM All:s WHERE s.n > 0;
                       R = SELECT s FROM {source} {filter} ACCUM {accum} {rows}
                           POST-ACCUM {post} {rows} {having} {order};
                       PRINT R; PRINT All;
                       PRINT @@sum, @@unsigned, @@real, @@mean, @@greatest, @@every, @@names; }}",
                )
            };
            let single = server.interpret(&query(true), "").await.json();
            let columns = server.interpret(&query(false), "").await.json();
            let text = query(false);
            assert_eq!(columns["error"], single["error"], "seed {seed}, {number}: {text}");
            assert_eq!(columns["results"], single["results"], "seed {seed}, {number}: {text}");
        }
    }
}
