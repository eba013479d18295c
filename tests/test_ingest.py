"""Texts cleaned inside other people's pipelines: to the byte what `cleaner fix` makes of files of them."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.ingest.batches import ADDED, map_batch
from cleaner.packs import PackError
from cleaner.settings import SettingsError
from tests.conftest import ROOT, Run

SEEDS = [path.read_bytes().decode("utf-8") for path in sorted((ROOT / "seeds").glob("0*.*"))]
ODD = [
    "签约的项目，，涵盖装备制造。\r\n",  # CR LF
    "\ufeff签约的项目，，涵盖装备制造。",  # a byte order mark, and no final newline
    "Nothing Chinese here,, not a word.\n",
    "早市热闹，摊主们说今年的鱼比往年多。\n",
    "摊主们说，比往年多，比往年多，比往年多，比往年多，比往年多，比往年多",
    "",
]
TEXTS = SEEDS + ODD


@pytest.fixture
def fixed(run: Run, here: Path) -> list[str]:
    """`TEXTS` as `cleaner fix` leaves files of them."""
    for number, text in enumerate(TEXTS):
        (here / f"{number:02}.txt").write_bytes(text.encode("utf-8"))
    run("fix", *(f"{number:02}.txt" for number in range(len(TEXTS))), "--ignore", "jump-link")
    return [(here / f"{number:02}.txt").read_bytes().decode("utf-8") for number in range(len(TEXTS))]


def test_a_batch_is_cleaned_as_files_are(fixed: list[str]) -> None:
    """To the byte, with or without findings; and something was mended at all."""
    out = map_batch({"text": TEXTS, "id": list(range(len(TEXTS)))})
    assert out["text"] == fixed
    assert fixed != TEXTS
    assert map_batch({"text": TEXTS}, findings=False) == {"text": fixed}
    assert [counts["applied"] > 0 for counts in out["text_counts"]] == [
        a != b for a, b in zip(TEXTS, fixed, strict=True)
    ]


def test_what_was_found_stands_in_columns_of_its_own() -> None:
    """Named after the text's column, as many values as rows, and findings with their places."""
    out = map_batch({"body": [ODD[0], None, ODD[4]], "id": [1, 2, 3]}, text_column="body")
    assert list(out) == ["body", *(f"body_{name}" for name in ADDED)]
    assert out["body"] == ["签约的项目，涵盖装备制造。\r\n", None, ODD[4]]
    ((finding,), none, (loop,)) = out["body_findings"]
    assert (finding["rule"], finding["start"], finding["end"], finding["applied"]) == (
        "doubled-punctuation",
        5,
        7,
        True,
    )
    assert none == []
    assert (loop["applied"], loop["held"]) == (False, "needs-consent")
    assert out["body_rescan"] == [False, False, True]
    assert out["body_trouble"] == ["", "", ""]


def test_options_are_those_of_fix() -> None:
    """By the same names; what is wrong with them is said before any text is cleaned."""
    assert map_batch({"text": [ODD[4]]}, risky=True)["text"] == ["摊主们说，比往年多，"]
    assert map_batch({"text": [ODD[0]]}, ignore="doubled-characters")["text"] == [ODD[0]]
    assert map_batch({"text": [ODD[0]]}, select=["stuttered-word"])["text_findings"] == [[]]
    with pytest.raises(SettingsError, match="no-such-rule"):
        map_batch({"text": []}, select=["no-such-rule"])
    with pytest.raises(PackError):
        map_batch({"text": []}, packs="missing.toml")
    with pytest.raises(TypeError, match="holds int, no text"):
        map_batch({"text": [7]})
    with pytest.raises(KeyError):
        map_batch({"words": ["早"]})


def test_half_a_surrogate_pair_is_told_and_left() -> None:
    """Python's strings may hold what no UTF-8 can; the other rows are cleaned."""
    out = map_batch({"text": ["签约的项目，，涵盖\ud800装备。", ODD[0]]})
    assert out["text"] == ["签约的项目，，涵盖\ud800装备。", "签约的项目，涵盖装备制造。\r\n"]
    assert out["text_trouble"] == ["no UTF-8: surrogates not allowed", ""]


def test_it_travels() -> None:
    """Pickled by name, bare or with options, as spawned workers need it."""
    again = pickle.loads(pickle.dumps(partial(cleaner.map_batch, risky=True)))
    assert again({"text": [ODD[4]]})["text"] == ["摊主们说，比往年多，"]
    assert pickle.loads(pickle.dumps(cleaner.map_batch)) is map_batch


def test_neither_library_is_needed() -> None:
    """`cleaner.map_batch` imports neither datasets nor datatrove."""
    code = (
        "import sys, cleaner; cleaner.map_batch({'text': ['早']}); print({'datasets', 'datatrove'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "set()\n"


def example(name: str, library: str, folder: Path, *args: str) -> str:
    """What an example in docs/examples prints. Skips where its library is not installed."""
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed: pip install {library}")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HOME": str(folder / "hf"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "examples" / name), *args],
        capture_output=True, text=True, encoding="utf-8", env=env, cwd=folder, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, texts: list[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    rows = [{"id": f"d{number}", "text": text, "year": 1994} for number, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_the_example_with_datasets(here: Path) -> None:
    """The real library, two processes: what `map_batch` makes, row for row, and the other columns as they were."""
    clean = ["早市热闹，摊主们说今年的鱼比往年多。\n"] * 1200  # so many that types are guessed before a finding comes
    write(here / "in.jsonl", clean + TEXTS)
    said = example("with_datasets.py", "datasets", here, "in.jsonl", "out.jsonl")
    rows = lines(here / "out.jsonl")
    expected = map_batch({"text": clean + TEXTS}, ignore=["broken-wraps"])
    assert [row["text"] for row in rows] == expected["text"]
    assert [row["text_findings"] for row in rows] == expected["text_findings"]
    assert [row["text_counts"] for row in rows] == expected["text_counts"]
    assert {row["year"] for row in rows} == {1994}
    again = [f"d{number}" for number, so in enumerate(expected["text_rescan"]) if so]
    assert said.splitlines()[-1] == f"{len(rows)} documents; to scan again: {again}"


def test_the_example_with_datatrove(here: Path, fixed: list[str]) -> None:
    """The real library, two processes: each document as `fix` leaves it, findings in its metadata, and statistics."""
    texts = [text for text in TEXTS if text]  # its reader passes over empty ones
    write(here / "in" / "a.jsonl", texts)
    write(here / "in" / "b.jsonl", ODD[:2])
    said = example("with_datatrove.py", "datatrove", here, "in", "out")
    rows = lines(here / "out" / "00000.jsonl")
    assert [row["text"] for row in rows] == [text for text in fixed if text]
    assert [row["text"] for row in lines(here / "out" / "00001.jsonl")] == map_batch({"text": ODD[:2]})["text"]
    metadata = rows[len(SEEDS)]["metadata"]
    assert metadata["year"] == 1994
    assert [finding["rule"] for finding in metadata["scan_cleaner"]["findings"]] == ["doubled-punctuation"]
    assert f"total: {len(texts) + 2}" in said
    assert "applied_doubled-punctuation" in said
