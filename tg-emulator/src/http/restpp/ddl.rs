//! `POST /ddl/{g}`: a loading job run on the body of the request.

use serde_json::{Value, json};

use super::envelope::Envelope;
use super::error::RestError;
use crate::config::Version;
use crate::http::load_statistics::{self, Detail};
use crate::http::reply::Reply;
use crate::load::{BATCH, Env, ErrorLimits, Feed, LoadError, Options, Overrides, sources};
use crate::request::Call;

/// `POST /ddl/{g}?tag=job&filename=variable`: loads the body as data for one source of the job.
/// Lines and objects that cannot be loaded are counted and are not an error; a source that the job
/// does not have gets empty results.
pub(super) fn load(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    call.check_common()?;
    let version = {
        let database = call.state.read();
        call.graph(&database, graph)?;
        database.version(graph)
    };
    let (tag, filename) = (required(call, "tag")?, required(call, "filename")?);
    let detail = if call.flag("concise")? { Detail::Concise } else { Detail::Samples };
    let atomic = call.flag("atomic_post")?
        || call.request.header("gsql-atomic-level").is_some_and(|level| level == "atomic");
    let options = options(call)?;
    let job = call.state.stored().loading.get(graph, tag).cloned();
    let job =
        job.ok_or_else(|| failed(LoadError::Job { job: tag.to_owned(), graph: graph.to_owned() }))?;
    let known = sources(&job.definition);
    let Some(source) = known.iter().find(|source| source.has_name(filename)) else {
        let nothing: [Value; 0] = [];
        return Envelope::new(version, nothing).with_code(SUCCESS).reply(call);
    };
    let id = call.text("jobid")?.filter(|id| !id.is_empty());
    if let Some(known) = id.and_then(|id| call.state.loads.get(id))
        && !known.accepts_posts(graph, tag)
    {
        return Err(RestError::parameter(format!(
            "The jobid '{}' is that of another run: of the job {} on graph {}, or under way.",
            known.id, known.job, known.graph
        )));
    }
    let env = Env {
        file_name: "Online_POST".to_owned(),
        now: call.state.clock.seconds(),
        ..Env::default()
    };
    let body = call.request.body.clone();
    let mut feed = Feed::new(job, source.clone(), body, options, env);
    let lines = if atomic { usize::MAX } else { BATCH };
    while feed.step(&call.state.database, lines).map_err(failed)? {}
    if let Some(id) = id {
        let (job, size) = ((graph, tag), call.request.body.len());
        call.state.loads.add_posted(id, job, &source.name, size, &feed.statistics);
    }
    let statistics = match call.state.config.version < Version::V3_9 {
        true => load_statistics::flat(&feed.statistics, detail),
        false => {
            json!({"parsingStatistics": load_statistics::nested(&feed.statistics, detail)})
        }
    };
    let results = [json!({"sourceFileName": "Online_POST", "statistics": statistics})];
    Envelope::new(version, results).with_code(SUCCESS).reply(call)
}

const SUCCESS: &str = "REST-0000";

fn required<'a>(call: &Call<'a>, name: &str) -> Result<&'a str, RestError> {
    call.text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| {
        RestError::parameter(format!("The parameter {name} is required, and missing."))
    })
}

fn options(call: &Call<'_>) -> Result<Options, RestError> {
    let given = |name: &str| call.request.query.given(name);
    let overrides = Overrides {
        separator: given("sep").map(ToOwned::to_owned),
        eol: given("eol").map(ToOwned::to_owned),
    };
    if overrides.eol.as_ref().is_some_and(|eol| eol.chars().count() > 2) {
        return Err(RestError::parameter("The parameter eol must be one or two characters."));
    }
    let percent = given("max_percent_error").map(|text| {
        let number = text.parse::<f64>().ok().filter(|it| (0.0..=100.0).contains(it));
        number.ok_or_else(|| {
            RestError::parameter(format!(
                "Values of parameter max_percent_error must be from 0 to 100, invalid value \
                 [{text}] provided."
            ))
        })
    });
    let number = call.number("max_num_error")?;
    let limits = ErrorLimits { number, percent: percent.transpose()? };
    Ok(Options { overrides, limits, ..Options::default() })
}

fn failed(error: LoadError) -> RestError {
    RestError::parameter(error.to_string())
}
