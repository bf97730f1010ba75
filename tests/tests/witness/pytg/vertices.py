"""Vertices: written, read, counted, deleted."""
import json

import pandas as pd

from harness import *


def ids(*expected):
    return that(f"vertices {expected}", lambda rows: sorted(r["v_id"] for r in rows) == sorted(expected))


def row(v_type, v_id, **attributes):
    return {"v_type": v_type, "v_id": v_id, "attributes": attributes}


ANN = {"id": "ann", "name": "Ann", "age": 30, "height": 1.5, "member": True,
       "joined": "2020-01-02 03:04:05"}


def run(c):
    read(c)
    counts(c)
    statistics(c)
    write(c)
    every_type(c)
    keys(c)
    frames(c)
    delete(c)


def read(c):
    gives("getVertices", lambda: c.getVertices("Person"), ids("ann", "bob", "cy"))
    gives("getVertices, limit", lambda: c.getVertices("Person", limit=2), that("two", lambda r: len(r) == 2))
    gives("getVertices, limit as text", lambda: c.getVertices("Person", limit="1"), that("one", lambda r: len(r) == 1))
    gives("getVertices, select", lambda: c.getVertices("Person", select="name,age", where="age>=41"),
          [row("Person", "bob", name="Bob", age=41)])
    for where, found in {
        "age=30": ["ann"], "age!=30": ["bob", "cy"], "age>25": ["ann", "bob"], "age>=25": ["ann", "bob", "cy"],
        "age<30": ["cy"], "age<=30": ["ann", "cy"], 'name="Bob"': ["bob"], "age>25,age<41": ["ann"],
        "member=true": ["ann", "cy"], "height>1.6": ["bob", "cy"], 'joined>="2021-01-01 00:00:00"': ["bob"],
        'joined>="2021-01-01"': ["bob"],
        "age=99": [], 'id="cy"': ["cy"], 'name!="Bob",member=true': ["ann", "cy"],
    }.items():
        gives(f"getVertices, where {where}", lambda: c.getVertices("Person", where=where), ids(*found))
    order = lambda sort, limit=None: [v["v_id"] for v in c.getVertices("Person", sort=sort, limit=limit)]
    gives("sort", lambda: order("age"), ["cy", "ann", "bob"])
    gives("sort, descending", lambda: order("-age"), ["bob", "ann", "cy"])
    gives("sort, two", lambda: order("-member,age"), ["cy", "ann", "bob"])
    gives("sort and limit", lambda: order("-age", 1), ["bob"])
    gives("timeout", lambda: c.getVertices("Person", timeout=10), ids("ann", "bob", "cy"))
    gives("json", lambda: json.loads(c.getVertices("Person", where="age=30", fmt="json")), [row("Person", "ann", **ANN)])
    gives("df", lambda: list(c.getVertices("Person", where="age=30", fmt="df", withType=True).columns),
          ["v_id", "v_type", "id", "name", "age", "height", "member", "joined"])
    gives("of an empty type", lambda: c.getVertices("Bare"), [])
    refuses("unknown type", lambda: c.getVertices("Nobody"), "is not a valid vertex type in graph", "REST-30000")
    refuses("unknown attribute in where", lambda: c.getVertices("Person", where="nope=1"), code="REST-30000")
    refuses("where that is none", lambda: c.getVertices("Person", where="age ~ 1"), code="REST-30000")

    gives("getVerticesById", lambda: c.getVerticesById("Person", "ann"), [row("Person", "ann", **ANN)])
    gives("getVerticesById, several", lambda: c.getVerticesById("Person", ["ann", "cy"]), ids("ann", "cy"))
    gives("getVerticesById, number", lambda: c.getVerticesById("Counter", 1), [row("Counter", "1", n=10, m=1, good=True)])
    gives("getVerticesById, numbers", lambda: c.getVerticesById("Counter", [1, 2]), ids("1", "2"))
    gives("getVerticesById, json", lambda: json.loads(c.getVerticesById("Counter", 2, fmt="json"))[0]["attributes"]["n"], 20)
    gives("getVerticesById, df", lambda: c.getVerticesById("Counter", [1, 2], fmt="df")["n"].tolist(), [10, 20])
    refuses("no id", lambda: c.getVerticesById("Person", ""), "No vertex ID was specified.")
    refuses("missing id", lambda: c.getVerticesById("Person", "zoe"), "is not a valid vertex id for vertex type = Person", "601")
    refuses("one of two missing", lambda: c.getVerticesById("Person", ["ann", "zoe"]), code="601")
    refuses("by id, unknown type", lambda: c.getVerticesById("Nobody", "ann"), code="REST-30000")


def counts(c):
    gives("getVertexCount", lambda: c.getVertexCount("Person"), 3)
    gives("getVertexCount, where", lambda: c.getVertexCount("Person", where="age>=30"), 2)
    gives("getVertexCount, *", lambda: c.getVertexCount("*"), {
        "Person": 3, "Everything": 0, "City": 2, "Spot": 1, "Slot": 1, "Counter": 4, "Bare": 0, "Local": 0})
    gives("getVertexCount, all by default", lambda: c.getVertexCount()["Person"], 3)
    gives("getVertexCount, list", lambda: c.getVertexCount(["Person", "City"]), {"Person": 3, "City": 2})
    gives("getVertexCount, realtime", lambda: c.getVertexCount("Person", realtime=True), 3)
    gives("getVertexCount, empty", lambda: c.getVertexCount("Bare"), 0)
    refuses("count of an unknown type", lambda: c.getVertexCount("Nobody"), code=("GSQL-7004", "REST-30000"))
    refuses("count of *, where", lambda: c.getVertexCount("*", where="age>1"), "cannot be \"*\"")
    refuses("count of a list, where", lambda: c.getVertexCount(["Person"], where="age>1"), "cannot be a list")
    refuses("count where of an unknown type", lambda: c.getVertexCount("Nobody", where="a=1"), code="REST-30000")


def statistics(c):
    numbers = {"n": {"MAX": 40, "MIN": 10, "AVG": 25}, "m": {"MAX": 4, "MIN": 1, "AVG": 2.5}}
    got = gives("getVertexStats", lambda: c.getVertexStats("Counter")["Counter"], has(**numbers))
    gives("getVertexStats, list", lambda: sorted(c.getVertexStats(["Counter", "City"])), ["City", "Counter"])
    gives("getVertexStats of what has none", lambda: c.getVertexStats("Bare"), {"Bare": {}})
    gives("getVertexStats, skipNA", lambda: c.getVertexStats("Bare", skipNA=True), {})
    gives("getVertexStats, *", lambda: c.getVertexStats("*")["Counter"], got)
    gives("getVertexStats, * skipNA", lambda: "Bare" in c.getVertexStats("*", skipNA=True), False)
    refuses("getVertexStats, unknown", lambda: c.getVertexStats("Nobody"), code=("GSQL-7004", "REST-30000"))


def write(c):
    gives("upsertVertex", lambda: c.upsertVertex("Person", "dee", {"name": "Dee", "age": 50}), 1)
    gives("defaults of what was left out", lambda: c.getVerticesById("Person", "dee"), [row(
        "Person", "dee", id="dee", name="Dee", age=50, height=0, member=True, joined="1970-01-01 00:00:00")])
    gives("upsertVertex without attributes", lambda: c.upsertVertex("Bare", "b"), 1)
    gives("upsertVertex, {}", lambda: c.upsertVertex("Bare", "b", {}), 1)
    gives("upsertVertex of a number", lambda: c.upsertVertex("Counter", 9, {"n": 1}), 1)
    for op, value, result in [("+", 4, 5), ("-", 1, None), (">", 3, 5), ("max", 9, 9), ("<", 7, 7), ("min", 8, 7),
                              ("~", 100, 7), ("ignore_if_exists", 100, 7), ("add", 1, 8)]:
        if result is None:
            continue
        gives(f"op {op}", lambda: (c.upsertVertex("Counter", 9, {"n": (value, op)}),
                                   c.getVerticesById("Counter", 9)[0]["attributes"]["n"]), (1, result))
    for op, value, result in [("or", True, True), ("&", True, True), ("and", False, False), ("|", True, True)]:
        gives(f"op {op}", lambda: (c.upsertVertex("Counter", 9, {"good": (value, op)}),
                                   c.getVerticesById("Counter", 9)[0]["attributes"]["good"]), (1, result))
    gives("upsertVertices", lambda: c.upsertVertices("Person", [
        ("eve", {"name": "Eve", "age": (1, "+")}), ("fay", {"name": "Fay"}), ("gus", {})]), 3)
    gives("upsertVertices, atomic", lambda: c.upsertVertices("Person", [("hal", {"age": 1})], atomic=True), 1)
    gives("upsertVertices, none", lambda: c.upsertVertices("Person", []), 0)
    gives("after the upserts", lambda: c.getVertexCount("Person"), 8)
    gives("a date without time", lambda: (c.upsertVertex("Person", "hal", {"joined": "2024-01-12"}),
                                          c.getVerticesById("Person", "hal")[0]["attributes"]["joined"]),
          (1, "2024-01-12 00:00:00"))
    for name, call in {
        "unknown type": lambda: c.upsertVertex("Nobody", "x", {}),
        "unknown attribute": lambda: c.upsertVertex("Person", "x", {"nope": 1}),
    }.items():
        refuses(f"upsert, {name}", call, code=("REST-30200", "REST-10004"))
    for name, attributes in {"text for a number": {"age": "thirty"}, "number for a text": {"name": 1}, "null": {"age": None},
                             "not a date": {"joined": "someday"}, "epoch": {"joined": 1}, "bool": {"member": "maybe"}}.items():
        refuses(f"upsert, {name}", lambda: c.upsertVertex("Person", "x", attributes), code="REST-30200")
    refuses("one bad of two", lambda: c.upsertVertices("Person", [("x", {"age": 1}), ("y", {"age": "a"})]), code="REST-30200")
    refuses("one bad of two, atomic", lambda: c.upsertVertices("Person", [("x", {"age": 1}), ("y", {"nope": 1})], atomic=True))
    refuses("nothing of them was written", lambda: c.getVerticesById("Person", "x"), code="601")
    bulk(c)


def bulk(c):
    both = {"vertices": {"Person": {"ida": {"age": {"value": 3}}}},
            "edges": {"Person": {"ida": {"knows": {"Person": {"ann": {"weight": {"value": 0.75}}}}}}}}
    accepted = lambda v, e, **more: {"accepted_vertices": v, "accepted_edges": e, **more}
    gives("upsertData", lambda: c.upsertData(both), accepted(1, 1))
    gives("upsertData, text", lambda: c.upsertData(json.dumps(both)), accepted(1, 1))
    gives("upsertData, atomic and ack", lambda: c.upsertData(both, atomic=True, ackAll=True), accepted(1, 1))
    gives("upsertData, empty", lambda: c.upsertData({"vertices": {}}), accepted(0, 0))
    sync_only("upsertData, newVertexOnly", lambda: c.upsertData(
        {"vertices": {"Person": {"ida": {"age": {"value": 99}}, "jon": {}}}}, newVertexOnly=True),
        accepted(1, 0, skipped_vertices=1, vertices_already_exist=[{"v_type": "Person", "v_id": "ida"}]))
    gives("it was not changed", lambda: c.getVerticesById("Person", "ida")[0]["attributes"]["age"], 3)
    sync_only("upsertData, updateVertexOnly", lambda: c.upsertData(
        {"vertices": {"Person": {"ida": {"age": {"value": 4}}, "kim": {}}}}, updateVertexOnly=True),
        accepted(1, 0, skipped_vertices=1, vertices_not_exist=[{"v_type": "Person", "v_id": "kim"}]))
    ends = {"edges": {"Person": {"ida": {"lives_in": {"City": {"ber": {}, "xxx": {}}}}, "lee": {"lives_in": {"City": {"yyy": {}}}}}}}
    sync_only("upsertData, vertexMustExist", lambda: c.upsertData(ends, vertexMustExist=True),
          accepted(0, 1, skipped_edges=2, edge_vertices_not_exist=[
              {"v_type": "City", "v_id": "xxx"}, {"v_type": "Person", "v_id": "lee"}, {"v_type": "City", "v_id": "yyy"}]))
    refuses("upsertData, not JSON", lambda: c.upsertData("{nope"), code=("REST-2001", "REST-30000", "REST-30200"))
    refuses("upsertData, unknown edge type", lambda: c.upsertData(
        {"edges": {"Person": {"ida": {"nope": {"Person": {"ann": {}}}}}}}), code=("REST-30200", "REST-10004"))


FULL = {
    "i": -9223372036854775808, "u": 18446744073709551615, "f": 0.5, "d": 2.5e-10, "b": True,
    "s": "caf\u00e9 \"q\" \\ / \n\t % + &", "t": "2038-01-20 00:00:01", "fb": "abcd", "li": [1, 2, 2], "ls": ["a", ""],
    "ld": [0.5, -1.5], "si": [3], "ss": ["x"], "mis": {1: "one"}, "msd": {"k": 1.5},
    "r": {"label": "cold", "amount": -3.5, "at": "2020-01-01 00:00:00"},
    "lr": [{"keylist": ["label", "amount", "at"], "valuelist": ["warm", 1.0, "2020-01-02 00:00:00"]}],
}


def every_type(c):
    big = 2**64 - 1
    gives("every type", lambda: c.upsertVertex("Everything", big, FULL), 1)
    stored = dict(FULL, id=big, mis={"1": "one"}, lr=[{"label": "warm", "amount": 1.0, "at": "2020-01-02 00:00:00"}])
    gives("every type, read", lambda: c.getVerticesById("Everything", big), [row("Everything", str(big), **stored)])
    gives("every default", lambda: (c.upsertVertex("Everything", 0), c.getVerticesById("Everything", [0])[0]["attributes"])[1], has(
        i=0, u=0, f=0, d=0, b=False, s="", t="1970-01-01 00:00:00", li=[], ls=[], ld=[], si=[], ss=[], mis={}, msd={}))
    gives("sets hold each once", lambda: (c.upsertVertex("Everything", 0, {"si": [1, 1, 2]}),
                                          sorted(c.getVerticesById("Everything", "0")[0]["attributes"]["si"]))[1], [1, 2])
    refuses("an id that is no number", lambda: c.upsertVertex("Everything", "abc", {}), code="REST-30200")


def keys(c):
    for v_id in ["a b", "a/b?c#d%e&f+g", "\u00e4\u4e2d", "it's", 'q"q', "x,y", " "]:
        gives(f"id {v_id!r}", lambda: (c.upsertVertex("Bare", v_id), c.getVerticesById("Bare", v_id)[0]["v_id"],
                                       c.delVerticesById("Bare", v_id)), (1, v_id, 1))
    gives("composite key", lambda: c.getVerticesById("Spot", "1,2"), [row("Spot", "1,2", x=1, y=2, label="corner")])
    gives("composite key, upsert", lambda: (c.upsertVertex("Spot", "3,4", {"label": "new"}),
                                            c.getVerticesById("Spot", "3,4")[0]["attributes"]), (1, {"x": 3, "y": 4, "label": "new"}))
    gives("composite key, parts as attributes", lambda: c.upsertVertex("Spot", "5,6", {"x": 5, "y": 6}), 1)
    gives("moment as key", lambda: c.getVerticesById("Slot", "2024-02-29 12:00:00"),
          [row("Slot", "2024-02-29 12:00:00", note="leap")])
    gives("primary key is an attribute", lambda: c.getVerticesById("City", "ber"),
          [row("City", "ber", code="ber", name="Berlin", people=3600000)])


def frames(c):
    people = pd.DataFrame({"who": ["pa", "pb"], "years": [1, 2]})
    gives("upsertVertexDataFrame", lambda: c.upsertVertexDataFrame(people, "Person", "who", {"age": "years"}), 2)
    gives("it was written", lambda: [v["attributes"]["age"] for v in c.getVerticesById("Person", ["pa", "pb"])], [1, 2])
    indexed = pd.DataFrame({"n": [7]}, index=[77])
    gives("upsertVertexDataFrame, index", lambda: c.upsertVertexDataFrame(indexed, "Counter"), 1)
    gives("getVertexDataFrame", lambda: c.getVertexDataFrame("City", sort="code")["name"].tolist(), ["Berlin", "Oslo"])
    gives("getVertexDataFrame, where", lambda: c.getVertexDataFrame("City", select="people", where='code="osl"').to_dict("records"),
          [{"v_id": "osl", "people": 700000}])
    gives("getVertexDataframe", lambda: len(c.getVertexDataframe("City")), 2)
    gives("getVertexDataFrameById", lambda: c.getVertexDataFrameById("City", ["osl"])["v_id"].tolist(), ["osl"])
    gives("getVertexDataframeById", lambda: c.getVertexDataframeById("City", "osl")["people"].tolist(), [700000])
    gives("vertexSetToDataFrame", lambda: list(c.vertexSetToDataFrame(c.getVertices("Counter", limit=1), withType=True)),
          ["v_id", "v_type", "n", "m", "good"])


def delete(c):
    gives("delVerticesById", lambda: c.delVerticesById("Person", "pa"), 1)
    gives("delVerticesById, gone", lambda: c.delVerticesById("Person", "pa"), 0)
    gives("delVerticesById, several", lambda: c.delVerticesById("Person", ["pb", "hal", "lee", "zoe"]), 2)
    gives("delVerticesById, number", lambda: c.delVerticesById("Counter", 77), 1)
    gives("delVerticesById, timeout", lambda: c.delVerticesById("Counter", 9, timeout=5), 1)
    gives("delVerticesById, permanent", lambda: c.delVerticesById("Bare", "b", permanent=True), 1)
    refuses("delVerticesById, unknown type", lambda: c.delVerticesById("Nobody", "a"), code="REST-30000")
    gives("delVertices, where", lambda: c.delVertices("Person", where='name="Fay"'), 1)
    gives("delVertices, limit and sort", lambda: c.delVertices("Person", where="age<10", limit="1", sort="age"), 1)
    gives("delVertices, none", lambda: c.delVertices("Person", where="age>1000"), 0)
    refuses("delVertices, unknown type", lambda: c.delVertices("Nobody"), code="REST-30000")
    gives("delVertices, the rest", lambda: c.delVertices("Person", where='id!="ann",id!="bob",id!="cy"'), 4 if SYNC else 3)
    sync_only("delVerticesByType", lambda: c.delVerticesByType("Everything"), 2)
    sync_only("delVerticesByType, ack", lambda: c.delVerticesByType("Everything", ack="all"), 0)
    sync_only("delVerticesByType, permanent", lambda: c.delVerticesByType("Bare", permanent=True), 0)
    refuses("delVerticesByType, wrong ack", lambda: c.delVerticesByType("Bare", ack="some"), "Invalid value for ack")
    if SYNC:
        refuses("delVerticesByType, unknown type", lambda: c.delVerticesByType("Nobody"), code="REST-30000")
    gives("delVertices, cities made by edges", lambda: c.delVertices("City", where='people=0'), ANYTHING)
    gives("delVertices, spots", lambda: c.delVertices("Spot", where="x>1"), 2)
