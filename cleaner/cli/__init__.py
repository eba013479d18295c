"""The command line: parse, call, print, exit. One file a command; `main` is the entry point."""

from __future__ import annotations


def main() -> None:
    """Runs `cleaner`. Exits 0, 1 (something is left to decide) or 2 (it could not do its work)."""
    from cleaner.cli.app import run

    run()
