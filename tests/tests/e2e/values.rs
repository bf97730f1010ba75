//! Every attribute type, written and read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tg_emulator::Generation as Served;
use tg_runtime::FixedBinary;
use tg_runtime::prelude::*;

use crate::goods::serve;

#[derive(Debug, Clone, PartialEq, Tuple)]
struct Size {
    width: i32,
    height: u8,
    share: f64,
    sealed: bool,
    at: DateTime,
    #[tg(size = 10)]
    unit: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Attribute)]
enum State {
    New,
    #[tg(rename = "on the way")]
    OnTheWay,
}

#[derive(Debug, Clone, PartialEq, Attribute)]
#[tg(stored_as = "INT")]
enum Level {
    Low = 1,
    High = 200,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Attribute)]
struct Code(String);

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Thing {
    #[tg(primary_id)]
    id: u64,
    whole_number: i64,
    positive: u64,
    small: i8,
    short_real: f32,
    real: f64,
    truth: bool,
    text: String,
    moment: DateTime,
    bytes: FixedBinary<4>,
    numbers: Vec<i64>,
    doubles: Vec<f64>,
    words: BTreeSet<String>,
    names: BTreeMap<i64, String>,
    dates: HashMap<String, DateTime>,
    size: Size,
    sizes: Vec<Size>,
    state: State,
    level: Level,
    code: Code,
    maybe: Option<f64>,
}

#[tigergraph(graph = "Things", auth = "secret")]
struct Things {
    things: Vertices<Thing>,
}

fn size(n: i32) -> Size {
    let at = "1969-07-20 20:17:40".parse().unwrap();
    Size { width: n, height: u8::MAX, share: 0.1, sealed: n % 2 == 0, at, unit: "m\u{b2}".into() }
}

fn thing(id: u64) -> Thing {
    Thing {
        id,
        whole_number: i64::MIN,
        positive: u64::MAX,
        small: -128,
        short_real: f32::MIN_POSITIVE,
        real: 1.797_693_134_862_315_7e308,
        truth: true,
        text: "\0\u{1}\n\r\t\"\\/\u{7f}\u{2028} \u{1F469}\u{200D}\u{1F680} {}[],:".to_owned(),
        moment: "2999-12-31 23:59:59".parse().unwrap(),
        bytes: FixedBinary(*b"ab c"),
        numbers: vec![0, -1, i64::MAX, 0],
        doubles: vec![-0.5, 1e-300, 3.0],
        words: ["", "b", "a,b"].map(str::to_owned).into(),
        names: [(-7, String::new()), (i64::MAX, "x".to_owned())].into(),
        dates: [("then".to_owned(), "1900-01-01".parse().unwrap())].into(),
        size: size(-3),
        sizes: vec![size(1), size(2)],
        state: State::OnTheWay,
        level: Level::High,
        code: Code("c".to_owned()),
        maybe: Some(-0.25),
    }
}

#[tokio::test]
async fn every_type_goes_in_and_comes_back_exactly() {
    for generation in [Served::V3, Served::V4] {
        let server = serve(generation).start().await.unwrap();
        let mut builder = Things::builder().url(server.url()).secret(server.secret());
        if server.restpp_port().is_some() {
            builder = builder.restpp_url(server.restpp_url());
        }
        let graph = builder.connect().await.unwrap();
        graph.create_schema().await.unwrap();

        let whole = thing(u64::MAX);
        let empty = Thing {
            id: 0,
            whole_number: 0,
            positive: 0,
            small: 0,
            short_real: 0.0,
            real: 0.0,
            truth: false,
            text: String::new(),
            moment: "1970-01-01".parse().unwrap(),
            numbers: Vec::new(),
            doubles: Vec::new(),
            words: BTreeSet::new(),
            names: BTreeMap::new(),
            dates: HashMap::new(),
            sizes: Vec::new(),
            state: State::New,
            level: Level::Low,
            maybe: Some(0.0),
            ..thing(0)
        };
        graph.things.upsert(&whole).await.unwrap();
        graph.things.upsert(&empty).await.unwrap();
        assert_eq!(graph.things.get(u64::MAX).await.unwrap(), Some(whole.clone()));
        assert_eq!(graph.things.get(0_u64).await.unwrap(), Some(empty.clone()));

        let found = graph.things.find(|t| {
            t.positive.eq(u64::MAX).and(t.moment.gt("2500-01-01".parse::<DateTime>().unwrap()))
        });
        assert_eq!(found.await.unwrap(), [whole]);
        let found = graph.things.find(|t| t.state.eq(State::New)).await.unwrap();
        assert_eq!(found, [empty]);
    }
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, Vertex)]
struct Place {
    #[tg(primary_id)]
    code: i64,
    opened: DateTime,
    tag: FixedBinary<2>,
    embedding: Option<Vector<2>>,
    prices: SetOf<f64>,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, Edge)]
#[tg(from = Place, to = Place)]
struct Route {
    since: DateTime,
}

#[test]
fn vertices_edges_and_ids_go_through_serde() {
    let at: DateTime = "2026-11-28 08:00:00".parse().unwrap();
    let place = Place {
        code: 7,
        opened: at,
        tag: FixedBinary(*b"ab"),
        embedding: Some([0.5, 1.0].into()),
        prices: [1.5].into_iter().collect(),
    };
    let json = serde_json::to_string(&place).unwrap();
    let expected = r#"{"code":7,"opened":"2026-11-28 08:00:00","tag":"ab","embedding":[0.5,1.0],"prices":[1.5]}"#;
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_str::<Place>(&json).unwrap(), place);

    let record =
        EdgeRecord::<Route> { from: Id::new(7), to: Id::new(8), edge: Route { since: at } };
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(json, r#"{"from":"7","to":"8","edge":{"since":"2026-11-28 08:00:00"}}"#);
    assert_eq!(serde_json::from_str::<EdgeRecord<Route>>(&json).unwrap(), record);
    assert_eq!(serde_json::from_str::<Id<Place>>("7").unwrap(), Id::new(7));
    assert!(serde_json::from_str::<Id<Place>>("\"x\"").is_err());
    let end = AnyId::new("Place", "7");
    assert_eq!(serde_json::to_string(&end).unwrap(), r#"{"type":"Place","id":"7"}"#);
}
