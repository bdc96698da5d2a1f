"""Fills other servers with what a sandbox holds, then stands before them all.

  bridge.py SANDBOX BIGQUERY STORAGE LOG

Prints a line for each table and object, and at last its address. Each request is noted in LOG with
its status; what is neither BigQuery's nor Cloud Storage's goes to the sandbox.
"""

import http.client
import http.server
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

SANDBOX, BIGQUERY, STORAGE = sys.argv[1:4]
LOG = open(sys.argv[4], "w", buffering=1)
SOURCE = "moz-fx-data-shared-prod"
PROJECT = f"/bigquery/v2/projects/{SOURCE}"


def call(method, url, body=None, kind="application/json"):
    headers = {"Content-Type": kind} if body is not None else {}
    request = urllib.request.Request(url, method=method, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def read(path):
    return json.loads(call("GET", SANDBOX + path)[1])


def post(url, body):
    return call("POST", url, json.dumps(body).encode())[0]


def value(field, cell):
    """A cell of tabledata.list as insertAll takes it."""
    if cell is None:
        return None
    if field.get("mode") == "REPEATED":
        return [value(dict(field, mode="NULLABLE"), one["v"]) for one in cell]
    if field["type"] in ("RECORD", "STRUCT"):
        return {f["name"]: value(f, c["v"]) for f, c in zip(field["fields"], cell["f"])}
    return float(cell) if field["type"] == "TIMESTAMP" else cell


def copy_tables():
    for dataset in read(f"{PROJECT}/datasets").get("datasets", []):
        name = dataset["datasetReference"]["datasetId"]
        reference = {"projectId": SOURCE, "datasetId": name}
        post(f"{BIGQUERY}{PROJECT}/datasets", {"datasetReference": reference, "location": "US"})
        for entry in read(f"{PROJECT}/datasets/{name}/tables").get("tables", []):
            copy_table(f"{PROJECT}/datasets/{name}/tables", entry["tableReference"]["tableId"])


def copy_table(tables, name):
    table = read(f"{tables}/{name}")
    kept = ("tableReference", "schema", "timePartitioning", "clustering")
    made = post(BIGQUERY + tables, {key: table[key] for key in kept if key in table})
    fields = table["schema"]["fields"]
    rows = read(f"{tables}/{name}/data?maxResults=1000").get("rows", [])
    insert = [
        {"json": {f["name"]: value(f, c["v"]) for f, c in zip(fields, row["f"])}} for row in rows
    ]
    filled = post(f"{BIGQUERY}{tables}/{name}/insertAll", {"rows": insert}) if insert else ""
    print("table", tables.split("/")[-2], name, made, len(rows), "rows", filled)


def copy_objects():
    for bucket in read(f"/storage/v1/b?project={SOURCE}").get("items", []):
        name = bucket["name"]
        post(f"{STORAGE}/storage/v1/b?project={SOURCE}", {"name": name})
        for item in read(f"/storage/v1/b/{name}/o").get("items", []):
            quoted = urllib.parse.quote(item["name"], safe="")
            content = call("GET", f"{SANDBOX}/download/storage/v1/b/{name}/o/{quoted}?alt=media")[1]
            upload = f"{STORAGE}/upload/storage/v1/b/{name}/o?uploadType=media&name={quoted}"
            print("object", item["name"], call("POST", upload, content, "application/gzip")[0])
            print("schemas", f"gs://{name}/{item['name']}")


class Front(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def server_of(self):
        path = self.path.lstrip("/")
        if path.startswith(("storage", "upload/storage", "download", "batch/storage")):
            return STORAGE
        if path.startswith(("bigquery", "upload/bigquery")):
            return BIGQUERY
        return SANDBOX

    def body(self):
        if "chunked" not in (self.headers.get("Transfer-Encoding") or ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().strip() or b"0", 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def forward(self):
        body = self.body()
        host = urllib.parse.urlsplit(self.server_of()).netloc
        own = ("transfer-encoding", "connection", "content-length", "accept-encoding", "host")
        headers = {k: v for k, v in self.headers.items() if k.lower() not in own}
        headers["Content-Length"] = str(len(body))
        connection = http.client.HTTPConnection(host, timeout=60)
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except OSError as lost:
            self.send_error(502, str(lost))
            return
        finally:
            connection.close()
        said = content[:300] if answer.status >= 400 else ""
        LOG.write(f"{answer.status} {self.command} {self.path} {said}\n")
        self.send_response(answer.status)
        for key, text in answer.getheaders():
            if key.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(key, text)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in (204, 304):
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = forward

    def log_message(self, *args):
        pass


copy_tables()
copy_objects()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Front)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
