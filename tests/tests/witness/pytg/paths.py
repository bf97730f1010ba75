"""Paths. The numbers: 1 -5-> 2 -7-> 3 -1-> 4, and 1 -50-> 3."""
from harness import *

N = lambda i: ("Counter", i)


def path(vertices, edges):
    """A result by its vertices' ids and its edges' ends."""
    def holds(got):
        found = sorted(v["v_id"] for v in got[0]["vertices"]), sorted((e["from_id"], e["to_id"]) for e in got[0]["edges"])
        return found == (sorted(vertices), sorted(edges))

    return that(f"vertices {vertices}, edges {edges}", holds)


NONE = path([], [])
SHORT = path(["1", "3", "4"], [("1", "3"), ("3", "4")])
LONG = path(["1", "2", "3", "4"], [("1", "2"), ("2", "3"), ("3", "4")])
ALL = path(["1", "2", "3", "4"], [("1", "2"), ("1", "3"), ("2", "3"), ("3", "4")])


def run(c):
    gives("shortestPath", lambda: c.shortestPath(N(1), N(4)), SHORT)
    gives("shortestPath, whole objects", lambda: c.shortestPath(N(3), N(4))[0], has(
        vertices=any_order(has(v_id="3", v_type="Counter", attributes=has(n=30)), has(v_id="4")),
        edges=[has(e_type="next", from_id="3", to_id="4", directed=True, attributes={"price": 1})]))
    gives("shortestPath, lists", lambda: c.shortestPath([N(1)], [N(4)]), SHORT)
    gives("shortestPath, ids as text", lambda: c.shortestPath(N("1"), N("4")), SHORT)
    gives("shortestPath, vertices", lambda: c.shortestPath(c.getVerticesById("Counter", 1), c.getVerticesById("Counter", 4)), SHORT)
    gives("shortestPath, several sources", lambda: c.shortestPath([N(1), N(2)], N(3)), that("a way to 3", lambda it: any(e["to_id"] == "3" for e in it[0]["edges"])))
    gives("shortestPath, backwards", lambda: c.shortestPath(N(4), N(1)), NONE)
    gives("shortestPath, too short a limit", lambda: c.shortestPath(N(1), N(4), maxLength=1), NONE)
    gives("shortestPath, limit", lambda: c.shortestPath(N(1), N(4), maxLength=2), SHORT)
    gives("shortestPath, edge filter", lambda: c.shortestPath(N(1), N(4), edgeFilters=("next", "price<50")), LONG)
    gives("shortestPath, edge filters", lambda: c.shortestPath(N(1), N(4), edgeFilters=[{"type": "next", "condition": "price < 10"}]), LONG)
    gives("shortestPath, vertex filter", lambda: c.shortestPath(N(1), N(4), vertexFilters=("Counter", "n>=10")), SHORT)
    gives("shortestPath, a filter for its end", lambda: c.shortestPath(N(1), N(4), vertexFilters=("Counter", "n<40")), NONE)
    gives("shortestPath, two words", lambda: c.shortestPath(N(1), N(4), vertexFilters={"type": "Counter", "condition": "n > 5 and n != 20"}), SHORT)
    gives("shortestPath, nothing left", lambda: c.shortestPath(N(1), N(4), vertexFilters=[("Counter", "n>950")]), NONE)
    gives("shortestPath, all shortest", lambda: c.shortestPath(N(1), N(4), allShortestPaths=True), SHORT)
    gives("shortestPath, undirected", lambda: c.shortestPath(("Person", "bob"), ("Person", "cy")),
          that("by way of ann", lambda it: sorted(v["v_id"] for v in it[0]["vertices"]) == ["ann", "bob", "cy"] and len(it[0]["edges"]) == 2))
    refuses("shortestPath, unknown type", lambda: c.shortestPath(("Nobody", "1"), N(4)))
    gives("allPaths", lambda: c.allPaths(N(1), N(4), maxLength=3), ALL)
    gives("allPaths, short", lambda: c.allPaths(N(1), N(4), maxLength=2), SHORT)
    gives("allPaths, none", lambda: c.allPaths(N(4), N(1), maxLength=5), NONE)
    gives("allPaths, filters", lambda: c.allPaths(N(1), N(4), 4, vertexFilters=("Counter", "n<=40"), edgeFilters=[("next", "price<50")]), LONG)
