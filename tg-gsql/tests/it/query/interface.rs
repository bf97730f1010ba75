//! The parameters and results of queries.

use tg_gsql::apply::script;
use tg_gsql::model::Catalog;
use tg_gsql::query::{Context, Interface, TypedResult, ValueType, interface, parse};

use super::corpus;

/// Every type of attribute, on vertices and edges.
pub(super) fn goods() -> Catalog {
    let applied = script(
        r#"TYPEDEF TUPLE<street STRING(40), number INT(4), since DATETIME> Address
        CREATE VERTEX Depot (PRIMARY_ID id STRING, name STRING, size INT, open BOOL)
            WITH PRIMARY_ID_AS_ATTRIBUTE="true"
        CREATE VERTEX Package (id STRING PRIMARY KEY, weight_kg DOUBLE, status STRING, due DATETIME,
            stops LIST<INT>, labels SET<STRING>, prices MAP<STRING, DOUBLE>, home Address,
                ratio FLOAT,
            pieces UINT, size DOUBLE)
        CREATE DIRECTED EDGE StoredAt (FROM Package, TO Depot, since DATETIME, fee FLOAT)
            WITH REVERSE_EDGE="Holds"
        CREATE UNDIRECTED EDGE Near (FROM Depot, TO Depot, km INT)
        CREATE GRAPH goods (*)"#,
    );
    assert!(applied.is_ok(), "{:?}", applied.findings);
    applied.catalog
}

/// Reads a query with this header and body, with or without the schema.
fn read(header: &str, body: &str, catalog: Option<&Catalog>) -> Interface {
    let text = format!("CREATE QUERY q({header}) FOR GRAPH goods {{\n{body}\n}}");
    let query = corpus::read("q", &text);
    let schema = catalog.map(|catalog| (catalog, "goods"));
    interface(&text, &query, &Context { schema, ..Context::default() })
}

/// Writes a type shortly.
fn short(ty: &ValueType) -> String {
    let fields = |fields: &[(String, ValueType)]| {
        let fields: Vec<_> = fields.iter().map(|(k, ty)| format!("{k}: {}", short(ty))).collect();
        fields.join(", ")
    };
    match ty {
        ValueType::Vertex(Some(name)) | ValueType::Edge(Some(name)) => name.clone(),
        ValueType::Optional(ty) => format!("{}?", short(ty)),
        ValueType::List(ty) => format!("[{}]", short(ty)),
        ValueType::Set(ty) => format!("Set<{}>", short(ty)),
        ValueType::Bag(ty) => format!("Bag<{}>", short(ty)),
        ValueType::Map(types) => format!("{{{} -> {}}}", short(&types.0), short(&types.1)),
        ValueType::Tuple(tuple) => {
            format!("{}({})", tuple.name.as_deref().unwrap_or("?"), fields(&tuple.fields))
        }
        ValueType::Rows(columns) => format!("Rows({})", fields(columns)),
        ValueType::Vertices(vertices) => {
            let vertices: Vec<_> = vertices
                .iter()
                .map(|it| {
                    let all = if it.is_projection { "" } else { ".." };
                    format!("{}{all}({})", it.vertex_type, fields(&it.columns))
                })
                .collect();
            vertices.join(" | ")
        }
        other => format!("{other:?}"),
    }
}

/// Writes each result on a line: the key, how often, the type.
pub(super) fn results(interface: &Interface) -> String {
    let line = |it: &TypedResult| format!("{} {:?} {}\n", it.key, it.times, short(&it.ty));
    interface.results.iter().map(line).collect()
}

/// Asserts the results of a body with the schema; each line without its indentation.
#[track_caller]
fn assert_results(header: &str, body: &str, expected: &str) {
    let found = results(&read(header, body, Some(&goods())));
    let expected: Vec<_> = expected.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}

const REPORT: &str = r#"
    SumAccum<INT> @stops;
    MapAccum<STRING, AvgAccum> @@mean_weight;
    start = {depot};
    heavy = SELECT p FROM start:d -(Holds>)- Package:p WHERE p.weight_kg > min_weight
            ACCUM @@mean_weight += (p.status -> p.weight_kg), p.@stops += 1
            ORDER BY p.weight_kg DESC LIMIT 10;
    PRINT heavy;
    PRINT heavy[heavy.id, heavy.@stops AS stops] AS short;
    PRINT @@mean_weight AS mean_weight, heavy.size() AS number;"#;
const REPORT_HEADER: &str = "VERTEX<Depot> depot, DOUBLE min_weight = 0, SET<STRING> status";

#[test]
fn the_report_of_the_readme() {
    assert_results(
        REPORT_HEADER,
        REPORT,
        "heavy Once Package..(@stops: Int)
        short Once Package(heavy.id: String, stops: Int)
        mean_weight Once {String -> Double}
        number Once Int",
    );
    let without = read(REPORT_HEADER, REPORT, None);
    let expected = "heavy Once Package..(@stops: Int)\n\
        short Once Package(heavy.id: Unknown, stops: Int)\n\
        mean_weight Once {String -> Double}\nnumber Once Int\n";
    assert_eq!(results(&without), expected);
    let parameters: Vec<_> =
        without.parameters.iter().map(|it| (it.name.as_str(), short(&it.ty))).collect();
    let expected = [("depot", "Depot"), ("min_weight", "Double"), ("status", "Set<String>")];
    assert_eq!(parameters, expected.map(|(name, ty)| (name, ty.to_owned())));
}

#[test]
fn a_member_of_a_printed_set_is_a_column() {
    assert_results(
        "VERTEX<Depot> d",
        "SumAccum<INT> @a; TYPEDEF TUPLE<INT n> Row; Row t = Row(1); S = {Depot.*};
        PRINT S.size; PRINT S.@a AS a WHERE S.size > 3; PRINT d.size, t.n;",
        "S Once Depot(S.size: Int)
        a Once Depot(S.@a: Int)
        d.size Once Int
        t.n Once Int",
    );
}

#[test]
fn every_kind_of_accumulator() {
    assert_results(
        "INT k",
        r#"TYPEDEF TUPLE<INT a, STRING b, VERTEX<Depot> at> Row;
        TYPEDEF HeapAccum<Row>(3, a DESC) Best;
        SumAccum<STRING> @@text; MaxAccum<DATETIME> @@last; MinAccum<VERTEX<Depot>> @@least;
        MaxAccum<Row> @@most; AvgAccum @@mean; OrAccum @@any; AndAccum<BOOL> @@all_;
        BitwiseOrAccum @@bits; PercentileContAccum<0.5> @@median; ListAccum<ListAccum<UINT>> @@grid;
        SetAccum<EDGE> @@edges; BagAccum<STRING> @@bag; MapAccum<VERTEX, MapAccum<INT,
            SumAccum<FLOAT>>> @@deep;
        ArrayAccum<SumAccum<INT>> @@board[3][2]; HeapAccum<Row>(5, a ASC) @@top; Best @@best;
        GroupByAccum<STRING city, INT year, SumAccum<INT> visits, Best top> @@grouped;
        HeapAccum<Address>(5, number ASC) @@homes;
        PRINT @@text, @@last, @@least, @@most, @@mean, @@any, @@all_, @@bits, @@median, @@grid;
        PRINT @@edges, @@bag, @@deep, @@board, @@top, @@best, @@grouped, @@homes;
        PRINT @@deep.get(v).get(3) AS got, @@top.top().b AS b, @@board[1] AS row,
            @@board[1][2] AS cell,
            @@most.a AS a, @@grid.get(0) AS inner, @@homes.pop().since AS since, @@top.size()
                AS n;"#,
        "@@text Once String
        @@last Once DateTime
        @@least Once Depot?
        @@most Once Row(a: Int, b: String, at: Depot?)
        @@mean Once Double
        @@any Once Bool
        @@all_ Once Bool
        @@bits Once Bits
        @@median Once Double
        @@grid Once [[Uint]]
        @@edges Once Set<Edge(None)>
        @@bag Once Bag<String>
        @@deep Once {Vertex(None) -> {Int -> Float}}
        @@board Once [[Int]]
        @@top Once [Row(a: Int, b: String, at: Depot?)]
        @@best Once [Row(a: Int, b: String, at: Depot?)]
        @@grouped Once Rows(city: String, year: Int, visits: Int, top: [Row(a: Int, b: String, \
            at: Depot?)])
        @@homes Once [Address(street: String, number: Int, since: DateTime)]
        got Once Float
        b Once String
        row Once [Int]
        cell Once Int
        a Once Int
        inner Once [Uint]
        since Once DateTime
        n Once Int",
    );
}

#[test]
fn attributes_of_vertices_and_edges() {
    assert_results(
        "VERTEX<Package> p, VERTEX v",
        r#"ListAccum<EDGE<Near>> @@near;
        SELECT s.id, e.since AS since, e.fee AS fee, d.size, count(*) AS n, max(s.weight_kg)
            AS most, s AS s
            INTO T FROM Package:s -(StoredAt>:e)- Depot:d GROUP BY s.id;
        FOREACH row IN T DO PRINT row.since AS row_since; END;
        both = {Package.*, Depot.*};
        held = SELECT p FROM Depot:d -(Holds>:h)- Package:p WHERE h.fee > 3;
        PRINT T, @@near;
        PRINT both[both.size AS size, both.name AS name, both.type, both.outdegree("Near") AS
            degree];
        PRINT held[held.weight_kg / 2 AS half, held.home AS home, held.home.number AS street_number,
            held.prices.get("a") AS price, held.stops AS stops, held.getAttr("x", "LIST<INT>")
                AS list];
        PRINT p.weight_kg AS weight, p.labels AS labels, v.nothing AS nothing;
        PRINT both.size() AS number, both.@x;"#,
        "row_since Any DateTime
        T Once Rows(id: String, since: DateTime, fee: Float, size: Int, n: Int, most: Double, \
            s: Package)
        @@near Once [Near]
        both Any Unknown
        held Once Package(half: Double, home: Address(street: String, number: Int, since: \
            DateTime), \
            street_number: Int, price: Double, stops: [Int], list: [Int])
        weight Once Double
        labels Once Set<String>
        nothing Once Unknown
        number Once Int",
    );
    assert_results(
        "",
        "SumAccum<INT> @x; ListAccum<STRING> @names; SumAccum<INT> EDGE @y;
        both = {Package.*, Depot.*}; PRINT both[both.size AS size, both.@names]; all_ = {ANY};
            PRINT all_;
        some = both MINUS {Depot.*}; PRINT some; PRINT both.@x AS sum;",
        "both Once Depot(size: Int, both.@names: [String]) | Package(size: Double, \
            both.@names: [String])
        all_ Once Unknown
        some Once Depot..(@x: Int, @names: [String]) | Package..(@x: Int, @names: [String])
        sum Once Depot(both.@x: Int) | Package(both.@x: Int)",
    );
}

#[test]
fn an_edge_determines_the_types_of_its_ends() {
    assert_results(
        "",
        "a = SELECT p FROM Depot:d -(Holds>)- :p; PRINT a;
        b = SELECT d FROM Package:p -(StoredAt>)- :d -(Near)- :e; PRINT b[b.size];
        c = SELECT d FROM (p:Package) -[:StoredAt]-> (d); PRINT c;
        d = SELECT x FROM (d:Depot) <-[:StoredAt|Holds]- (x) -[:StoredAt]-> (e); PRINT d;
        e = SELECT x FROM Depot:d -(Near*1..3)- :x; PRINT e;",
        "a Once Package..()
        b Once Depot(b.size: Int)
        c Once Depot..()
        d Once Package..()
        e Once Unknown",
    );
}

#[test]
fn expressions_and_functions() {
    assert_results(
        "INT i, UINT u, FLOAT f, DOUBLE d, STRING s, DATETIME t, BAG<INT> bag, MAP<STRING,
            INT> m, FILE o",
        r#"JSONOBJECT object; JSONARRAY array; TYPEDEF TUPLE<INT a, DOUBLE b> Pair; Pair pair
            = Pair(1, 2.5);
        PRINT i / 2, i + u AS iu, i * f AS if_, f + d AS fd, s + "x" AS sx, -i AS minus, i % 2
            AS rest,
            i << 2 AS shifted, i > 3 AND NOT s LIKE "a%" AS truth;
        PRINT CASE WHEN i > 3 THEN 1 ELSE 2.5 END AS c, coalesce(i, 3) AS co, pow(i, 2) AS p,
            floor(d) AS fl, lower(s) AS lo, now() AS now_, datetime_diff(t, t) AS diff,
                unknown(i) AS un;
        PRINT object.getInt("a") AS oi, object.getJsonArray("b").getString(0) AS os, array,
            pair, pair.b AS b,
            bag, m, m.get("a") AS mi, [1, 2] AS l, (1, 2) AS g, trim(BOTH s) AS tr, sum(bag)
                AS total,
            avg(bag) AS mean, to_vertex("a", "Depot") AS ver, evaluate("1", "int") AS ev, t, i
                IN (1, 2) AS isin;"#,
        "i/2 Once Int
        iu Once Uint
        if_ Once Float
        fd Once Double
        sx Once String
        minus Once Int
        rest Once Int
        shifted Once Int
        truth Once Bool
        c Once Double
        co Once Int
        p Once Double
        fl Once Int
        lo Once String
        now_ Once DateTime
        diff Once Int
        un Once Unknown
        oi Once Int
        os Once String
        array Once JsonArray
        pair Once Pair(a: Int, b: Double)
        b Once Double
        bag Once Bag<Int>
        m Once {String -> Int}
        mi Once Int
        l Once [Int]
        g Once Bag<Int>
        tr Once String
        total Once Int
        mean Once Int
        ver Once Depot
        ev Once Int
        t Once DateTime
        isin Once Bool",
    );
}

#[test]
fn the_number_of_prints() {
    assert_results(
        "INT i",
        r#"EXCEPTION bad (40001);
        PRINT 1 AS once; PRINT 2 AS twice; PRINT 3 AS twice;
        IF i > 1 THEN PRINT 1 AS always, 1 AS sometimes; ELSE PRINT 2 AS always; END;
        IF i > 1 THEN PRINT 1 AS maybe; ELSE IF i > 2 THEN PRINT 2 AS maybe; END;
        CASE i WHEN 1 THEN PRINT 1 AS cased; WHEN 2 THEN PRINT 2 AS cased; ELSE PRINT 3 AS
            cased; END;
        WHILE i > 3 LIMIT 2 DO PRINT 1 AS loop; END;
        FOREACH x IN RANGE[1, 3] DO PRINT x; END;
        PRINT 1 AS filtered WHERE i > 3;
        TRY PRINT 1 AS tried; RAISE bad; EXCEPTION WHEN bad THEN PRINT 1 AS handled; END;
        IF i > 1 THEN PRINT 1 AS left_ WHERE i > 3; PRINT 1 AS left_; ELSE PRINT 1 AS left_; END;
        IF i == 7 THEN PRINT 1 AS early; RETURN; END;
        PRINT 1 AS late; PRINT 1 AS mixed; PRINT "a" AS mixed; PRINT i TO_CSV "/tmp/x";"#,
        "once Once Int
        twice Any Int
        always Once Int
        sometimes AtMostOnce Int
        maybe AtMostOnce Int
        cased Once Int
        loop Any Int
        x Any Int
        filtered AtMostOnce Int
        tried AtMostOnce Int
        handled AtMostOnce Int
        left_ Any Int
        early AtMostOnce Int
        late AtMostOnce Int
        mixed Any Unknown",
    );
}

#[test]
fn a_condition_of_print_selects_the_vertices_of_a_set() {
    assert_results(
        "INT i",
        "S = {Depot.*}; PRINT S, i WHERE S.id != \"x\";",
        "S Once Depot..()
        i AtMostOnce Int",
    );
    // The name of a set is not the key of another value.
    assert_results(
        "INT i",
        "S = {Depot.*}; PRINT S AS v; PRINT i AS S WHERE i > 1; PRINT S[S.id] AS s WHERE i > 1;",
        "v Once Depot..()
        S AtMostOnce Int
        s Once Depot(S.id: String)",
    );
}

#[test]
fn a_vertex_or_edge_that_may_be_unset_is_optional() {
    assert_results(
        "VERTEX<Depot> d",
        r#"TYPEDEF TUPLE<VERTEX<Depot> at, INT size> Place;
        TYPEDEF TUPLE<VERTEX<Depot> at, VERTEX<Depot> next> Step;
        MaxAccum<VERTEX<Depot>> @@last, @last; MinAccum<VERTEX> @@any;
        HeapAccum<Place>(3, size DESC) @@places; ListAccum<Step> @@steps;
        ListAccum<VERTEX<Depot>> @@list; ListAccum<EDGE<Near>> @@edges;
        MapAccum<STRING, VERTEX<Depot>> @@by_name; SetAccum<EDGE<Holds>> @@held;
        VERTEX<Depot> v;
        S = SELECT s FROM Depot:s
            ACCUM @@places += Place(s, s.size), @@steps += Step(s, s.@last), @@list += s;
        PRINT d, v, @@last, @@any, @@places, @@steps, @@list, @@list.get(0) AS first;
        PRINT @@edges.get(0) AS edge, @@by_name, @@by_name.get("x") AS named, @@held;
        PRINT to_vertex("a", "Depot") AS found, CASE WHEN d == v THEN d ELSE v END AS either;
        PRINT S[S.@last] AS lasts; PRINT S; FOREACH x IN @@list DO PRINT x; END;
        SELECT s, s.@last AS last INTO T FROM Depot:s; PRINT T;"#,
        "d Once Depot
        v Once Depot?
        @@last Once Depot?
        @@any Once Vertex(None)
        @@places Once [Place(at: Depot, size: Int)]
        @@steps Once [Step(at: Depot, next: Depot?)]
        @@list Once [Depot]
        first Once Depot?
        edge Once Near?
        @@by_name Once {String -> Depot}
        named Once Depot?
        @@held Once Set<StoredAt>
        found Once Depot
        either Once Depot?
        lasts Once Depot(S.@last: Depot?)
        S Once Depot..(@last: Depot?)
        x Any Depot
        T Once Rows(s: Depot, last: Depot?)",
    );
    // A group without the key has the defaults of its accumulators.
    assert_results(
        "",
        "TYPEDEF TUPLE<INT size, VERTEX<Depot> at> Top;
        GroupByAccum<STRING city, MaxAccum<Top> top> @@groups;
        S = SELECT s FROM Depot:s ACCUM @@groups += (s.city -> Top(s.size, s));
        PRINT @@groups.get(\"x\").top AS top;",
        "top Once Top(size: Int, at: Depot?)",
    );
}

#[test]
fn a_set_has_the_types_that_reach_the_print() {
    let print = |body: &str| results(&read("INT i", body, Some(&goods())));
    let reused = "S = {Package.*}; S = SELECT d FROM S:p -(StoredAt>)- Depot:d; PRINT S;";
    assert_eq!(print(reused), "S Once Depot..()\n");
    let before = "S = {Package.*}; PRINT S; S = {Depot.*};";
    assert_eq!(print(before), "S Once Package..()\n");
    let one = "S = {Package.*}; IF i > 1 THEN S = {Depot.*}; END; PRINT S;";
    assert_eq!(print(one), "S Once Depot..() | Package..()\n");
    let all = "S = {Package.*}; IF i > 1 THEN S = {Depot.*}; ELSE S = {Depot.*}; END; PRINT S;";
    assert_eq!(print(all), "S Once Depot..()\n");
    let case = "S = {Package.*}; CASE i WHEN 1 THEN S = {Depot.*}; ELSE S = {}; END; PRINT S;";
    assert_eq!(print(case), "S Once Depot..()\n");
    let in_loop = "S = {Package.*};
        WHILE i > 1 DO PRINT S; S = SELECT t FROM S:s -(StoredAt>)- :t; END; PRINT S AS after;
        S = {Package.*}; PRINT S AS last;";
    let expected = "S Any Depot..() | Package..()\nafter Once Depot..() | Package..()\n\
        last Once Package..()\n";
    assert_eq!(print(in_loop), expected);
    let foreach = "S = {Package.*}; FOREACH n IN RANGE[1, 2] DO S = {Depot.*}; PRINT S; END;";
    assert_eq!(print(foreach), "S Any Depot..()\n");
    let caught = "EXCEPTION e (40001); S = {Package.*};
        TRY S = {Depot.*}; RAISE e; EXCEPTION WHEN e THEN PRINT S; END;";
    assert_eq!(print(caught), "S AtMostOnce Depot..() | Package..()\n");
}

#[test]
fn an_accumulator_that_may_not_be_declared_yet_may_be_missing() {
    assert_results(
        "INT i",
        "SumAccum<INT> @first; S = {Depot.*}; PRINT S;
        IF i > 1 THEN SumAccum<INT> @inner; PRINT S AS within; END;
        MaxAccum<VERTEX> @last; PRINT S AS after;",
        "S Once Depot..(@first: Int, @inner: Int?, @last: Vertex(None)?)
        within AtMostOnce Depot..(@first: Int, @inner: Int, @last: Vertex(None)?)
        after Once Depot..(@first: Int, @inner: Int?, @last: Vertex(None))",
    );
}

#[test]
fn a_key_of_several_places_has_the_type_of_all() {
    assert_results(
        "INT i, DOUBLE r, VERTEX<Depot> d",
        "MaxAccum<VERTEX<Depot>> @@last; S = {Depot.*}; P = {Package.*};
        IF i > 1 THEN PRINT i AS number, S AS found, d AS at, i AS other;
        ELSE PRINT r AS number, P AS found, @@last AS at, d AS other; END;",
        "number Once Double
        found Once Depot..() | Package..()
        at Once Depot?
        other Once Unknown",
    );
}

#[test]
fn calls_of_other_queries() {
    let callee =
        "CREATE QUERY reach(VERTEX<Depot> d) FOR GRAPH goods RETURNS (MapAccum<INT, Pair>) {
        TYPEDEF TUPLE<INT a, INT b> Pair; MapAccum<INT, Pair> @@m; RETURN @@m; }";
    let callee = parse(callee).query.unwrap();
    let text = "CREATE QUERY q(VERTEX<Depot> d) FOR GRAPH goods RETURNS (SetAccum<VERTEX<Depot>>) {
        PRINT reach(d) AS reached; S = {d}; RETURN S; }";
    let query = parse(text).query.unwrap();
    let catalog = goods();
    let context = Context {
        schema: Some((&catalog, "goods")),
        queries: [("reach", &callee)].into(),
        functions: None,
    };
    let interface = interface(text, &query, &context);
    let expected = "reached Once {Int -> Pair(a: Int, b: Int)}\n@@ret AtMostOnce Set<Depot>\n";
    assert_eq!(results(&interface), expected);
    assert_eq!(short(interface.returns.as_ref().unwrap()), "Set<Depot>");
}

#[test]
fn a_cypher_query_prints_a_table() {
    let text = "CREATE OPENCYPHER QUERY q() FOR GRAPH goods { MATCH (n:Depot) RETURN n }";
    let query = parse(text).query.unwrap();
    let interface = interface(text, &query, &Context::default());
    assert_eq!(results(&interface), "Result_Table Once Rows(n: Depot)\n");
    assert_eq!(interface.results[0].span.of(text), "RETURN");
}

#[test]
fn tables_of_statements_have_typed_columns() {
    assert_results(
        "",
        "SELECT d AS depot, d.size AS size INTO t FROM Depot:d;
        INIT u 2 AS n, [\"a\"] AS names; UNWIND u ON names AS name INTO v;
        PROJECT t ON depot, size * 1.5 AS more INTO w;
        LEFT JOIN t x WITH v y ON x.size == y.n PROJECT x.depot, y.name AS name INTO joined;
        UNION w WITH w INTO both; PROJECT w ON VERTEX COLUMN depot INTO depots;
        SELECT r.more AS half INTO halves FROM w:r;
        PRINT v, w, joined, both, halves; PRINT depots[depots.size AS size];",
        "v Once Rows(n: Int, names: [String], name: String)
        w Once Rows(depot: Depot, more: Double)
        joined Once Rows(depot: Depot?, name: Unknown)
        both Once Rows(depot: Depot, more: Double)
        halves Once Rows(half: Double)
        depots Once Depot(size: Int)",
    );
}

#[test]
fn printed_bits_are_texts_and_read_ones_numbers_or_texts() {
    assert_results(
        "",
        "ArrayAccum<BitwiseOrAccum<8>> @@a[2]; MapAccum<STRING, BitwiseOrAccum<8>> @@m;
        GroupByAccum<INT k, BitwiseAndAccum v> @@g; BitwiseOrAccum<8> @@b;
        PRINT @@a, @@a[0] AS cell, @@m, @@m.get(\"x\") AS of_map, @@g, @@g.get(1).v AS of_group,
            @@b, @@b.get(1) AS bit;",
        "@@a Once [Bits]
        cell Once Bits
        @@m Once {String -> Bits}
        of_map Once Unknown
        @@g Once Rows(k: Int, v: Bits)
        of_group Once Unknown
        @@b Once Bits
        bit Once Bool",
    );
}
