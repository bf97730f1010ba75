"""Data sources."""
import pathlib
import tempfile

from harness import *

S3 = {"type": "s3", "access.key": "AKIDNOTHING", "secret.key": "hidden-thing"}


def run(c):
    gives("createDataSource", lambda: c.createDataSource("src1", S3), has(error=False, message=text("src1") if FOUR else text("Successfully created")))
    gives("createDataSource, for a graph", lambda: c.createDataSource("src2", dict(S3, type="s3"), graphName="Trial"), has(error=False))
    refuses("createDataSource, taken", lambda: c.createDataSource("src1", S3))
    if FOUR:
        gives("getDataSource", lambda: c.getDataSource("src1"), has(name="src1", type="S3"))
        refuses("getDataSource, unknown", lambda: c.getDataSource("nope"), "Datasource nope not found")
        gives("getDataSources", lambda: [s["name"] for s in c.getDataSources()], any_order("src1", "src2"))
        gives("no secret is shown", lambda: "hidden-thing" in str(c.getDataSources()) + str(c.getDataSource("src1")), False)
        gives("updateDataSource", lambda: c.updateDataSource("src1", dict(S3, **{"access.key": "AKIDOTHER"})), has(error=False, message=text("src1")))
        gives("dropDataSource", lambda: c.dropDataSource("src1"), has(error=False, message=text("src1", "dropped")))
        refuses("dropDataSource, unknown", lambda: c.dropDataSource("nope"))
        gives("dropAllDataSources", lambda: c.dropAllDataSources(), has(error=False, message=text("dropped successfully")))
        gives("none is left", lambda: c.getDataSources(), [])
        refuses("previewSampleData, unknown source", lambda: c.previewSampleData("nope", "s3://x/y.csv"))
        refuses("previewSampleData, no graph", lambda: in_global(c, lambda: c.previewSampleData("nope", "x")), "requires a graph name")
    else:
        gives("getDataSource", lambda: c.getDataSource("src1"), has(error=False, message=text("src1")))
        gives("getDataSources", lambda: c.getDataSources(), has(error=False, message=text("src1", "src2")))
        gives("no secret is shown", lambda: "hidden-thing" in str(c.getDataSources()), False)
        gives("updateDataSource", lambda: c.updateDataSource("src1", S3), has(error=False))
        gives("dropDataSource", lambda: c.dropDataSource("src1"), has(error=False, message=text("src1", "dropped")))
        gives("dropAllDataSources", lambda: c.dropAllDataSources(), has(error=False))
        try:
            c.previewSampleData("src1", "x")
        except NotImplementedError:
            pass


def in_global(c, call):
    with c.useGlobal():
        return call()
