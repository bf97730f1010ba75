"""What changes the catalog, up to dropping all of it: the last family."""
from harness import *


def run(c):
    graphs(c)
    if FOUR:
        globals_(c)
        jobs(c)
    changes(c)
    store(c)


def graphs(c):
    gives("createGraph", lambda: c.createGraph("Other", ["Person", "City"], ["lives_in"]), has(error=False, message=text("Other")))
    gives("it has the types", lambda: in_graph(c, "Other", lambda: (sorted(c.getVertexTypes(force=True)), c.getEdgeTypes())), (["City", "Person"], ["lives_in"]))
    refuses("createGraph, taken", lambda: c.createGraph("Other"))
    gives("createGraph, all types", lambda: c.createGraph("Third", ["*"]), has(error=False))
    gives("createGraph, none", lambda: c.createGraph("Fourth"), has(error=False))
    refuses("createGraph, unknown type", lambda: c.createGraph("Fifth", ["Nobody"]))
    gives("dropGraph", lambda: [c.dropGraph(g)["error"] for g in ("Other", "Third", "Fourth")], [False] * 3)
    refuses("dropGraph, unknown", lambda: c.dropGraph("Nowhere"))
    refuses("dropGraph, with queries", lambda: c.dropGraph("Trial")) if FOUR else None
    c.schema = None


def in_graph(c, graph, call):
    c.useGraph(graph)
    try:
        return call()
    finally:
        c.useGraph("Trial")
        c.schema = None


def globals_(c):
    one = {"Name": "Made2", "PrimaryId": {"AttributeName": "id", "AttributeType": {"Name": "STRING"}},
           "Attributes": [{"AttributeName": "n", "AttributeType": {"Name": "INT"}, "DefaultValue": "3"}], "Config": {"STATS": "OUTDEGREE_BY_EDGETYPE"}}
    gives("createGlobalVertices", lambda: c.createGlobalVertices("CREATE VERTEX Made1 (PRIMARY_ID id STRING)"), has(error=False, message=text("Made1")))
    gives("createGlobalVerticesJson", lambda: c.createGlobalVerticesJson(one), has(error=False, message=text("Made2")))
    gives("createGlobalVerticesJson, list", lambda: c.createGlobalVerticesJson([dict(one, Name="Made3"), dict(one, Name="Made4")]), has(error=False))
    gives("createGlobalVertices, list", lambda: c.createGlobalVertices(["CREATE VERTEX Made5 (PRIMARY_ID id INT)", "create vertex Made6 (primary_id id INT)"]), has(error=False))
    refuses("createGlobalVertices, taken", lambda: c.createGlobalVertices("CREATE VERTEX Made1 (PRIMARY_ID id STRING)"), "Made1")
    refuses("createGlobalVertices, no statement", lambda: c.createGlobalVertices("DROP VERTEX Made1"), "Must be a CREATE VERTEX statement")
    refuses("createGlobalVertices, none", lambda: c.createGlobalVertices([]), "cannot be empty")
    refuses("createGlobalVerticesJson, incomplete", lambda: c.createGlobalVerticesJson({"Name": "x"}), "missing required field")
    gives("addGlobalVerticesToGraph", lambda: c.addGlobalVerticesToGraph("Made1"), has(error=False, message=text("Made1")))
    gives("addGlobalVerticesToGraph, another", lambda: c.addGlobalVerticesToGraph(["Made1", "Made2"], target_graph="Empty"), has(error=False))
    refuses("addGlobalVerticesToGraph, unknown", lambda: c.addGlobalVerticesToGraph("Nobody"))
    gives("they are there", lambda: in_graph(c, "Empty", lambda: sorted(c.getVertexTypes(force=True))), ["Made1", "Made2"])
    refuses("dropVertices, unknown", lambda: c.dropVertices("Nobody"))
    gives("dropVertices, some unknown and ignored", lambda: c.dropVertices(["Made6", "Nobody"], ignoreErrors=True), has(error=True, message=text("Dropped: ['Made6']", "Failed: ['Nobody']")))
    # The connection's graph is sent along although the type is in none: it stays a global type.
    gives("dropVertices, global types by way of a graph", lambda: c.dropVertices(["Made3", "Made4"]), has(error=False, message=text("deleted successfully")))
    refuses("they still exist", lambda: c.createGlobalVertices("CREATE VERTEX Made3 (PRIMARY_ID id STRING)"), "Made3")
    gives("dropVertices, out of a graph", lambda: c.dropVertices("Made2", graph="Empty"), has(error=False))
    gives("it is out of it", lambda: in_graph(c, "Empty", lambda: c.getVertexTypes(force=True)), ["Made1"])
    c.schema = None
    with c.useGlobal():
        gives("dropVertices, global", lambda: c.dropVertices("Made5"), has(error=False))
    refuses("dropVertices, none", lambda: c.dropVertices([]), "cannot be empty")


def jobs(c):
    gives("createSchemaChangeJob", lambda: c.createSchemaChangeJob("grow", "ADD VERTEX Grown (PRIMARY_ID id STRING, n INT);"), has(error=False, message=text("grow")))
    gives("createSchemaChangeJob, list", lambda: c.createSchemaChangeJob("grow2", ["ADD VERTEX Grown2 (PRIMARY_ID id STRING)", "ADD UNDIRECTED EDGE near (FROM Grown2, TO Grown2);"]), has(error=False))
    gives("createSchemaChangeJob, JSON", lambda: c.createSchemaChangeJob("grow3", {"addVertexTypes": [
        {"Name": "Grown3", "PrimaryId": {"AttributeName": "id", "AttributeType": {"Name": "UINT"}}, "Attributes": [], "Config": {}}]}), has(error=False))
    refuses("createSchemaChangeJob, taken", lambda: c.createSchemaChangeJob("grow", "ADD VERTEX Other (PRIMARY_ID id STRING);"))
    gives("getSchemaChangeJobs", lambda: sorted(name for job in c.getSchemaChangeJobs()["results"] for name in job), ["grow", "grow2", "grow3"])
    gives("getSchemaChangeJobs, one", lambda: c.getSchemaChangeJobs("grow")["results"], has(grow=has(name="grow", graph="Trial", addVertexTypes=ANYTHING)))
    gives("getSchemaChangeJobs, text", lambda: str(c.getSchemaChangeJobs("grow", jsonFormat=False)["results"]), text("ADD VERTEX Grown"))
    refuses("getSchemaChangeJobs, unknown", lambda: c.getSchemaChangeJobs("nope"))
    gives("runSchemaChangeJob", lambda: [c.runSchemaChangeJob(job)["error"] for job in ("grow", "grow2")], [False, False])
    gives("runSchemaChangeJob, force", lambda: c.runSchemaChangeJob("grow3", force=True), has(error=False, message=text("run successfully")))
    refuses("runSchemaChangeJob, unknown", lambda: c.runSchemaChangeJob("nope"))
    gives("they ran", lambda: {"Grown", "Grown2", "Grown3"} <= set(c.getVertexTypes(force=True)), True)
    gives("dropSchemaChangeJobs", lambda: c.dropSchemaChangeJobs("grow"), has(error=False, message=text("grow")))
    gives("dropSchemaChangeJobs, list", lambda: c.dropSchemaChangeJobs(["grow2", "grow3"]), has(error=False))
    refuses("dropSchemaChangeJobs, unknown", lambda: c.dropSchemaChangeJobs("nope"))
    with c.useGlobal():
        gives("a global job", lambda: c.createSchemaChangeJob("wide", "ALTER VERTEX City ADD ATTRIBUTE (mayor STRING);"), has(error=False, message=text("wide")))
        gives("global jobs", lambda: [name for job in c.getSchemaChangeJobs()["results"] for name in job], ["wide"])
        gives("a global job runs", lambda: c.runSchemaChangeJob("wide"), has(error=False))
        gives("a global job goes", lambda: c.dropSchemaChangeJobs("wide"), has(error=False))
    gives("it did", lambda: (c.getSchema(force=True), dict(c.getVertexAttrs("City"))["mayor"])[1], "STRING")


def changes(c):
    before = c.getSchemaVer()
    gives("runSchemaChange", lambda: c.runSchemaChange("ADD VERTEX Late (PRIMARY_ID id STRING, n INT)"), has(error=False, message=text("Local schema change succeeded" if FOUR else "updated to new version")))
    gives("runSchemaChange, list", lambda: c.runSchemaChange(["ALTER VERTEX Late ADD ATTRIBUTE (m DOUBLE DEFAULT 1.5)", "ADD DIRECTED EDGE later (FROM Late, TO Late)"]), has(error=False))
    gives("the schema's version grows", lambda: c.getSchemaVer() > before, True)
    gives("it is there", lambda: (c.getSchema(force=True), c.getVertexAttrs("Late"), c.getEdgeType("later")["IsDirected"])[1:], ([("n", "INT"), ("m", "DOUBLE")], True))
    refuses("runSchemaChange, wrong", lambda: c.runSchemaChange("ALTER VERTEX Nobody ADD ATTRIBUTE (m INT)"))
    if FOUR:
        gives("runSchemaChange, JSON", lambda: c.runSchemaChange({"dropEdgeTypes": ["later"]}), has(error=False))
        gives("runSchemaChange, JSON and force", lambda: c.runSchemaChange({"alterVertexTypes": [{"name": "Late", "dropAttributes": ["m"]}]}, force=True), has(error=False))
        gives("runSchemaChange, global", lambda: (c.useGlobal(), c.runSchemaChange("ALTER VERTEX City ADD ATTRIBUTE (river STRING)"), c.useGraph("Trial"))[1], has(error=False, message=text("Global schema change succeeded")))
    else:
        refuses("runSchemaChange, JSON", lambda: c.runSchemaChange({"dropEdgeTypes": ["later"]}), "require TigerGraph >= 4.0")
    gives("what is dropped", lambda: c.runSchemaChange("DROP VERTEX Late" if FOUR else "DROP EDGE later; DROP VERTEX Late"), has(error=False))


def store(c):
    if not FOUR:
        for name in ["clearGraphStore", "dropAll", "recoverCatalog", "validateGraphSchema"]:
            refuses(name, lambda: getattr(c, name)(), "only supported on versions")
        for name in ["exportDatabase", "importDatabase"]:
            refuses(name, lambda: getattr(c, name)("/tmp/x"), "only supported on versions")
        for name, call in {"createGlobalVertices": lambda: c.createGlobalVertices("CREATE VERTEX X (PRIMARY_ID id STRING)"), "createGlobalVerticesJson": lambda: c.createGlobalVerticesJson({}),
                           "addGlobalVerticesToGraph": lambda: c.addGlobalVerticesToGraph("X"), "dropVertices": lambda: c.dropVertices("X")}.items():
            refuses(name, call, "only supported on versions")
        for name, call in {"createSchemaChangeJob": lambda: c.createSchemaChangeJob("x", "y"), "getSchemaChangeJobs": lambda: c.getSchemaChangeJobs(),
                           "runSchemaChangeJob": lambda: c.runSchemaChangeJob("x"), "dropSchemaChangeJobs": lambda: c.dropSchemaChangeJobs("x")}.items():
            refuses(name, call, "Not Found")
        return
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        gives("exportDatabase", lambda: c.exportDatabase(folder, schema=True, data=True), has(error=False, message=text("Successfully exported database")))
        gives("clearGraphStore", lambda: (c.clearGraphStore(), sum(c.getVertexCount("*", realtime=True).values()))[1], 0)
        gives("importDatabase", lambda: c.importDatabase(folder), has(error=False, message=text("Successfully imported database")))
    gives("recoverCatalog", lambda: c.recoverCatalog(), has(error=False, message=text("succe")))
    gives("dropGraph, cascade", lambda: c.dropGraph("Trial", cascade=True), has(error=False))
    gives("dropAll", lambda: c.dropAll(), has(error=False, message=text("Successfully dropped all")))
    gives("nothing is left", lambda: c.listGraphs(), [])
