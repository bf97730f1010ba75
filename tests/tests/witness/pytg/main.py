"""Runs every family in turn and prints what did not come out, and which names were called."""
import importlib
import json
import logging
import os
import sys
import time
import traceback
import warnings

import harness

FAMILIES = ["setup", "schema", "vertices", "edges", "paths", "queries", "loading", "gsql", "operations",
            "secrets_tokens", "sources", "catalog"]


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    chosen = sys.argv[1:] or FAMILIES
    printed = sys.stdout
    sys.stdout = sys.stderr  # The client prints now and then; the report must be alone.
    conn = harness.connect()
    for name in chosen:
        before, start = len(harness.FAILURES), time.time()
        try:
            importlib.import_module(name).run(conn)
        except Exception:
            harness.tell(f"{name} as a whole", "to the end", traceback.format_exc(limit=-4))
        for failure in harness.FAILURES[before:]:
            failure["case"] = f"{name}: {failure['case']}"
        if os.environ.get("TG_TIMES"):
            print(f"{name}: {time.time() - start:.2f} s", file=sys.stderr)
    harness.close(conn)
    print(json.dumps({"failures": harness.FAILURES, "passed": harness.PASSED, "called": sorted(harness.CALLED)}),
          file=printed)


main()
