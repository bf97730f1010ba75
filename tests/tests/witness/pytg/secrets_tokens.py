"""Secrets and tokens, and the ways to show who one is."""
from harness import *

SECRET_TEXT = that("a secret", lambda it: isinstance(it, str) and len(it) == 32 and it.isalnum())


def run(c):
    secrets(c)
    tokens()
    ways_in()


def secrets(c):
    gives("createSecret", lambda: c.createSecret("one"), SECRET_TEXT)
    gives("createSecret, withAlias", lambda: c.createSecret("two", withAlias=True), {"two": SECRET_TEXT})
    gives("createSecret without an alias", lambda: c.createSecret(withAlias=True), that(
        "an invented alias", lambda it: all(key.startswith("AUTO_GENERATED_ALIAS_") and len(key) == 28 for key in it) and len(it) == 1))
    refuses("createSecret twice", lambda: c.createSecret("one"), "already exists")
    gives("getSecrets", lambda: c.getSecrets(), that("both and more", lambda it: {"one", "two", "first_secret"} <= set(it)))
    if FOUR:
        gives("createSecret, value", lambda: c.createSecret("three", value="abcabcabcabcabcabcabcabcabcabc12"), "abcabcabcabcabcabcabcabcabcabc12")
        gives("getSecrets, one", lambda: c.getSecrets(alias="three"), {"three": "abcabcabcabcabcabcabcabcabcabc12"})
        gives("getSecrets, unknown", lambda: c.getSecrets(alias="nope"), {})
        gives("getSecrets, made", lambda: c.getSecrets(alias="four", createNew=True), {"four": SECRET_TEXT})
        gives("getSecrets, user", lambda: c.getSecrets(userName="tigergraph"), that("his", lambda it: "one" in it))
    else:
        gives("they are masked", lambda: c.getSecrets()["one"], that("masked", lambda it: it[3:-3] == "****"))
        c.createSecret("three"), c.createSecret("four")
    gives("dropSecret", lambda: str(c.dropSecret("one")), text("Successfully"))
    gives("it is gone", lambda: "one" in c.getSecrets(), False)
    gives("dropSecret, list", lambda: str(c.dropSecret(["two", "three"])), text("Successfully"))
    gives("dropSecret, gone", lambda: str(c.dropSecret("one")), text("Failed to drop secrets"))
    refuses("dropSecret, gone and told", lambda: c.dropSecret("one", ignoreErrors=False), "Failed to drop secrets")
    gives("dropSecret, list of gone", lambda: str(c.dropSecret(["one", "two"])), text("Failed to drop secrets"))
    refuses("dropSecret, list of gone and told", lambda: c.dropSecret(["one", "two"], ignoreErrors=False), "Failed to drop secrets")
    if FOUR:
        refuses("dropSecret, none", lambda: c.dropSecret([]), "No secret or alias provided.")
        gives("dropSecret, user", lambda: str(c.dropSecret("four", userName="tigergraph")), text("Successfully"))
    else:
        gives("dropSecret by its value", lambda: str(c.dropSecret(c.createSecret("five"))), text("Successfully"))


TOKEN = that("a token and when it ends", lambda it: isinstance(it, tuple) and len(it) == (2 if FOUR else 3) and all(it))


def tokens():
    c = connect()
    gives("getToken", lambda: c.getToken(SECRET), TOKEN)
    gives("getToken by password", lambda: c.getToken(), TOKEN) if FOUR else None
    gives("getToken, lifetime", lambda: c.getToken(SECRET, lifetime=1000), TOKEN)
    gives("getToken for the graph", lambda: c.getToken(SECRET, is_global=False), TOKEN)
    gives("it is good", lambda: c.getVertexCount("City"), 2)
    gives("getToken, not set", lambda: c.getToken(SECRET, setToken=False), TOKEN)
    refuses("getToken, wrong secret", lambda: c.getToken("nope" * 8))
    token = c.getToken(SECRET)[0]
    if FOUR:
        gives("checkJwtToken", lambda: c.checkJwtToken(), has(error=False, message=text("verification succeed")))
        gives("checkJwtToken, given", lambda: c.checkJwtToken(token), has(error=False))
        refuses("checkJwtToken, none", lambda: c.checkJwtToken("a.b.c"))
        refuses("refreshToken", lambda: c.refreshToken(SECRET), "only supported on versions of TigerGraph <= 4.0.0")
    else:
        refuses("checkJwtToken", lambda: c.checkJwtToken(), "only supported on versions")
        gives("refreshToken", lambda: c.refreshToken(SECRET, lifetime=5000), TOKEN)
        gives("refreshToken, given", lambda: c.refreshToken(SECRET, token=token), that("the same token", lambda it: it[0] == token))
        refuses("refreshToken, unknown", lambda: c.refreshToken(SECRET, token="nope" * 8))
    other = connect().getToken(SECRET)[0]
    gives("deleteToken, given", lambda: c.deleteToken(SECRET, other), True)
    gives("the other is as good as before", lambda: c.getVertexCount("City"), 2)
    if FOUR:
        gives("a dropped one is refused", lambda: refused(other), True)
    else:
        gives("deleteToken, unknown and skipped", lambda: c.deleteToken(SECRET, "nope" * 8, skipNA=True), True) if False else None
    gives("deleteToken", lambda: c.deleteToken(SECRET), True)
    close(c)


def refused(token):
    it = connect(apiToken=token)
    try:
        it.getVertexCount("City")
        return False
    except Exception:
        return True
    finally:
        close(it)


def ways_in():
    def count(**credentials):
        it = connect(**credentials)
        try:
            if not FOUR and "apiToken" not in credentials:
                it.getToken(SECRET)
            return it.getVertexCount("City")
        finally:
            close(it)

    gives("a secret as password", lambda: count(gsqlSecret=SECRET), 2)
    gives("a password", lambda: count(username="tigergraph", password="tigergraph"), 2)
    gives("a token", lambda: count(apiToken=connect().getToken(SECRET)[0]), 2)
    refuses("a token that is none", lambda: count(apiToken="nope"))
    if FOUR:
        gives("a JWT", lambda: count(jwtToken=connect().getToken(SECRET)[0]), 2) if SYNC else None
        refuses("a JWT that is none", lambda: count(jwtToken="a.b.c"))
        refuses("a wrong password", lambda: count(password="nope"))
        refuses("a wrong secret", lambda: count(gsqlSecret="nope"))
