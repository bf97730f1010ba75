"""tigergraphx against the emulator: it takes 4.x alone, one port, and reads types and texts closely."""
import json
import logging
import os
import sys

THREE = os.environ["TG_GENERATION"] == "3"
# The client reads variables of this name itself, and they contradict the password.
PORT, SECRET = int(os.environ["TG_GSQL_PORT"]), os.environ.pop("TG_SECRET")
failures, passed = [], 0
printed, sys.stdout = sys.stdout, sys.stderr

from tigergraphx import Graph
from tigergraphx.core.tigergraph_api import TigerGraphAPI

logging.disable(logging.CRITICAL)
CONFIG = {"host": "http://127.0.0.1", "restpp_port": PORT, "gsql_port": PORT, "username": "tigergraph", "password": "tigergraph"}


def gives(name, call, expected):
    """What the call gives is what is expected, or satisfies it."""
    global passed
    try:
        got = call()
        fine = bool(expected(got)) if callable(expected) else got == expected
    except Exception as error:
        got, fine = f"{type(error).__name__}: {error}", False
    if fine:
        passed += 1
    else:
        failures.append({"case": name, "expected": "see newer.py" if callable(expected) else repr(expected), "got": repr(got)[:1500]})


def raises(name, words, call):
    def caught():
        try:
            call()
        except Exception as error:
            return str(error)
        return "nothing was raised"

    gives(name, caught, lambda it: words in it)


SCHEMA = {
    "graph_name": "Social",
    "nodes": {
        "Person": {"primary_key": "name", "attributes": {"name": "STRING", "age": "UINT", "gender": "STRING"}},
        "Community": {"primary_key": "id", "attributes": {"id": "UINT", "description": "STRING"}},
    },
    "edges": {
        "relationship": {"is_directed_edge": False, "from_node_type": "Person", "to_node_type": "Person", "attributes": {"closeness": "DOUBLE"}},
        "belongs_to": {"is_directed_edge": True, "from_node_type": "Person", "to_node_type": "Community"},
        "transfer": {"is_directed_edge": True, "from_node_type": "Person", "to_node_type": "Person", "discriminator": "moment", "attributes": {"moment": "DATETIME", "amount": "DOUBLE"}},
    },
}


def api():
    it = TigerGraphAPI(CONFIG)
    gives("ping", it.ping, "pong")
    gives("get_version", it.get_version, lambda got: got.startswith("4.") or "4." in got)
    gives("gsql", lambda: it.gsql("ls"), lambda got: got.startswith("---- Global vertices, edges, and all graphs"))
    gives("create_token", lambda: it.create_token(SECRET), lambda got: len(got.split(".")) == 3)
    gives("drop_token", lambda: it.drop_token(it.create_token(SECRET)), lambda got: "Successfully dropped" in got)
    raises("a wrong secret", "", lambda: it.create_token("nope"))
    return it


def graphs(it):
    graph = Graph(SCHEMA, CONFIG)
    gives("get_schema", lambda: it.get_schema("Social")["GraphName"], "Social")
    raises("no such schema", "Graph 'Nowhere' does not exist.", lambda: it.get_schema("Nowhere"))
    gives("create_schema again", lambda: graph.create_schema(), False)
    gives("from_db", lambda: sorted(Graph.from_db("Social", CONFIG).get_schema()["nodes"]), ["Community", "Person"])
    gives("its discriminator", lambda: list(Graph.from_db("Social", CONFIG).get_schema()["edges"]["transfer"]["discriminator"]), ["moment"])
    nodes(graph, it)
    edges(graph)
    counts(graph)
    queries(graph, it)
    return graph


def nodes(graph, it):
    gives("add_node", lambda: graph.add_node("Ann", "Person", age=30, gender="F"), lambda got: True)
    gives("add_nodes_from", lambda: graph.add_nodes_from([("Bob", {"age": 40}), "Cy"], "Person"), 2)
    gives("add_node by number", lambda: graph.add_node(7, "Community", description="seven"), lambda got: True)
    gives("has_node", lambda: [graph.has_node("Ann", "Person"), graph.has_node("Zoe", "Person")], [True, False])
    gives("get_node_data", lambda: graph.get_node_data("Ann", "Person"), {"name": "Ann", "age": 30, "gender": "F"})
    gives("get_node_data, none", lambda: graph.get_node_data("Zoe", "Person"), None)
    gives("retrieve_a_node", lambda: it.retrieve_a_node("Social", "Community", "7")[0]["v_id"], "7")
    raises("retrieve_a_node, unknown type", "is not a valid vertex type", lambda: it.retrieve_a_node("Social", "Nobody", "7"))


def edges(graph):
    gives("add_edge", lambda: graph.add_edge("Ann", "Bob", "Person", "relationship", "Person", closeness=0.5), lambda got: True)
    gives("add_edges_from", lambda: graph.add_edges_from([("Ann", 7), ("Bob", 7)], "Person", "belongs_to", "Community"), 2)
    gives("parallel edges", lambda: graph.add_edges_from([("Ann", "Bob", {"moment": "2024-01-01 00:00:00", "amount": 1.0}), ("Ann", "Bob", {"moment": "2024-01-02 00:00:00", "amount": 2.0})],
                                                        "Person", "transfer", "Person"), lambda got: got in (1, 2))
    gives("has_edge", lambda: [graph.has_edge("Ann", "Bob", "Person", "relationship", "Person"), graph.has_edge("Bob", "Cy", "Person", "relationship", "Person")], [True, False])
    gives("get_edge_data", lambda: graph.get_edge_data("Ann", "Bob", "Person", "relationship", "Person"), {"closeness": 0.5})


def counts(graph):
    gives("number_of_nodes", lambda: [graph.number_of_nodes("Person"), graph.number_of_nodes()], [3, 4])
    gives("number_of_edges", lambda: graph.number_of_edges("belongs_to"), 2)
    gives("degree", lambda: graph.degree("Ann", "Person", "relationship"), 1)
    gives("get_nodes", lambda: sorted(graph.get_nodes("Person")["v_id"]), ["Ann", "Bob", "Cy"])
    gives("get_nodes, filtered", lambda: list(graph.get_nodes("Person", filter_expression="s.age > 30", limit=5)["v_id"]), ["Bob"])
    gives("get_neighbors", lambda: list(graph.get_neighbors("Ann", "Person", edge_types="relationship", target_node_types="Person")["name"]), ["Bob"])
    gives("remove_node", lambda: [graph.remove_node("Cy", "Person"), graph.has_node("Cy", "Person")], [True, False])


def queries(graph, it):
    gives("create_query", lambda: it.create_query("Social", "CREATE QUERY hi(STRING who) FOR GRAPH Social { PRINT who; }"), lambda got: "Successfully created queries: [hi]" in got)
    raises("create_query, draft", "Saved as draft query", lambda: it.create_query("Social", "CREATE QUERY no() FOR GRAPH Social { X = {Nobody.*}; PRINT X; }"))
    gives("install_query", lambda: it.install_query("Social", "hi"), lambda got: "Query installed successfully" in got)
    gives("run_installed_query_get", lambda: it.run_installed_query_get("Social", "hi", {"who": "you"}), [{"who": "you"}])
    gives("run_installed_query_post", lambda: it.run_installed_query_post("Social", "hi", {"who": "50%25"}), [{"who": "50%"}])
    gives("run_interpreted_query", lambda: it.run_interpreted_query("INTERPRET QUERY (INT n) FOR GRAPH Social { PRINT n; }", {"n": 5}), [{"n": 5}])
    raises("run_interpreted_query, syntax", "line ", lambda: it.run_interpreted_query("INTERPRET QUERY () FOR GRAPH Social {\n PRINT ; }"))
    gives("get_query_info", lambda: [q["name"] for q in it.get_query_info("Social")], lambda got: "hi" in got)
    gives("drop_query", lambda: it.drop_query("Social", "hi"), {"dropped": ["hi"], "failedToDrop": []})
    gives("a query of its own", lambda: graph.run_query("x", {}) is None, True)


def sources(it):
    gives("create_data_source", lambda: it.create_data_source("src", "s3", "AKIDX", "hidden"), "Data source src is created")
    gives("get_data_source", lambda: it.get_data_source("src"), lambda got: (got["name"], got["type"]) == ("src", "S3"))
    gives("get_all_data_sources", lambda: [s["name"] for s in it.get_all_data_sources()], ["src"])
    gives("update_data_source", lambda: it.update_data_source("src", "s3", "AKIDY", "hidden"), "Data source src is created")
    raises("no such source", "Datasource nope not found", lambda: it.get_data_source("nope"))
    gives("drop_data_source", lambda: it.drop_data_source("src"), "Data source src is dropped.")
    gives("drop_all_data_sources", lambda: it.drop_all_data_sources(), "All data sources is dropped successfully.")


if THREE:
    raises("3.x is refused", "404", lambda: TigerGraphAPI(CONFIG))
else:
    it = api()
    graph = graphs(it)
    sources(it)
    gives("clear", lambda: [graph.clear(), graph.number_of_nodes()], [True, 0])
    gives("drop_graph", lambda: [graph.drop_graph(), "Graph Social(" in it.gsql("ls")], [None, False])
print(json.dumps({"failures": failures, "passed": passed, "called": []}), file=printed)
