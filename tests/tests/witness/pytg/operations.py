"""Whether the server lives, what it is, and how it does."""
from harness import *


def run(c):
    gives("echo", lambda: c.echo(), "Hello GSQL")
    gives("echo, POST", lambda: c.echo(usePost=True), "Hello GSQL")
    gives("ping", lambda: c.ping(), has(error=False, message="pong"))
    gives("getVersion", lambda: c.getVersion(), that("components", lambda it: {"product", "gpe"} <= {one["name"] for one in it} and all(
        one["version"].startswith("release_") and one["hash"] and len(one["datetime"].split()) == 3 for one in it)))
    gives("getVersion, raw", lambda: c.getVersion(raw=True), text("TigerGraph version: ", "product"))
    gives("getVer", lambda: c.getVer(), that("three numbers", lambda it: len([int(part) for part in it.split(".")]) == 3))
    gives("getVer, component", lambda: c.getVer("gpe"), ANYTHING)
    gives("getVer, full", lambda: c.getVer(full=True), that("a release", lambda it: it.startswith("release_")))
    refuses("getVer, unknown", lambda: c.getVer("toaster"), "is not a valid component")
    gives("getLicenseInfo", lambda: c.getLicenseInfo(), has(daysRemaining=NUMBER, message=ANYTHING))
    gives("getServiceStatus", lambda: c.getServiceStatus({"ServiceDescriptors": [{"ServiceName": "GPE"}, {"ServiceName": "GSQL"}]}), has(
        ServiceStatusEvents=that("both online", lambda it: [e["ServiceStatus"] for e in it] == ["Online", "Online"])))
    gives("getServiceStatus, one", lambda: c.getServiceStatus({"ServiceDescriptors": [{"ServiceName": "GPE", "Partition": 1, "Replica": 1}]})[
        "ServiceStatusEvents"][0], has(ServiceDescriptor=has(ServiceName="GPE"), ServiceStatus="Online"))
    metrics(c)
    gives("getQueryPerformance", lambda: c.getQueryPerformance(), that("an object", lambda it: isinstance(it, dict) and all("QPS" in one for one in it.values())))
    gives("getQueryPerformance, seconds", lambda: c.getQueryPerformance(seconds=30), that("an object", lambda it: isinstance(it, dict)))
    # It calls its own helper with one argument too many.
    defect("getStatistics", lambda: c.getStatistics(), TypeError)
    gives("rebuildGraph", lambda: c.rebuildGraph(), has(message="RebuildNow finished, please check details in the folder: /tmp/rebuildnow"))
    gives("rebuildGraph, all", lambda: c.rebuildGraph(threadnum=3, vertextype="Person", segid="1", path="/tmp/elsewhere", force=True),
          has(error=False, message="RebuildNow finished, please check details in the folder: /tmp/elsewhere"))
    gives("a global connection", lambda: global_calls(), ("Hello GSQL", True))


def global_calls():
    other = connect(graph="")
    try:
        other.getToken(SECRET)
        return other.echo(), bool(other.getVer())
    finally:
        close(other)


def metrics(c):
    if not FOUR:
        gives("getSystemMetrics", lambda: c.getSystemMetrics(what="mem", latest=10), that("data points", lambda it: isinstance(it, list)))
        gives("getSystemMetrics, of one", lambda: c.getSystemMetrics(what="cpu", who="GPE", where="m1", from_ts=1, to_ts=2), that("data points", lambda it: isinstance(it, list)))
        return
    for what, key in {"cpu": "CPUMemoryMetrics", "mem": "CPUMemoryMetrics", "diskspace": "DiskMetrics", "network": "NetworkMetrics", "qps": "QPSMetrics"}.items():
        gives(f"getSystemMetrics, {what}", lambda: c.getSystemMetrics(what=what), that(key, lambda it: isinstance(it[key], list)))
    gives("getSystemMetrics, narrowed", lambda: c.getSystemMetrics(from_ts=1, to_ts=2, latest=3, what="qps", where="m1"), has(QPSMetrics=ANYTHING))
    refuses("getSystemMetrics, of 3.x", lambda: c.getSystemMetrics(what="servicestate"), "only supported on versions of TigerGraph < 4.1.0")
    defect("getSystemMetrics, nothing named", lambda: c.getSystemMetrics(), TypeError)
