use tg_runtime::Vertex;

#[derive(Vertex)]
struct Twice {
    #[tg(primary_key = 1)]
    a: i64,
    #[tg(primary_key = 1)]
    b: i64,
}

#[derive(Vertex)]
struct Half {
    #[tg(primary_key = 2)]
    a: i64,
    #[tg(primary_key)]
    b: i64,
}

#[derive(Vertex)]
struct Beyond {
    #[tg(primary_key = 0)]
    a: i64,
    #[tg(primary_key = 3)]
    b: i64,
}

#[derive(Vertex)]
struct Single {
    #[tg(primary_key = 2)]
    a: i64,
}

#[derive(Vertex)]
struct Wordy {
    #[tg(primary_key = "first")]
    a: i64,
}

fn main() {}
