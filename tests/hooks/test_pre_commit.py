"""The hooks of .pre-commit-hooks.yaml, tried with the real pre-commit program and real git."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.hooks.conftest import CLEAN, DIRTY, SHOWN, Repository

pytestmark = pytest.mark.skipif(
    find_spec("pre_commit") is None, reason="the dev group is not installed (make test installs it)"
)

PRE_COMMIT = (sys.executable, "-m", "pre_commit")
#: Safe and risky: a doubled comma, and a stammer.
BOTH = "会上签约的项目，，吸引技师技师落户。\n"
#: What pip and git say where they cannot reach anybody.
UNREACHABLE = re.compile(
    r"Could not find a version|No matching distribution|Temporary failure|Connection|Max retries|timed out|"
    r"Could not resolve|Network is unreachable"
)


def manifest() -> list[dict[str, Any]]:
    import yaml

    hooks: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return hooks


def test_the_manifest_is_one_that_pre_commit_takes() -> None:
    """By pre-commit's own schema, with the two hooks, each alone in its folder."""
    done = subprocess.run(
        [*PRE_COMMIT, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    hooks = {hook["id"]: hook for hook in manifest()}
    assert set(hooks) == {"cleaner-check", "cleaner-fix"}
    assert all(hook["require_serial"] and hook["language"] == "python" for hook in hooks.values())
    assert all("--force-exclude" in hook["entry"] for hook in hooks.values())


def configure(repository: Repository, hook: str, **changes: Any) -> None:
    """Installs `hook` as the manifest has it, but for `changes`, and run with the checkout instead of an environment of
    its own.
    """
    entry = {**next(one for one in manifest() if one["id"] == hook), "language": "system", **changes}
    repository.write(
        ".pre-commit-config.yaml", json.dumps({"repos": [{"repo": "local", "hooks": [entry]}]}, ensure_ascii=False)
    )
    repository.git("add", ".pre-commit-config.yaml")
    done = repository.run(*PRE_COMMIT, "install")
    assert done.returncode == 0, done.stdout
    went, said = repository.commit()
    assert went, said


def test_a_dirty_text_stops_the_commit_with_what_to_do(repository: Repository) -> None:
    """A clean one beside it is not told; mended and staged by the person, both go in."""
    configure(repository, "cleaner-check")
    repository.write("新闻 稿/第 1 版.txt", DIRTY)
    repository.write("净.md", CLEAN)
    repository.git("add", "-A")
    went, said = repository.commit()
    assert not went
    assert "新闻 稿/第 1 版.txt:1:8  doubled-punctuation" in said
    assert "净.md" not in said
    assert said.index("doubled-punctuation") < said.index("1 finding holds this commit back."), "what to do stands last"
    assert "cleaner fix '新闻 稿/第 1 版.txt' && git add -- '新闻 稿/第 1 版.txt'" in said
    assert repository.cleaner("fix", "新闻 稿/第 1 版.txt")[0] == 0
    assert not repository.commit()[0], "what was not staged does not count"
    repository.git("add", "-A")
    went, said = repository.commit()
    assert went, said


def test_only_what_is_staged_counts(repository: Repository) -> None:
    """pre-commit puts changes that were not staged aside, and gives them back."""
    configure(repository, "cleaner-check")
    page = repository.write("第 1 版.txt", CLEAN)
    repository.git("add", "-A")
    page.write_bytes(DIRTY.encode())
    went, said = repository.commit()
    assert went, said
    assert page.read_bytes() == DIRTY.encode()


def test_colours_and_progress_are_off(repository: Repository) -> None:
    """Also where pre-commit gives its hooks a terminal, and there are many files."""
    configure(repository, "cleaner-check")
    for number in range(14):
        repository.write(f"{number}.txt", DIRTY)
    repository.git("add", "-A")
    done = repository.run(*PRE_COMMIT, "run", "--color", "always")
    assert done.returncode == 1
    report = done.stdout.partition("- exit code: 1")[2]
    assert "14 findings hold" in report
    assert re.search(r"\x1b\[(?!2?m|0?m)", report) is None, report


def test_a_shown_finding_blocks_nothing_unless_asked(repository: Repository) -> None:
    """`args: [--fail-on, shown]` asks."""
    configure(repository, "cleaner-check")
    repository.write("约.txt", SHOWN)
    repository.git("add", "-A")
    went, said = repository.commit()
    assert went, said
    configure(repository, "cleaner-check", args=["--fail-on", "shown"])
    repository.write("约.txt", SHOWN + "\n")
    repository.git("add", "-A")
    went, said = repository.commit()
    assert not went
    assert "1 finding holds" in said


def test_excluded_and_ignored_files_are_passed_over_though_named(repository: Repository) -> None:
    """By `--exclude`, by .gitignore, or hidden; pre-commit names them all."""
    configure(repository, "cleaner-check", args=["--exclude", "样 张/"])
    repository.write(".gitignore", "/草稿/\n")
    for name in ("样 张/a.txt", "草稿/b.md", ".本地/c.txt"):
        repository.write(name, DIRTY)
    repository.git("add", "-f", "-A")
    repository.git("add", "-f", "草稿/b.md")
    went, said = repository.commit()
    assert went, said
    assert repository.git("ls-files", "草稿") == "草稿/b.md\n"


def test_a_text_that_was_mended_stops_the_commit_until_it_is_staged(repository: Repository) -> None:
    """Its journal is kept, out of git's sight, so that `cleaner undo` gives back the bytes."""
    configure(repository, "cleaner-fix")
    page = repository.write("新闻 稿/第 1 版.txt", DIRTY)
    repository.git("add", "-A")
    went, said = repository.commit()
    assert not went
    assert "files were modified by this hook" in said
    assert "1 file was mended and is not staged yet." in said
    assert "git add -- '新闻 稿/第 1 版.txt'" in said
    assert page.read_bytes() == CLEAN.encode()
    assert repository.git("status", "--short") == 'AM "新闻 稿/第 1 版.txt"\n', "no .cleaner/ to be added"
    assert repository.cleaner("undo")[0] == 0
    assert page.read_bytes() == DIRTY.encode()
    assert not repository.commit()[0]
    repository.git("add", "-A")
    went, said = repository.commit()
    assert went, said
    assert repository.git("show", "HEAD:新闻 稿/第 1 版.txt") == CLEAN


def test_what_fix_may_not_mend_stops_the_commit_too(repository: Repository) -> None:
    """A risky finding waits for a person; kept by a baseline, it goes in."""
    configure(repository, "cleaner-fix")
    repository.write("a.txt", BOTH)
    repository.git("add", "-A")
    went, said = repository.commit()
    assert not went
    assert "cleaner fix --risky a.txt && git add -- a.txt" in said
    repository.git("add", "-A")
    assert not repository.commit()[0]
    assert repository.cleaner("check", "a.txt", "--write-baseline")[0] == 0
    repository.git("add", "-A")
    went, said = repository.commit()
    assert went, said
    assert repository.git("show", "HEAD:a.txt") == "会上签约的项目，吸引技师技师落户。\n"


def test_decisions_that_moved_along_are_to_be_staged_too(repository: Repository) -> None:
    """Beside a finding that is kept another is mended: the file of decisions changes with the text, and so goes in."""
    configure(repository, "cleaner-fix")
    repository.write("a.txt", "渡口新近吸引技师技师落户。\n")
    assert repository.cleaner("check", "a.txt", "--write-baseline")[0] == 0
    repository.git("add", "-A")
    assert repository.commit()[0]
    repository.write("a.txt", "渡口，，吸引技师技师落户。\n")
    repository.git("add", "a.txt")
    went, said = repository.commit()
    assert not went
    (command,) = re.findall(r"^  (git add -- .*)$", said, re.M)
    assert command == "git add -- a.txt cleaner-decisions.jsonl"
    assert repository.git("diff", "--name-only").split() == ["a.txt", "cleaner-decisions.jsonl"]
    repository.git(*command.split()[1:])
    went, said = repository.commit()
    assert went, said
    assert repository.git("show", "HEAD:a.txt") == "渡口，吸引技师技师落户。\n"


def test_decisions_are_those_at_the_top(repository: Repository) -> None:
    """Not those of a project below that happens to be named first; the commands that are told say so."""
    configure(repository, "cleaner-check")
    repository.write("站/pyproject.toml", "")
    repository.write("站/a.txt", DIRTY)
    repository.git("add", "-A")
    went, said = repository.commit()
    assert not went
    (command,) = re.findall(r"^  (cleaner check --write-baseline .*)$", said, re.M)
    done = repository.run("sh", "-c", command)
    assert done.returncode == 0, done.stdout
    went, said = repository.commit()
    assert went, said
    assert repository.git("ls-files", "*.jsonl") == "cleaner-decisions.jsonl\n"


def test_two_at_once_in_one_folder_do_not_clash(repository: Repository) -> None:
    """Should two hooks mend at the same time, each has its own run to undo."""
    names = [f"{number}.txt" for number in range(4)]
    for name in names:
        repository.write(name, DIRTY)
    command = [sys.executable, "-m", "cleaner", "fix", "--hook", "--force-exclude"]
    running = [
        subprocess.Popen([*command, name], cwd=repository.path, env=repository.environment, stdout=subprocess.DEVNULL)
        for name in names
    ]
    assert [process.wait() for process in running] == [0] * 4
    assert len(list((repository.path / ".cleaner/runs").iterdir())) == 4
    for _ in names:
        assert repository.cleaner("undo")[0] == 0
    assert {(repository.path / name).read_bytes().decode() for name in names} == {DIRTY}


def test_the_manifest_works_as_it_is_installed(repository: Repository, tmp_path: Path) -> None:
    """From a repository with the checkout in it, into an environment that pre-commit makes: the whole way."""
    source = tmp_path / "scan-cleaner"
    source.mkdir()
    for name in ("cleaner", "rules"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copyfile(ROOT / name, source / name)
    tool = Repository(source, repository.environment)
    tool.git("init", "-q", ".")
    tool.git("add", "-A")
    assert tool.commit()[0]
    rev = tool.git("rev-parse", "HEAD").strip()
    # The checkout must not be what answers.
    repository.environment = {name: value for name, value in repository.environment.items() if name != "PYTHONPATH"}
    config = {"repos": [{"repo": str(source), "rev": rev, "hooks": [{"id": "cleaner-fix"}, {"id": "cleaner-check"}]}]}
    repository.write(".pre-commit-config.yaml", json.dumps(config))
    done = repository.run(*PRE_COMMIT, "install", "--install-hooks")
    if done.returncode and UNREACHABLE.search(done.stdout):
        pytest.skip("pre-commit cannot make an environment: pip reaches no package index from here")
    assert done.returncode == 0, done.stdout
    page = repository.write("新闻 稿/第 1 版.txt", DIRTY)
    repository.git("add", "-A")
    went, said = repository.commit()
    assert not went
    assert "1 file was mended and is not staged yet." in said
    assert page.read_bytes() == CLEAN.encode()
    repository.git("add", "-A")
    went, said = repository.commit()
    assert went, said
    page.write_bytes(BOTH.encode())
    repository.git("add", "-A")
    went, said = repository.commit()
    assert not went
    assert "cleaner fix --risky '新闻 稿/第 1 版.txt'" in said
