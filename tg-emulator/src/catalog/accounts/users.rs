//! Users that are created and dropped while the server runs.

use super::access::{Access, SUPERUSER, Scope};
use super::{Accounts, tokens};

impl Accounts {
    pub(crate) fn access(&self) -> &Access {
        &self.access
    }

    pub(crate) fn access_mut(&mut self) -> &mut Access {
        &mut self.access
    }

    pub(crate) fn users(&self) -> impl Iterator<Item = &str> {
        self.users.iter().map(|(name, _)| name.as_str())
    }

    /// Checks that users exist.
    ///
    /// # Errors
    ///
    /// If one does not exist; the message names the first.
    pub(crate) fn known<'a>(
        &self,
        names: impl IntoIterator<Item = &'a String>,
    ) -> Result<(), String> {
        match names.into_iter().find(|name| self.password(name).is_none()) {
            Some(name) => Err(unknown(name)),
            None => Ok(()),
        }
    }

    /// Creates a user, who may do nothing until roles are granted.
    ///
    /// # Errors
    ///
    /// If the name is taken or not valid, or the password is empty.
    pub(crate) fn create_user(&mut self, name: &str, password: &str) -> Result<(), String> {
        if name.is_empty() || name.starts_with("__GSQL__") || name.contains([':', '\n', '\r']) {
            return Err(format!("'{name}' is not a valid user name."));
        }
        if self.password(name).is_some() {
            return Err(format!("The user '{name}' already exists."));
        }
        if password.is_empty() {
            return Err("The password must not be empty.".to_owned());
        }
        self.users.push((name.to_owned(), password.to_owned()));
        Ok(())
    }

    /// Changes a user's password.
    ///
    /// # Errors
    ///
    /// If the user does not exist, or the password is empty.
    pub(crate) fn change_password(&mut self, name: &str, password: &str) -> Result<(), String> {
        if password.is_empty() {
            return Err("The password must not be empty.".to_owned());
        }
        let user = self.users.iter_mut().find(|(known, _)| known == name);
        let (_, known) = user.ok_or_else(|| unknown(name))?;
        password.clone_into(known);
        Ok(())
    }

    /// Drops users with their secrets, tokens and roles.
    ///
    /// # Errors
    ///
    /// If one does not exist, or is the first, whom the server itself needs. Then none is dropped.
    pub(crate) fn drop_users(&mut self, names: &[String]) -> Result<(), String> {
        self.known(names)?;
        let first = self.first_user();
        if names.iter().any(|name| name == first) {
            return Err(format!("The default user '{first}' cannot be dropped."));
        }
        self.users.retain(|(name, _)| !names.contains(name));
        self.secrets.retain(|secret| !names.contains(&secret.user));
        for name in names {
            self.tokens.forget_user(name);
            self.access.forget_user(name);
        }
        Ok(())
    }

    /// Grants roles to users, or revokes them.
    ///
    /// # Errors
    ///
    /// If a user or a role does not exist, one of the users lacks a role to revoke, or the default
    /// user would lose the role superuser.
    pub(crate) fn share_roles(
        &mut self,
        roles: &[String],
        users: &[String],
        scope: &Scope,
        give: bool,
    ) -> Result<(), String> {
        self.known(users)?;
        if give {
            return self.access.grant(roles, users, scope);
        }
        let first = self.first_user().to_owned();
        if users.contains(&first) && scope.is_none() && roles.iter().any(|role| role == SUPERUSER) {
            return Err(format!("The default user '{first}' stays a {SUPERUSER}."));
        }
        self.access.revoke(roles, users, scope)
    }

    /// Returns the aliases and masked values of a user's secrets.
    pub(crate) fn masked_secrets(&self, user: &str) -> Vec<(String, String)> {
        let masked = |value: &str| tokens::masked(value);
        let of = self.secrets.iter().filter(|secret| secret.user == user);
        of.map(|secret| (secret.alias.clone(), masked(&secret.value))).collect()
    }
}

fn unknown(name: &str) -> String {
    format!("The user '{name}' does not exist.")
}
