use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(renamed_from = "Package")]
struct Package {
    #[tg(primary_id, renamed_from = "number")]
    id: String,
    #[tg(renamed_from = "weight")]
    weight_kg: f64,
    #[tg(renamed_from = "weight")]
    weight_lb: f64,
    #[tg(renamed_from = "weight_kg")]
    mass: f64,
    #[tg(renamed_from = "select")]
    choice: bool,
    #[tg(renamed_from)]
    fragile: bool,
}

#[derive(Vertex)]
#[tg(renamed_from = "a parcel")]
struct Parcel {
    #[tg(primary_key, renamed_from = "number")]
    id: String,
    #[tg(skip, renamed_from = "x")]
    cache: u8,
}

fn main() {}
