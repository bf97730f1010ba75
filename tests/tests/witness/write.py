# Writes what our client reads, and deletes what it wrote; prints what the server answered.
everything = {
    "whole": -5,
    "unsigned": 2**64 - 1,
    "single": 0.25,
    "double_value": -1.5e-7,
    "flag": False,
    "words": "caf\u00e9 \"quoted\" \u4e2d",
    "moment": "2038-01-20 00:00:01",
    "numbers": [3, 1, 2],
    "names": ["x", ""],
    "hints": ["wet"],
    "counts": {"k": 7},
    "measure": {"amount": 1.5, "unit": "t"},
    "state": "fresh",
}
answers = {
    "vertex": conn.upsertVertex("Everything", "python", everything),
    "places": conn.upsertVertices("Place", [(1, {"name": "Harbour"}), (2, {"name": ""})]),
    "spot": conn.upsertVertex("Spot", "Side St,9", {"label": "corner"}),
    "edge": conn.upsertEdge("Everything", "python", "KeptAt", "Place", "1", {"since": "1582-10-15 00:00:00", "weight": 0.5}),
    "parallel": conn.upsertEdges("Everything", "Moved", "Place", [
        ("python", "1", {"date": "2026-01-01 00:00:00", "km": 3}),
        ("python", "1", {"date": "2026-01-02 00:00:00", "km": 4}),
    ]),
    "undirected": conn.upsertEdge("Everything", "python", "Beside", "Everything", "first", {"gap": 2.0}),
    "added": conn.upsertVertex("Everything", "python", {"whole": (8, "+")}),
    "deleted_vertices": conn.delVerticesById("Everything", "second"),
    "deleted_edges": conn.delEdges("Everything", "first", "KeptAt"),
}
print(json.dumps({"answers": answers, "token": token[0] if isinstance(token, tuple) else token}))
