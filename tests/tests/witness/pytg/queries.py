"""Queries: run in every way, described, made, installed and dropped."""
import json
import time
from datetime import datetime

from harness import *

MOMENT = datetime(2024, 2, 29, 10, 30, 5)
SCALARS = {"i": -5, "u": 2**64 - 1, "f": 0.5, "d": 1.25e-10, "b": True, "s": "50% of a+b & c/d? \u00e9 \"q\"", "t": MOMENT}
SAID = [{"i": -5}, {"u": 2**64 - 1}, {"f": 0.5}, {"d": 1.25e-10}, {"b": True}, {"s": SCALARS["s"]}, {"t": "2024-02-29 10:30:05"}]


def run(c):
    values(c)
    vertices(c)
    wrong(c)
    limits(c)
    detached(c)
    interpreted(c)
    metadata(c)
    manage(c)
    describe(c)
    parse(c)


def both_ways(c, name, query, params, expected):
    """By POST, which is the default, and by GET."""
    for way in (None, True, False):
        gives(f"{name}, usePost={way}", lambda: c.runInstalledQuery(query, params, usePost=way), expected)


def values(c):
    gives("no parameters", lambda: c.runInstalledQuery("hello"), [{"greeting": "hello"}])
    gives("no parameters, {}", lambda: c.runInstalledQuery("hello", {}), [{"greeting": "hello"}])
    gives("no parameters, GET", lambda: c.runInstalledQuery("hello", usePost=False), [{"greeting": "hello"}])
    both_ways(c, "scalars", "scalars", SCALARS, SAID)
    both_ways(c, "false and negative", "scalars", dict(SCALARS, b=False, f=-1.5, u=0), SAID[:1] + [{"u": 0}, {"f": -1.5}, SAID[3], {"b": False}] + SAID[5:])
    gives("as text", lambda: c.runInstalledQuery("scalars", "i=1&u=2&f=0.5&d=2&b=false&s=x&t=2020-01-01%2000:00:00"),
          [{"i": 1}, {"u": 2}, {"f": 0.5}, {"d": 2}, {"b": False}, {"s": "x"}, {"t": "2020-01-01 00:00:00"}])
    refuses("as text by POST", lambda: c.runInstalledQuery("scalars", "i=1", usePost=True), "requires params to be a dict")
    both_ways(c, "defaults", "defaults", {}, [{"i": 7, "s": "none", "b": True}])
    both_ways(c, "some of the defaults", "defaults", {"i": 0, "b": False}, [{"i": 0, "s": "none", "b": False}])
    groups = {"si": [3, 1, 3], "bi": [1, 1, 2], "ss": ["a%b", "a%b", "c"], "ld": [0.5, -1.0, 0.5]}
    both_ways(c, "groups", "groups", groups, [
        {"si": any_order(1, 3)}, {"bi": any_order(1, 1, 2)}, {"ss": any_order("a%b", "c")}, {"ld": [0.5, -1.0, 0.5]}])
    gives("empty groups", lambda: c.runInstalledQuery("groups", {"si": [], "bi": [], "ss": [], "ld": []}),
          [{"si": []}, {"bi": []}, {"ss": []}, {"ld": []}])
    gives("map", lambda: c.runInstalledQuery("a_map", {"m": {"a": 1, "b": 2}}), [{"m": {"a": 1, "b": 2}}])
    gives("select", lambda: c.runInstalledQuery("older", {"than": 26}), [
        {"found": any_order(has(v_id="ann", v_type="Person", attributes=has(age=30)), has(v_id="bob"))}, {"total": 71}])
    gives("select, none", lambda: c.runInstalledQuery("older", {"than": 1000}), [{"found": []}, {"total": 0}])


def vertices(c):
    both_ways(c, "VERTEX<T>", "a_vertex", {"p": ("ann",)}, [{"p": "ann"}])
    gives("VERTEX<T>, deprecated plain id", lambda: c.runInstalledQuery("a_vertex", {"p": "ann"}), [{"p": "ann"}])
    gives("VERTEX<T>, object", lambda: c.runInstalledQuery("a_vertex", {"p": {"id": "ann", "type": "Person"}}), [{"p": "ann"}])
    gives("VERTEX<T>, text", lambda: c.runInstalledQuery("a_vertex", "p=ann"), [{"p": "ann"}])
    gives("VERTEX<T>, superfluous type", lambda: c.runInstalledQuery("a_vertex", {"p": ("ann", "Person")}, usePost=False), [{"p": "ann"}])
    both_ways(c, "VERTEX", "any_vertex", {"v": ("ber", "City")}, [{"v": "ber"}])
    both_ways(c, "VERTEX by number", "any_vertex", {"v": (1, "Counter")}, [{"v": "1"}])
    gives("VERTEX, text", lambda: c.runInstalledQuery("any_vertex", "v=ber&v.type=City"), [{"v": "ber"}])
    both_ways(c, "SET<VERTEX<T>>", "vertices", {"ps": [("ann",), ("bob",), ("ann",)]}, [{"ps": any_order("ann", "bob")}])
    gives("SET<VERTEX<T>>, plain ids", lambda: c.runInstalledQuery("vertices", {"ps": ["ann", "bob"]}, usePost=False), [{"ps": any_order("ann", "bob")}])
    both_ways(c, "SET<VERTEX>", "any_vertices", {"vs": [("ann", "Person"), ("ber", "City"), (2, "Counter")]},
              [{"vs": any_order("ann", "ber", "2")}])
    gives("SET<VERTEX>, empty", lambda: c.runInstalledQuery("any_vertices", {"vs": []}), [{"vs": []}])


def no_endpoint(name, call):
    """4.2 answers with status 404, whose body the client does not read."""
    if VERSION >= (4, 2):
        return refuses(name, call, "Not Found")
    refuses(name, call, "Endpoint is not found from url = /query/Trial/", "REST-1000")


def wrong(c):
    no_endpoint("unknown query", lambda: c.runInstalledQuery("nope"))
    no_endpoint("query that is not installed", lambda: c.runInstalledQuery("not_installed"))
    refuses("missing parameter", lambda: c.runInstalledQuery("older"), "Parameter than is NULL")
    refuses("wrong type", lambda: c.runInstalledQuery("older", {"than": "x"}, usePost=False), "must be INT64 type, invalid value [x] provided", "REST-30000")
    refuses("wrong type by POST", lambda: c.runInstalledQuery("older", {"than": [1]}), code="REST-30000")
    refuses("wrong vertex type", lambda: c.runInstalledQuery("a_vertex", {"p": {"id": "ber", "type": "City"}}), "City", "REST-30000")
    refuses("unknown vertex type", lambda: c.runInstalledQuery("any_vertex", {"v": ("x", "Nobody")}))
    refuses("unknown vertex", lambda: c.runInstalledQuery("a_vertex", {"p": ("zoe",)}), "Failed to convert user vertex id for parameter p")
    refuses("empty vertex type", lambda: c.runInstalledQuery("any_vertex", {"v": ("x", "")}), "must not be empty")
    refuses("tuple of three", lambda: c.runInstalledQuery("any_vertex", {"v": ("x", "y", "z")}), "Invalid vertex parameter")
    refuses("no date", lambda: c.runInstalledQuery("scalars", dict(SCALARS, t="someday")), code="REST-30000")
    refuses("bad boolean", lambda: c.runInstalledQuery("scalars", "i=1&u=1&f=1&d=1&b=maybe&s=x&t=2020-01-01"), code="REST-30000")


def limits(c):
    gives("all limits", lambda: c.runInstalledQuery("hello", timeout=5000, sizeLimit=10000, replica=1, threadLimit=2, memoryLimit=500), [{"greeting": "hello"}])
    refuses("response too big", lambda: c.runInstalledQuery("older", {"than": 0}, sizeLimit=20), "exceeds limit", "REST-4000")
    c.customizeHeader(timeout=7000, responseSize=50000)
    gives("customizeHeader", lambda: c.runInstalledQuery("hello"), [{"greeting": "hello"}])
    c.customizeHeader(threadLimit=1, memoryLimit=100)
    gives("customizeHeader, its defaults", lambda: c.runInstalledQuery("hello"), [{"greeting": "hello"}])
    c.customizeHeader(responseSize=20)
    refuses("customizeHeader, too little", lambda: c.runInstalledQuery("older", {"than": 0}), code="REST-4000")
    c.responseConfigHeader = {}


def detached(c):
    request = gives("runAsync", lambda: c.runInstalledQuery("older", {"than": 26}, runAsync=True), WORDS)

    def done():
        for _ in range(100):
            status = c.checkQueryStatus(request)
            if status[0]["status"] != "running":
                return status
            time.sleep(0.05)

    gives("checkQueryStatus", done, [has(requestid=request, status="success", url=text("/query/Trial/older"), startTime=WORDS, expirationTime=WORDS, elapsedTime=NUMBER)])
    gives("getQueryResult", lambda: c.getQueryResult(request), [{"found": ANYTHING}, {"total": 71}])
    gives("checkQueryStatus of all", lambda: c.checkQueryStatus(), that("a list", lambda it: isinstance(it, list)))
    gives("checkQueryStatus, unknown", lambda: c.checkQueryStatus("1.RESTPP_1_1.1.N"), [])
    refuses("getQueryResult, unknown", lambda: c.getQueryResult("1.RESTPP_1_1.1.N"))
    gives("runAsync by GET", lambda: c.runInstalledQuery("hello", runAsync=True, usePost=False), WORDS)
    def nothing_runs():
        for _ in range(100):
            answer = c.getRunningQueries()
            if not answer["results"]:
                return answer
            time.sleep(0.05)

    gives("getRunningQueries", nothing_runs, has(error=False, results=[]))
    for name, call in {"by id": lambda: c.abortQuery(request), "by ids": lambda: c.abortQuery([request, request]), "all": lambda: c.abortQuery("all"),
                       "by url": lambda: c.abortQuery(url="/query/Trial/.*"), "without arguments": lambda: c.abortQuery()}.items():
        gives(f"abortQuery, {name}", call, has(error=False, results=[{"aborted_queries": []}]))


def interpreted(c):
    gives("interpreted", lambda: c.runInterpretedQuery('INTERPRET QUERY () FOR GRAPH Trial { PRINT "OK" AS said; }'), [{"said": "OK"}])
    for name in ("$graphname", "@graphname@"):
        gives(f"interpreted, {name}", lambda: c.runInterpretedQuery(f"INTERPRET QUERY () FOR GRAPH {name} {{ PRINT 1 AS one; }}"), [{"one": 1}])
    gives("interpreted, parameters", lambda: c.runInterpretedQuery(
        "INTERPRET QUERY (INT i, STRING s, BOOL b) FOR GRAPH Trial { PRINT i, s, b; }", {"i": 3, "s": "a b+c%", "b": True}), [{"i": 3, "s": "a b+c%", "b": True}])
    gives("interpreted, text", lambda: c.runInterpretedQuery("INTERPRET QUERY (INT i) FOR GRAPH Trial { PRINT i; }", "i=4"), [{"i": 4}])
    gives("interpreted, set", lambda: c.runInterpretedQuery("INTERPRET QUERY (SET<INT> s) FOR GRAPH Trial { PRINT s; }", {"s": [1, 2]}), [{"s": any_order(1, 2)}])
    gives("interpreted, vertex", lambda: c.runInterpretedQuery("INTERPRET QUERY (VERTEX<Person> p) FOR GRAPH Trial { PRINT p; }", {"p": "ann"}), [{"p": "ann"}])
    gives("interpreted, any vertex", lambda: c.runInterpretedQuery("INTERPRET QUERY (VERTEX v) FOR GRAPH Trial { PRINT v; }", {"v": ("ber", "City")}), [{"v": "ber"}])
    gives("interpreted, vertices", lambda: c.runInterpretedQuery("INTERPRET QUERY (SET<VERTEX<Person>> ps) FOR GRAPH Trial { PRINT ps; }", {"ps": ["ann", "cy"]}), [{"ps": any_order("ann", "cy")}])
    gives("interpreted, any vertices", lambda: c.runInterpretedQuery("INTERPRET QUERY (SET<VERTEX> vs) FOR GRAPH Trial { PRINT vs; }", {"vs": [("ann", "Person"), ("ber", "City")]}), [{"vs": any_order("ann", "ber")}])
    gives("interpreted, blank lines and small letters", lambda: c.runInterpretedQuery("\n\n  interpret query () for graph Trial {\n print 1 as one;\n}\n"), [{"one": 1}])
    gives("interpreted, select", lambda: c.runInterpretedQuery("INTERPRET QUERY () FOR GRAPH Trial { V = {Person.*}; R = SELECT v FROM V:v WHERE v.age < 30; PRINT R; }"),
          [{"R": [has(v_id="cy")]}])
    refuses("interpreted, syntax error", lambda: c.runInterpretedQuery("INTERPRET QUERY () FOR GRAPH Trial {\n PRINT ; ; nonsense }"), "line ")
    refuses("interpreted, unknown graph", lambda: c.runInterpretedQuery("INTERPRET QUERY () FOR GRAPH Nowhere { PRINT 1; }"))
    refuses("interpreted, missing parameter", lambda: c.runInterpretedQuery("INTERPRET QUERY (INT i) FOR GRAPH Trial { PRINT i; }"))


def metadata(c):
    gives("getInstalledQueries", lambda: c.getInstalledQueries(), that("the installed ones", lambda it: "GET /query/Trial/hello" in it and it["GET /query/Trial/hello"]["enabled"] is True))
    gives("getInstalledQueries, list", lambda: c.getInstalledQueries("list"), that("hello among them", lambda it: "hello" in it))
    gives("getInstalledQueries, json", lambda: "GET /query/Trial/older" in json.loads(c.getInstalledQueries("json")), True)
    gives("getInstalledQueries, df", lambda: "GET /query/Trial/older" in c.getInstalledQueries("df").index, True)
    gives("showQuery", lambda: c.showQuery("hello").splitlines(), that("its state and text", lambda it: "# installed v2" in it and any("CREATE QUERY hello" in line for line in it)))
    gives("showQuery, not installed", lambda: c.showQuery("not_installed"), that("no state", lambda it: "# installed v2" not in it and "CREATE QUERY not_installed" in it))
    gives("showQuery, unknown", lambda: c.showQuery("nope"), text("could not be found"))
    gives("getQueryMetadata", lambda: c.getQueryMetadata("scalars"), has(
        queryname="scalars", error=False, input=[{"i": "int"}, {"u": "uint"}, {"f": "float"}, {"d": "double"}, {"b": "bool"}, {"s": "string"}, {"t": "datetime"}],
        output=[{"i": "int"}, {"u": "uint"}, {"f": "float"}, {"d": "double"}, {"b": "bool"}, {"s": "string"}, {"t": "datetime"}]))
    gives("getQueryMetadata, groups", lambda: [list(one)[0] for one in c.getQueryMetadata("groups")["input"]], ["si", "bi", "ss", "ld"])
    refuses("getQueryMetadata, unknown", lambda: c.getQueryMetadata("nope"))
    only_in_4("listQueryNames", lambda: c.listQueryNames(), that("all of them", lambda it: {"hello", "not_installed"} <= set(it)))
    only_in_4("getQueryContent", lambda: str(c.getQueryContent("hello")), text("CREATE QUERY hello"))
    if FOUR:
        refuses("getQueryContent, unknown", lambda: c.getQueryContent("nope"))
    only_in_4("getQueryInfo", lambda: sorted(q["name"] for q in c.getQueryInfo()["results"]), that("all of them", lambda it: {"hello", "not_installed"} <= set(it)))
    only_in_4("getQueryInfo, one", lambda: c.getQueryInfo("hello")["results"], [has(name="hello", installed=True, enabled=True, status="VALID", code=text("PRINT"))])
    only_in_4("getQueryInfo, status", lambda: c.getQueryInfo(status="VALID")["error"], False)
    only_in_4("checkQuerySemantic", lambda: c.checkQuerySemantic("CREATE QUERY fine() FOR GRAPH Trial { PRINT 1; }"), has(errors=[], warnings=ANYTHING))
    only_in_4("checkQuerySemantic, nonsense", lambda: c.checkQuerySemantic("CREATE QUERY bad() FOR GRAPH Trial { nonsense }")["errors"], that("errors", lambda it: len(it) > 0))


def words_of(call):
    """What an answer says, whether it counts as a failure or not."""
    try:
        return str(call())
    except Exception as error:
        return message_of(error)


def manage(c):
    gives("createQuery", lambda: c.createQuery("CREATE QUERY made1() FOR GRAPH $graphname { PRINT 1; }"), has(message=text("Successfully created queries: [made1]")))
    gives("createQuery, blanks", lambda: c.createQuery("\n  CREATE QUERY made2(INT x) { PRINT x; }  \n"), has(message=text("Successfully created queries")))
    gives("createQuery, or replace", lambda: c.createQuery("CREATE OR REPLACE QUERY made1() FOR GRAPH @graphname@ { PRINT 2; }"), has(message=text("Successfully created queries")))
    refuses("createQuery, taken", lambda: c.createQuery("CREATE QUERY made1() FOR GRAPH Trial { PRINT 1; }"), "already exists")
    gives("createQuery, draft", lambda: words_of(lambda: c.createQuery("CREATE QUERY drafted() FOR GRAPH Trial { V = {Nobody.*}; PRINT V; }")), text("Saved as draft query with type/semantic error"))
    if FOUR:
        gives("installQueries", lambda: c.installQueries("made1", wait=True), has(message=text("SUCCESS")))
        gives("it runs", lambda: c.runInstalledQuery("made1"), [{"2": 2}])
        request = gives("installQueries, list, no wait", lambda: c.installQueries(["made2"], wait=False), has(requestId=WORDS, error=False))
        gives("getQueryInstallationStatus", lambda: c.getQueryInstallationStatus(request["requestId"]), has(message=text("SUCCESS")))
        gives("installQueries, flags", lambda: c.installQueries("made1", flag=["-force", "-single"], wait=True), has(message=text("SUCCESS")))
        gives("installQueries, flag", lambda: c.installQueries(["made1", "made2"], flag="-force", wait=True), has(message=text("SUCCESS")))
        gives("installQueries, unknown", lambda: words_of(lambda: c.installQueries("nope", wait=True)), that("no success", lambda it: "SUCCESS" not in it))
        refuses("getQueryInstallationStatus, unknown", lambda: c.getQueryInstallationStatus("nope"))
        gives("dropQueries", lambda: c.dropQueries("made1"), has(error=False, dropped=["made1"], failedToDrop=[]))
        gives("dropQueries, list", lambda: c.dropQueries(["made2", "drafted"]), has(error=False, dropped=any_order("made2", "drafted")))
    else:
        refuses("installQueries", lambda: c.installQueries("made1"), "only supported on versions")
        refuses("getQueryInstallationStatus", lambda: c.getQueryInstallationStatus("x"), "only supported on versions")
        gives("INSTALL QUERY", lambda: c.gsql("USE GRAPH Trial INSTALL QUERY made1, made2"), text("Query installation finished"))
        gives("it runs", lambda: c.runInstalledQuery("made1"), [{"2": 2}])
        gives("dropQueries", lambda: c.dropQueries("made1"), has(error=False, message=text("Successfully dropped queries")))
        gives("dropQueries, list", lambda: c.dropQueries(["made2", "drafted"]), has(error=False))
        gives("dropQueries, unknown", lambda: c.dropQueries("nope"), ANYTHING)
    no_endpoint("the dropped one is gone", lambda: c.runInstalledQuery("made1"))
    if FOUR:
        refuses("dropQueries, unknown", lambda: c.dropQueries("nope"))
        refuses("dropQueries, one unknown", lambda: c.dropQueries(["nope"]))
    refuses("dropQueries, none", lambda: c.dropQueries([]), "cannot be empty")
    refuses("dropQueries, no name", lambda: c.dropQueries(7), "must be a string or list")


def describe(c):
    if not FOUR:
        for name, call in {"describeQuery": lambda: c.describeQuery("hello", "x"), "updateQueryDescription": lambda: c.updateQueryDescription("hello", "x"),
                           "getQueryDescription": lambda: c.getQueryDescription(), "dropQueryDescription": lambda: c.dropQueryDescription("hello")}.items():
            refuses(name, call, "only supported on versions of TigerGraph >= 4.0.0")
        return
    gives("getQueryDescription, none", lambda: c.getQueryDescription("hello"), [{"queryName": "hello", "parameters": []}])
    gives("updateQueryDescription", lambda: c.updateQueryDescription("older", "Finds them.", {"than": "an age"}), has(error=False))
    gives("getQueryDescription", lambda: c.getQueryDescription("older"), [has(
        queryName="older", description="Finds them.", parameters=[has(paramName="than", description="an age")])])
    gives("describeQuery", lambda: c.describeQuery("hello", "Says hello."), has(error=False))
    gives("getQueryDescription, list", lambda: sorted(q["queryName"] for q in c.getQueryDescription(["hello", "older"])), ["hello", "older"])
    gives("getQueryDescription, all", lambda: {q["queryName"]: q.get("description") for q in c.getQueryDescription("all")}, has(hello="Says hello.", older="Finds them."))
    gives("dropQueryDescription, without parameters", lambda: c.dropQueryDescription("older", dropParamDescriptions=False), has(error=False))
    gives("the parameter's is kept", lambda: c.getQueryDescription("older"), [has(parameters=[has(paramName="than")])])
    gives("dropQueryDescription", lambda: (c.dropQueryDescription("older"), c.getQueryDescription("older"))[1], [{"queryName": "older", "parameters": []}])
    c.dropQueryDescription("hello")
    refuses("describe an unknown query", lambda: c.updateQueryDescription("nope", "x"))


def parse(c):
    if not SYNC:
        return
    output = lambda: c.runInstalledQuery("older", {"than": 26})
    gives("parseQueryOutput", lambda: c.parseQueryOutput(output()), that("two people", lambda it: sorted(it["vertices"]["Person"]) == ["ann", "bob"] and it["edges"] == {}))
    gives("parseQueryOutput, the rest too", lambda: c.parseQueryOutput(output(), graphOnly=False)["output"], [{"label": "total", "value": 71}])
    defect("parseQueryOutput, edges", lambda: c.parseQueryOutput([{"e": c.getEdgesByType("next")}]), TypeError)
