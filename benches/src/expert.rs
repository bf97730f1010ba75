//! What an expert writes by hand: reqwest, and structs of the exact wire shape with serde's derives.

use serde::{Deserialize, Serialize, Serializer};

use crate::record::Package;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A connection.
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    pub(crate) fn new(url: String) -> Self {
        Self { http: reqwest::Client::new(), url }
    }

    /// Sends the packages in batches, which are serialized into one buffer.
    pub(crate) async fn upsert(&self, packages: &[WirePackage], batch: usize) -> Result<()> {
        let url = format!("{}/restpp/graph/Bench", self.url);
        let mut body = Vec::new();
        for batch in packages.chunks(batch) {
            write(batch, &mut body)?;
            let reply = self.http.post(&url).body(body.clone()).send().await?;
            let reply: Reply<Accepted> = serde_json::from_slice(&reply.bytes().await?)?;
            let accepted: usize =
                reply.results()?.iter().map(|accepted| accepted.accepted_vertices).sum();
            if accepted != batch.len() {
                return Err(format!("{accepted} of {} were accepted", batch.len()).into());
            }
        }
        Ok(())
    }

    /// Fetches all packages.
    pub(crate) async fn fetch(&self) -> Result<Vec<Row>> {
        let url = format!("{}/restpp/graph/Bench/vertices/Package", self.url);
        let reply = self.http.get(&url).send().await?;
        read(&reply.bytes().await?)
    }
}

/// Serializes an upsert into a buffer that is used again.
pub(crate) fn write(packages: &[WirePackage], body: &mut Vec<u8>) -> Result<()> {
    body.clear();
    serde_json::to_writer(body, &Upsert { vertices: Types { packages } })?;
    Ok(())
}

#[derive(Serialize)]
struct Upsert<'a> {
    vertices: Types<'a>,
}

#[derive(Serialize)]
struct Types<'a> {
    #[serde(rename = "Package", serialize_with = "by_id")]
    packages: &'a [WirePackage],
}

/// A package as it stands in an upsert, the text of its date made beforehand.
#[derive(Serialize)]
pub(crate) struct WirePackage {
    #[serde(skip)]
    id: String,
    weight_kg: Value<f64>,
    city: Value<String>,
    since: Value<String>,
    fragile: Value<bool>,
    handling: Value<Vec<String>>,
    pieces: Value<i64>,
}

#[derive(Serialize)]
struct Value<T> {
    value: T,
}

fn by_id<S: Serializer>(
    packages: &&[WirePackage],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_map(packages.iter().map(|package| (&package.id, package)))
}

impl From<&Package> for WirePackage {
    fn from(package: &Package) -> Self {
        Self {
            id: package.id.clone(),
            weight_kg: Value { value: package.weight_kg },
            city: Value { value: package.city.clone() },
            since: Value { value: package.since.to_string() },
            fragile: Value { value: package.fragile },
            handling: Value { value: package.handling.clone() },
            pieces: Value { value: package.pieces },
        }
    }
}

/// Deserializes the answer to a GET.
pub(crate) fn read(json: &[u8]) -> Result<Vec<Row>> {
    serde_json::from_slice::<Reply<Row>>(json)?.results()
}

#[derive(Deserialize)]
struct Reply<T> {
    error: bool,
    message: String,
    results: Vec<T>,
}

impl<T> Reply<T> {
    fn results(self) -> Result<Vec<T>> {
        if self.error { Err(self.message.into()) } else { Ok(self.results) }
    }
}

#[derive(Deserialize)]
struct Accepted {
    accepted_vertices: usize,
}

/// A package as it stands in an answer.
#[derive(Serialize, Deserialize)]
pub(crate) struct Row {
    v_id: String,
    v_type: String,
    attributes: Attributes,
}

#[derive(Serialize, Deserialize)]
struct Attributes {
    id: String,
    weight_kg: f64,
    city: String,
    since: String,
    fragile: bool,
    handling: Vec<String>,
    pieces: i64,
}

/// The answer to a GET, as a server spells it.
pub(crate) fn answer(packages: &[Package]) -> Result<Vec<u8>> {
    let rows: Vec<Row> = packages.iter().map(Into::into).collect();
    let mut json = br#"{"version":{"edition":"enterprise","api":"v2","schema":0},"error":false,"message":"","results":"#.to_vec();
    serde_json::to_writer(&mut json, &rows)?;
    json.push(b'}');
    Ok(json)
}

impl From<&Package> for Row {
    fn from(package: &Package) -> Self {
        Self {
            v_id: package.id.clone(),
            v_type: "Package".to_owned(),
            attributes: Attributes {
                id: package.id.clone(),
                weight_kg: package.weight_kg,
                city: package.city.clone(),
                since: package.since.to_string(),
                fragile: package.fragile,
                handling: package.handling.clone(),
                pieces: package.pieces,
            },
        }
    }
}
