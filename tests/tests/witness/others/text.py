"""The two text clients of up to 3.x against the emulator: logging in, scripts, the catalog, secrets."""
import io
import json
import os
import sys
from contextlib import redirect_stdout

PORT, RESTPP, THREE = os.environ["TG_GSQL_PORT"], os.environ["TG_RESTPP_PORT"], os.environ["TG_GENERATION"] == "3"
HOST = "127.0.0.1:" + PORT
failures, passed = [], 0


def gives(name, call, holds):
    """What the call gives satisfies `holds`; the clients print all that they hear, which is not shown."""
    global passed
    try:
        with redirect_stdout(io.StringIO()):
            got = call()
        fine = holds(got)
    except Exception as error:
        got, fine = f"{type(error).__name__}: {error}", False
    if fine:
        passed += 1
    else:
        failures.append({"case": name, "expected": "see text.py", "got": repr(got)[:1500]})


def raises(name, error, call):
    def caught():
        try:
            call()
        except error:
            return True
        return False

    gives(name, caught, lambda it: it is True)


SCHEMA = """CREATE VERTEX Town (PRIMARY_ID id STRING, people INT)
CREATE UNDIRECTED EDGE road (FROM Town, TO Town, km INT)
CREATE GRAPH Land (Town, road)
TYPEDEF TUPLE <x INT, y INT> Point
CREATE QUERY greet(STRING who) FOR GRAPH Land { PRINT who; }
INSTALL QUERY greet
CREATE LOADING JOB towns FOR GRAPH Land { DEFINE FILENAME f; LOAD f TO VERTEX Town VALUES ($0, $1) USING SEPARATOR=","; }
"""


def shell(name, client, wrong, one, failed):
    """What both text clients do alike; `one` sends a statement."""
    gives(f"{name}: login", client.login, lambda it: it is True)
    gives(f"{name}: the session", lambda: client.session, lambda it: isinstance(it, str) and len(it) > 10)
    gives(f"{name}: version", client.version, lambda it: it[0].startswith("GSQL version: 3."))
    gives(f"{name}: help", client.help, lambda it: it[0].startswith("GSQL Help: Summary of"))
    gives(f"{name}: the catalog", client.catalog, lambda it: it == {
        "vertices": ["Town"], "edges": ["road"], "graphs": ["Land"], "jobs": ["towns"], "queries": ["greet"], "tuples": ["Point"]})
    gives(f"{name}: use", lambda: client.use("Land"), lambda it: it[0] == "Using graph 'Land'")
    gives(f"{name}: it lasts", lambda: client.graph, lambda it: it == "Land")
    gives(f"{name}: in the graph", lambda: one("ls"), lambda it: it[0] == "---- Graph Land")

    def wrong_graph():
        # One client raises the return code, the other gives the text.
        try:
            return one("use graph Nowhere")[0]
        except Exception as error:
            return str(error)

    gives(f"{name}: a wrong graph", wrong_graph, lambda it: it in ("41", "Graph 'Nowhere' does not exist."))
    gives(f"{name}: several statements", lambda: client.run_multiple(["USE GRAPH Land", "SHOW VERTEX Town"]), lambda it: any("VERTEX Town(" in line for line in it))
    gives(f"{name}: a secret is made", lambda: client.run_multiple(["USE GRAPH Land", "CREATE SECRET mine_" + name]), lambda it: any(line.startswith("The secret: ") for line in it))
    gives(f"{name}: a secret", lambda: client.get_secret("Land", "other_" + name), lambda it: len(it) >= 10)
    gives(f"{name}: secrets", lambda: client.get_secrets("Land"), lambda it: any(s["alias"] == "mine_" + name and s["graph"] for s in it.values()))
    gives(f"{name}: words to complete", lambda: client._request(client.info_url, "autokeys").split(","), lambda it: "CREATE" in it and "Town" in it)
    gives(f"{name}: a syntax error", lambda: failed(lambda: one("nonsense here")), lambda it: it is True)
    gives(f"{name}: quit", client.quit, lambda it: it is None)
    gives(f"{name}: then nothing", lambda: failed(lambda: one("ls")), lambda it: it is True)
    raises(f"{name}: a wrong password", wrong[0], wrong[1])


def old():
    import gsql_client

    client = gsql_client.Client(HOST, "tigergraph", "tigergraph", version="v2_5_0")
    if not THREE:
        gives("gsql_client: 4.x does not speak its protocol", client.login, lambda it: not it)
        return
    gives("gsql_client: login", client.login, lambda it: it is True)
    gives("gsql_client: a script", lambda: client.run_multiple(SCHEMA.splitlines()), lambda it: "The graph Land is created." in it and "Query installation finished." in it)

    def failed(call):
        try:
            call()
        except gsql_client.ReturnCodeException:
            return True
        return False

    shell("gsql_client", client, (gsql_client.AuthenticationFailedException, gsql_client.Client(HOST, "tigergraph", "nope").login), client.command, failed)
    # Away from the server's own machine the longer path is used.
    remote = gsql_client.Client("localhost.:" + PORT)
    remote.is_local, remote._base_url, remote._server_ip = False, "/gsqlserver/gsql/", HOST
    remote._initialize_url()
    gives("gsql_client: by way of nginx", remote.login, lambda it: it is True)
    gives("gsql_client: a dialog", lambda: remote.command("CLEAR GRAPH STORE", ans="n"), lambda it: it[0].startswith("Clear store"))
    restpp(gsql_client)


def restpp(gsql_client):
    api = gsql_client.RESTPP("127.0.0.1:" + RESTPP)
    raises("gsql_client: no token", (gsql_client.RESTPPError, gsql_client.AuthenticationFailedException), lambda: api.stat_vertex_number("Land"))
    gives("gsql_client: request_token", lambda: api.request_token(os.environ["TG_SECRET"], lifetime=1000, use=True), lambda it: len(it) == 32)
    gives("gsql_client: echo", api.echo, lambda it: it == "Hello GSQL")
    gives("gsql_client: version of RESTPP", api.version, lambda it: "product" in it)
    gives("gsql_client: endpoints", api.endpoints, lambda it: "GET /echo" in it)
    gives("gsql_client: update", lambda: api.update("Land", {"vertices": {"Town": {"a": {"people": {"value": 3}}, "b": {}}}, "edges": {"Town": {"a": {"road": {"Town": {"b": {"km": {"value": 7}}}}}}}}),
          lambda it: it == [{"accepted_vertices": 2, "accepted_edges": 1}])
    gives("gsql_client: load", lambda: api.load("Land", ["c,5", "d,6"], tag="towns", filename="f", sep=","), lambda it: it[0]["statistics"])
    gives("gsql_client: counts", lambda: [api.stat_vertex_number("Land"), api.stat_edge_number("Land")], lambda it: it == [[{"v_type": "Town", "count": 4}], [{"e_type": "road", "count": 1}]])
    gives("gsql_client: statistics", lambda: [api.stat_vertex_attr("Land", "Town"), api.stat_edge_attr("Land", "road")],
          lambda it: it[0][0]["attributes"]["people"]["MAX"] == 6 and it[1][0]["attributes"]["km"]["MIN"] == 7)
    gives("gsql_client: vertices", lambda: api.select_vertices("Land", "Town", filter="people>4", sort="-people", limit=1), lambda it: [v["v_id"] for v in it] == ["d"])
    gives("gsql_client: a vertex", lambda: api.select_vertices("Land", "Town", "a"), lambda it: it[0]["attributes"]["people"] == 3)
    raises("gsql_client: no such vertex", gsql_client.RESTPPError, lambda: api.select_vertices("Land", "Town", "zzz"))
    gives("gsql_client: edges of any type", lambda: api.select_edges("Land", "Town", "a"), lambda it: it[0]["to_id"] == "b")
    gives("gsql_client: an edge", lambda: api.select_edges("Land", "Town", "a", "road", "Town", "b", select="km"), lambda it: it[0]["attributes"] == {"km": 7})
    gives("gsql_client: a query", lambda: api._get("/query/Land/greet", {"who": "you"}), lambda it: it == [{"who": "you"}])
    gives("gsql_client: edges go", lambda: api.delete_edges("Land", "Town", "a", "road"), lambda it: it == [{"e_type": "road", "deleted_edges": 1}])
    gives("gsql_client: vertices go", lambda: api.delete_vertices("Land", "Town", filter="people>4"), lambda it: it["deleted_vertices"] == 2)


def driver():
    from pyTigerDriver.pyDriver import AuthenticationFailedException, ExceptionAuth, GSQL_Client

    make = lambda password: GSQL_Client("127.0.0.1", "tigergraph", password, version="3.1.2", gsPort=PORT)
    client = make("tigergraph")
    if not THREE:
        gives("pyTigerDriver: 4.x does not speak its protocol", client.login, lambda it: not it)
        return

    def failed(call):
        client.ExceptionDetected = False
        call()
        return client.ExceptionDetected

    # `query` forgets the working graph unless it is told again.
    shell("pyTigerDriver", client, ((AuthenticationFailedException, ExceptionAuth), make("nope").login), lambda text: client.query(text, graph=client.graph), failed)


old()
driver()
print(json.dumps({"failures": failures, "passed": passed, "called": []}), file=sys.__stdout__)
