use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(was = "Package")]
struct Package {
    #[tg(primary_id, was = "number")]
    id: String,
    #[tg(was = "weight")]
    weight_kg: f64,
    #[tg(was = "weight")]
    weight_lb: f64,
    #[tg(was = "weight_kg")]
    mass: f64,
    #[tg(was = "select")]
    choice: bool,
    #[tg(was)]
    fragile: bool,
}

#[derive(Vertex)]
#[tg(was = "a parcel")]
struct Parcel {
    #[tg(primary_key, was = "number")]
    id: String,
    #[tg(skip, was = "x")]
    cache: u8,
}

fn main() {}
