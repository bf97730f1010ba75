//! Random patterns on random small graphs: the spellings of all syntax versions have the rows that
//! a matcher of a few lines finds. `TG_TEST_QUERY_SEEDS=0..100000` runs other seeds than the first.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use crate::malformed::Rng;
use crate::support::Server;

const SCHEMA: &str = r#"
    CREATE VERTEX A (PRIMARY_ID id STRING, n INT)
    CREATE VERTEX B (PRIMARY_ID id STRING, n INT)
    CREATE DIRECTED EDGE D (FROM A, TO A | FROM A, TO B, w INT) WITH REVERSE_EDGE="rev_D"
    CREATE UNDIRECTED EDGE U (FROM A, TO A, w INT)
    CREATE DIRECTED EDGE F (FROM B, TO A, w INT)
    CREATE GRAPH g (*)"#;

/// The seeds of a test, by default `0..count`.
pub(super) fn seeds(count: u64) -> std::ops::Range<u64> {
    let Ok(text) = std::env::var("TG_TEST_QUERY_SEEDS") else { return 0..count };
    let (start, end) = text.split_once("..").expect("a range");
    start.parse().expect("a number")..end.parse().expect("a number")
}

struct Edge {
    ty: &'static str,
    from: usize,
    to: usize,
    w: i64,
}

/// The vertices are numbered; those from `first_b` on are of type B.
struct Graph {
    n: Vec<i64>,
    first_b: usize,
    edges: Vec<Edge>,
}

impl Graph {
    fn new(rng: &mut Rng) -> Self {
        let (a, b) = (1 + rng.below(4), rng.below(4));
        let mut graph = Self { n: Vec::new(), first_b: a, edges: Vec::new() };
        graph.n.extend((0..a + b).map(|_| rng.below(4) as i64));
        let mut known = BTreeSet::new();
        for _ in 0..rng.below(14) {
            let (from, to) = (rng.below(a), rng.below(a + b));
            let (ty, from, to) = match rng.below(3) {
                0 if b > 0 => ("F", a + rng.below(b), from),
                1 if to < a => ("U", from.min(to), from.max(to)),
                _ => ("D", from, to),
            };
            if known.insert((ty, from, to)) {
                graph.edges.push(Edge { ty, from, to, w: rng.below(4) as i64 });
            }
        }
        graph
    }

    fn ty(&self, vertex: usize) -> &'static str {
        if vertex < self.first_b { "A" } else { "B" }
    }

    fn body(&self) -> Value {
        let mut vertices = json!({"A": {}, "B": {}});
        for (vertex, n) in self.n.iter().enumerate() {
            vertices[self.ty(vertex)][vertex.to_string()] = json!({"n": {"value": n}});
        }
        let mut edges = json!({"A": {}, "B": {}});
        for Edge { ty, from, to, w } in &self.edges {
            edges[self.ty(*from)][from.to_string()][ty][self.ty(*to)][to.to_string()] =
                json!({"w": {"value": w}});
        }
        json!({"vertices": vertices, "edges": edges})
    }

    /// Returns the ends of the edges at a vertex, with the numbers of the edges.
    fn follow(&self, hop: &Hop, at: usize) -> Vec<(usize, usize)> {
        let mut ends = Vec::new();
        for (number, Edge { ty, from, to, .. }) in self.edges.iter().enumerate() {
            let (forward, back) = match hop.way {
                Way::Any => (true, *ty != "U" || from != to),
                _ if *ty != hop.ty => continue,
                Way::Forward => (true, false),
                Way::Back => (false, true),
                Way::Undirected => (true, from != to),
            };
            ends.extend((forward && *from == at).then_some((*to, number)));
            ends.extend((back && *to == at).then_some((*from, number)));
        }
        ends
    }

    /// Returns the vertices that a hop reaches with the numbers of the edge; of a repetition, one
    /// item per shortest walk within the bounds.
    fn ends(&self, hop: &Hop, at: usize) -> Vec<(usize, usize)> {
        let Some((least, most)) = hop.repeat else { return self.follow(hop, at) };
        let (mut walks, mut found) = (vec![(at, 0)], Vec::<(usize, usize)>::new());
        for length in 0..=most {
            if length > 0 {
                walks = walks.iter().flat_map(|(end, _)| self.follow(hop, *end)).collect();
            }
            let known: BTreeSet<_> = found.iter().map(|(end, _)| *end).collect();
            let new = walks.iter().filter(|(end, _)| length >= least && !known.contains(end));
            let new: Vec<_> = new.copied().collect();
            found.extend(new);
        }
        found
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Forward,
    Back,
    Undirected,
    Any,
}

struct Hop {
    ty: &'static str,
    way: Way,
    from: usize,
    to: usize,
    repeat: Option<(usize, usize)>,
}

/// `x.attribute operator y`: x is a node, or the edge of a hop; y a node or a number.
#[derive(Clone)]
struct Test {
    of_edge: bool,
    x: usize,
    operator: &'static str,
    node: Option<usize>,
    number: i64,
}

struct Pattern {
    /// The types of each node.
    nodes: Vec<&'static str>,
    hops: Vec<Hop>,
    /// A conjunction of disjunctions.
    tests: Vec<Vec<Test>>,
}

impl Pattern {
    fn new(rng: &mut Rng) -> Self {
        let mut nodes = vec![rng.choose(&["A", "A", "B", "A|B"])];
        let mut hops: Vec<Hop> = Vec::new();
        let is_path = rng.below(3) > 0;
        for _ in 0..1 + rng.below(3) {
            let from = if is_path { nodes.len() - 1 } else { rng.below(nodes.len()) };
            let to =
                if is_path || rng.below(2) == 0 { nodes.len() } else { rng.below(nodes.len()) };
            if to == nodes.len() {
                nodes.push(rng.choose(&["A", "A|B", "A|B", "B"]));
            }
            let (ty, way) = rng.choose(&[
                ("D", Way::Forward),
                ("D", Way::Forward),
                ("D", Way::Back),
                ("U", Way::Undirected),
                ("U", Way::Undirected),
                ("F", Way::Forward),
                ("F", Way::Back),
                ("", Way::Any),
            ]);
            let least = rng.below(3);
            let repeat = (way != Way::Any && rng.below(4) == 0).then_some((least, least + 1));
            hops.push(Hop { ty, way, from, to, repeat });
        }
        let mut pattern = Self { nodes, hops, tests: Vec::new() };
        for _ in 0..rng.below(3) {
            let tests = (0..1 + rng.below(2)).map(|_| pattern.test(rng)).collect();
            pattern.tests.push(tests);
        }
        pattern
    }

    fn test(&self, rng: &mut Rng) -> Test {
        let hop = rng.below(self.hops.len());
        let of_edge = rng.below(3) == 0 && self.hops[hop].repeat.is_none();
        let x = if of_edge { hop } else { rng.below(self.nodes.len()) };
        let operator = rng.choose(&["==", "==", "!=", "<", ">="]);
        let node = (rng.below(4) == 0).then(|| rng.below(self.nodes.len()));
        Test { of_edge, x, operator, node, number: rng.below(4) as i64 }
    }

    fn is_path(&self) -> bool {
        self.hops.iter().enumerate().all(|(at, hop)| (hop.from, hop.to) == (at, at + 1))
    }

    /// Returns the number of rows by the last node.
    fn rows(&self, graph: &Graph) -> BTreeMap<usize, u64> {
        let mut counts = BTreeMap::new();
        for start in 0..graph.n.len() {
            let mut nodes = vec![None; self.nodes.len()];
            nodes[0] = Some(start);
            self.extend(graph, &mut nodes, &mut Vec::new(), &mut counts);
        }
        counts
    }

    fn extend(
        &self,
        graph: &Graph,
        nodes: &mut Vec<Option<usize>>,
        edges: &mut Vec<usize>,
        counts: &mut BTreeMap<usize, u64>,
    ) {
        let Some(hop) = self.hops.get(edges.len()) else {
            let nodes: Vec<_> = nodes.iter().map(|it| it.expect("all nodes are bound")).collect();
            let typed = self.nodes.iter().zip(&nodes).all(|(ty, it)| ty.contains(graph.ty(*it)));
            if typed
                && self.tests.iter().all(|any| any.iter().any(|it| it.holds(graph, &nodes, edges)))
            {
                *counts.entry(nodes[nodes.len() - 1]).or_default() += 1;
            }
            return;
        };
        for (end, edge) in graph.ends(hop, nodes[hop.from].expect("the start is bound")) {
            if nodes[hop.to].is_none_or(|known| known == end) {
                let before = nodes[hop.to].replace(end);
                edges.push(edge);
                self.extend(graph, nodes, edges, counts);
                edges.pop();
                nodes[hop.to] = before;
            }
        }
    }

    fn condition(&self, equal: &str) -> String {
        let texts = self.tests.iter().map(|any| {
            let any: Vec<_> = any.iter().map(|test| test.text(equal)).collect();
            format!("({})", any.join(" OR "))
        });
        let texts: Vec<_> = texts.collect();
        if texts.is_empty() { String::new() } else { format!("WHERE {}", texts.join(" AND ")) }
    }

    /// Returns a block whose selected vertices have the number of their rows in `@rows`.
    fn block(&self, from: &str, equal: &str) -> String {
        let (last, condition) = (self.nodes.len() - 1, self.condition(equal));
        format!(
            "SumAccum<INT> @rows; R = SELECT s{last} FROM {from} {condition} \
             ACCUM s{last}.@rows += 1; PRINT R[R.@rows AS rows];"
        )
    }

    /// Returns the paths: one of all hops, or one per hop.
    fn paths(
        &self,
        node: impl Fn(usize) -> String,
        edge: impl Fn(usize, &Hop) -> String,
    ) -> String {
        let is_path = self.is_path();
        let mut text = if is_path { node(0) } else { String::new() };
        for (at, hop) in self.hops.iter().enumerate() {
            if !is_path {
                text += if at > 0 { ", " } else { "" };
                text += &node(hop.from);
            }
            text += &edge(at, hop);
            text += &node(hop.to);
        }
        text
    }

    fn v2(&self, rng: &mut Rng) -> String {
        let reversed = rng.below(2) == 0;
        let node = |at: usize| match self.nodes[at] {
            "A|B" if reversed => format!(":s{at}"),
            types => format!("({types}):s{at}"),
        };
        let edge = |at: usize, hop: &Hop| {
            let ty = match (hop.way, hop.ty) {
                (Way::Forward, ty) => format!("{ty}>"),
                (Way::Back, "D") if reversed => "rev_D>".to_owned(),
                (Way::Back, ty) => format!("<{ty}"),
                (Way::Undirected | Way::Any, ty) => ty.to_owned(),
            };
            match hop.repeat {
                Some((least, most)) => format!(" -({ty}*{least}..{most})- "),
                None => format!(" -({ty}:e{at})- "),
            }
        };
        self.block(&self.paths(node, edge), "==")
    }

    fn v3(&self, rng: &mut Rng) -> String {
        let (braces, all) = (rng.below(2) == 0, rng.below(2) == 0);
        let node = |at: usize| match self.nodes[at] {
            "A|B" if all => format!("(s{at})"),
            types => format!("(s{at}:{types})"),
        };
        let edge = |at: usize, hop: &Hop| {
            let (left, right) = match hop.way {
                Way::Forward => ("-", "->"),
                Way::Back => ("<-", "-"),
                Way::Undirected => ("~", "~"),
                Way::Any => ("-", "-"),
            };
            let ty = if hop.ty.is_empty() { String::new() } else { format!(":{}", hop.ty) };
            match hop.repeat {
                Some((least, most)) if braces => {
                    format!(" {left}[{ty}]{right}{{{least},{most}}} ")
                }
                Some((least, most)) => format!(" {left}[{ty}*{least}..{most}]{right} "),
                None => format!(" {left}[e{at}{ty}]{right} "),
            }
        };
        self.block(&self.paths(node, edge), "=")
    }

    /// Returns blocks of one hop each, if version 1 can express the pattern.
    fn v1(&self) -> Option<String> {
        let is_local = |test: &Test| test.node.is_none();
        let single = self.tests.iter().all(|any| any.len() == 1 && is_local(&any[0]));
        if !self.is_path() || !single || self.hops.iter().any(|hop| hop.repeat.is_some()) {
            return None;
        }
        let test = |of_edge: bool, at: usize, alias: &str| {
            let tests = self.tests.iter().flatten();
            let own = tests.filter(move |it| it.of_edge == of_edge && it.x == at);
            let texts = own.map(|it| {
                let attribute = if of_edge { "w" } else { "n" };
                format!("{alias}.{attribute} {} {}", it.operator, it.number)
            });
            texts.collect::<Vec<_>>()
        };
        let condition = |texts: Vec<String>| match texts.is_empty() {
            true => String::new(),
            false => format!("WHERE {}", texts.join(" AND ")),
        };
        let types = self.nodes[0].split('|').map(|ty| format!("{ty}.*")).collect::<Vec<_>>();
        let accums: Vec<_> = (0..self.nodes.len()).map(|at| format!("@p{at}")).collect();
        let mut text = format!(
            "SumAccum<INT> {}; S = {{{}}}; S = SELECT s FROM S:s {} ACCUM s.@p0 += 1; ",
            accums.join(", "),
            types.join(", "),
            condition(test(false, 0, "s")),
        );
        for (at, hop) in self.hops.iter().enumerate() {
            let edge = match (hop.way, hop.ty) {
                (Way::Any, _) | (Way::Back, "F") => return None,
                (Way::Back, _) => "rev_D",
                (_, ty) => ty,
            };
            let (to, tests) = (at + 1, [test(true, at, "e"), test(false, at + 1, "t")].concat());
            text += &format!(
                "S = SELECT t FROM S:s -({edge}:e)-> ({}):t {} ACCUM t.@p{to} += s.@p{at}; ",
                self.nodes[to],
                condition(tests),
            );
        }
        Some(text + &format!("PRINT S[S.@p{} AS rows];", self.hops.len()))
    }
}

impl Test {
    fn holds(&self, graph: &Graph, nodes: &[usize], edges: &[usize]) -> bool {
        let x = if self.of_edge { graph.edges[edges[self.x]].w } else { graph.n[nodes[self.x]] };
        let y = self.node.map_or(self.number, |node| graph.n[nodes[node]]);
        match self.operator {
            "==" => x == y,
            "!=" => x != y,
            "<" => x < y,
            _ => x >= y,
        }
    }

    fn text(&self, equal: &str) -> String {
        let operator = if self.operator == "==" { equal } else { self.operator };
        let x = if self.of_edge { format!("e{}.w", self.x) } else { format!("s{}.n", self.x) };
        let y = self.node.map_or(self.number.to_string(), |node| format!("s{node}.n"));
        format!("{x} {operator} {y}")
    }
}

/// Returns the printed numbers of rows by vertex.
fn printed(results: &Value) -> BTreeMap<usize, u64> {
    let sets = results[0].as_object().expect("an object").values();
    let rows = sets.flat_map(|set| set.as_array().expect("a list"));
    rows.map(|row| {
        let id = row["v_id"].as_str().and_then(|id| id.parse().ok()).expect("a number");
        (id, row["attributes"]["rows"].as_u64().expect("a number"))
    })
    .collect()
}

#[tokio::test]
async fn all_spellings_have_the_rows_of_a_naive_matcher() {
    let mut of_version = [0; 3];
    for seed in seeds(40) {
        let mut rng = Rng::new(seed + 1);
        let graph = Graph::new(&mut rng);
        let builder = Emulator::builder().generation(Generation::V4).gsql(SCHEMA);
        let server = Server::with(builder).await;
        server.upsert(&graph.body()).await;
        for number in 0..12 {
            let pattern = Pattern::new(&mut rng);
            let expected = pattern.rows(&graph);
            let texts = [pattern.v1(), Some(pattern.v2(&mut rng)), Some(pattern.v3(&mut rng))];
            for (version, text) in texts.into_iter().enumerate() {
                let Some(text) = text else { continue };
                of_version[version] += 1;
                let syntax = version + 1;
                let query = format!("INTERPRET QUERY () FOR GRAPH g SYNTAX v{syntax} {{ {text} }}");
                let answer = server.interpret(&query, "").await.json();
                assert_eq!(answer["error"], false, "seed {seed}, {number}: {answer}\n{query}");
                let found = printed(&answer["results"]);
                let data = graph.body();
                assert_eq!(found, expected, "seed {seed}, {number}: {query}\n{data}");
            }
        }
    }
    assert!(of_version.iter().all(|count| *count > 0), "{of_version:?}");
}
