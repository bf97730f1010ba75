# Prints what the official client reads of what our client wrote.
def attributes(rows):
    return {row["v_id"]: row["attributes"] for row in rows}


def edges(rows):
    keys = ("e_type", "directed", "from_type", "from_id", "to_type", "to_id", "attributes")
    return [{key: row[key] for key in keys} for row in rows]


schema = conn.getSchema()
print(json.dumps({
    "vertex_types": sorted(v["Name"] for v in schema["VertexTypes"]),
    "edge_types": sorted(e["Name"] for e in schema["EdgeTypes"]),
    "everything": attributes(conn.getVertices("Everything")),
    "place": attributes(conn.getVerticesById("Place", [0])),
    "spot": attributes(conn.getVerticesById("Spot", "Main St,5")),
    "shift": attributes(conn.getVerticesById("Shift", "1969-12-31 06:00:00")),
    "tag": attributes(conn.getVerticesById("Tag", 2**64 - 1)),
    "awkward": attributes(conn.getVerticesById("Everything", "a b/c?d#e%f+g&h,i")),
    "filtered": sorted(attributes(conn.getVertices("Place", where='name="Harbour"'))),
    "kept": edges(conn.getEdges("Everything", "first", "KeptAt")),
    "keeps": edges(conn.getEdges("Place", "0", "Keeps")),
    "moved": sorted(edges(conn.getEdges("Everything", "first", "Moved")), key=lambda e: e["attributes"]["date"]),
    "beside": edges(conn.getEdges("Everything", "second", "Beside")),
    "vertex_count": conn.getVertexCount("Everything"),
    "filtered_count": conn.getVertexCount("Place", where="number>=1"),
    "edge_count": conn.getEdgeCountFrom("Everything", "first", "Moved"),
}))
