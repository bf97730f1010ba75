//! Credentials, from files or variables. They are never arguments, which everyone on the machine
//! can read.

use std::io::{self, IsTerminal};
use std::path::Path;

use tg_runtime::SecretString;
use tg_runtime::auth::Credentials;

use super::Lookup;
use crate::args::ConnectionArgs;
use crate::exit::{Failure, Outcome};
use crate::files;

/// Returns the name of the kind of credentials.
pub(crate) fn name(credentials: &Credentials) -> &'static str {
    match credentials {
        Credentials::None => "none",
        Credentials::Secret(_) => "secret",
        Credentials::Password { .. } => "password",
        Credentials::Token(_) => "token",
        Credentials::Jwt(_) => "jwt",
        _ => "other",
    }
}

/// A source of credentials of one kind.
pub(crate) fn source(name: &str) -> Option<&'static str> {
    match name {
        "secret" => Some("TG_SECRET or `--secret-file`"),
        "password" => Some("TG_USER with TG_PASSWORD or `--password-file`"),
        "token" => Some("TG_TOKEN or `--token-file`"),
        "jwt" => Some("TG_JWT or `--jwt-file`"),
        _ => None,
    }
}

/// Returns the credentials of a flag, otherwise of the first variable that is set, in the order
/// secret, password, JWT, token. The password of a user is read from a terminal if there is one.
pub(super) fn find(
    flags: &ConnectionArgs,
    user: Option<&str>,
    lookup: Lookup<'_>,
) -> Outcome<Credentials> {
    if flags.no_auth {
        return Ok(Credentials::None);
    }
    if let Some(file) = &flags.secret_file {
        return read(file).map(Credentials::Secret);
    }
    if let Some(file) = &flags.password_file {
        return with_user(user, read(file)?);
    }
    if let Some(file) = &flags.jwt_file {
        return read(file).map(Credentials::Jwt);
    }
    if let Some(file) = &flags.token_file {
        return read(file).map(Credentials::Token);
    }
    let variable =
        |name: &str| lookup(name).filter(|value| !value.is_empty()).map(SecretString::from);
    if let Some(secret) = variable("TG_SECRET") {
        return Ok(Credentials::Secret(secret));
    }
    if let Some(password) = variable("TG_PASSWORD") {
        return with_user(user, password);
    }
    if let Some(jwt) = variable("TG_JWT") {
        return Ok(Credentials::Jwt(jwt));
    }
    if let Some(token) = variable("TG_TOKEN") {
        return Ok(Credentials::Token(token));
    }
    match user {
        Some(user) => prompt(user),
        None => Ok(Credentials::None),
    }
}

fn with_user(user: Option<&str>, password: SecretString) -> Outcome<Credentials> {
    match user {
        Some(user) => Ok(Credentials::Password { user: user.to_owned(), password }),
        None => Err(Failure::configuration("there is a password and no user").help(
            "give `--user NAME`, set TG_USER, or write `user = \"..\"` into tigergraph.toml",
        )),
    }
}

fn read(path: &Path) -> Outcome<SecretString> {
    first_line(path).map(SecretString::from)
}

/// Returns the first line of a file, or of standard input.
pub(crate) fn first_line(path: &Path) -> Outcome<String> {
    let input = files::read(path)?;
    match input.text.lines().next().map(str::trim).filter(|line| !line.is_empty()) {
        Some(line) => Ok(line.to_owned()),
        None => Err(Failure::input(format!("the first line of {} is empty", input.name))),
    }
}

/// Reads a password from the terminal, without echo.
fn prompt(user: &str) -> Outcome<Credentials> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Failure::configuration(format!("there is no password for the user {user}"))
            .help("set TG_PASSWORD or give `--password-file FILE`; a terminal gets a prompt"));
    }
    let password = rpassword::prompt_password(format!("password of {user}: "))?;
    Ok(Credentials::Password { user: user.to_owned(), password: password.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(flags: &ConnectionArgs, user: Option<&str>, set: &[&str]) -> Outcome<Credentials> {
        find(flags, user, &|name| set.contains(&name).then(|| format!("{name} pa55")))
    }

    #[test]
    fn a_flag_goes_before_the_variables_and_a_secret_before_the_others() {
        let all = ["TG_SECRET", "TG_PASSWORD", "TG_JWT", "TG_TOKEN"];
        let name = |set: &[&str]| {
            super::name(&found(&ConnectionArgs::default(), Some("me"), set).unwrap())
        };
        assert_eq!(name(&all), "secret");
        assert_eq!(name(&all[1..]), "password");
        assert_eq!(name(&all[2..]), "jwt");
        assert_eq!(name(&all[3..]), "token");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        std::fs::write(&file, "t0ken\n").unwrap();
        let mut flags = ConnectionArgs::default();
        flags.token_file = Some(file);
        assert_eq!(super::name(&found(&flags, None, &all).unwrap()), "token");
        let mut flags = ConnectionArgs::default();
        flags.no_auth = true;
        assert_eq!(super::name(&found(&flags, Some("me"), &all).unwrap()), "none");
    }

    #[test]
    fn a_user_without_a_password_is_reported() {
        let flags = ConnectionArgs::default();
        let text = found(&flags, None, &["TG_PASSWORD"]).unwrap_err().text();
        assert!(text.contains("TG_USER") && !text.contains("pa55"), "{text}");
        assert_eq!(super::name(&found(&flags, None, &[]).unwrap()), "none");
    }
}
