"""The server script, run in one go through the text endpoint, as a file would be."""
import pathlib

from harness import *

SCRIPT = pathlib.Path(__file__).with_name("server.gsql").read_text()


def run(c):
    answer = gives("server.gsql", lambda: c.gsql(SCRIPT), WORDS) or ""
    for words in [
        "Successfully created vertex types: [Person]", "Successfully created vertex types: [Spot]",
        "Successfully created edge types: [paid]", "The graph Trial is created", "The graph Empty is created",
        "Using graph 'Trial'", "Successfully created schema change jobs: [add_local]",
        "Local schema change succeeded" if FOUR else "The job add_local completes in ", "Successfully dropped jobs",
        "Successfully created queries: [older]", "Query installation finished",
        "Successfully created loading jobs: [load_people]", "The secret: ",
    ]:
        gives(f"it says {words}", lambda: answer, text(words))
    for words in ["Encountered \"", "SEMANTIC ERROR", "Syntax Error", "Semantic Check Fails", "Failed to create",
                  "does not exist", "is not a valid", "already exists", "Invalid syntax", "__GSQL__", "Saved as draft"]:
        gives(f"it does not say {words}", lambda: [line for line in answer.splitlines() if words in line], [])
    gives("getToken", lambda: c.getToken(SECRET), ANYTHING)
