//! What users may do: roles, the privileges of roles, who was granted what, and proxy groups.

/// Where a role or a privilege holds: in a graph, or everywhere.
pub(crate) type Scope = Option<String>;

/// The built-in roles of the global scope.
pub(crate) const GLOBAL_ROLES: [&str; 3] = ["globalobserver", "globaldesigner", SUPERUSER];
/// The built-in roles that are granted in a graph.
pub(crate) const LOCAL_ROLES: [&str; 5] =
    ["observer", "queryreader", "querywriter", "designer", "admin"];
/// The role that may do everything.
pub(crate) const SUPERUSER: &str = "superuser";

/// All privileges, each with where it can hold: in the global scope only, or in graphs too. What a
/// role is described by is a prefix of this list, or all of it.
#[rustfmt::skip]
pub(crate) const PRIVILEGES: [(&str, &str); 22] = [
    ("READ_SCHEMA", "GRAPH"), ("READ_LOADINGJOB", "GRAPH"), ("READ_QUERY", "GRAPH"),
    ("READ_DATA", "GRAPH"),
    ("WRITE_QUERY", "GRAPH"), ("CREATE_DATA", "GRAPH"), ("UPDATE_DATA", "GRAPH"),
    ("DELETE_DATA", "GRAPH"), ("EXECUTE_LOADINGJOB", "GRAPH"),
    ("WRITE_SCHEMA", "GRAPH"), ("WRITE_LOADINGJOB", "GRAPH"), ("WRITE_DATASOURCE", "GRAPH"),
    ("READ_ROLE", "GRAPH"), ("WRITE_ROLE", "GRAPH"), ("READ_USER", "GRAPH"), ("WRITE_USER", "GRAPH"),
    ("READ_PROXYGROUP", "GLOBAL"), ("WRITE_PROXYGROUP", "GLOBAL"), ("READ_WORKLOAD_QUEUE", "GLOBAL"),
    ("WRITE_WORKLOAD_QUEUE", "GLOBAL"), ("EXPORT_GRAPH", "GLOBAL"), ("DROP_ALL", "GLOBAL"),
];

/// A role that somebody has made.
#[derive(Debug, Clone)]
struct Role {
    name: String,
    scope: Scope,
    privileges: Vec<Privilege>,
}

/// A privilege that a role has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Privilege {
    pub(crate) name: String,
    /// The vertex type that it is for; without one it is for all.
    pub(crate) vertex: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Grant {
    user: String,
    role: String,
    scope: Scope,
}

/// Users that come by a directory, as a rule picks them.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) rule: String,
}

/// Roles, grants and groups. Whatever changes several things changes all of them or none.
#[derive(Debug, Default)]
pub(crate) struct Access {
    roles: Vec<Role>,
    grants: Vec<Grant>,
    pub(crate) groups: Vec<Group>,
}

impl Access {
    /// Grants a role without asking whether it exists.
    pub(super) fn grant_superuser(&mut self, user: &str) {
        let grant = Grant { user: user.to_owned(), role: SUPERUSER.to_owned(), scope: None };
        if !self.grants.contains(&grant) {
            self.grants.push(grant);
        }
    }

    pub(super) fn forget_user(&mut self, user: &str) {
        self.grants.retain(|grant| grant.user != user);
    }

    pub(crate) fn is_superuser(&self, user: &str) -> bool {
        self.grants.iter().any(|grant| grant.user == user && grant.role == SUPERUSER)
    }

    /// Whether a user has a role in a graph, or one that holds everywhere.
    pub(crate) fn may_enter(&self, user: &str, graph: &str) -> bool {
        self.grants.iter().any(|grant| {
            grant.user == user && grant.scope.as_deref().is_none_or(|scope| scope == graph)
        })
    }

    /// Whether a user has any role at all.
    pub(crate) fn has_role(&self, user: &str) -> bool {
        self.grants.iter().any(|grant| grant.user == user)
    }

    /// Whether one of a user's roles has a privilege, in this scope or everywhere.
    pub(crate) fn has_privilege(&self, user: &str, privilege: &str, scope: Option<&str>) -> bool {
        self.grants
            .iter()
            .filter(|grant| grant.user == user)
            .filter(|grant| grant.scope.is_none() || grant.scope.as_deref() == scope)
            .any(|grant| self.privileges(grant).iter().any(|it| it.name == privilege))
    }

    /// The roles of a user, by where they hold.
    pub(crate) fn roles_of(&self, user: &str) -> Vec<(Scope, Vec<String>)> {
        let mut found: Vec<(Scope, Vec<String>)> = Vec::new();
        for grant in self.grants.iter().filter(|grant| grant.user == user) {
            match found.iter_mut().find(|(scope, _)| *scope == grant.scope) {
                Some((_, roles)) => roles.push(grant.role.clone()),
                None => found.push((grant.scope.clone(), vec![grant.role.clone()])),
            }
        }
        found
    }

    /// What the roles of a user allow, by where they hold.
    pub(crate) fn privileges_of(&self, user: &str) -> Vec<(Scope, Vec<Privilege>)> {
        let mut found: Vec<(Scope, Vec<Privilege>)> = Vec::new();
        for grant in self.grants.iter().filter(|grant| grant.user == user) {
            let at = found.iter().position(|(scope, _)| *scope == grant.scope);
            let at = at.unwrap_or_else(|| {
                found.push((grant.scope.clone(), Vec::new()));
                found.len() - 1
            });
            for privilege in self.privileges(grant) {
                if !found[at].1.contains(&privilege) {
                    found[at].1.push(privilege);
                }
            }
        }
        found
    }

    fn privileges(&self, grant: &Grant) -> Vec<Privilege> {
        self.privileges_of_role(&grant.role, grant.scope.as_deref()).unwrap_or_default()
    }

    /// What a role allows; `None` if there is none of this name.
    pub(crate) fn privileges_of_role(
        &self,
        role: &str,
        scope: Option<&str>,
    ) -> Option<Vec<Privilege>> {
        let made = self.roles.iter().find(|it| it.name == role && it.scope.as_deref() == scope);
        if let Some(made) = made {
            return Some(made.privileges.clone());
        }
        let whole = |name: &str| Privilege { name: name.to_owned(), vertex: None };
        let first = |count| PRIVILEGES.iter().take(count).map(|(name, _)| whole(name)).collect();
        Some(match role {
            "observer" | "globalobserver" => first(3),
            "queryreader" => first(4),
            "querywriter" => first(9),
            "designer" | "globaldesigner" => first(12),
            "admin" => first(16),
            SUPERUSER => first(PRIVILEGES.len()),
            _ => return None,
        })
    }

    /// The roles that somebody has made, by where they hold.
    pub(crate) fn made_roles(&self) -> Vec<(Scope, Vec<String>)> {
        let mut found: Vec<(Scope, Vec<String>)> = Vec::new();
        for role in &self.roles {
            match found.iter_mut().find(|(scope, _)| *scope == role.scope) {
                Some((_, names)) => names.push(role.name.clone()),
                None => found.push((role.scope.clone(), vec![role.name.clone()])),
            }
        }
        found
    }

    /// Makes roles.
    ///
    /// # Errors
    ///
    /// A name that is taken.
    pub(crate) fn create_roles(&mut self, names: &[String], scope: &Scope) -> Result<(), String> {
        for (at, name) in names.iter().enumerate() {
            let built_in =
                GLOBAL_ROLES.contains(&name.as_str()) || LOCAL_ROLES.contains(&name.as_str());
            if built_in || self.made(name, scope).is_some() || names[..at].contains(name) {
                return Err(format!("The role '{name}' already exists."));
            }
        }
        self.roles.extend(names.iter().map(|name| Role {
            name: name.clone(),
            scope: scope.clone(),
            privileges: Vec::new(),
        }));
        Ok(())
    }

    /// Drops roles, and takes them from those who have them.
    ///
    /// # Errors
    ///
    /// A role that is not there, or that is built in.
    pub(crate) fn drop_roles(&mut self, names: &[String], scope: &Scope) -> Result<(), String> {
        for name in names {
            self.own_role(name, scope)?;
        }
        self.roles.retain(|role| role.scope != *scope || !names.contains(&role.name));
        self.grants.retain(|grant| grant.scope != *scope || !names.contains(&grant.role));
        Ok(())
    }

    /// Grants roles to users who exist.
    ///
    /// # Errors
    ///
    /// A role that cannot be granted in this scope.
    pub(crate) fn grant(
        &mut self,
        roles: &[String],
        users: &[String],
        scope: &Scope,
    ) -> Result<(), String> {
        for role in roles {
            self.grantable(role, scope)?;
        }
        for user in users {
            for role in roles {
                let grant = Grant { user: user.clone(), role: role.clone(), scope: scope.clone() };
                if !self.grants.contains(&grant) {
                    self.grants.push(grant);
                }
            }
        }
        Ok(())
    }

    /// Takes roles from users.
    ///
    /// # Errors
    ///
    /// A role that does not exist in this scope, or that one of them does not have.
    pub(crate) fn revoke(
        &mut self,
        roles: &[String],
        users: &[String],
        scope: &Scope,
    ) -> Result<(), String> {
        let meant: Vec<Grant> = users
            .iter()
            .flat_map(|user| {
                roles.iter().map(|role| Grant {
                    user: user.clone(),
                    role: role.clone(),
                    scope: scope.clone(),
                })
            })
            .collect();
        for role in roles {
            self.grantable(role, scope)?;
        }
        if let Some(grant) = meant.iter().find(|grant| !self.grants.contains(grant)) {
            return Err(format!(
                "The user '{}' does not have the role '{}'.",
                grant.user, grant.role
            ));
        }
        self.grants.retain(|grant| !meant.contains(grant));
        Ok(())
    }

    /// Gives privileges to roles that somebody has made, or takes them.
    ///
    /// # Errors
    ///
    /// A role that is not there, or that is built in; a privilege that there is not.
    pub(crate) fn change_privileges(
        &mut self,
        privileges: &[Privilege],
        roles: &[String],
        scope: &Scope,
        give: bool,
    ) -> Result<(), String> {
        for role in roles {
            self.own_role(role, scope)?;
        }
        for Privilege { name, .. } in privileges {
            match PRIVILEGES.iter().find(|(known, _)| known == name) {
                None => return Err(format!("The privilege '{name}' does not exist.")),
                Some((_, "GLOBAL")) if scope.is_some() => {
                    return Err(format!(
                        "The privilege '{name}' is granted in the global scope only."
                    ));
                }
                Some(_) => {}
            }
        }
        for role in
            self.roles.iter_mut().filter(|it| it.scope == *scope && roles.contains(&it.name))
        {
            role.privileges.retain(|privilege| !privileges.contains(privilege));
            if give {
                role.privileges.extend_from_slice(privileges);
            }
        }
        Ok(())
    }

    fn made(&self, name: &str, scope: &Scope) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name && role.scope == *scope)
    }

    /// Checks that a role is there and can be changed.
    fn own_role(&self, name: &str, scope: &Scope) -> Result<(), String> {
        if self.made(name, scope).is_some() {
            return Ok(());
        }
        if GLOBAL_ROLES.contains(&name) || LOCAL_ROLES.contains(&name) {
            return Err(format!("The role '{name}' is built in and cannot be changed."));
        }
        Err(unknown_role(name, scope))
    }

    /// Checks that a role can be granted in a scope.
    fn grantable(&self, name: &str, scope: &Scope) -> Result<(), String> {
        match scope {
            _ if self.made(name, scope).is_some() => Ok(()),
            None if GLOBAL_ROLES.contains(&name) => Ok(()),
            Some(_) if LOCAL_ROLES.contains(&name) => Ok(()),
            None if LOCAL_ROLES.contains(&name) => {
                Err(format!("The role '{name}' is granted in a graph; name one."))
            }
            Some(_) if GLOBAL_ROLES.contains(&name) => Err(format!(
                "The role '{name}' is granted in the global scope; leave out the graph."
            )),
            _ => Err(unknown_role(name, scope)),
        }
    }
}

fn unknown_role(name: &str, scope: &Scope) -> String {
    match scope {
        Some(graph) => format!("The role '{name}' does not exist on graph '{graph}'."),
        None => format!("The role '{name}' does not exist."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_role_holds_where_it_was_granted() {
        let mut access = Access::default();
        let g = Some("g".to_owned());
        assert!(access.grant(&names(&["designer"]), &names(&["ann"]), &None).is_err());
        assert!(access.grant(&names(&["superuser"]), &names(&["ann"]), &g).is_err());
        access.grant(&names(&["designer"]), &names(&["ann"]), &g).unwrap();
        assert!(access.may_enter("ann", "g") && !access.may_enter("ann", "h"));
        access.grant(&names(&["globalobserver"]), &names(&["ann"]), &None).unwrap();
        assert!(access.may_enter("ann", "h") && !access.is_superuser("ann"));
        access.revoke(&names(&["designer"]), &names(&["ann"]), &g).unwrap();
        assert!(access.revoke(&names(&["designer"]), &names(&["ann"]), &g).is_err());
    }

    #[test]
    fn a_role_that_is_dropped_is_nobodys() {
        let mut access = Access::default();
        let role = names(&["r"]);
        access.create_roles(&role, &None).unwrap();
        assert!(access.create_roles(&role, &None).is_err());
        assert!(access.create_roles(&names(&["admin"]), &None).is_err());
        let write = Privilege { name: "WRITE_USER".into(), vertex: None };
        access.change_privileges(&[write], &role, &None, true).unwrap();
        access.grant(&role, &names(&["ann"]), &None).unwrap();
        assert!(access.has_privilege("ann", "WRITE_USER", None));
        access.drop_roles(&role, &None).unwrap();
        assert!(!access.has_role("ann") && !access.has_privilege("ann", "WRITE_USER", None));
        access.create_roles(&role, &None).unwrap();
        assert!(!access.has_role("ann"));
    }
}
