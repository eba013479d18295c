"""docs/workflows/cleaner.yml: what GitHub would read; its shell lines, run with a `gh` that writes its orders down."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.hooks.conftest import CLEAN, DIRTY, Repository

yaml = pytest.importorskip("yaml", reason="the dev group is not installed (make test installs it)")

WORKFLOW = ROOT / "docs/workflows/cleaner.yml"


def workflow() -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return read


def steps() -> list[dict[str, Any]]:
    (job,) = workflow()["jobs"].values()
    return list(job["steps"])


def step(name: str) -> dict[str, Any]:
    (found,) = [one for one in steps() if one.get("name") == name]
    return found


def test_it_is_what_github_reads() -> None:
    """Triggers, one job, each step either an action at a version or shell lines; and no right that it does not use."""
    read = workflow()
    assert set(read[True]) == {"pull_request", "push"}, "YAML takes the key `on` for true"
    assert read["permissions"] == {}
    (job,) = read["jobs"].values()
    assert job["permissions"] == {"contents": "read", "security-events": "write", "pull-requests": "write"}
    for one in job["steps"]:
        assert ("uses" in one) != ("run" in one)
        assert "@v" in one.get("uses", "@v")
        # What a pull request says of itself must come as a variable: in a shell line it would be run.
        assert "${{" not in one.get("run", "")
    assert step("Upload")["uses"].startswith("github/codeql-action/upload-sarif@")
    assert step("Upload")["with"]["sarif_file"].endswith("/cleaner.sarif")
    assert steps()[-1]["name"] == "Decide"


GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$GH_LOG"
for part; do case $part in body=@*) cp "${part#body=@}" "$GH_LOG.body";; --jq) echo "$OLD";; esac; done
"""


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="GitHub's steps are bash")
def test_its_lines_run(repository: Repository, tmp_path: Path) -> None:
    """SARIF and a comment are written where something is found, and the last step alone fails; clean texts pass."""
    if "sarif" not in repository.cleaner("check", "--help")[1]:
        pytest.skip("this version has no --format sarif, github, markdown")
    gh = tmp_path / "commands/gh"
    gh.write_text(GH, encoding="utf-8")
    gh.chmod(0o755)
    log = tmp_path / "gh.log"
    repository.environment |= {
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_REPOSITORY": "someone/texts",
        "NUMBER": "7",
        "GH_LOG": str(log),
        "OLD": "",
    }

    def play(name: str) -> tuple[int, str]:
        done = repository.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(name)["run"])
        return done.returncode, done.stdout

    repository.write("新闻 稿/第 1 版.txt", DIRTY)
    assert play("Look")[0] == 0
    (made,) = json.loads((tmp_path / "cleaner.sarif").read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"].rpartition("/")[2] for result in made["results"]] == ["doubled-punctuation"]
    comment = (tmp_path / "cleaner.md").read_text(encoding="utf-8")
    assert comment.startswith("<!-- cleaner -->\n")
    assert "doubled-punctuation" in comment
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == comment
    assert play("Comment")[0] == 0
    assert "--method POST repos/someone/texts/issues/7/comments" in log.read_text(encoding="utf-8")
    assert Path(f"{log}.body").read_text(encoding="utf-8") == comment
    repository.environment["OLD"] = "42"
    assert play("Comment")[0] == 0
    assert "--method PATCH repos/someone/texts/issues/comments/42" in log.read_text(encoding="utf-8")
    code, said = play("Decide")
    assert code == 1
    assert "::" in said
    assert "doubled-punctuation" in said

    repository.write("新闻 稿/第 1 版.txt", CLEAN)
    assert [play(name)[0] for name in ("Look", "Comment", "Decide")] == [0, 0, 0]
    (repository.path / "坏.txt").write_bytes(b"\xff\xfe\xfa")
    assert play("Look")[0] != 0
