"""The schema as the client reads it."""
from harness import *

EVERYTHING = {
    "i": "INT", "u": "UINT", "f": "FLOAT", "d": "DOUBLE", "b": "BOOL", "s": "STRING", "t": "DATETIME",
    "fb": "FIXED_BINARY", "li": "LIST<INT>", "ls": "LIST<STRING>", "ld": "LIST<DOUBLE>", "si": "SET<INT>",
    "ss": "SET<STRING>", "mis": "MAP<INT,STRING>", "msd": "MAP<STRING,DOUBLE>",
}
VERTICES = ["Person", "Everything", "City", "Spot", "Slot", "Counter", "Bare", "Local"]
EDGES = ["lives_in", "knows", "paid", "visits", "next", "anything", "likes"]


def run(c):
    whole(c)
    vertex_types(c)
    edge_types(c)
    tuples(c)
    graphs(c)
    endpoints(c)


def whole(c):
    gives("getSchema", lambda: sorted(c.getSchema()), ["EdgeTypes", "GraphName", "UDTs", "VertexTypes"])
    gives("getSchema, force", lambda: c.getSchema(force=True)["GraphName"], "Trial")
    gives("getSchema, no tuples", lambda: (setattr(c, "schema", None), sorted(c.getSchema(udts=False)))[1],
          ["EdgeTypes", "GraphName", "VertexTypes"])
    gives("getSchemaVer", lambda: c.getSchemaVer(), that("a version", lambda it: isinstance(it, int) and it >= 1))
    with_graph(c, "Nowhere", lambda: refuses("getSchema of no graph", lambda: c.getSchema(force=True), "Graph 'Nowhere' does not exist."))
    with_graph(c, "Empty", lambda: gives("getSchema of an empty graph", lambda: c.getVertexTypes(force=True), []))
    c.getSchema(force=True)
    only_in_4("validateGraphSchema", lambda: c.validateGraphSchema(), has(error=False, message=text("succe")))


def with_graph(c, graph, call):
    c.useGraph(graph)
    try:
        call()
    finally:
        c.useGraph("Trial")


def vertex_types(c):
    gives("getVertexTypes", lambda: sorted(c.getVertexTypes()), sorted(VERTICES))
    gives("getVertexTypes, force", lambda: len(c.getVertexTypes(force=True)), len(VERTICES))
    gives("getVertexType", lambda: c.getVertexType("Person"), has(
        Name="Person", PrimaryId=has(AttributeName="id", AttributeType=has(Name="STRING"), PrimaryIdAsAttribute=True),
        Config=has(STATS="OUTDEGREE_BY_EDGETYPE")))
    gives("getVertexType, unknown", lambda: c.getVertexType("Nobody"), {})
    gives("a default", lambda: [a.get("DefaultValue") for a in c.getVertexType("Person")["Attributes"] if a["AttributeName"] == "age"], ["18"])
    gives("a local type", lambda: c.getVertexType("Local").get("IsLocal"), True)
    gives("a global type", lambda: c.getVertexType("Person").get("IsLocal", False), False)
    gives("getVertexAttrs", lambda: c.getVertexAttrs("Person"), any_order(
        ("name", "STRING"), ("age", "INT"), ("height", "FLOAT"), ("member", "BOOL"), ("joined", "DATETIME")))
    gives("getVertexAttrs of every kind", lambda: {k: v for k, v in dict(c.getVertexAttrs("Everything")).items() if k not in ("r", "lr")}, EVERYTHING)
    gives("getVertexAttrs with a primary key", lambda: c.getVertexAttrs("City"), [("code", "STRING"), ("name", "STRING"), ("people", "UINT")])
    gives("a composite key", lambda: [a["AttributeName"] for a in c.getVertexType("Spot")["Attributes"] if a.get("IsPartOfCompositeKey")], ["x", "y"])
    gives("getVertexAttrs, none", lambda: c.getVertexAttrs("Bare"), [])
    if SYNC:
        defect("getVertexAttrs, unknown", lambda: c.getVertexAttrs("Nobody"), KeyError)
    vectors(c)


def vectors(c):
    if VERSION < (4, 2):
        return
    # The synchronous client reads a key that types without vectors need not have.
    gives("getVertexVectors, none", lambda: c.getVertexVectors("City") if "EmbeddingAttributes" in c.getVertexType("City") else [], [])
    gives("getVectorStatus", lambda: c.getVectorStatus("Person"), True)
    gives("getVectorIndexStatus", lambda: c.getVectorIndexStatus(), has(NeedRebuildServers=[]))
    gives("getVectorIndexStatus, type", lambda: c.getVectorIndexStatus(vertexType="Person"), has(NeedRebuildServers=[]))
    gives("a vector", lambda: c.runSchemaChange(
        'ALTER VERTEX Local ADD VECTOR ATTRIBUTE emb(DIMENSION=3, METRIC="COSINE", INDEXTYPE="HNSW", DATATYPE="FLOAT");'),
        has(error=False, message=text("Local schema change succeeded")))
    c.getSchema(force=True)
    gives("getVertexVectors", lambda: c.getVertexVectors("Local"), [("emb", has(Name="emb", Dimension=3, IndexType="HNSW", DataType="FLOAT", Metric="COSINE"))])
    gives("getVectorStatus, one", lambda: c.getVectorStatus("Local", "emb"), True)
    gives("getVectorIndexStatus, one", lambda: c.getVectorIndexStatus("Trial", "Local", "emb"), has(NeedRebuildServers=[]))
    gives("a vector's value", lambda: c.upsertVertex("Local", "v", {"emb": [0.1, 0.2, 0.3]}), 1)
    gives("it is not among the attributes", lambda: c.getVerticesById("Local", "v")[0]["attributes"], {"score": 0})
    refuses("a vector of the wrong length", lambda: c.upsertVertex("Local", "v", {"emb": [0.1]}), code="REST-30200")
    gives("it goes", lambda: c.delVerticesById("Local", "v"), 1)


def edge_types(c):
    gives("getEdgeTypes", lambda: sorted(c.getEdgeTypes()), sorted(EDGES))
    gives("getEdgeTypes, force", lambda: len(c.getEdgeTypes(force=True)), len(EDGES))
    gives("getEdgeType", lambda: c.getEdgeType("lives_in"), has(
        Name="lives_in", IsDirected=True, FromVertexTypeName="Person", ToVertexTypeName="City", Config=has(REVERSE_EDGE="home_of")))
    gives("one pair", lambda: "EdgePairs" in c.getEdgeType("knows"), False)
    gives("several pairs", lambda: c.getEdgeType("visits"), has(FromVertexTypeName="*", ToVertexTypeName="*", EdgePairs=any_order(
        {"From": "Person", "To": "City"}, {"From": "Person", "To": "Spot"}, {"From": "City", "To": "Spot"})))
    gives("all pairs", lambda: len(c.getEdgeType("anything")["EdgePairs"]), 49)
    gives("getEdgeType, unknown", lambda: c.getEdgeType("nope"), {})
    gives("getEdgeAttrs", lambda: c.getEdgeAttrs("knows"), [("weight", "FLOAT"), ("close", "BOOL")])
    gives("getEdgeAttrs, none", lambda: c.getEdgeAttrs("anything"), [])
    for e_type, source, target in [("lives_in", "Person", "City"), ("visits", {"Person", "City"}, {"City", "Spot"}),
                                   ("next", "Counter", "Counter"), ("knows", "Person", "Person")]:
        gives(f"getEdgeSourceVertexType {e_type}", lambda: c.getEdgeSourceVertexType(e_type), source)
        gives(f"getEdgeTargetVertexType {e_type}", lambda: c.getEdgeTargetVertexType(e_type), target)
    gives("isDirected", lambda: [c.isDirected(e) for e in ("lives_in", "knows", "paid")], [True, False, True])
    gives("getReverseEdge", lambda: [c.getReverseEdge(e) for e in ("lives_in", "knows", "paid")], ["home_of", "", ""])
    gives("isMultiEdge", lambda: [c.isMultiEdge(e) for e in ("paid", "knows")], [True, False])
    gives("getDiscriminators", lambda: c.getDiscriminators("paid"), [("at", "DATETIME"), ("seq", "INT")])
    gives("getDiscriminators, none", lambda: c.getDiscriminators("knows"), [])


def tuples(c):
    gives("getUDTs", lambda: c.getUDTs(), ["Reading", "Cell"])
    gives("getUDT", lambda: c.getUDT("Cell"), [has(fieldName="x", fieldType="INT"), has(fieldName="y", fieldType="INT")])
    gives("getUDT, sized", lambda: c.getUDT("Reading")[0], has(fieldName="label", fieldType="STRING", length=16))
    gives("getUDT, unknown", lambda: c.getUDT("Nope"), [])


def graphs(c):
    name = "graphName" if FOUR else "GraphName"
    gives("listGraphs", lambda: sorted(g[name] for g in c.listGraphs()), ["Empty", "Trial"])
    gives("listGraphs, types", lambda: [sorted(g["vertices" if FOUR else "VertexTypes"]) for g in c.listGraphs() if g[name] == "Trial"],
          [sorted(VERTICES)])
    gives("check_exist_graphs", lambda: [c.check_exist_graphs(g) for g in ("Trial", "Nowhere")], [True, False])

    def in_global():
        with c.useGlobal():
            inside = c.graphname
        return inside, c.graphname

    gives("useGlobal", in_global, ("", "Trial"))
    gives("useGraph", lambda: (c.useGraph("Empty"), c.graphname, c.useGraph("Trial"), c.graphname)[1::2], ("Empty", "Trial"))


def endpoints(c):
    gives("getEndpoints", lambda: c.getEndpoints(), that("builtin and dynamic ones", lambda it: {
        "GET /endpoints/{graph_name}", "GET /query/Trial/hello"} <= set(it)))
    gives("getEndpoints, builtin", lambda: c.getEndpoints(builtin=True), that("builtin ones only", lambda it: "GET /endpoints/{graph_name}" in it and "GET /query/Trial/hello" not in it))
    gives("getEndpoints, dynamic", lambda: c.getEndpoints(dynamic=True), that("queries only", lambda it: it and all("/query/Trial/" in key for key in it)))
    gives("getEndpoints, static", lambda: c.getEndpoints(static=True), that("an object", lambda it: isinstance(it, dict) and "GET /query/Trial/hello" not in it))
    gives("getEndpoints, a query's parameters", lambda: c.getEndpoints(dynamic=True)["GET /query/Trial/scalars"], has(
        enabled=True, parameters=has(i=has(type="INT64"), s=has(type="STRING"))))
