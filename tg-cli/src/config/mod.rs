//! Settings: flags have precedence over variables, and variables over `tigergraph.toml`.

mod credentials;
mod file;
mod layer;
mod variables;

use std::path::{Path, PathBuf};

use tg_runtime::auth::Credentials;

use crate::args::ConnectionArgs;
use crate::exit::{Failure, Outcome};
pub(crate) use credentials::{first_line, name as credentials_name, source as credentials_source};
pub(crate) use layer::{Layer, seconds, url};

/// The settings of the flags, the variables and `tigergraph.toml` together.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) values: Layer,
    /// The file that was read.
    pub(crate) file: Option<PathBuf>,
}

/// The variables of the process, or of a test.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Settings {
    /// Reads the settings of this process; `config` is the file that `--config` names.
    pub(crate) fn load(flags: Layer, config: Option<&Path>) -> Outcome<Self> {
        let folder = std::env::current_dir()?;
        Self::resolve(flags, config, &folder, &of_the_process)
    }

    fn resolve(
        flags: Layer,
        config: Option<&Path>,
        folder: &Path,
        lookup: Lookup<'_>,
    ) -> Outcome<Self> {
        let variables = variables::read(lookup)?;
        let named = config.map(Path::to_owned).or_else(|| lookup("TG_CONFIG").map(PathBuf::from));
        let file = named.or_else(|| file::nearest_above(folder));
        let mut written = file.as_deref().map(file::read).transpose()?.unwrap_or_default();
        // The shortest path from the current folder.
        let below = |path: PathBuf| path.strip_prefix(folder).map(Path::to_owned).unwrap_or(path);
        written.schema = written.schema.map(below);
        Ok(Self { values: flags.or(variables).or(written), file })
    }

    /// Returns the address of the server.
    pub(crate) fn url(&self) -> Outcome<&str> {
        self.values.url.as_deref().ok_or_else(|| {
            Failure::configuration("no server is named").help(
                "give `--url URL`, set TG_HOST, or write `url = \"..\"` into tigergraph.toml; \
                 `tg emulator` starts one to try things out",
            )
        })
    }

    /// Returns the snapshot of `tigergraph.toml`.
    pub(crate) fn snapshot(&self) -> Outcome<&Path> {
        self.values.schema.as_deref().ok_or_else(|| {
            let message = match &self.file {
                Some(file) => format!("{} names no snapshot of the schema", file.display()),
                None => "there is no tigergraph.toml here or above, so there is no snapshot".into(),
            };
            Failure::configuration(message)
                .help("give a FILE, or write `schema = \"schema/goods.gsql\"` into tigergraph.toml")
        })
    }

    /// Returns the credentials of the flags or the variables.
    pub(crate) fn credentials(&self, flags: &ConnectionArgs) -> Outcome<Credentials> {
        credentials::find(flags, self.values.user.as_deref(), &of_the_process)
    }
}

/// Returns a variable that is set and not empty.
pub(crate) fn of_the_process(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn flags(url: Option<&str>) -> Layer {
        Layer { url: url.map(str::to_owned), ..Layer::default() }
    }

    #[test]
    fn flags_go_before_variables_and_those_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("src/deep");
        std::fs::create_dir_all(&below).unwrap();
        let toml = "url = \"http://file:1\"\ngraph = \"File\"\ntimeout = 5\nuser = \"me\"\n";
        std::fs::write(folder.path().join("tigergraph.toml"), toml).unwrap();
        let variables = |name: &str| match name {
            "TG_HOST" => Some("variable.example.org".to_owned()),
            "TG_GRAPH" => Some("Variable".to_owned()),
            _ => None,
        };
        let found = Settings::resolve(flags(Some("http://flag:1")), None, &below, &variables);
        let found = found.unwrap().values;
        assert_eq!(found.url.as_deref(), Some("http://flag:1"));
        assert_eq!(found.graph.as_deref(), Some("Variable"));
        assert_eq!(found.timeout, Some(Duration::from_secs(5)));
        let found = Settings::resolve(flags(None), None, &below, &variables).unwrap();
        assert_eq!(found.url().unwrap(), "https://variable.example.org");
        assert_eq!(found.file, Some(folder.path().join("tigergraph.toml")));
    }

    #[test]
    fn the_given_file_is_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tigergraph.toml"), "graph = \"Nearest\"").unwrap();
        let other = folder.path().join("other.toml");
        std::fs::write(&other, "graph = \"Other\"\nschema = \"s.gsql\"").unwrap();
        let none = |_: &str| None;
        let found = Settings::resolve(flags(None), Some(&other), folder.path(), &none).unwrap();
        assert_eq!(found.values.graph.as_deref(), Some("Other"));
        assert_eq!(found.snapshot().unwrap(), Path::new("s.gsql"));
        let by_variable =
            |name: &str| (name == "TG_CONFIG").then(|| other.to_string_lossy().into_owned());
        let found = Settings::resolve(flags(None), None, folder.path(), &by_variable).unwrap();
        assert_eq!(found.values.graph.as_deref(), Some("Other"));
    }

    #[test]
    fn missing_settings_are_reported_with_the_ways_to_give_them() {
        let folder = tempfile::tempdir().unwrap();
        let found = Settings::resolve(flags(None), None, folder.path(), &|_| None).unwrap();
        let text = found.url().unwrap_err().text();
        assert!(text.contains("--url") && text.contains("TG_HOST"), "{text}");
        let text = found.snapshot().unwrap_err().text();
        assert!(text.contains("schema = "), "{text}");
    }
}
