# Prepended to every script: a connection as a user of the official client would make it.
import json
import os

from pyTigerGraph import TigerGraphConnection

conn = TigerGraphConnection(
    host="http://127.0.0.1",
    graphname=os.environ["TG_GRAPH"],
    restppPort=os.environ["TG_RESTPP_PORT"],
    gsPort=os.environ["TG_GSQL_PORT"],
    gsqlSecret=os.environ["TG_SECRET"],
)
token = conn.getToken(os.environ["TG_SECRET"])
