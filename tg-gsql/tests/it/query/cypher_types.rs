//! openCypher: the types of the columns, and the mistakes that types reveal.

use tg_gsql::query::{Context, Position, interface, parse};
use tg_gsql::{Finding, check};

use super::interface::{goods, results};

/// Returns the columns of a query, or its mistakes.
fn columns(body: &str) -> String {
    let header = "INT least, STRING other, VERTEX<Depot> depot, SET<STRING> names";
    let text = format!("CREATE OPENCYPHER QUERY q({header}) FOR GRAPH goods {{ {body} }}");
    let query = parse(&text).query.unwrap_or_else(|| unreachable!("{body}"));
    let catalog = goods();
    let context = Context { schema: Some((&catalog, "goods")), ..Context::default() };
    let findings = check::query_in(&text, &query, &context);
    assert_eq!(findings, [], "{body}");
    let results = results(&interface(&text, &query, &context));
    let columns = results.trim().strip_prefix("Result_Table Once Rows(");
    columns.and_then(|it| it.strip_suffix(')')).unwrap_or(&results).to_owned()
}

#[test]
fn columns_have_the_types_of_their_values() {
    let mut differences = Vec::new();
    for (body, expected) in [
        (
            "MATCH (p:Package) RETURN p, p.id, p.weight_kg AS kg",
            "p: Package, p.id: String, kg: Double",
        ),
        (
            "MATCH (p:Package)-[s:StoredAt]->(d) RETURN s, d, d.size",
            "s: StoredAt, d: Depot, d.size: Int",
        ),
        (
            "MATCH (d)-[h:Holds]->(p) RETURN d, h, p, h.fee",
            "d: Depot, h: StoredAt, p: Package, h.fee: Float",
        ),
        ("MATCH (x)-[:StoredAt|Near]-(y) RETURN x, y", "x: Vertex(None), y: Vertex(None)"),
        (
            "MATCH (n) RETURN n, n.size, n.status, n.id",
            "n: Vertex(None), n.size: Double, n.status: String?, n.id: String",
        ),
        ("MATCH (n:Package|Depot) RETURN n.name", "n.name: String?"),
        (
            "MATCH (a)-[n:Near*1..3]-(b) RETURN n, a, b, n[0].km",
            "n: [Near], a: Depot, b: Depot, n[0].km: Int?",
        ),
        (
            "MATCH (a)-[e]->(b) RETURN e, type(e), startNode(e)",
            "e: Edge(None), type(e): String, startNode(e): Vertex(None)",
        ),
        (
            "MATCH ()-[s:StoredAt]->() RETURN startNode(s), endNode(s)",
            "startNode(s): Package, endNode(s): Depot",
        ),
        (
            "MATCH (p:Package) RETURN p.stops, p.labels, p.prices, p.home, p.home.number, \
                p.due",
            "p.stops: [Int], p.labels: Set<String>, p.prices: {String -> Double}, p.home: \
             Address(street: String, number: Int, since: DateTime), p.home.number: Int, p.due: \
             DateTime",
        ),
        (
            "MATCH (p:Package) OPTIONAL MATCH (p)-[s:StoredAt]->(d) RETURN p, s, d, d.size \
                + 1 AS n",
            "p: Package, s: StoredAt?, d: Depot?, n: Int?",
        ),
        ("OPTIONAL MATCH (d:Depot) MATCH (d)-[:Near]-(e) RETURN d, e", "d: Depot, e: Depot"),
        (
            "RETURN $least, $other, $depot, $names, $depot.name",
            "$least: Int, $other: String, $depot: Depot, $names: Set<String>, $depot.name: String",
        ),
        (
            "RETURN $other IS NULL, $other, coalesce($other, 'x') AS c",
            "$other IS NULL: Bool, $other: String?, c: String",
        ),
        (
            "RETURN 1 AS a, 1.5 AS b, 'x' AS c, true AS d, null AS e, [1, 2] AS f, [1, \
                null] AS g, [] AS h",
            "a: Int, b: Double, c: String, d: Bool, e: Unknown, f: [Int], g: [Int?], h: [Unknown]",
        ),
        (
            "RETURN {a: 1, b: 'x'} AS m, {a: 1}.a AS a, {a: 1}.b AS b",
            "m: ?(a: Int, b: String), a: Int, b: Unknown",
        ),
        (
            "RETURN 1 + 2 AS a, 1 / 2.0 AS b, 2 ^ 3 AS c, 'a' + 1 AS d, [1] + 2 AS e, 1 + \
                null AS f, -1.5 % 2 AS g",
            "a: Int, b: Double, c: Double, d: String, e: [Int], f: Unknown, g: Double",
        ),
        (
            "MATCH (p:Package) RETURN p.pieces + 1 AS a, p.pieces - 1 AS b, -p.pieces AS c, \
                p.ratio * 2 AS d",
            "a: Uint, b: Unknown, c: Unknown, d: Float",
        ),
        (
            "MATCH (n) RETURN n.status = 'x' AS a, n.size < 3 AS b, n.status STARTS WITH \
                'x' AS c, 1 IN [1] AS d, NOT n.status = 'x' AND true AS e",
            "a: Bool?, b: Bool, c: Bool?, d: Bool, e: Bool?",
        ),
        (
            "RETURN 1 < 2 AS a, 1 = null AS b, [1] = [null] AS c, 1 < 2 < null AS d",
            "a: Bool, b: Bool?, c: Bool?, d: Bool?",
        ),
        (
            "RETURN CASE WHEN true THEN 1 ELSE 2.5 END AS a, CASE 1 WHEN 1 THEN 'x' END AS \
                b",
            "a: Double, b: String?",
        ),
        (
            "RETURN [x IN [1, 2] WHERE x > 1 | x * 1.5] AS a, any(x IN [1] WHERE x > 0) AS \
                b, [1, 2][0] AS c, [1, 2][0..1] AS d",
            "a: [Double], b: Bool, c: Int?, d: [Int]",
        ),
        ("UNWIND [1, 2] AS x WITH x, x + 0.5 AS y RETURN *", "x: Int, y: Double"),
        (
            "UNWIND [{id: 'a', n: 1}] AS row MATCH (p:Package {id: row.id}) RETURN p, row.n",
            "p: Package, row.n: Int",
        ),
        ("RETURN 1 AS x UNION RETURN 2.5 AS x UNION ALL RETURN null AS x", "x: Double?"),
    ] {
        let found = columns(body);
        if found != expected {
            differences.push(format!("{body}\n  {found}\n  {expected}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn aggregates_of_no_rows_are_null() {
    let mut differences = Vec::new();
    for (body, expected) in [
        (
            "MATCH (p:Package) RETURN count(*), count(p) AS n, sum(p.stops[0]) AS s, \
                avg(p.size) AS a, min(p.due) AS m",
            "count(*): Int, n: Int, s: Int, a: Double?, m: DateTime?",
        ),
        (
            "MATCH (p:Package) RETURN p.status, sum(p.weight_kg) AS s, avg(p.pieces) AS a, \
                max(p.ratio) AS m, collect(p) AS all",
            "p.status: String, s: Double, a: Double, m: Float, all: [Package]",
        ),
        (
            "MATCH (p:Package) RETURN stDev(p.size) AS a, stDevP(p.size) AS b, \
                percentileCont(p.pieces, 0.5) AS c, percentileDisc(p.pieces, 0.5) AS d",
            "a: Double, b: Double, c: Double?, d: Uint?",
        ),
        (
            "MATCH (n) RETURN n.status, max(n.status) AS m, collect(DISTINCT n.status) AS \
                all",
            "n.status: String?, m: String?, all: [String]",
        ),
        (
            "MATCH (d:Depot) WITH d, count(*) AS n, min(d.size) AS m WHERE n > 1 RETURN \
                d.name, n + 1 AS n, m",
            "d.name: String, n: Int, m: Int",
        ),
        (
            "MATCH (d:Depot) RETURN size(collect(d)) AS n, head(collect(d.size)) AS first, \
                max(d.size) - min(d.size) AS span",
            "n: Int, first: Int?, span: Int?",
        ),
    ] {
        let found = columns(body);
        if found != expected {
            differences.push(format!("{body}\n  {found}\n  {expected}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn functions_have_results() {
    let mut differences = Vec::new();
    for (body, expected) in [
        (
            "MATCH (d:Depot) RETURN id(d) AS a, labels(d) AS b, keys(d) AS c, properties(d) \
                AS d",
            "a: Int, b: [String], c: [String], d: Unknown",
        ),
        (
            "RETURN size([1]) AS a, last(['x']) AS b, tail([1]) AS c, reverse('ab') AS d, \
                reverse([1]) AS e, range(1, 3) AS f",
            "a: Int, b: String?, c: [Int], d: String, e: [Int], f: [Int]",
        ),
        (
            "RETURN toInteger('1') AS a, toInteger(1) AS b, toInteger(1.5) AS c, \
                toFloat('1') AS d, toFloat(1) AS e, toBoolean('x') AS f, toString(1) AS g",
            "a: Int?, b: Int, c: Int?, d: Double?, e: Double, f: Bool?, g: String",
        ),
        (
            "RETURN ceil(1.5) AS a, round(1) AS b, abs(-1) AS c, sqrt(4) AS d, sign(-2) AS \
                e, pi() AS f, e() AS g",
            "a: Double, b: Double, c: Int, d: Double, e: Int, f: Double, g: Double",
        ),
        (
            "RETURN toUpper('a') AS a, substring('abc', 1) AS b, split('a,b', ',') AS c, \
                left('abc', 1) AS d, toLower(null) AS e",
            "a: String, b: String, c: [String], d: String, e: String?",
        ),
        (
            "RETURN year(now()) AS a, coalesce(null, 1, 2.5) AS b, coalesce(null) AS c, \
                own(1) AS d",
            "a: Int, b: Double, c: Unknown, d: Unknown",
        ),
    ] {
        let found = columns(body);
        if found != expected {
            differences.push(format!("{body}\n  {found}\n  {expected}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn without_a_return_nothing_is_printed() {
    assert_eq!(columns("MATCH (d:Depot) SET d.size = 1"), "");
    assert_eq!(columns("CREATE (:Depot {id: 'x', size: 1})"), "");
}

#[test]
fn mistakes_are_reported_with_their_places_and_remedies() {
    let mut differences = Vec::new();
    for (body, expected) in [
        (
            "MATCH (d:Depot) RETURN d.size + count(*)",
            "2:23 `d` is not a column by which the rows are grouped | make it a column, or an \
             argument of an aggregate",
        ),
        (
            "MATCH (d:Depot) RETURN count(*) ORDER BY d.size",
            "2:41 `d` is not a column, and ORDER BY after an aggregate or DISTINCT reads columns \
             only | make it a column",
        ),
        (
            "MATCH (d:Depot) RETURN DISTINCT d.name ORDER BY d.size",
            "2:48 `d` is not a column, and ORDER BY after an aggregate or DISTINCT reads columns \
             only | make it a column",
        ),
        (
            "MATCH (d:Depot) RETURN d.size ORDER BY count(*)",
            "2:39 an aggregate is allowed in the columns of WITH and RETURN only, and not in \
             another aggregate | make it a column of a `WITH` before",
        ),
        (
            "MATCH (d:Depot) WHERE count(d) > 1 RETURN d",
            "2:22 an aggregate is allowed in the columns of WITH and RETURN only, and not in \
             another aggregate | make it a column of a `WITH` before",
        ),
        (
            "MATCH (d:Depot) RETURN max(count(d))",
            "2:27 an aggregate is allowed in the columns of WITH and RETURN only, and not in \
             another aggregate | make it a column of a `WITH` before",
        ),
        (
            "MATCH (d:Depot) RETURN d LIMIT d.size",
            "2:31 LIMIT cannot depend on the variable `d` | write a whole number or a parameter",
        ),
        (
            "MATCH (d:Depot) RETURN d SKIP 1.5",
            "2:30 SKIP is INT, and this is DOUBLE | write a whole number or a parameter",
        ),
        (
            "MATCH () RETURN *",
            "2:16 `*` without a variable | give the vertices or edges of the pattern variables",
        ),
        (
            "MATCH (d:Depot) UNWIND [1] AS d RETURN d",
            "2:30 the variable `d` is already bound | give the element another name",
        ),
        (
            "MATCH (d:Depot)-[d:Near]-() RETURN d",
            "2:17 `d` is a VERTEX<Depot>, and not an edge | use another variable",
        ),
        ("RETURN toUpper()", "2:7 `toUpper` takes 1 argument, not 0 | -"),
        ("RETURN count(1, 2)", "2:7 `count` takes 1 argument, not 2 | -"),
        ("RETURN substring('a')", "2:7 `substring` takes 2 to 3 arguments, not 1 | -"),
        (
            "RETURN toUpper(1)",
            "2:15 `toUpper` takes a text here, and this is INT | `toString(1)` converts it",
        ),
        (
            "RETURN abs('1')",
            "2:11 `abs` takes a number here, and this is STRING | `toFloat('1')` converts it",
        ),
        ("RETURN head('abc')", "2:12 `head` takes a list here, and this is STRING | -"),
        (
            "RETURN abs(DISTINCT 1)",
            "2:7 `abs` is not an aggregate, which DISTINCT is for | leave out `DISTINCT`",
        ),
        ("MATCH (d:Depot) WHERE d.size RETURN d", "2:22 a condition is BOOL, and this is INT | -"),
        (
            "MATCH (d:Depot) WHERE d.size = 'x' RETURN d",
            "2:22 INT and STRING cannot be compared | -",
        ),
        (
            "MATCH (d:Depot {size: 'x'}) RETURN d",
            "2:22 INT and STRING cannot be compared | `toInteger('x')` converts it",
        ),
        (
            "MATCH (d:Depot) RETURN d.size * 'x'",
            "2:32 `*` takes numbers, and this is STRING | `toFloat('x')` converts it",
        ),
        ("MATCH (d:Depot) RETURN d.size.x", "2:30 `d.size` is INT, which has no attributes | -"),
        (
            "MATCH (d:Depot) SET d.size = 'x'",
            "2:29 `size` is INT, and this is STRING | `toInteger('x')` converts it",
        ),
        (
            "MATCH (d:Depot) SET d.id = 'x'",
            "2:22 `d.id` is the key of the vertex, and cannot be assigned | insert another vertex",
        ),
        (
            "CREATE (:Depot {id: 'x', name: 1})",
            "2:31 `name` is STRING, and this is INT | `toString(1)` converts it",
        ),
        (
            "MATCH (d:Depot) DELETE d.size",
            "2:23 DELETE takes vertices and edges, and this is INT | write the variable of a \
             vertex or an edge",
        ),
        ("UNWIND 5 AS x RETURN x", "2:7 expected a list, and this is INT | -"),
        (
            "MATCH (d:Depot)-[:StoredAt]->(p) RETURN p",
            "2:18 `StoredAt` joins `Package -> Depot`, and not `Depot` to any type | write \
             `<-[:StoredAt]-`",
        ),
        (
            "MATCH (a:Depot)-[:Near]->(b) RETURN b",
            "2:18 `Near` is undirected, and an arrow matches directed edges only | write \
             `-[:Near]-`",
        ),
        (
            "MATCH (p:Package)-[:StoredAt]->(d) RETURN d.status",
            "2:44 `status` is not an attribute of Depot | -",
        ),
    ] {
        let text = format!("CREATE OPENCYPHER QUERY q() FOR GRAPH goods {{\n{body}\n}}");
        let query = parse(&text).query.unwrap_or_else(|| unreachable!("{body}"));
        let catalog = goods();
        let context = Context { schema: Some((&catalog, "goods")), ..Context::default() };
        let line = |it: &Finding| {
            let place = Position::of(&text, it.span);
            format!("{place} {} | {}", it.message, it.help.as_deref().unwrap_or("-"))
        };
        let found: Vec<_> = check::query_in(&text, &query, &context).iter().map(line).collect();
        if found != [expected] {
            differences.push(format!("{body}\n  {found:?}\n  {expected}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
