"""What every family of calls shares: a connection, and a list of cases to hold against it.

A family calls a connection by the names of the official client. With the asynchronous client each
call is awaited behind the scenes, so one table serves both. Every name that is called is written
down, for the test that wants none forgotten.
"""
import asyncio
import inspect
import os

from pyTigerGraph import AsyncTigerGraphConnection, TigerGraphConnection

GRAPH = "Trial"
#: A server of 4.x.
FOUR = os.environ["TG_GENERATION"] == "4"
VERSION = tuple(int(part) for part in os.environ["TG_VERSION"].split("."))
#: The synchronous client.
SYNC = os.environ["TG_CLIENT"] == "sync"
SECRET = os.environ["TG_SECRET"]

LOOP = None if SYNC else asyncio.new_event_loop()
CALLED = set()
FAILURES = []
PASSED = 0


class Recorded:
    """A connection whose calls are written down, and awaited where that is needed."""

    def __init__(self, conn):
        self.__dict__["conn"] = conn

    def __getattr__(self, name):
        it = getattr(self.conn, name)
        if not callable(it):
            return it
        CALLED.add(name)

        def call(*args, **kwargs):
            answer = it(*args, **kwargs)
            return LOOP.run_until_complete(answer) if inspect.isawaitable(answer) else answer

        return call

    def __setattr__(self, name, value):
        setattr(self.conn, name, value)


def connect(graph=GRAPH, **more):
    """A connection as a user of the client makes one; without a token yet."""
    make = TigerGraphConnection if SYNC else AsyncTigerGraphConnection
    arguments = {
        "host": "http://127.0.0.1",
        "graphname": graph,
        "restppPort": os.environ["TG_RESTPP_PORT"],
        "gsPort": os.environ["TG_GSQL_PORT"],
    }
    arguments.update(more)

    async def inside():
        return make(**arguments)

    return Recorded(make(**arguments) if SYNC else LOOP.run_until_complete(inside()))


def close(conn):
    conn.close() if SYNC else conn.aclose()


# What a case may expect, besides a plain value.


class Expected:
    def __init__(self, words, holds):
        self.words, self.holds = words, holds

    def __eq__(self, other):
        try:
            return bool(self.holds(other))
        except (TypeError, KeyError, AttributeError, IndexError, ValueError):
            return False

    __hash__ = None

    def __repr__(self):
        return self.words


def that(words, holds):
    """Anything for which `holds` is true."""
    return Expected(f"<{words}>", holds)


def text(*words):
    """A text in which all of these occur."""
    return Expected(f"<a text with {words}>", lambda it: all(word in it for word in words))


def has(**keys):
    """An object with these keys, and perhaps others."""
    return Expected(
        f"<an object with {keys}>",
        lambda it: all(it[key] == value for key, value in keys.items()),
    )


def any_order(*items):
    """A list of these, in any order."""

    def holds(got):
        rest = list(items)
        for one in got:
            rest.remove(next(item for item in rest if one == item))
        return not rest

    def safe(got):
        try:
            return isinstance(got, (list, tuple)) and holds(got)
        except StopIteration:
            return False

    return Expected(f"<in any order {list(items)}>", safe)


def one_of(*values):
    return Expected(f"<one of {values}>", lambda it: any(it == value for value in values))


ANYTHING = Expected("<anything>", lambda it: True)
NUMBER = Expected("<a number>", lambda it: isinstance(it, (int, float)) and not isinstance(it, bool))
WORDS = Expected("<a text>", lambda it: isinstance(it, str) and it)


def message_of(error):
    return str(getattr(error, "message", None) or error)


def tell(name, expected, got):
    FAILURES.append({"case": name, "expected": repr(expected), "got": got[:1500]})


def gives(name, call, expected=ANYTHING):
    """The call succeeds with what is expected; returns what it gave."""
    global PASSED
    try:
        got = call()
    except Exception as error:
        tell(name, expected, f"{type(error).__name__}: {message_of(error)} "
                             f"(code {getattr(error, 'code', None)})")
        return None
    if got == expected:
        PASSED += 1
    else:
        tell(name, expected, repr(got))
    return got


def refuses(name, call, words="", code=None):
    """The call fails, with these words in its message and with this code, if they are given."""
    global PASSED
    wanted = f"<an error with {words!r}, code {code!r}>"
    codes = code if isinstance(code, tuple) else (code,)
    try:
        got = call()
    except Exception as error:
        found = getattr(error, "code", None)
        if words in message_of(error) and (code is None or found in codes):
            PASSED += 1
        else:
            tell(name, wanted, f"{type(error).__name__}: {message_of(error)} (code {found})")
        return
    tell(name, wanted, repr(got))


def only_in_4(name, call, expected=ANYTHING):
    """As `gives` with 4.x; with 3.x the client itself refuses."""
    if FOUR:
        return gives(name, call, expected)
    refuses(name, call, "only supported on versions of TigerGraph >= 4")
    return None


def defect(name, call, error):
    """The client cannot do this, whatever the server; `docs/from-pytigergraph.md` says why. Fails
    when a newer client can."""
    global PASSED
    try:
        got = call()
    except error:
        PASSED += 1
    except Exception as other:
        tell(name, f"<the client's own {error}>", f"{type(other).__name__}: {other}")
    else:
        tell(name, f"<the client's own {error}>", repr(got))


def sync_only(name, call, expected, error=TypeError):
    """As `gives`; the asynchronous client has a defect here."""
    return gives(name, call, expected) if SYNC else defect(name, call, error)
