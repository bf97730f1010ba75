"""Loading jobs: data sent along, jobs made, looked at, run and dropped."""
import os
import pathlib
import tempfile

import pandas as pd

from harness import *

LINES = "dan,Dan,20,1.5,true,2020-01-01 00:00:00\neli,Eli,21,1.25,false,2020-01-02 00:00:00\n"


def loaded(lines):
    """The statistics of a run with this number of valid lines. They are flat before 3.9."""
    def valid(it):
        counts = it[0]["statistics"]
        counts = counts if VERSION < (3, 9) else counts["parsingStatistics"]["fileLevel"]
        return counts["validLine"] == lines
    return that(f"{lines} lines", valid)


def run(c):
    with_data(c)
    with_files(c)
    with_frames(c)
    gives("what was loaded goes", lambda: c.delVerticesById("Person", ["dan", "eli", "fin", "gil", "hob", "ivy", "jem", "kit"]), 8)
    by_text(c)
    if FOUR:
        jobs(c)
        runs(c)
    else:
        for name, call in {
            "getLoadingJobs": lambda: c.getLoadingJobs(), "createLoadingJob": lambda: c.createLoadingJob("x"),
            "updateLoadingJob": lambda: c.updateLoadingJob("x"), "getLoadingJobInfo": lambda: c.getLoadingJobInfo("load_people"),
            "getLoadingJobStatus": lambda: c.getLoadingJobStatus("x"), "getLoadingJobsStatus": lambda: c.getLoadingJobsStatus(["x"]),
            "abortLoadingJob": lambda: c.abortLoadingJob("x"), "abortLoadingJobs": lambda: c.abortLoadingJobs(["x"]),
            "resumeLoadingJob": lambda: c.resumeLoadingJob("x"),
        }.items():
            refuses(name, call, "Not Found")
    gives("dropLoadingJob", lambda: (c.gsql("USE GRAPH Trial CREATE LOADING JOB gone FOR GRAPH Trial { DEFINE FILENAME f; LOAD f TO VERTEX Bare VALUES ($0); }"),
                                     c.dropLoadingJob("gone"))[1], has(error=False))


def person(c, v_id):
    return c.getVerticesById("Person", v_id)[0]["attributes"]


def with_data(c):
    gives("runLoadingJobWithData", lambda: c.runLoadingJobWithData(LINES, "people", "load_people"), loaded(2))
    gives("it is there", lambda: person(c, "dan"), {"id": "dan", "name": "Dan", "age": 20, "height": 1.5, "member": True, "joined": "2020-01-01 00:00:00"})
    gives("without an end of line", lambda: c.runLoadingJobWithData("fin,Fin,1,1,true,2020-01-01", "people", "load_people"), loaded(1))
    gives("with a separator", lambda: c.runLoadingJobWithData("gil|Gil|2|1|true|2020-01-01\n", "people", "load_people", sep="|"), loaded(1))
    gives("with an end of line", lambda: c.runLoadingJobWithData("hob,Hob,3,1,true,2020-01-01\r\nivy,Ivy,4,1,true,2020-01-01\r\n", "people", "load_people", sep=",", eol="\r\n"), loaded(2))
    gives("they are there", lambda: [person(c, v)["age"] for v in ("gil", "hob", "ivy")], [2, 3, 4])
    gives("time and size", lambda: c.runLoadingJobWithData(LINES, "people", "load_people", timeout=16000, sizeLimit=1000000), loaded(2))
    gives("edges", lambda: (c.runLoadingJobWithData("dan,eli,0.5\n", "friends", "load_people"), c.getEdges("Person", "dan", "knows"))[1],
          [has(to_id="eli", attributes={"weight": 0.5, "close": False})])
    gives("bad lines are counted, not refused", lambda: c.runLoadingJobWithData("only,two\n", "people", "load_people"), that("no valid object", lambda it: it[0]["statistics"]))
    gives("nothing", lambda: c.runLoadingJobWithData("", "people", "load_people"), None)
    gives("no job", lambda: c.runLoadingJobWithData(LINES, "people", ""), None)
    refuses("an unknown job", lambda: c.runLoadingJobWithData(LINES, "people", "nope"))
    gives("an unknown file", lambda: c.runLoadingJobWithData(LINES, "nope", "load_people"), [])


def with_files(c):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "people.csv")
        file.write_text("jem,Jem,5,1,true,2020-01-01\n")
        gives("runLoadingJobWithFile", lambda: c.runLoadingJobWithFile(str(file), "people", "load_people"), loaded(1))
        gives("uploadFile", lambda: c.uploadFile(str(file), "people", "load_people"), loaded(1))
    gives("a file that is not there", lambda: c.runLoadingJobWithFile("/nowhere/at/all", "people", "load_people"), None)


def with_frames(c):
    frame = pd.DataFrame({"name": ["Kit"], "age": [6], "height": [1.0], "member": ["true"], "joined": ["2020-01-01 00:00:00"]}, index=["kit"])
    gives("runLoadingJobWithDataFrame", lambda: c.runLoadingJobWithDataFrame(frame, "people", "load_people", sep=","), loaded(1))
    gives("it is there", lambda: person(c, "kit")["age"], 6)
    gives("columns", lambda: c.runLoadingJobWithDataFrame(frame, "people", "load_people", sep="|", columns=["name", "age", "height", "member", "joined"]), loaded(1))


JOB = "CREATE LOADING JOB made FOR GRAPH Trial { DEFINE FILENAME f; LOAD f TO VERTEX Bare VALUES ($0) USING SEPARATOR=\",\"; }"


def by_text(c):
    gives("CREATE LOADING JOB", lambda: c.gsql("USE GRAPH Trial\n" + JOB), text("Successfully created loading jobs"))
    refuses("CREATE LOADING JOB, taken", lambda: c.gsql("USE GRAPH Trial\n" + JOB), "already exists")
    gives("SHOW LOADING JOB", lambda: c.gsql("USE GRAPH Trial SHOW LOADING JOB made"), text("CREATE LOADING JOB made"))
    with tempfile.TemporaryDirectory(dir=os.environ["TG_DATA_ROOT"]) as folder:
        file = pathlib.Path(folder, "bare.csv")
        file.write_text("one\ntwo\n")
        gives("RUN LOADING JOB", lambda: c.gsql(f'USE GRAPH Trial RUN LOADING JOB made USING f="{file}"'), text("LOAD SUCCESSFUL for loading jobid"))
    refuses("RUN LOADING JOB, unknown", lambda: c.gsql('USE GRAPH Trial RUN LOADING JOB nope USING f="/x"'))
    gives("it is there", lambda: c.delVertices("Bare"), 2)
    gives("DROP JOB", lambda: c.gsql("USE GRAPH Trial DROP JOB made"), text("Successfully dropped jobs"))


def jobs(c):
    gives("createLoadingJob", lambda: c.createLoadingJob(JOB), has(error=False, message=text("Successfully created loading job")))
    refuses("createLoadingJob, taken", lambda: c.createLoadingJob(JOB))
    refuses("createLoadingJob, nonsense", lambda: c.createLoadingJob("CREATE LOADING JOB oops FOR GRAPH Trial { nonsense }"))
    gives("getLoadingJobs", lambda: sorted(c.getLoadingJobs()), ["load_people", "made"])
    gives("updateLoadingJob", lambda: c.updateLoadingJob(JOB.replace("Bare", "City")), has(error=False))
    gives("getLoadingJobInfo", lambda: c.getLoadingJobInfo("made"), has(jobName="made", jobContent=text("City")))
    gives("getLoadingJobInfo, verbose", lambda: str(c.getLoadingJobInfo("made", verbose=True)), text("made"))
    refuses("getLoadingJobInfo, unknown", lambda: c.getLoadingJobInfo("nope"))
    gives("dropLoadingJob", lambda: c.dropLoadingJob("made"), has(error=False, message=text("made")))
    refuses("dropLoadingJob, unknown", lambda: c.dropLoadingJob("nope"))
    gives("getLoadingJobs, after", lambda: c.getLoadingJobs(), ["load_people"])


def runs(c):
    # The client sends the configuration as a form, in which the paths are lost.
    refuses("runLoadingJob", lambda: c.runLoadingJob("load_people", {"filename": "people", "name": "file", "path": "/nowhere"}))
    with tempfile.TemporaryDirectory(dir=os.environ["TG_DATA_ROOT"]) as folder:
        file = pathlib.Path(folder, "friends.csv")
        file.write_text("ann,bob,0.5\n")
        said = c.gsql(f'USE GRAPH Trial RUN LOADING JOB load_people USING friends="{file}"')
    job = said.split("loading jobid")[1].split()[0].strip(".,:\"'")
    gives("getLoadingJobStatus", lambda: c.getLoadingJobStatus(job), that("its status", lambda it: job in str(it)))
    gives("getLoadingJobsStatus", lambda: c.getLoadingJobsStatus([job]), that("its status", lambda it: job in str(it)))
    refuses("getLoadingJobStatus, unknown", lambda: c.getLoadingJobStatus("nope"))
    for name, call in {
        "abortLoadingJob": lambda: c.abortLoadingJob("nope"), "abortLoadingJob, pause": lambda: c.abortLoadingJob("nope", pauseJob=True),
        "abortLoadingJobs": lambda: c.abortLoadingJobs(["nope", "no"]), "resumeLoadingJob": lambda: c.resumeLoadingJob("nope"),
    }.items():
        refuses(f"{name}, unknown", call)
