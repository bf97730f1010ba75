//! The same work by hand: reqwest, and structs of the exact wire shape with serde's derives.

use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, Request, Url};
use serde::{Deserialize, Serialize, Serializer};
use tokio::task::JoinSet;

use crate::Result;
use crate::record::Package;
use crate::rows;

/// A connection as it is usually written.
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    pub(crate) fn new(url: String) -> Self {
        Self { http: reqwest::Client::new(), url }
    }

    /// Sends the packages in batches. All batches are serialized into the same buffer.
    pub(crate) async fn upsert(&self, packages: &[WirePackage], batch: usize) -> Result {
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

    /// Sends the packages of a CSV file in batches, four at a time.
    pub(crate) async fn load(self, path: &str) -> Result {
        const BATCH: usize = 5_000;
        let client = Arc::new(self);
        let mut requests = JoinSet::new();
        let mut batch: Vec<WirePackage> = Vec::with_capacity(BATCH);
        for row in csv::Reader::from_path(path)?.into_deserialize::<rows::Row<String>>() {
            batch.push(row?.into());
            if batch.len() == BATCH {
                if requests.len() == 4 {
                    requests.join_next().await.transpose()?.transpose()?;
                }
                let (client, batch) = (client.clone(), std::mem::take(&mut batch));
                requests.spawn(async move { client.upsert(&batch, BATCH).await });
            }
        }
        client.upsert(&batch, BATCH).await?;
        requests.join_all().await.into_iter().collect()
    }

    /// Fetches all packages.
    pub(crate) async fn fetch(&self) -> Result<Vec<Row>> {
        let url = format!("{}/restpp/graph/Bench/vertices/Package", self.url);
        let reply = self.http.get(&url).send().await?;
        read(&reply.bytes().await?)
    }

    /// Fetches one package; `None` if the server has none with this id.
    pub(crate) async fn package(&self, id: &str) -> Result<Option<Row>> {
        let id = utf8_percent_encode(id, NON_ALPHANUMERIC);
        let url = format!("{}/restpp/graph/Bench/vertices/Package/{id}", self.url);
        let reply = self.http.get(url).send().await?;
        Ok(read(&reply.bytes().await?)?.pop())
    }
}

/// A connection tuned for small requests: no redirects, no proxies, and a base address that is
/// parsed once.
pub(crate) struct TunedClient {
    http: reqwest::Client,
    packages: Url,
}

impl TunedClient {
    pub(crate) fn new(url: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .http1_only()
            .build()?;
        let packages = Url::parse(url)?.join("/restpp/graph/Bench/vertices/Package")?;
        Ok(Self { http, packages })
    }

    /// Fetches one package; `None` if the server has none with this id.
    pub(crate) async fn package(&self, id: &str) -> Result<Option<Row>> {
        // Pushing a segment costs less than setting the whole path, which is parsed as a whole.
        let mut url = self.packages.clone();
        url.path_segments_mut().map_err(|()| "the address has no path")?.push(id);
        let reply = self.http.execute(Request::new(Method::GET, url)).await?;
        Ok(read(&reply.bytes().await?)?.pop())
    }
}

/// Serializes an upsert into a reused buffer.
pub(crate) fn write(packages: &[WirePackage], body: &mut Vec<u8>) -> Result {
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

/// A package as an upsert contains it. The text of its date is made in advance.
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

impl From<rows::Row<String>> for WirePackage {
    fn from(row: rows::Row<String>) -> Self {
        Self {
            weight_kg: Value { value: row.weight_kg },
            fragile: Value { value: row.fragile },
            handling: Value { value: row.handling() },
            pieces: Value { value: row.pieces },
            city: Value { value: row.city },
            since: Value { value: row.since },
            id: row.id,
        }
    }
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

/// A package as an answer contains it.
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

/// The start of an answer that is not an error, up to its results.
pub(crate) const ANSWER_START: &str = r#"{"version":{"edition":"enterprise","api":"v2","schema":0},
"error":false,"message":"","results":"#;

/// Returns the body of the answer to a GET, in the server's format.
pub(crate) fn answer(packages: &[Package]) -> Result<Vec<u8>> {
    let rows: Vec<Row> = packages.iter().map(Into::into).collect();
    let mut json = ANSWER_START.as_bytes().to_vec();
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
