"""Edges: written, read, counted, deleted."""
import json

import pandas as pd

from harness import *


def edge(e_type, source, target, directed, **attributes):
    return has(e_type=e_type, from_type=source[0], from_id=source[1], to_type=target[0], to_id=target[1],
               directed=directed, attributes=attributes)


def targets(*expected):
    return that(f"edges to {expected}", lambda rows: sorted(r["to_id"] for r in rows) == sorted(expected))


P, C, S, N = (lambda i: ("Person", i)), (lambda i: ("City", i)), (lambda i: ("Spot", i)), (lambda i: ("Counter", i))
EDGE_TYPES = ["lives_in", "knows", "paid", "visits", "next", "anything", "likes"]


def run(c):
    read(c)
    counts(c)
    by_type(c)
    statistics(c)
    write(c)
    frames(c)
    delete(c)


def read(c):
    gives("getEdges", lambda: c.getEdges("Person", "ann", "lives_in"),
          [edge("lives_in", P("ann"), C("ber"), True, since="2020-05-05 00:00:00")])
    gives("getEdges of all types", lambda: sorted(e["e_type"] for e in c.getEdges("Person", "ann")),
          ["knows", "knows", "lives_in", "paid", "paid", "visits"])
    gives("getEdges, target type", lambda: c.getEdges("Person", "ann", "visits", "City"), targets("osl"))
    gives("getEdges, target", lambda: c.getEdges("Person", "ann", "knows", "Person", "bob"),
          [edge("knows", P("ann"), P("bob"), False, weight=0.5, close=True)])
    gives("getEdges, undirected from the other end", lambda: c.getEdges("Person", "bob", "knows"),
          [edge("knows", P("bob"), P("ann"), False, weight=0.5, close=True)])
    gives("getEdges, reverse", lambda: c.getEdges("City", "ber", "home_of"),
          [edge("home_of", C("ber"), P("ann"), True, since="2020-05-05 00:00:00")])
    gives("getEdges, directed from its target", lambda: c.getEdges("Person", "bob", "paid"), [])
    gives("getEdges, parallel", lambda: c.getEdges("Person", "ann", "paid", "Person", "bob"), any_order(
        edge("paid", P("ann"), P("bob"), True, at="2024-01-01 00:00:00", seq=1, amount=9.5),
        edge("paid", P("ann"), P("bob"), True, at="2024-01-01 00:00:00", seq=2, amount=19.5)))
    gives("getEdges, number as id", lambda: c.getEdges("Counter", 1, "next"), targets("2", "3"))
    gives("getEdges, select", lambda: c.getEdges("Person", "ann", "knows", select="weight", where="close=true"),
          [edge("knows", P("ann"), P("bob"), False, weight=0.5)])
    gives("getEdges, where", lambda: c.getEdges("Person", "ann", "knows", where="weight<0.5"), targets("cy"))
    gives("getEdges, two conditions", lambda: c.getEdges("Person", "ann", "paid", where="amount>1,seq=2"), targets("bob"))
    gives("getEdges, sort", lambda: [e["to_id"] for e in c.getEdges("Counter", 1, "next", sort="-price")], ["3", "2"])
    gives("getEdges, limit", lambda: c.getEdges("Counter", 1, "next", sort="price", limit=1), targets("2"))
    gives("getEdges, timeout", lambda: c.getEdges("Counter", 1, "next", timeout=5), targets("2", "3"))
    gives("getEdges, none", lambda: c.getEdges("Person", "cy", "lives_in"), [])
    gives("getEdges, no such edge", lambda: c.getEdges("Person", "cy", "lives_in", "City", "ber"), [])
    gives("getEdges, json", lambda: json.loads(c.getEdges("Counter", 2, "next", fmt="json")),
          [edge("next", N("2"), N("3"), True, price=7)])
    gives("getEdges, df", lambda: list(c.getEdges("Counter", 2, "next", fmt="df", withType=True)),
          ["from_type", "from_id", "to_type", "to_id", "e_type", "price"])
    refuses("getEdges, unknown source type", lambda: c.getEdges("Nobody", "a"), code="REST-30000")
    refuses("getEdges, unknown edge type", lambda: c.getEdges("Person", "ann", "nope"), "is not a valid edge type in graph", "REST-30000")
    refuses("getEdges, unknown target type", lambda: c.getEdges("Person", "ann", "knows", "Nobody"), code="REST-30000")
    refuses("getEdges, unknown source", lambda: c.getEdges("Person", "zoe"), code="601")
    refuses("getEdges, unknown target", lambda: c.getEdges("Person", "ann", "knows", "Person", "zoe"), code="601")
    refuses("getEdges, no source", lambda: c.getEdges("Person", ""), "must be provided")
    gives("getEdgesDataFrame", lambda: c.getEdgesDataFrame("Counter", 1, "next", sort="price")["to_id"].tolist(), ["2", "3"])
    gives("getEdgesDataframe", lambda: len(c.getEdgesDataframe("Counter", 1, "next", limit=1)), 1)
    gives("edgeSetToDataFrame", lambda: list(c.edgeSetToDataFrame(c.getEdges("Counter", 1, "next"), withId=False)), ["price"])


def counts(c):
    gives("getEdgeCount, *", lambda: c.getEdgeCount("*"), has(
        lives_in=2, knows=2, paid=2, visits=1, next=4, anything=0, likes=0))
    gives("getEdgeCount", lambda: c.getEdgeCount("knows"), 2)
    gives("getEdgeCount by default", lambda: c.getEdgeCount()["next"], 4)
    gives("getEdgeCount, source type", lambda: c.getEdgeCount("visits", "Person"), 1)
    gives("getEdgeCount, other source type", lambda: c.getEdgeCount("visits", "City"), 0)
    gives("getEdgeCount, both types", lambda: c.getEdgeCount("visits", "Person", "City"), 1)
    gives("getEdgeCount, stars", lambda: c.getEdgeCount("lives_in", "*", "*"), 2)
    gives("getEdgeCount, parallel", lambda: c.getEdgeCount("paid"), 2)
    refuses("getEdgeCount, unknown", lambda: c.getEdgeCount("nope"), code=("GSQL-7004", "REST-30000"))
    gives("getEdgeCountFrom", lambda: c.getEdgeCountFrom("Person", "ann", "knows"), 2)
    gives("getEdgeCountFrom, all types", lambda: c.getEdgeCountFrom("Person", "ann"), has(
        lives_in=1, knows=2, paid=2, visits=1, next=0, anything=0, likes=0))
    gives("getEdgeCountFrom, target type", lambda: c.getEdgeCountFrom("Person", "ann", "visits", "City"), 1)
    gives("getEdgeCountFrom, target", lambda: c.getEdgeCountFrom("Person", "ann", "paid", "Person", "bob"), 2)
    gives("getEdgeCountFrom, where", lambda: c.getEdgeCountFrom("Person", "ann", "paid", where="amount>10"), 1)
    gives("getEdgeCountFrom, where and target", lambda: c.getEdgeCountFrom("Person", "ann", "paid", "Person", "bob", "seq=1"), 1)
    gives("getEdgeCountFrom, edge type alone", lambda: c.getEdgeCountFrom(edgeType="next"), 4)
    gives("getEdgeCountFrom, types", lambda: c.getEdgeCountFrom(sourceVertexType="Person", edgeType="lives_in", targetVertexType="City"), 2)
    refuses("getEdgeCountFrom, where without source", lambda: c.getEdgeCountFrom(edgeType="next", where="price>1"), "must be provided too")
    refuses("getEdgeCountFrom, nothing", lambda: c.getEdgeCountFrom(), "must be specified for edge type")
    refuses("getEdgeCountFrom, unknown source", lambda: c.getEdgeCountFrom("Person", "zoe", "knows"), code="601")


def by_type(c):
    gives("getEdgesByType", lambda: c.getEdgesByType("next"), that("four", lambda r: len(r) == 4))
    gives("getEdgesByType, whole edges", lambda: c.getEdgesByType("lives_in"), any_order(
        edge("lives_in", P("ann"), C("ber"), True, since="2020-05-05 00:00:00"),
        edge("lives_in", P("bob"), C("osl"), True, since="2021-01-01 00:00:00")))
    gives("getEdgesByType, limit", lambda: c.getEdgesByType("next", limit=3), that("three", lambda r: len(r) == 3))
    gives("getEdgesByType, undirected", lambda: len(c.getEdgesByType("knows")), one_of(2, 4))
    gives("getEdgesByType, json", lambda: len(json.loads(c.getEdgesByType("next", fmt="json"))), 4)
    gives("getEdgesByType, df", lambda: sorted(c.getEdgesByType("next", fmt="df", withId=False)["price"].tolist()), [1, 5, 7, 50])
    gives("getEdgesByType, no type", lambda: c.getEdgesByType(""), {})
    refuses("getEdgesByType, several source types", lambda: c.getEdgesByType("visits"), "not currently supported")


def statistics(c):
    gives("getEdgeStats", lambda: c.getEdgeStats("next"), {"next": {"price": {"MAX": 50, "MIN": 1, "AVG": 15.75}}})
    gives("getEdgeStats, list", lambda: sorted(c.getEdgeStats(["next", "paid"])), ["next", "paid"])
    gives("getEdgeStats of what has none", lambda: c.getEdgeStats("anything"), {"anything": {}})
    gives("getEdgeStats, skipNA", lambda: c.getEdgeStats("anything", skipNA=True), {})
    gives("getEdgeStats, *", lambda: sorted(c.getEdgeStats("*")), sorted(EDGE_TYPES))
    refuses("getEdgeStats, unknown", lambda: c.getEdgeStats("nope"), code=("GSQL-7004", "REST-30000"))


def write(c):
    gives("upsertEdge", lambda: c.upsertEdge("Person", "bob", "knows", "Person", "cy", {"weight": 1.5}), 1)
    gives("upsertEdge, seen", lambda: c.getEdges("Person", "cy", "knows", "Person", "bob"),
          [edge("knows", P("cy"), P("bob"), False, weight=1.5, close=False)])
    gives("upsertEdge, op", lambda: (c.upsertEdge("Person", "bob", "knows", "Person", "cy", {"weight": (0.5, "+")}),
                                     c.getEdges("Person", "bob", "knows", "Person", "cy")[0]["attributes"]["weight"]), (1, 2.0))
    gives("upsertEdge makes its ends", lambda: (c.upsertEdge("Person", "new1", "lives_in", "City", "new2"),
                                               c.getVertexCount("Person"), c.getVertexCount("City")), (1, 4, 3))
    gives("upsertEdge, vertexMustExist", lambda: c.upsertEdge("Person", "no1", "lives_in", "City", "no2", vertexMustExist=True), 0)
    gives("upsertEdge, vertexMustExist and it does", lambda: c.upsertEdge("Person", "cy", "lives_in", "City", "osl", {}, True), 1)
    refuses("upsertEdge, unknown edge type", lambda: c.upsertEdge("Person", "ann", "nope", "Person", "bob"), code=("REST-30200", "REST-10004"))
    refuses("upsertEdge, wrong ends", lambda: c.upsertEdge("City", "ber", "knows", "Person", "bob"), code="REST-30200")
    refuses("upsertEdge, unknown attribute", lambda: c.upsertEdge("Person", "ann", "knows", "Person", "bob", {"nope": 1}), code="REST-30200")
    refuses("upsertEdge, wrong value", lambda: c.upsertEdge("Person", "ann", "knows", "Person", "bob", {"weight": "x"}), code="REST-30200")
    gives("upsertEdges", lambda: c.upsertEdges("Counter", "next", "Counter", [(4, 1, {"price": 2}), (4, 2, {"price": (3, "max")}), (4, 3)]), 3)
    gives("upsertEdges, parallel", lambda: c.upsertEdges("Person", "paid", "Person", [
        ("bob", "cy", {"at": "2024-02-02", "seq": 1, "amount": 1.0}), ("bob", "cy", {"at": "2024-02-02", "seq": 2, "amount": 2.0}),
        ("bob", "cy", {"at": "2024-02-02", "seq": 2, "amount": 3.0})], atomic=True), one_of(2, 3))
    gives("upsertEdges, parallel ones are two", lambda: sorted(e["attributes"]["amount"] for e in c.getEdges("Person", "bob", "paid")), [1.0, 3.0])
    gives("upsertEdges, none", lambda: c.upsertEdges("Person", "knows", "Person", []), 0)
    gives("upsertEdges, vertexMustExist", lambda: c.upsertEdges("Person", "knows", "Person", [("ann", "zz", {}), ("cy", "ann", {})], vertexMustExist=True), 1)
    gives("several pairs", lambda: (c.upsertEdge("City", "ber", "visits", "Spot", "1,2", {"times": 1}),
                                    c.getEdges("City", "ber", "visits")), (1, [edge("visits", C("ber"), S("1,2"), True, times=1)]))
    refuses("a pair that is none", lambda: c.upsertEdge("Spot", "1,2", "visits", "City", "ber"), code="REST-30200")
    gives("any to any", lambda: c.upsertEdge("Slot", "2024-02-29 12:00:00", "anything", "Counter", 1), 1)
    gives("any to any, read", lambda: c.getEdges("Slot", "2024-02-29 12:00:00"), [edge("anything", ("Slot", "2024-02-29 12:00:00"), N("1"), True)])


def frames(c):
    pairs = pd.DataFrame({"a": [2, 3], "b": [4, 1], "euros": [11, 12]})
    gives("upsertEdgeDataFrame", lambda: c.upsertEdgeDataFrame(pairs, "Counter", "next", "Counter", "a", "b", {"price": "euros"}), 2)
    gives("upsertEdgeDataFrame, read", lambda: c.getEdges("Counter", 3, "next", "Counter", 1)[0]["attributes"]["price"], 12)


def delete(c):
    gives("delEdges, one", lambda: c.delEdges("Counter", 3, "next", "Counter", 1), {"next": 1})
    gives("delEdges, gone", lambda: c.delEdges("Counter", 3, "next", "Counter", 1), {"next": 0})
    gives("delEdges, where", lambda: c.delEdges("Counter", 4, "next", where="price=3"), {"next": 1})
    gives("delEdges, limit and sort", lambda: c.delEdges("Counter", 4, "next", limit="1", sort="price"), {"next": 1})
    gives("delEdges, type", lambda: c.delEdges("Counter", 4, "next"), {"next": 1})
    gives("delEdges, target type", lambda: c.delEdges("Counter", 2, "next", "Counter", 4), {"next": 1})
    gives("delEdges, parallel", lambda: c.delEdges("Person", "bob", "paid", where="seq=1"), {"paid": 1})
    gives("delEdges, undirected", lambda: c.delEdges("Person", "cy", "knows", "Person", "bob"), {"knows": 1})
    gives("delEdges, reverse goes too", lambda: (c.delEdges("Person", "cy", "lives_in", timeout=5), c.getEdges("City", "osl", "home_of")),
          ({"lives_in": 1}, targets("bob")))
    gives("delEdges, all types", lambda: c.delEdges("Slot", "2024-02-29 12:00:00"), has(anything=1, knows=0, likes=0))
    refuses("delEdges, unknown source", lambda: c.delEdges("Person", "zoe"), code="601")
    refuses("delEdges, unknown type", lambda: c.delEdges("Person", "ann", "nope"), code="REST-30000")
    refuses("delEdges, no source", lambda: c.delEdges("", ""), "must be provided")
    gives("made ends go", lambda: (c.delVerticesById("Person", ["new1"]), c.delVerticesById("City", "new2")), (1, 1))
    gives("edges of the rest", lambda: (c.delEdges("Person", "bob", "paid"), c.delEdges("City", "ber", "visits")), ANYTHING)
