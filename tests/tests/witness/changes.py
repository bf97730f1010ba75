# The official client changes the schema, and reads what became of it. Prints one JSON document.
four = conn._version_greater_than_4_0()
answers = {}


def told(name, call):
    try:
        answer = call()
        answers[name] = answer if isinstance(answer, str) else answer.get("message", answer)
    except Exception as error:
        answers[name] = "failed: " + str(error)


def types(graph):
    conn.graphname = graph
    schema = conn.getSchema(force=True)
    return {
        "keys": sorted(schema),
        "vertices": [v["Name"] for v in schema["VertexTypes"]],
        "edges": [e["Name"] for e in schema["EdgeTypes"]],
        "udts": schema["UDTs"],
    }


conn.graphname = ""
if four:
    told("global", lambda: conn.createGlobalVertices([
        "CREATE VERTEX Person (PRIMARY_ID id STRING, name STRING)",
        "CREATE VERTEX City (PRIMARY_ID id STRING)",
    ]))
    told("global_json", lambda: conn.createGlobalVerticesJson({
        "Name": "Phone",
        "PrimaryId": {"AttributeName": "number", "AttributeType": {"Name": "STRING"}},
        "Attributes": [{"AttributeName": "since", "AttributeType": {"Name": "DATETIME"}}],
        "Config": {"STATS": "OUTDEGREE_BY_EDGETYPE", "PRIMARY_ID_AS_ATTRIBUTE": "true"},
    }))
    told("again", lambda: conn.createGlobalVertices("CREATE VERTEX City (PRIMARY_ID id STRING)"))
else:
    told("global", lambda: conn.gsql(
        "CREATE VERTEX Person (PRIMARY_ID id STRING, name STRING)\n"
        "CREATE VERTEX City (PRIMARY_ID id STRING)\n"
        "CREATE VERTEX Phone (PRIMARY_ID number STRING, since DATETIME) "
        "WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\""))
# A graph of 3.x cannot be created with vertex types alone.
told("graph", lambda: conn.createGraph("people", ["Person", "City"]) if four else conn.gsql(
    "CREATE GRAPH people () CREATE GLOBAL SCHEMA_CHANGE JOB join { ADD VERTEX Person, City TO GRAPH people; }"
    " RUN GLOBAL SCHEMA_CHANGE JOB join DROP JOB join"))
told("graph_again", lambda: conn.createGraph("people", ["Person", "City"]))
conn.graphname = "people"
if four:
    told("joined", lambda: conn.addGlobalVerticesToGraph(["Phone"]))
    told("job", lambda: conn.createSchemaChangeJob("grow", [
        "ADD VERTEX Own (PRIMARY_ID id INT, note STRING DEFAULT \"none\")",
        "ADD DIRECTED EDGE owns (FROM Person, TO Own, since DATETIME) WITH REVERSE_EDGE=\"owned_by\"",
    ]))
    told("job_json", lambda: conn.createSchemaChangeJob("grow_json", {
        "alterVertexTypes": [{"name": "Own", "addAttributes": [
            {"AttributeName": "weight", "AttributeType": {"Name": "DOUBLE"}, "DefaultValue": "1.5"}]}]}))
    jobs = conn.getSchemaChangeJobs(jsonFormat=True)
    answers["jobs"] = sorted(name for job in jobs["results"] for name in job)
    told("run", lambda: conn.runSchemaChangeJob("grow"))
    told("run_json", lambda: conn.runSchemaChangeJob("grow_json", force=True))
    told("dropped", lambda: conn.dropSchemaChangeJobs(["grow", "grow_json"]))
    told("change", lambda: conn.runSchemaChange({"alterVertexTypes": [
        {"name": "Own", "dropAttributes": ["note"]}]}))
else:
    told("job", lambda: conn.gsql(
        "USE GRAPH people CREATE SCHEMA_CHANGE JOB grow FOR GRAPH people { "
        "ADD VERTEX Own (PRIMARY_ID id INT, weight DOUBLE DEFAULT 1.5); "
        "ADD DIRECTED EDGE owns (FROM Person, TO Own, since DATETIME) "
        "WITH REVERSE_EDGE=\"owned_by\"; } RUN SCHEMA_CHANGE JOB grow DROP JOB grow"))
told("text", lambda: conn.runSchemaChange("ADD UNDIRECTED EDGE beside (FROM Own, TO Own)"))
answers["types"] = types("people")
answers["vertex_types"] = sorted(conn.getVertexTypes(force=True))
answers["edge_types"] = sorted(conn.getEdgeTypes(force=True))
answers["attributes"] = sorted(conn.getVertexAttrs("Own"))
answers["reverse"] = conn.getReverseEdge("owns")

told("query", lambda: conn.createQuery("CREATE QUERY q() FOR GRAPH people { PRINT 1; }")
     if four else conn.gsql("USE GRAPH people CREATE QUERY q() FOR GRAPH people { PRINT 1; }"))
answers["shown"] = conn.showQuery("q")
if four:
    answers["queries"] = conn.listQueryNames()
    told("install", lambda: conn.installQueries("q"))
    told("loading", lambda: conn.createLoadingJob(
        "CREATE LOADING JOB load FOR GRAPH people { LOAD \"a.csv\" TO VERTEX City VALUES ($0); }"))
    answers["loading_jobs"] = conn.getLoadingJobs()
    told("source", lambda: conn.createDataSource("s3", {"type": "s3", "access.key": "AKID"}))
    answers["sources"] = conn.getDataSources()
told("kept", lambda: conn.dropGraph("people"))
told("gone", lambda: conn.dropGraph("people", cascade=True))
answers["graphs"] = [graph.get("graphName", graph.get("GraphName")) for graph in conn.listGraphs()]
if four:
    conn.graphname = ""
    told("vertices_gone", lambda: conn.dropVertices(["City", "Phone"]))
    told("all_gone", lambda: conn.dropAll())
print(json.dumps(answers))
