"""Object stores: a corpus is read from one and written to one, as it would be on this machine."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.conftest import Fixed, data, jsonl, rows

pytest.importorskip("daft", reason="Daft is not installed; pip install 'scan-cleaner[corpus]'")

#: What Daft and Arrow find in the environment of whoever uses S3, here one on this machine.
KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, dict[str, str]]]:
    """A store with a bucket `news`, and the environment to reach it by."""
    server = pytest.importorskip("moto.server", reason="moto is not installed; pip install --group engines")
    import boto3

    store = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    env = KEYS | {"AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="news")
    yield client, dict(os.environ)
    store.stop()


def test_from_a_store_to_a_store(here: Path, corpus: Fixed, s3: tuple[Any, dict[str, str]]) -> None:
    """JSONL, packed JSONL and Parquet of a bucket become the same rows in a bucket as in a folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    client, env = s3
    table = io.BytesIO()
    pq.write_table(pa.table({"text": [row["text"] for row in rows(8)]}), table)
    bodies = {"a.jsonl": jsonl(rows(12)), "b.jsonl.gz": gzip.compress(jsonl(rows(9))), "c.parquet": table.getvalue()}
    (here / "in").mkdir()
    for name, body in bodies.items():
        client.put_object(Bucket="news", Key=f"in/{name}", Body=body)
        (here / "in" / name).write_bytes(body)
    client.put_object(Bucket="news", Key="in/_SUCCESS", Body=b"")
    args = ("--format", "jsonl", "--part-size", "0.002", "--sample", "3")
    ran = subprocess.run(
        [sys.executable, "-m", "cleaner", "corpus", "fix", "s3://news/in/", "-o", "s3://news/out", "-j", "1", *args],
        capture_output=True, encoding="utf-8", env=env,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.startswith("s3://news/out/summary.md\n")
    corpus("fix", "in", "-o", "out", *args)
    keys = [entry["Key"] for entry in client.list_objects_v2(Bucket="news", Prefix="out/data/")["Contents"]]
    there = b"".join(client.get_object(Bucket="news", Key=key)["Body"].read() for key in sorted(keys))
    assert [json.loads(line) for line in there.splitlines()] == data(here / "out")
    shown = client.list_objects_v2(Bucket="news", Prefix="out/report/pages/")["Contents"]
    assert len(shown) == 3


def test_an_address_with_nothing_behind_it(here: Path, s3: tuple[Any, dict[str, str]]) -> None:
    """An empty address is told, with what to look at, and the exit code is 2 each time."""
    for address in ("s3://news/nothing/", "s3://no-such-bucket/*.jsonl"):
        ran = subprocess.run(
            [sys.executable, "-m", "cleaner", "corpus", "check", address, "-o", "out"],
            capture_output=True, encoding="utf-8", env=s3[1],
        )  # fmt: skip
        assert ran.returncode == 2
        assert ran.stderr.startswith(f"{address}: ")
        assert "check the address" in ran.stderr
        assert len(ran.stderr.splitlines()) == 1
