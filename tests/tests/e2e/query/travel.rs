//! A query of every kind over a schema with every type of attribute: each is called with Rust
//! values, and each result is read without a cast.

use std::collections::{BTreeMap, BTreeSet};

use tg_runtime::prelude::*;

use crate::goods::in_all_versions;

tg_runtime::include_schema!(
    "tests/e2e/query/travel.schema.gsql",
    auth = "password",
    queries = "tests/e2e/query/travel",
    visibility = "pub(crate)"
);

pub(super) fn moment(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn person(id: &str, age: i64) -> Person {
    let born = moment("2001-02-03 04:05:06");
    let leg = Leg { at: born, place: "here".to_owned(), km: 1.5 };
    Person {
        id: id.to_owned(),
        age,
        points: u64::MAX,
        weight: 1.5,
        height: 1.75,
        active: age > 30,
        name: id.to_uppercase(),
        born,
        labels: BTreeSet::from(["a".to_owned()]),
        scores: vec![0.5],
        years: vec![1, 2],
        moments: BTreeSet::from([born]),
        phones: BTreeMap::from([("home".to_owned(), 1)]),
        rates: BTreeMap::from([(3, 0.25)]),
        days: BTreeMap::from([(born, "first".to_owned())]),
        legs: vec![leg.clone()],
        last: leg,
    }
}

fn ghent() -> City {
    City { id: 9, name: "Ghent".to_owned(), size: 260_000 }
}

fn trip() -> Trip {
    Trip { year: 2026, number: "N 1".to_owned(), price: 9.5 }
}

pub(super) async fn filled(server: &tg_emulator::Emulator) -> Travel {
    let graph = Travel::connect(server.url(), "tigergraph", "tigergraph").await.unwrap();
    graph.create_schema().await.unwrap();
    let (ann, bob) = (person("ann", 40), person("bob", 20));
    graph.persons.upsert_many([&ann, &bob]).await.unwrap().require_all().unwrap();
    graph.cities.upsert(&ghent()).await.unwrap();
    graph.trips.upsert(&trip()).await.unwrap();
    graph.lives.upsert(&ann, &ghent(), &Lives { rent: 700.5 }).await.unwrap();
    graph.lives.upsert(&bob, &ghent(), &Lives { rent: 300.0 }).await.unwrap();
    let knows = Knows { since: moment("2020-01-01 00:00:00"), strength: 0.5 };
    graph.knows.upsert(&ann, &bob, &knows).await.unwrap();
    let took = Took { at: moment("2026-05-01 00:00:00"), km: 120 };
    graph.took.upsert(&ann, &trip(), &took).await.unwrap();
    graph.visits.upsert(&ann, &ghent(), &Visits).await.unwrap();
    graph.visits.upsert(&trip(), &ghent(), &Visits).await.unwrap();
    let check = Travel::check_queries();
    assert!(check.findings.is_empty(), "{check}");
    graph.install_queries().await.unwrap();
    graph.verify_queries().await.unwrap().require_fit().unwrap();
    graph
}

in_all_versions! {
    async fn vertices_and_attributes(server) {
        let graph = filled(&server).await;
        let ann = person("ann", 40);
        let found = graph.people_of(&ghent()).least(30).await.unwrap();
        assert_eq!((&found.people[..], found.number), (&[ann.clone()][..], 1));
        let found = graph.attributes("ann").await.unwrap();
        let all = &found.all[0].attributes;
        assert_eq!((&all.id, all.age, all.points), (&ann.id, ann.age, ann.points));
        assert_eq!((all.weight, all.height, all.active), (ann.weight, ann.height, ann.active));
        assert_eq!((&all.name, all.born, &all.labels), (&ann.name, ann.born, &ann.labels));
        assert_eq!((&all.scores, &all.years), (&ann.scores, &ann.years));
        assert_eq!(all.moments, ann.moments);
        assert_eq!((&all.phones, &all.rates, &all.days), (&ann.phones, &ann.rates, &ann.days));
        assert_eq!((&all.legs, &all.last), (&ann.legs, &ann.last));
        assert_eq!((found.age, found.points, found.weight), (40, u64::MAX, 1.5));
        assert_eq!((found.active, found.born, found.labels), (true, ann.born, ann.labels));
        assert_eq!((found.rates, found.days), (ann.rates, ann.days));
        assert_eq!((found.legs, found.last), (ann.legs, ann.last));
    }

    async fn sets_of_several_types_and_loops(server) {
        let graph = filled(&server).await;
        let bob = person("bob", 20);
        let others = [AnyId::new("City", "9"), AnyId::new("Person", "ann")];
        let found = graph.mixed(&trip(), [&bob], others).await.unwrap();
        let trips = found.s.iter().filter_map(|it| match it {
            MixedS::Trip(trip) => Some((&trip.vertex, trip.accums.visits)),
            MixedS::Person(_) => None,
        });
        assert_eq!(trips.collect::<Vec<_>>(), [(&trip(), 1)]);
        assert_eq!((&found.c[0].vertex, found.c[0].accums.visits), (&ghent(), 1));
        assert_eq!(found.others.len(), 2);
        assert_eq!(found.id, [Id::<Person>::from("bob")]);
        let found = graph.steps(&bob, 3).await.unwrap();
        assert_eq!((&found.step[..], found.last), (&[1, 2][..], 2));
        assert_eq!(found.ring[0][0].vertex, person("ann", 40));
        assert_eq!(found.ring[0][0].accums.distance, 1);
        let near = &found.near[0][0].attributes;
        assert_eq!((near.distance, near.name.as_str()), (1, "ANN"));
    }

    async fn global_accumulators_of_all_kinds(server) {
        let graph = filled(&server).await;
        let found = graph.global_accumulators().await.unwrap();
        let (ann, city) = (Id::<Person>::from("ann"), Id::<City>::new(9));
        assert_eq!(found.dearest[0].rent, 700.5);
        // Tuples are compared by their first field, and vertices in the order of their creation.
        assert_eq!((found.top.who, found.city), (Some(Id::from("bob")), Some(city.clone())));
        let of_ann = found.groups.iter().find(|it| it.decade == 4).unwrap();
        assert_eq!((of_ann.city.as_str(), of_ann.mean, of_ann.people), ("Ghent", 700.5, 1));
        assert_eq!(of_ann.names, ["ANN"]);
        assert_eq!(found.nested[&city]["ANN"], [40]);
        assert!(found.born[&moment("2001-02-03 04:05:06")].contains(&ann));
        assert_eq!((found.board[1][2], found.bits.len(), found.median), (7, 64, 500.25));
        assert_eq!((found.all, found.text.len(), found.points), (false, 6, u64::MAX - 1));
        assert_eq!((found.weights, found.flags.len()), (3.0, 2));
        assert_eq!(found.rents.iter().sum::<f64>(), 1000.5);
        let labels = ["a", "b"].map(String::from);
        assert_eq!((found.lists[0].as_slice(), found.oldest["Ghent"]), (&labels[..], 40));
        assert_eq!((found.rent, found.cities, found.age, found.dear), (700.5, 1, 40, true));
    }

    async fn accumulators_of_vertices_edges_and_composite_keys(server) {
        let graph = filled(&server).await;
        let found = graph.of_vertices().await.unwrap();
        let accums = &found.cities[0].accums;
        assert_eq!((accums.rent, accums.names.len(), accums.ages["ANN"]), (1002.0, 2, 40));
        assert!(accums.tenants.contains(&Id::from("ann")));
        assert_eq!((accums.last, accums.mean), (moment("2001-02-03 04:05:06"), 30.0));
        let few = &found.few[0].attributes;
        assert_eq!((few.rent, few.number, few.more, few.name.as_str()), (1002.0, 2, 31.0, "Ghent"));
        let found = graph.edges().await.unwrap();
        let key = Id::<Trip>::new((2026, "N 1".to_owned()));
        assert_eq!((&found.took[0].to, found.took[0].edge.km), (&key, 120));
        let back: Vec<EdgeRecord<Took>> = found.back.into_iter().collect();
        assert_eq!((&back[0].from, &back[0].to), (&Id::from("ann"), &key));
        let knows: Vec<EdgeRecord<Knows>> = found.knows.into_iter().collect();
        assert_eq!(knows[0].edge.strength, 0.5);
        assert_eq!(found.home["bob"].edge.rent, 300.0);
        assert_eq!(found.all[0].get::<EdgeRecord<Took>>().unwrap(), found.took[0]);
        let found = graph.trips(&key).await.unwrap();
        assert_eq!((&found.trip, &found.s[..]), (&key, &[trip()][..]));
        assert_eq!((found.trips.contains(&key), found.km[&key]), (true, 120));
    }

    async fn tables_values_and_calls(server) {
        let graph = filled(&server).await;
        let found = graph.tables().await.unwrap();
        let row = &found.t[0];
        assert_eq!((row.city.as_str(), row.people, row.mean), ("Ghent", 2, 500.25));
        assert_eq!((row.oldest, row.total), (40, 60));
        assert_eq!((&found.p[0].p, found.p[0].age), (&Id::from("bob"), 20));
        let ages = BTreeMap::from([("ANN".to_owned(), 40)]);
        assert_eq!(graph.ages(["ann"]).await.unwrap().ret, Some(ages.clone()));
        let found = graph.calling(["ann"]).await.unwrap();
        assert_eq!((found.ages, found.number), (ages, 1));
        let at = moment("2026-02-28 10:00:00");
        let call = graph.expressions(at, "abc", ["x", "y"], [0.5], [("on", true)]);
        let found = call.real(1.25).await.unwrap();
        assert_eq!((found.year, found.tomorrow), (2026, moment("2026-03-01 10:00:00")));
        assert_eq!((found.up.as_str(), found.long, found.twice), ("ABC", 3, 2.5));
        assert_eq!((found.past, found.loud.as_str(), found.words.len()), (true, "abc!", 2));
        assert_eq!((found.reals, found.flags["on"]), (vec![0.5], true));
        assert_eq!(found.json.json(), "{\"a\":[1,2]}");
        assert_eq!((found.list, found.number, found.some.as_str()), (vec![1, 2], 1.0, "abc"));
    }

    async fn exceptions_branches_and_changes(server) {
        let graph = filled(&server).await;
        let found = graph.failing().await.unwrap();
        assert_eq!((found.state.as_deref(), found.caught), (Some("fine"), None));
        let found = graph.failing().fail(true).await.unwrap();
        assert_eq!((found.state, found.caught), (None, Some(1)));
        let found = graph.branches(2).await.unwrap();
        assert_eq!((&found.found[..], found.value), (&[BranchesFound::City(ghent())][..], 2.5));
        assert_eq!(graph.branches(1).await.unwrap().value, 1.0);
        assert_eq!(graph.changes("new", &ghent()).await.unwrap().state, "done");
        assert_eq!(graph.persons.get("new").await.unwrap().unwrap().name, "New");
        assert_eq!(graph.persons.get("ann").await.unwrap().unwrap().age, 41);
        assert_eq!(graph.rich().most(1).await.unwrap().people[0].id, "ann");
    }

    async fn tables_of_open_cypher(server) {
        let graph = filled(&server).await;
        let ann = person("ann", 40);
        let rows = graph.tenants(&ghent()).await.unwrap().result_table;
        let [of_ann, of_bob] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((&of_ann.p, &of_ann.c), (&Id::from("ann"), &Id::new(9)));
        assert_eq!((of_ann.l.edge.rent, of_ann.trip.is_some()), (700.5, true));
        assert_eq!(of_ann.km, Some(120));
        assert_eq!((of_bob.trip.as_ref(), of_bob.t.as_ref(), of_bob.km), (None, None, None));
        assert_eq!((of_ann.age, of_ann.points, of_ann.weight), (40, u64::MAX, 1.5));
        assert_eq!((of_ann.active, &of_ann.name, of_ann.born), (true, &ann.name, ann.born));
        assert_eq!((&of_ann.labels, &of_ann.scores), (&ann.labels, &ann.scores));
        assert_eq!((&of_ann.moments, &of_ann.phones), (&ann.moments, &ann.phones));
        assert_eq!((&of_ann.rates, &of_ann.legs), (&ann.rates, &ann.legs));
        assert_eq!((of_ann.last, of_ann.year, of_ann.old), (1.5, 8406.0, true));
        assert_eq!((of_ann.short.id.as_str(), of_ann.short.rent), ("ann", 700.5));
        assert_eq!(graph.tenants(&ghent()).least(30).await.unwrap().result_table.len(), 1);

        let rows = graph.rents("Ghent").await.unwrap().result_table;
        let [of_ghent] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((of_ghent.city.as_str(), of_ghent.people, of_ghent.total), ("Ghent", 2, 1000.5));
        assert_eq!((of_ghent.age, of_ghent.tenants.len(), of_ghent.youngest), (30.0, 2, ann.born));
        assert_eq!((of_ghent.first.is_some(), of_ghent.word.as_ref()), (true, None));
        assert_eq!(of_ghent.older, ["ANN"]);

        let row = &graph.oldest(20).await.unwrap().result_table[0];
        assert_eq!((row.age, row.n, row.name.as_deref()), (Some(40), 1, Some("ANN")));
        let row = &graph.oldest(99).await.unwrap().result_table[0];
        assert_eq!((row.age, row.n, row.name.as_deref()), (None, 0, None));
        let () = graph.grow_older("ann").await.unwrap();
        assert_eq!(graph.oldest(20).await.unwrap().result_table[0].age, Some(41));
    }
}
