//! Several graphs on one server, with types of their own and types that they share; and the queries
//! and loading jobs that a change breaks.
// Most handles only declare what their graph contains.
#![allow(dead_code)]

use tg_emulator::Emulator;
use tg_gsql::apply::script;
use tg_gsql::plan::Loss;
use tg_runtime::prelude::*;
use tg_runtime::{AnyGraph, ErrorKind};

use crate::goods::{in_all_versions, quick};

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(global)]
struct Customer {
    #[tg(primary_id)]
    id: String,
    #[tg(index)]
    name: String,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(global)]
struct Product {
    #[tg(primary_id)]
    id: i64,
    price: f64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Customer, to = Product, reverse = "bought_by", global)]
struct Bought {
    n: i64,
}

/// Local to one graph.
#[derive(Debug, Clone, PartialEq, Vertex)]
struct Note {
    #[tg(primary_id)]
    id: u64,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Note, to = Customer, undirected)]
struct About {
    since: DateTime,
}

#[tigergraph(graph = "Shop", auth = "secret")]
struct Shop {
    customers: Vertices<Customer>,
    products: Vertices<Product>,
    bought: Edges<Bought>,
}

#[tigergraph(graph = "Crm", auth = "secret")]
struct Crm {
    customers: Vertices<Customer>,
    notes: Vertices<Note>,
    about: Edges<About>,
}

/// The shop of another program, which sells nothing.
#[tigergraph(graph = "Shop", auth = "secret")]
struct EmptyShop {
    products: Vertices<Product>,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(
    name = "liked",
    pair(from = Customer, to = Customer),
    pair(from = Customer, to = Product),
    global
)]
struct Liked {
    n: i64,
}

#[tigergraph(graph = "Shop", auth = "secret")]
struct LikingShop {
    customers: Vertices<Customer>,
    products: Vertices<Product>,
    liked: Edges<Liked>,
}

/// The schema without the products that a customer may like elsewhere.
#[tigergraph(graph = "Fans", auth = "secret")]
struct Fans {
    customers: Vertices<Customer>,
    #[tg(partial)]
    liked: Edges<Liked>,
}

/// A customer without a name.
mod nameless {
    use tg_runtime::prelude::*;

    #[derive(Debug, Clone, PartialEq, Vertex)]
    #[tg(global)]
    pub(super) struct Customer {
        #[tg(primary_id)]
        id: String,
        #[tg(schema_default = 1)]
        rank: i64,
    }

    #[tigergraph(graph = "Crm", auth = "secret")]
    pub(super) struct Crm {
        customers: Vertices<Customer>,
    }
}

async fn connect<G: Graph<Auth = auth::Secret>>(server: &Emulator) -> G {
    let builder = GraphBuilder::<G>::new().url(server.url()).secret(server.secret()).retry(quick());
    let builder = match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()),
        None => builder,
    };
    builder.connect().await.unwrap()
}

async fn apply<G: Graph>(graph: &G) -> tg_runtime::schema_change::AppliedPlan {
    let plan = graph.schema().plan_change().await.unwrap();
    assert!(plan.is_additive(), "{plan}");
    plan.apply().await.unwrap()
}

in_all_versions! {
    async fn global_types_are_made_once_and_shared(server) {
        let shop: Shop = connect(&server).await;
        assert_eq!(apply(&shop).await.steps, 2);
        let crm: Crm = connect(&server).await;
        let plan = crm.schema().plan_change().await.unwrap();
        let text = plan.to_string();
        assert!(!text.contains("CREATE VERTEX Customer"), "{text}");
        assert!(text.contains("ADD VERTEX Customer TO GRAPH Crm"), "{text}");
        plan.apply().await.unwrap();
        for report in [shop.verify_schema().await.unwrap(), crm.verify_schema().await.unwrap()] {
            assert!(report.is_equal(), "{report}");
        }
        shop.customers.upsert(&Customer { id: "C".into(), name: "Ann".into() }).await.unwrap();
        assert_eq!(crm.customers.get("C").await.unwrap().unwrap().name, "Ann");
        let catalog = crm.admin().server().catalog().await.unwrap();
        assert_eq!(catalog.graphs.len(), 2);
        assert_eq!(catalog.global_vertex("Customer").unwrap().indexes.len(), 1);
    }

    async fn a_graph_may_lack_an_end_of_a_global_edge(server) {
        let shop: LikingShop = connect(&server).await;
        apply(&shop).await;
        let fans: Fans = connect(&server).await;
        apply(&fans).await;
        let report = fans.verify_schema().await.unwrap();
        assert!(report.is_equal(), "{report}");
        assert!(fans.schema().plan_change().await.unwrap().is_empty());
        assert!(shop.verify_schema().await.unwrap().is_equal());
    }

    async fn create_schema_adds_global_types(server) {
        let shop: Shop = connect(&server).await;
        let made = shop.create_schema().await.unwrap();
        assert_eq!(made.created, ["Shop", "Customer", "Product", "Bought"]);
        let crm: Crm = connect(&server).await;
        crm.create_schema().await.unwrap();
        assert!(crm.verify_schema().await.unwrap().is_equal());
        assert_eq!(crm.create_schema().await.unwrap().kept.len(), 4);
    }

    async fn a_shared_type_leaves_the_graph_and_stays_with_the_others(server) {
        let shop: Shop = connect(&server).await;
        apply(&shop).await;
        let crm: Crm = connect(&server).await;
        apply(&crm).await;
        shop.customers.upsert(&Customer { id: "C".into(), name: "Ann".into() }).await.unwrap();
        let emptied: EmptyShop = connect(&server).await;
        let plan = emptied.schema().plan_change().await.unwrap();
        let losses: Vec<_> = plan.costs().iter().map(ToString::to_string).collect();
        assert_eq!(
            losses,
            [
                "member Bought: 0 edges leave the graph",
                "member Customer: 1 vertex leaves the graph"
            ]
        );
        let error = plan.apply().await.unwrap_err();
        assert!(error.message().contains("member Customer"), "{error}");
        plan.apply().allow_leave("Bought").allow_leave("Customer").await.unwrap();
        assert_eq!(crm.customers.get("C").await.unwrap().unwrap().name, "Ann");
        assert!(emptied.verify_schema().await.unwrap().is_equal());
        assert!(crm.verify_schema().await.unwrap().is_equal());
        // Restored with all its data.
        apply(&shop).await;
        assert_eq!(shop.customers.count().await.unwrap(), 1);
    }

    async fn nothing_is_taken_from_a_type_that_another_graph_shares(server) {
        apply(&connect::<Shop>(&server).await).await;
        apply(&connect::<Crm>(&server).await).await;
        let nameless: nameless::Crm = connect(&server).await;
        let plan = nameless.schema().plan_change().await.unwrap();
        let losses: Vec<_> = plan.costs().iter().map(|cost| cost.loss.clone()).collect();
        assert_eq!(losses, [Loss::Edge("About".into()), Loss::Vertex("Note".into())], "{plan}");
        let text = plan.to_string();
        assert!(
            text.contains("ALTER VERTEX Customer ADD ATTRIBUTE (rank INT DEFAULT 1)"),
            "{text}"
        );
        assert!(
            text.contains("`name STRING` exists and is not expected (other graphs share the type)"),
            "{text}"
        );
        plan.apply().allow_drop_edge("About").allow_drop_vertex("Note").await.unwrap();
        // The other graph got the attribute, too, and lost none.
        let shop: Shop = connect(&server).await;
        let report = shop.verify_schema().await.unwrap();
        assert!(report.fits() && report.beyond.len() == 1, "{report}");
    }

    async fn broken_queries_and_jobs_are_named(server) {
        let crm: Crm = connect(&server).await;
        apply(&crm).await;
        let script = "USE GRAPH Crm\n\
            CREATE QUERY notes_of(VERTEX<Customer> c) FOR GRAPH Crm {\n\
                Start = {c};\n  Found = SELECT n FROM Start:s -(About:e)- Note:n;\n  PRINT Found;\n}\n\
            CREATE QUERY nothing() FOR GRAPH Crm { PRINT 1; }\n\
            CREATE LOADING JOB load_notes FOR GRAPH Crm {\n\
                DEFINE FILENAME f;\n  LOAD f TO VERTEX Note VALUES ($0, $1) USING HEADER=\"true\";\n}\n";
        crm.gsql(script).await.unwrap();
        let mut dependents = crm.schema().dependents().await.unwrap();
        dependents.sort_by(|a, b| a.name.cmp(&b.name));
        let names: Vec<_> = dependents.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["loading job `load_notes`", "query `notes_of`", "query `nothing`"]);
        assert!(dependents[1].mentions("Note") && !dependents[2].mentions("Note"));
        let nameless: nameless::Crm = connect(&server).await;
        let plan = nameless.schema().plan_change().await.unwrap();
        let text = plan.to_string();
        for line in [
            "loading job `load_notes` of `Crm` is dropped by the server: it names Note",
            "query `notes_of` of `Crm` becomes invalid: it names",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(!text.contains("`nothing`"), "{text}");
        assert_eq!(plan.affected().len(), 2);
    }

    async fn a_loading_job_is_lost_only_if_that_is_allowed(server) {
        let crm: Crm = connect(&server).await;
        apply(&crm).await;
        let want = tg_gsql::print::graph(&crm.schema().read().await.unwrap(), "Crm");
        let want = script(&want.replace("text STRING", "text STRING, more INT")).catalog;
        let credentials = auth::Credentials::Secret(server.secret().into());
        let tool =
            AnyGraph::builder("Crm").url(server.url()).credentials(credentials).retry(quick());
        let tool = tool.restpp_url(server.restpp_url()).connect().await.unwrap();
        let early = tool.plan_change_to(want.clone()).await.unwrap();
        assert!(early.is_additive(), "{early}");
        crm.gsql(
            "USE GRAPH Crm\nCREATE LOADING JOB load_notes FOR GRAPH Crm {\n\
                DEFINE FILENAME f;\n  LOAD f TO VERTEX Note VALUES ($0, $1);\n}\n",
        )
        .await
        .unwrap();
        // A plan from before the job was created drops none either.
        let late = tool.plan_change_to(want).await.unwrap();
        assert!(!late.is_additive(), "{late}");
        for plan in [&early, &late] {
            let error = plan.apply().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Schema, "{error}");
            assert!(error.message().contains("`loading_job Crm.load_notes`"), "{error}");
        }
        assert_eq!(crm.schema().dependents().await.unwrap().len(), 1);
        late.apply().allow_drop_loading_job("Crm", "load_notes").await.unwrap();
        assert_eq!(crm.schema().dependents().await.unwrap(), []);
    }

    async fn metadata_needs_existing_types(server) {
        let credentials = auth::Credentials::Secret(server.secret().into());
        let tool =
            AnyGraph::builder("Crm").url(server.url()).credentials(credentials).retry(quick());
        let tool = tool.restpp_url(server.restpp_url()).connect().await.unwrap();
        let error = tool.verify_schema().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        let error = tool.schema().plan_change().await.unwrap_err();
        assert!(error.message().contains("plan_change_to"), "{error}");
    }
}
