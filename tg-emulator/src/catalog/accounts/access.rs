//! The rights of users: roles and their privileges, grants, and proxy groups.

/// The scope of a role or a privilege: a graph, or global.
pub(crate) type Scope = Option<String>;

/// The built-in roles of the global scope.
pub(crate) const GLOBAL_ROLES: [&str; 3] = ["globalobserver", "globaldesigner", SUPERUSER];
/// The built-in roles that are granted in a graph.
pub(crate) const LOCAL_ROLES: [&str; 5] =
    ["observer", "queryreader", "querywriter", "designer", "admin"];
/// The role with every privilege.
pub(crate) const SUPERUSER: &str = "superuser";

/// All privileges, each with its widest scope: global only, or in graphs too. The privileges of
/// each built-in role are a prefix of this list.
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

/// A user-defined role.
#[derive(Debug, Clone)]
struct Role {
    name: String,
    scope: Scope,
    privileges: Vec<Privilege>,
}

/// A privilege of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Privilege {
    pub(crate) name: String,
    /// The vertex type that it is limited to.
    pub(crate) vertex: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Grant {
    user: String,
    role: String,
    scope: Scope,
}

/// Users of a directory, selected by a rule.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) rule: String,
}

/// Roles, grants and groups. A change of several of them is made completely or not at all.
#[derive(Debug, Default)]
pub(crate) struct Access {
    roles: Vec<Role>,
    grants: Vec<Grant>,
    pub(crate) groups: Vec<Group>,
}

impl Access {
    /// Grants the role superuser.
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

    /// Returns `true` if a user has a role in a graph, or a global one.
    pub(crate) fn may_enter(&self, user: &str, graph: &str) -> bool {
        self.grants.iter().any(|grant| {
            grant.user == user && grant.scope.as_deref().is_none_or(|scope| scope == graph)
        })
    }

    /// Returns `true` if a user has any role.
    pub(crate) fn has_role(&self, user: &str) -> bool {
        self.grants.iter().any(|grant| grant.user == user)
    }

    /// Returns `true` if one of a user's roles has a privilege, in this scope or globally.
    pub(crate) fn has_privilege(&self, user: &str, privilege: &str, scope: Option<&str>) -> bool {
        self.grants
            .iter()
            .filter(|grant| grant.user == user)
            .filter(|grant| grant.scope.is_none() || grant.scope.as_deref() == scope)
            .any(|grant| self.privileges(grant).iter().any(|it| it.name == privilege))
    }

    /// Returns the roles of a user, by scope.
    pub(crate) fn roles_of(&self, user: &str) -> Vec<(Scope, Vec<String>)> {
        let grants = self.grants.iter().filter(|grant| grant.user == user);
        by_scope(grants.map(|grant| (&grant.scope, &grant.role)))
    }

    /// Returns the roles of a user in a graph, the global ones among them.
    pub(crate) fn roles_in(&self, user: &str, graph: &str) -> Vec<String> {
        let roles = self.roles_of(user).into_iter();
        let roles = roles.filter(|(scope, _)| scope.as_deref().is_none_or(|it| it == graph));
        roles.flat_map(|(_, roles)| roles).collect()
    }

    /// Returns the privileges of a user, by scope.
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

    /// Returns the privileges of a role, or `None` if it does not exist.
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

    /// Returns the user-defined roles, by scope.
    pub(crate) fn made_roles(&self) -> Vec<(Scope, Vec<String>)> {
        by_scope(self.roles.iter().map(|role| (&role.scope, &role.name)))
    }

    /// Creates roles.
    ///
    /// # Errors
    ///
    /// If a name is taken.
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

    /// Drops roles, and revokes their grants.
    ///
    /// # Errors
    ///
    /// If a role does not exist or is built in.
    pub(crate) fn drop_roles(&mut self, names: &[String], scope: &Scope) -> Result<(), String> {
        for name in names {
            self.own_role(name, scope)?;
        }
        self.roles.retain(|role| role.scope != *scope || !names.contains(&role.name));
        self.grants.retain(|grant| grant.scope != *scope || !names.contains(&grant.role));
        Ok(())
    }

    /// Grants roles to users, who must exist.
    ///
    /// # Errors
    ///
    /// If a role cannot be granted in this scope.
    pub(crate) fn grant(
        &mut self,
        roles: &[String],
        users: &[String],
        scope: &Scope,
    ) -> Result<(), String> {
        for role in roles {
            self.grantable(role, scope)?;
        }
        for grant in grants(roles, users, scope) {
            if !self.grants.contains(&grant) {
                self.grants.push(grant);
            }
        }
        Ok(())
    }

    /// Revokes roles of users.
    ///
    /// # Errors
    ///
    /// If a role does not exist in this scope, or one of the users lacks it.
    pub(crate) fn revoke(
        &mut self,
        roles: &[String],
        users: &[String],
        scope: &Scope,
    ) -> Result<(), String> {
        let revoked = grants(roles, users, scope);
        for role in roles {
            self.grantable(role, scope)?;
        }
        if let Some(grant) = revoked.iter().find(|grant| !self.grants.contains(grant)) {
            return Err(format!(
                "The user '{}' does not have the role '{}'.",
                grant.user, grant.role
            ));
        }
        self.grants.retain(|grant| !revoked.contains(grant));
        Ok(())
    }

    /// Grants privileges to user-defined roles, or revokes them.
    ///
    /// # Errors
    ///
    /// If a role does not exist or is built in, or a privilege does not exist.
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

    /// Checks that a role exists and can be changed.
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

/// Returns the grants of each of the roles to each of the users.
fn grants(roles: &[String], users: &[String], scope: &Scope) -> Vec<Grant> {
    let grant = |user: &String, role: &String| Grant {
        user: user.clone(),
        role: role.clone(),
        scope: scope.clone(),
    };
    users.iter().flat_map(|user| roles.iter().map(move |role| grant(user, role))).collect()
}

/// Groups names by scope, in the order of their first occurrence.
fn by_scope<'a>(names: impl Iterator<Item = (&'a Scope, &'a String)>) -> Vec<(Scope, Vec<String>)> {
    let mut found: Vec<(Scope, Vec<String>)> = Vec::new();
    for (scope, name) in names {
        match found.iter_mut().find(|(known, _)| known == scope) {
            Some((_, names)) => names.push(name.clone()),
            None => found.push((scope.clone(), vec![name.clone()])),
        }
    }
    found
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
    fn dropping_a_role_revokes_it() {
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
