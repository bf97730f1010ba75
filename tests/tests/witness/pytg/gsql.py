"""GSQL text, and what the client takes from it."""
import pathlib
import tempfile

from harness import *


def run(c):
    said(c)
    failing(c)
    functions(c)
    asked_later(c)
    words(c)
    dataset(c)


def said(c):
    gives("help", lambda: c.gsql("help").splitlines()[0], "GSQL Help: Summary of TigerGraph GSQL Shell commands.")
    gives("ls", lambda: c.gsql("ls").splitlines()[0], "---- Global vertices, edges, and all graphs")
    gives("ls in a graph", lambda: c.gsql("USE GRAPH Trial ls").splitlines()[:2], ["Using graph 'Trial'", "---- Graph Trial"])
    gives("ls, its end", lambda: c.gsql("USE GRAPH Trial\nls").splitlines()[-2:], ["JSON API version: v2", "Syntax version: v2"])
    lines = c.gsql("USE GRAPH Trial ls").splitlines()
    for section in ["Vertex Types:", "Edge Types:", "Graphs:", "Jobs:", "Queries:", "User defined tuples:"]:
        gives(f"ls, {section}", lambda: lines, that("a line of its own", lambda it: section in it))
    for start in ["  - VERTEX Person(PRIMARY_ID id STRING", "  - DIRECTED EDGE lives_in(FROM Person, TO City", "  - UNDIRECTED EDGE knows(",
                  "  - Graph Trial(", "  - CREATE LOADING JOB load_people FOR GRAPH Trial {", "  - hello() (installed v2)",
                  "  - Cell(", "  - scalars(int i, " if VERSION >= (4, 2) else "  - scalars(INT i, "]:
        gives(f"ls, {start}", lambda: [line for line in lines if line.startswith(start)], that("one line", lambda it: len(it) == 1))
    gives("USE GRAPH", lambda: c.gsql("USE GRAPH Trial"), text("Using graph 'Trial'"))
    gives("a graph that is not there", lambda: c.gsql("USE GRAPH Nowhere"), text("Graph 'Nowhere' does not exist."))
    gives("no working graph is kept", lambda: (c.gsql("USE GRAPH Trial"), c.gsql("ls").splitlines()[0])[1], "---- Global vertices, edges, and all graphs")
    gives("SHOW GRAPH", lambda: c.gsql("SHOW GRAPH *"), text("- Graph Trial(", "Person:v", "knows:e"))
    gives("SHOW VERTEX", lambda: c.gsql("USE GRAPH Trial SHOW VERTEX Person"), text("VERTEX Person("))
    gives("SHOW EDGE", lambda: c.gsql("USE GRAPH Trial SHOW EDGE *"), text("EDGE knows(", "EDGE visits("))
    gives("options and graph name", lambda: c.gsql("ls", graphname="Trial", options=[]), WORDS)
    gives("comments", lambda: c.gsql("# one\n// two\n/* three\nfour */\nUSE GLOBAL"), "Using global scope")
    gives("an error does not stop the rest", lambda: c.gsql("DROP JOB not_there\nUSE GRAPH Trial"), text("Using graph 'Trial'"))
    gives("small letters", lambda: c.gsql("use graph Trial show query hello"), text("CREATE QUERY hello"))
    gives("INTERPRET", lambda: c.gsql('USE GRAPH Trial INTERPRET QUERY () { PRINT "OK" AS said; }'), text('"said": "OK"'))
    gives("RUN QUERY", lambda: c.gsql("USE GRAPH Trial RUN QUERY hello()"), text('"greeting": "hello"'))
    gives("SELECT", lambda: c.gsql('USE GRAPH Trial SELECT * FROM City WHERE code == "ber"'), text("ber", "Berlin"))


def failing(c):
    refuses("CREATE VERTEX", lambda: c.gsql("CREATE VERTEX Person (PRIMARY_ID id STRING)"), "Failed to create vertex types")
    refuses("CREATE EDGE", lambda: c.gsql("CREATE DIRECTED EDGE nope (FROM Nobody, TO Person)"), "Failed to create edge types")
    refuses("CREATE GRAPH", lambda: c.gsql("CREATE GRAPH Trial ()"), "could not be created!")
    refuses("CREATE LOADING JOB", lambda: c.gsql("USE GRAPH Trial CREATE LOADING JOB bad { LOAD f TO VERTEX Nobody VALUES ($0); }"))
    refuses("RUN LOADING JOB", lambda: c.gsql("USE GRAPH Trial RUN LOADING JOB not_there"))
    refuses("CREATE DATA_SOURCE", lambda: c.gsql("CREATE DATA_SOURCE bad = nonsense"))
    gives("nonsense", lambda: c.gsql("this is no statement"), text("no viable alternative" if FOUR else 'Encountered "'))


def functions(c):
    if SYNC:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "ExprFunctions.hpp")
            file.write_text("inline int one() { return 1; }")
            # It asks for a method that the class does not have.
            defect("installUDF", lambda: c.installUDF(ExprFunctions=str(file)), AttributeError)
            defect("installUDF, ExprUtil", lambda: c.installUDF(ExprUtil=str(file)), AttributeError)
        gives("installUDF, nothing", lambda: c.installUDF(), 0)
    if FOUR:
        gives("getUDF", lambda: c.getUDF(), (has(ExprFunctions=ANYTHING), has(ExprUtil=ANYTHING)))
        gives("getUDF, one", lambda: c.getUDF(ExprUtil=False), has(ExprFunctions=ANYTHING))
        # The client updates a dictionary and returns what `update` does.
        gives("getUDF, json", lambda: c.getUDF(json_out=True), None)
    else:
        gives("getUDF", lambda: c.getUDF(), that("two texts", lambda it: len(it) == 2))
        refuses("getUDF, json", lambda: c.getUDF(json_out=True), "only supported")
    gives("getUDF, neither", lambda: c.getUDF(ExprFunctions=False, ExprUtil=False), "")


def asked_later(c):
    if not FOUR:
        refuses("getAsyncRequestStatus", lambda: c.getAsyncRequestStatus("x"), "only supported on versions")
        refuses("cancelAsyncRequest", lambda: c.cancelAsyncRequest("x"), "only supported on versions")
        return
    sent = c._req("POST", c.gsUrl + "/gsql/v1/statements?async=true", data=b"ls", resKey=None, headers={"Content-Type": "text/plain"})
    gives("getAsyncRequestStatus", lambda: c.getAsyncRequestStatus(sent["requestId"]), has(error=False, message=text("SUCCESS")))
    refuses("getAsyncRequestStatus, unknown", lambda: c.getAsyncRequestStatus("nope"))
    if SYNC:
        # It hands on headers to a function that takes none.
        defect("cancelAsyncRequest", lambda: c.cancelAsyncRequest(sent["requestId"]), TypeError)
    else:
        refuses("cancelAsyncRequest, too late", lambda: c.cancelAsyncRequest(sent["requestId"]), "finished")


def words(c):
    gives("getReservedKeywords", lambda: len(c.getReservedKeywords()), that("many", lambda it: it > 150))
    gives("isReservedKeyword", lambda: [c.isReservedKeyword(w) for w in ("select", "VERTEX", "person")], [True, True, False])
    only_in_4("getGSQLVersion", lambda: c.getGSQLVersion(), has(error=False, message=text("GSQL version: ")))
    only_in_4("getGSQLVersion, verbose", lambda: c.getGSQLVersion(verbose=True), has(message=text("GSQL version: ", "GSQL commit number: ")))


class Dataset:
    """What `ingestDataset` wants of a stock data set, without a download."""
    ingest_ready = True
    name = "Stock"

    def create_graph(self, conn):
        return conn.gsql("CREATE GRAPH Stock ()")

    def create_schema(self, conn):
        return conn.gsql("USE GRAPH Stock CREATE SCHEMA_CHANGE JOB j FOR GRAPH Stock { ADD VERTEX Item (PRIMARY_ID id STRING); } RUN SCHEMA_CHANGE JOB j DROP JOB j")

    def create_load_job(self, conn):
        return conn.gsql("USE GRAPH Stock CREATE LOADING JOB items FOR GRAPH Stock { DEFINE FILENAME f; LOAD f TO VERTEX Item VALUES ($0); }")

    def run_load_job(self, conn):
        yield conn.runLoadingJobWithData("a\nb\n", "f", "items")

    def clean_up(self):
        self.cleaned = True


def dataset(c):
    if not SYNC:
        return
    stock = Dataset()
    gives("ingestDataset", lambda: (c.ingestDataset(stock), c.graphname, c.getVertexCount("Item", realtime=True), stock.cleaned), (None, "Stock", 2, True))
    gives("ingestDataset again", lambda: c.ingestDataset(stock), None)
    c.useGraph("Trial")
    gives("its graph goes", lambda: c.gsql("USE GRAPH Stock DROP JOB ALL DROP GRAPH Stock CASCADE"), text("The graph Stock is dropped"))
