use tg_runtime::Vertex;

mod grams {
    pub type Stored = i64;

    pub fn store(kilograms: &f64) -> i64 {
        (kilograms * 1000.0) as i64
    }

    pub fn load(grams: i64) -> Result<f64, String> {
        Ok(grams as f64 / 1000.0)
    }
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(with = grams)]
    weight_kg: f64,
}

fn main() {}
