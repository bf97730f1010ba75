//! Statements about users and roles. Their text can contain a password, so no error repeats it.

use tg_gsql::syntax::ast::{Drop, Family, ShowKind, Statement};
use tg_gsql::syntax::{Span, Spanned, arguments};

use super::session::Session;
use crate::catalog::accounts::{GLOBAL_ROLES, LOCAL_ROLES, Privilege};

/// The privilege for creating and dropping users, in the global scope.
const WRITE_USER: &str = "WRITE_USER";
const WRITE_ROLE: &str = "WRITE_ROLE";

impl Session<'_> {
    /// Returns `true` if the caller may execute a statement; otherwise prints why not. A user
    /// without a role may only look around and change what is their own.
    pub(super) fn may_execute(&mut self, statement: &Spanned<Statement>) -> bool {
        let own = match &statement.value {
            Statement::Show(show) => matches!(show.what, ShowKind::Secret | ShowKind::User),
            Statement::UseGraph(_)
            | Statement::UseGlobal
            | Statement::Begin
            | Statement::End
            | Statement::Help { .. }
            | Statement::CreateSecret { .. }
            | Statement::Drop(Drop::Secrets(_))
            | Statement::Opaque(Family::Parameter) => true,
            _ => false,
        };
        let user = self.user;
        let accounts = self.state.accounts();
        let access = accounts.access();
        let refusal = match &self.graph {
            _ if own => None,
            Some(graph) if !access.may_enter(user, graph) => {
                Some(format!("the user {user} has no privilege on graph '{graph}'."))
            }
            _ if !access.has_role(user) => Some(format!("the user {user} has no privilege.")),
            _ => None,
        };
        drop(accounts);
        refusal.map(|reason| self.output.semantic_error(reason)).is_none()
    }

    /// `CREATE`, `GRANT`, `REVOKE`, `ALTER` of users and roles; `DROP` outside of the schema.
    pub(super) fn security(&mut self, span: Span) {
        let words = arguments(span.of(self.script));
        let heads = words.iter().take(2).map(|word| word.to_ascii_uppercase());
        let heads: Vec<String> = heads.collect();
        let rest = words.get(2..).unwrap_or_default();
        match heads.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["DROP", "PACKAGE"] if rest.len() == 1 => self.drop_package(&rest[0]),
            ["CREATE", "USER"] => self.create_user(rest),
            ["DROP", "USER"] => self.drop_users(rest),
            ["CREATE", "ROLE"] => self.change_roles(rest, true),
            ["DROP", "ROLE"] => self.change_roles(rest, false),
            ["GRANT", "ROLE"] => self.grant_roles(rest, true),
            ["REVOKE", "ROLE"] => self.grant_roles(rest, false),
            ["ALTER", "PASSWORD"] => self.output.unsupported(
                "ALTER PASSWORD, which asks for the password: on 4.x send PUT /gsql/v1/users",
            ),
            [verb @ ("GRANT" | "REVOKE"), _] => self.output.unsupported(format!(
                "{verb} of a privilege: on 4.x send POST /gsql/v1/privileges/{}",
                verb.to_ascii_lowercase()
            )),
            [verb, kind] => self.output.unsupported(format!("{verb} {kind}")),
            words => self.output.unsupported(format!("the statement `{}`", words.join(" "))),
        }
    }

    /// `CREATE USER -u name -p password`. A real shell asks if the options are missing.
    fn create_user(&mut self, words: &[String]) {
        let [u, name, p, password] = words else { return self.missing_user() };
        if !u.eq_ignore_ascii_case("-u") || !p.eq_ignore_ascii_case("-p") {
            return self.missing_user();
        }
        if !self.has(WRITE_USER, None) {
            return;
        }
        let made = self.state.accounts().create_user(name, password);
        self.print_outcome(made, format!("The user \"{name}\" is created."));
    }

    fn missing_user(&mut self) {
        self.output.unsupported(
            "CREATE USER that asks for the name: write CREATE USER -u name -p password, or on 4.x \
             send POST /gsql/v1/users",
        );
    }

    fn drop_users(&mut self, words: &[String]) {
        let names = listed(words);
        if names.is_empty() {
            return self.output.semantic_error("DROP USER takes the names of users.");
        }
        if !self.has(WRITE_USER, None) {
            return;
        }
        let dropped = self.state.accounts().drop_users(&names);
        let lines: Vec<_> =
            names.iter().map(|name| format!("The user \"{name}\" is dropped.")).collect();
        self.print_outcome(dropped, lines.join("\n"));
    }

    /// `CREATE ROLE names [ON GRAPH g | ON GLOBAL]`, `DROP ROLE`; by default in the working graph.
    fn change_roles(&mut self, words: &[String], create: bool) {
        let Some((names, place)) = self.split_place(words) else { return };
        let names = listed(names);
        if names.is_empty() {
            return self.output.semantic_error("the names of roles are missing.");
        }
        let scope = place.unwrap_or_else(|| self.graph.clone());
        if !self.has(WRITE_ROLE, scope.as_deref()) {
            return;
        }
        let mut accounts = self.state.accounts();
        let access = accounts.access_mut();
        let done = match create {
            true => access.create_roles(&names, &scope),
            false => access.drop_roles(&names, &scope),
        };
        drop(accounts);
        let what = if create { "created" } else { "dropped" };
        self.print_outcome(done, roles_line(what, &names, scope.as_deref()));
    }

    /// `GRANT ROLE names [ON GRAPH g] TO names`, `REVOKE ROLE names [ON GRAPH g] FROM names`
    fn grant_roles(&mut self, words: &[String], give: bool) {
        let (verb, to) = if give { ("granted", "TO") } else { ("revoked", "FROM") };
        let Some(at) = words.iter().position(|word| word.eq_ignore_ascii_case(to)) else {
            return self.output.semantic_error(format!("{to} and the names of users are missing."));
        };
        let Some((names, place)) = self.split_place(&words[..at]) else { return };
        let (roles, users) = (listed(names), listed(&words[at + 1..]));
        if roles.is_empty() || users.is_empty() {
            return self.output.semantic_error("the names of roles or of users are missing.");
        }
        let scope = place.unwrap_or_else(|| self.graph_of_roles(&roles));
        if !self.has(WRITE_ROLE, scope.as_deref()) {
            return;
        }
        let done = self.state.accounts().share_roles(&roles, &users, &scope, give);
        let to = to.to_ascii_lowercase();
        let (roles, users) = (roles.join(", "), users.join(", "));
        self.print_outcome(
            done,
            format!("Role \"{roles}\" is successfully {verb} {to} user(s): {users}"),
        );
    }

    /// Returns the default scope of roles: global if all of them are, else the working graph.
    fn graph_of_roles(&self, roles: &[String]) -> Option<String> {
        let accounts = self.state.accounts();
        let made = accounts.access().made_roles();
        let global = |role: &String| {
            GLOBAL_ROLES.contains(&role.as_str())
                || made.iter().any(|(scope, names)| scope.is_none() && names.contains(role))
        };
        if roles.iter().all(global) { None } else { self.graph.clone() }
    }

    /// Splits a statement before `ON GRAPH g` or `ON GLOBAL`; returns the scope, if there is one.
    #[allow(clippy::type_complexity, reason = "no place, everywhere and a graph are three things")]
    fn split_place<'w>(
        &mut self,
        words: &'w [String],
    ) -> Option<(&'w [String], Option<Option<String>>)> {
        let Some(at) = words.iter().position(|word| word.eq_ignore_ascii_case("ON")) else {
            return Some((words, None));
        };
        let graph = match &words[at + 1..] {
            [word] if word.eq_ignore_ascii_case("GLOBAL") => None,
            [word, graph] if word.eq_ignore_ascii_case("GRAPH") => Some(graph.clone()),
            _ => {
                self.output.semantic_error("ON takes GLOBAL, or GRAPH and a name.");
                return None;
            }
        };
        if let Some(name) = &graph
            && self.state.read().graphs.schema().graph(name).is_none()
        {
            self.output.failure(format!("Graph '{name}' does not exist."));
            return None;
        }
        Some((&words[..at], Some(graph)))
    }

    /// Returns `true` if the caller has a privilege; otherwise prints that it is missing.
    fn has(&mut self, privilege: &str, graph: Option<&str>) -> bool {
        let user = self.user;
        let has = self.state.accounts().access().has_privilege(user, privilege, graph);
        if !has {
            self.output.semantic_error(format!("the user {user} lacks the privilege {privilege}."));
        }
        has
    }

    fn print_outcome(&mut self, outcome: Result<(), String>, done: String) {
        match outcome {
            Ok(()) => self.output.line(done),
            Err(reason) => self.output.semantic_error(reason),
        }
    }

    /// `SHOW USER`: prints the caller, and all users to those who may see them.
    pub(super) fn show_users(&mut self) {
        let accounts = self.state.accounts();
        let access = accounts.access();
        let all = access.has_privilege(self.user, "READ_USER", None);
        let mut lines = Vec::new();
        for user in accounts.users().filter(|user| all || *user == self.user) {
            lines.push(format!("  - Name: {user}"));
            for (scope, roles) in access.roles_of(user) {
                let place = scope.map_or("Global".to_owned(), |graph| format!("Graph '{graph}'"));
                lines.push(format!("    - {place} Roles: {}", roles.join(", ")));
            }
        }
        drop(accounts);
        lines.iter().for_each(|line| self.output.line(line));
    }

    /// `SHOW ROLE`, `SHOW PRIVILEGE ON USER u | ON ROLE r`. Returns `false` for other statements.
    pub(super) fn show_security(&mut self, text: &str) -> bool {
        let words = arguments(text);
        let upper: Vec<_> = words.iter().map(|word| word.to_ascii_uppercase()).collect();
        match upper.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["ROLE"] => self.show_roles(),
            ["PRIVILEGE", "ON", kind @ ("USER" | "ROLE"), _, ..] => {
                for name in listed(&words[3..]) {
                    self.show_privileges(&name, *kind == "USER");
                }
            }
            _ => return false,
        }
        true
    }

    fn show_roles(&mut self) {
        let made = self.state.accounts().access().made_roles();
        self.output.line("  - Builtin Roles:");
        GLOBAL_ROLES
            .iter()
            .chain(&LOCAL_ROLES)
            .for_each(|role| self.output.line(format!("    - {role}")));
        for (scope, names) in made {
            let place = scope.map_or("Global".to_owned(), |graph| format!("Graph '{graph}'"));
            self.output.line(format!("  - {place} User Defined Roles:"));
            names.iter().for_each(|role| self.output.line(format!("    - {role}")));
        }
    }

    fn show_privileges(&mut self, name: &str, user: bool) {
        let accounts = self.state.accounts();
        let access = accounts.access();
        let graph = self.graph.as_deref();
        let found = if user {
            accounts.known([&name.to_owned()]).map(|()| access.privileges_of(name))
        } else {
            let here = graph.and_then(|graph| {
                let found = access.privileges_of_role(name, Some(graph))?;
                Some((Some(graph.to_owned()), found))
            });
            let found = here.or_else(|| Some((None, access.privileges_of_role(name, None)?)));
            found.map(|it| vec![it]).ok_or_else(|| format!("The role '{name}' does not exist."))
        };
        drop(accounts);
        let found = match found {
            Ok(found) => found,
            Err(reason) => return self.output.semantic_error(reason),
        };
        self.output.line(format!("{}: \"{name}\"", if user { "User" } else { "Role" }));
        for (scope, privileges) in found {
            let place = scope.map_or("Global".to_owned(), |graph| format!("Graph '{graph}'"));
            self.output.line(format!("  - {place} Privileges:"));
            for Privilege { name, vertex } in privileges {
                let of = vertex.map(|vertex| format!(" ON VERTEX {vertex}")).unwrap_or_default();
                self.output.line(format!("    {name}{of}"));
            }
        }
    }
}

/// Returns the server's message about a change of roles.
pub(crate) fn roles_line(what: &str, names: &[String], graph: Option<&str>) -> String {
    let names = names.join(", ");
    match graph {
        Some(graph) => format!("Successfully {what} local roles on graph '{graph}': [{names}]."),
        None => format!("Successfully {what} global roles: [{names}]."),
    }
}

/// Returns the names between commas.
fn listed(words: &[String]) -> Vec<String> {
    words.iter().filter(|word| *word != "," && !word.is_empty()).cloned().collect()
}
