"""What is fuzzed: of each reader, how its input is made, and what must hold of what it makes of any bytes.

A check raises where a promise is broken: AssertionError, or whatever the reader let through. What a reader is meant to
raise (UnreadableText, PackError …) the check takes for an answer, and looks whether it says what to do next.
"""

from __future__ import annotations

from benchmarks.fuzzing import engine, kept, readers, rulebooks

TARGETS = (*readers.TARGETS, *engine.TARGETS, *rulebooks.TARGETS, *kept.TARGETS)
BY_NAME = {target.name: target for target in TARGETS}
