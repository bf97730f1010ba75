use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_key)]
    a: i64,
    #[tg(primary_key)]
    b: i64,
    #[tg(primary_key)]
    c: i64,
    #[tg(primary_key)]
    d: i64,
    #[tg(primary_key)]
    e: i64,
    #[tg(primary_key)]
    f: i64,
    #[tg(primary_key)]
    g: i64,
}

fn main() {}
