"""Drives a sandbox with Google's Python clients: a line for each call, exit code 1 if one is not as wanted."""

import io
import sys

import requests
from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import GoogleAPICallError
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery, storage

ENDPOINT = sys.argv[1]
PROJECT = "p-python"
failed = []


def call(name, action, wanted="ok"):
    """What an action gives, or the HTTP status that it is refused with."""
    try:
        outcome, value = "ok", action()
    except GoogleAPICallError as e:
        outcome, value = str(e.code), None
    except Exception as e:  # a client that breaks on an answer
        outcome, value = f"{type(e).__name__}: {e}", None
    outcome = outcome.splitlines()[0][:100]
    good = outcome == wanted
    print(f"python {name}: {outcome}" + ("" if good else f" (wanted {wanted})"), flush=True)
    if not good:
        failed.append(name)
    return value


def check(value):
    if not value:
        raise AssertionError("not as expected")
    return value


options = ClientOptions(api_endpoint=ENDPOINT)
bq = bigquery.Client(PROJECT, AnonymousCredentials(), client_options=options)
gcs = storage.Client(PROJECT, AnonymousCredentials(), client_options=options)
SCHEMA = [
    bigquery.SchemaField("id", "STRING", mode="REQUIRED"),
    bigquery.SchemaField("n", "INT64"),
    bigquery.SchemaField("at", "TIMESTAMP"),
]
TABLE = f"{PROJECT}.d.t"


def rows(table=TABLE):
    return sorted(row["id"] for row in bq.list_rows(table))


def table():
    made = bigquery.Table(TABLE, schema=SCHEMA)
    made.time_partitioning = bigquery.TimePartitioning(field="at")
    return bq.create_table(made)


def load(disposition, text, **more):
    config = bigquery.LoadJobConfig(
        source_format="NEWLINE_DELIMITED_JSON", write_disposition=disposition, **more
    )
    return bq.load_table_from_file(io.BytesIO(text), TABLE, job_config=config).result()


call("create_dataset", lambda: bq.create_dataset("d"))
call("create_dataset again", lambda: bq.create_dataset("d"), "409")
call("list_projects", lambda: check([p.project_id for p in bq.list_projects()] != []))
call("list_datasets", lambda: check([d.dataset_id for d in bq.list_datasets()] == ["d"]))
call("get_dataset", lambda: check(bq.get_dataset("d").location == "US"))
call("get_dataset that is not there", lambda: bq.get_dataset("none"), "404")
call("create_table", table)
call("list_tables", lambda: check([t.table_id for t in bq.list_tables("d")] == ["t"]))
call("get_table", lambda: check(bq.get_table(TABLE).time_partitioning.field == "at"))
call("insert_rows_json", lambda: check(bq.insert_rows_json(TABLE, [{"id": "a", "n": 1}]) == []))
call("insert_rows_json, a bad row", lambda: check(bq.insert_rows_json(TABLE, [{"id": "b"}, {"n": "x"}])))
call("list_rows", lambda: check(rows() == ["a"]))
call(
    "load_table_from_json",
    lambda: bq.load_table_from_json(
        [{"id": "b", "n": 2, "at": "2020-04-14T00:00:00Z"}],
        TABLE,
        job_config=bigquery.LoadJobConfig(write_disposition="WRITE_APPEND"),
    ).result(),
)
call("load_table_from_file, resumable", lambda: load("WRITE_APPEND", b'{"id":"c"}\n' * 50_000))
call("load_table_from_file, bad", lambda: load("WRITE_APPEND", b'{"id":"x"}\n{"no":1}\n'), "400")
call("load with max_bad_records", lambda: load("WRITE_TRUNCATE", b'{"id":"y"}\n{"no":1}\n', max_bad_records=1))
call("rows after loads", lambda: check(rows() == ["y"]))
call("query", lambda: check([list(r) for r in bq.query_and_wait("SELECT 1 AS x")] == [[1]]))
call("query with parameters", lambda: check(
    list(bq.query("SELECT @a || @b AS s", job_config=bigquery.QueryJobConfig(query_parameters=[
        bigquery.ScalarQueryParameter("a", "STRING", "x"),
        bigquery.ScalarQueryParameter("b", "STRING", "y")])).result())[0]["s"] == "xy"))
call("query that fails", lambda: bq.query_and_wait("SELECT nope"), "400")
call("query that is not supported", lambda: bq.query("SELECT SOUNDEX('a')", retry=None), "501")
call("dry run", lambda: check(bq.query(
    f"SELECT id FROM `{TABLE}`", job_config=bigquery.QueryJobConfig(dry_run=True)).total_bytes_processed >= 0))
call("list_jobs", lambda: check(len(list(bq.list_jobs(max_results=3))) == 3))
call("copy_table", lambda: bq.copy_table(TABLE, f"{PROJECT}.d.u").result())
call("update_table", lambda: bq.update_table(
    bigquery.Table.from_api_repr({**bq.get_table(TABLE).to_api_repr(), "description": "x"}), ["description"]))
call("delete_table", lambda: bq.delete_table(f"{PROJECT}.d.u"))
bucket = gcs.bucket("b-python")
call("create_bucket", lambda: gcs.create_bucket(bucket))
call("list_buckets", lambda: check([b.name for b in gcs.list_buckets()] == ["b-python"]))
call("upload_from_string", lambda: bucket.blob("a/1").upload_from_string("hello"))


def chunks():
    blob = bucket.blob("a/big", chunk_size=256 * 1024)
    blob.upload_from_file(io.BytesIO(b"x" * 600_000))
    return blob


call("upload in chunks of unknown size", chunks)
call("download_as_bytes", lambda: check(bucket.blob("a/1").download_as_bytes() == b"hello"))
call("download a range", lambda: check(bucket.blob("a/1").download_as_bytes(start=1, end=2) == b"el"))
call("download that is not there", lambda: bucket.blob("none").download_as_bytes(), "404")
call("reload", lambda: bucket.blob("a/big").reload())
call("list_blobs", lambda: check([b.name for b in gcs.list_blobs(bucket, prefix="a/")] == ["a/1", "a/big"]))
call("list_blobs by offset", lambda: check([b.name for b in gcs.list_blobs(bucket, start_offset="a/b")] == ["a/big"]))
call("copy_blob", lambda: bucket.copy_blob(bucket.blob("a/1"), bucket, "a/2"))
call("precondition", lambda: bucket.blob("a/1").upload_from_string("x", if_generation_match=0), "412")


def batch():
    with gcs.batch():
        for name in ("a/1", "a/2", "a/big"):
            bucket.delete_blob(name)


call("delete in a batch", batch)
call("nothing is left", lambda: check(list(gcs.list_blobs(bucket)) == []))
call("delete bucket", lambda: bucket.delete())
call("delete_dataset", lambda: bq.delete_dataset("d", delete_contents=True))
call("a number that is none", lambda: check(
    requests.get(f"{ENDPOINT}/bigquery/v2/projects/{PROJECT}/datasets?maxResults=x").status_code == 400))
sys.exit(1 if failed else 0)
