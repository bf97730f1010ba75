"""Compares algorithms in GSQL with networkx, on one graph: `algorithms.py URL GRAPH`."""

import json
import math
import random
import sys
import urllib.request
from collections import Counter
from pathlib import Path

import networkx as nx
from networkx.algorithms.link_analysis import pagerank_alg

URL, GRAPH = sys.argv[1:]


def request(path, body=None):
    data = None if body is None else body.encode()
    asked = urllib.request.Request(URL + path, data=data, headers={"Content-Type": "text/plain"})
    # The default user; RESTPP needs no credentials.
    asked.add_header("Authorization", "Basic dGlnZXJncmFwaDp0aWdlcmdyYXBo")
    with urllib.request.urlopen(asked) as answer:
        return answer.read().decode()


def run(query, **arguments):
    """Returns the printed values of a query."""
    answer = json.loads(request(f"/restpp/query/Net/{query}", json.dumps(arguments)))
    assert not answer["error"], (query, answer["message"])
    return answer["results"]


def columns(query, column="value", **arguments):
    """Returns the printed column of each vertex."""
    (rows,) = run(query, **arguments)[0].values()
    return {row["v_id"]: row["attributes"][column] for row in rows}


def graph():
    """Returns an undirected graph with weights: of real data, or generated."""
    if GRAPH == "real":
        # The characters of a novel; the weight of an edge is the number of common chapters.
        return nx.les_miserables_graph()
    chance = random.Random(7)
    if GRAPH == "sparse":
        # Several components and isolated vertices.
        made = nx.gnm_random_graph(60, 50, seed=5)
    else:
        made = nx.barabasi_albert_graph(50, 4, seed=3)
    nx.set_edge_attributes(made, {edge: chance.randint(1, 20) / 4 for edge in made.edges}, "weight")
    return made


def load(undirected, directed):
    request(
        "/gsql/v1/statements",
        """
        CREATE VERTEX Node (PRIMARY_ID id STRING)
        CREATE UNDIRECTED EDGE Link (FROM Node, TO Node, weight DOUBLE)
        CREATE DIRECTED EDGE Points (FROM Node, TO Node, weight DOUBLE) WITH REVERSE_EDGE="Pointed"
        CREATE GRAPH Net (*)
        """,
    )
    edges = {name: {} for name in undirected}
    for of, ty in ((undirected, "Link"), (directed, "Points")):
        for a, b, weight in of.edges(data="weight"):
            targets = edges[a].setdefault(ty, {}).setdefault("Node", {})
            targets[b] = {"weight": {"value": weight}}
    body = {"vertices": {"Node": {name: {} for name in undirected}}, "edges": {"Node": edges}}
    request("/restpp/graph/Net", json.dumps(body))
    queries = Path(__file__).with_name("algorithms.gsql").read_text()
    printed = request("/gsql/v1/statements", f"USE GRAPH Net\n{queries}\nINSTALL QUERY ALL")
    assert "Warning" not in printed and "failed: 0" in printed, printed


def close(name, found, expected):
    assert found.keys() == expected.keys(), (name, found.keys() ^ expected.keys())
    for key, value in expected.items():
        same = math.isclose(found[key], value, rel_tol=1e-6, abs_tol=1e-9)
        assert same, (name, key, found[key], value)


def partition(labels):
    groups = {}
    for name, label in labels.items():
        groups.setdefault(label, set()).add(name)
    return sorted(map(sorted, groups.values()))


def compare(undirected, directed):
    rank = pagerank_alg._pagerank_python
    close("ranks", columns("ranks"), rank(directed, tol=1e-13, max_iter=500, weight=None))
    weighted = rank(directed, tol=1e-13, max_iter=500, weight="weight")
    close("weighted ranks", columns("ranks", weighted=True), weighted)

    expected = sorted(map(sorted, nx.connected_components(undirected)))
    assert partition(columns("components")) == expected
    expected = sorted(map(sorted, nx.strongly_connected_components(directed)))
    assert partition(columns("strong_components")) == expected

    for source in sorted(undirected)[:3]:
        argument = {"id": source}
        expected = nx.single_source_shortest_path_length(directed, source)
        close("distances", columns("distances", source=argument), expected)
        for name, path in columns("distances", "path", source=argument).items():
            assert nx.is_path(directed, path) and path[-1] == name, path
            assert len(path) == expected[name] + 1
        expected = nx.single_source_dijkstra_path_length(undirected, source)
        close("weighted distances", columns("weighted_distances", source=argument), expected)

    expected = nx.betweenness_centrality(directed, normalized=False)
    close("betweenness", columns("betweenness"), expected)
    close("closeness", columns("closeness"), nx.closeness_centrality(undirected))
    close("cores", columns("cores"), nx.core_number(undirected))

    connected = {name for name, degree in undirected.degree if degree > 0}
    triangles = nx.triangles(undirected)
    close("triangles", columns("triangles"), {name: triangles[name] for name in connected})
    clustering = nx.clustering(undirected, connected)
    close("clustering", columns("triangles", "clustering"), clustering)
    expected = {name: count for name, count in triangles.items() if count > 0}
    close("triangles by pattern", columns("triangles_by_pattern"), expected)

    chosen = set(columns("independent"))
    for name in undirected:
        near = chosen & set(undirected[name])
        assert not near if name in chosen else near, (name, near)

    labelled = run("labels")[0]
    assert not labelled["changed"]
    labels = {row["v_id"]: row["attributes"]["value"] for row in labelled["all"]}
    colours = {row["v_id"]: row["attributes"]["colour"] for row in labelled["all"]}
    assert all(colours[a] != colours[b] for a, b in undirected.edges)
    for name in connected:
        votes = Counter(labels[near] for near in undirected[name])
        assert votes[labels[name]] == max(votes.values()), (name, labels[name], votes)
    assert all(
        nx.has_path(undirected, group[0], name) for group in partition(labels) for name in group
    )

    (pairs,) = run("similar")[0].values()
    found = {frozenset((pair["a"], pair["b"])): pair for pair in pairs}
    assert len(found) == len(pairs) > 0
    for a, b, jaccard in nx.jaccard_coefficient(undirected, map(tuple, found)):
        pair = found.pop(frozenset((a, b)))
        common = len(set(undirected[a]) & set(undirected[b]))
        assert common > 0
        cosine = common / math.sqrt(undirected.degree[a] * undirected.degree[b])
        assert math.isclose(pair["jaccard"], jaccard) and math.isclose(pair["cosine"], cosine), pair


def main():
    undirected = nx.relabel_nodes(graph(), str)
    chance = random.Random(11)
    directed = nx.DiGraph()
    directed.add_nodes_from(undirected)
    for a, b, weight in undirected.edges(data="weight"):
        for source, target in ((a, b), (b, a)):
            if chance.random() < 0.6:
                directed.add_edge(source, target, weight=weight)
    load(undirected, directed)
    compare(undirected, directed)
    print(f"{GRAPH}: {len(undirected)} vertices, {undirected.size()} edges agree")


main()
