//! The types of a graph have different names on the server, and so have their reverses.

use tg_runtime::prelude::*;

mod billing {
    use tg_runtime::prelude::*;

    #[derive(Vertex)]
    pub struct Customer {
        #[tg(primary_id)]
        pub id: String,
    }
}

#[derive(Vertex)]
struct Customer {
    #[tg(primary_id)]
    id: String,
}

#[derive(Edge)]
#[tg(from = Customer, to = Customer, reverse = "Customer")]
struct Refers {}

#[derive(Edge)]
#[tg(from = Customer, to = Customer, reverse = "Knows_back")]
struct Knows {}

#[derive(Edge)]
#[tg(from = Customer, to = Customer, reverse = "Knows_back")]
struct Trusts {}

#[tigergraph(graph = "Crm", auth = "secret")]
struct Crm {
    customers: Vertices<Customer>,
    billed: Vertices<billing::Customer>,
    refers: Edges<Refers>,
    knows: Edges<Knows>,
    trusts: Edges<Trusts>,
}

fn main() {}
