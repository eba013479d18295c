"""Where the time goes inside the tool: samples of the stack, a millisecond of CPU apart, sorted by what each is for.

Sampled, not wrapped: a hook round each function makes the small ones look slow, and would break whenever the engine is
rebuilt. Each sample weighs as much CPU as passed since the one before, so that a long call into C, in which no signal
is handled, is counted whole.
"""

from __future__ import annotations

import signal
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

import cleaner
from cleaner.document import Document
from cleaner.model import Consent
from cleaner.plan import clean_document

#: Rooms and modules of the engine by what they are there for. What serves several (views, tandem, language …) is
#: counted with the one that called it, and as "plan, views, edits" where none of these did.
STAGES: dict[str, tuple[str, ...]] = {
    "decode and encode": ("document.from_bytes", "document.to_bytes"),
    "structure of lines": ("structure", "furniture", "footnotes", "verse"),
    "outline": ("outline", "folios"),
    "wraps": ("wrapping", "detectors.wraps"),
    "repeats": ("repeating", "detectors.repeats", "detectors.shadows"),
    "paragraphs": ("copying", "detectors.paragraphs"),
    "loose ends": ("linking", "detectors.loose_ends"),
    "furniture": ("detectors.furniture",),
    "patterns": ("detectors.rewrite",),
    "apply": ("repair",),
}
REST = "plan, views, edits"

#: Seconds of CPU between samples.
STEP = 0.001

_PACKAGE = str(Path(cleaner.__file__).parent)


def stage_of(frame: FrameType | None) -> str:
    """The stage that the innermost frame of a stack belongs to."""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_PACKAGE):
            module = ".".join(Path(file[len(_PACKAGE) + 1 :]).with_suffix("").parts)
            within = f"{module}.{frame.f_code.co_name}"
            for stage, places in STAGES.items():
                if any(within == place or f"{within}.".startswith(f"{place}.") for place in places):
                    return stage
        frame = frame.f_back
    return REST


def stages(documents: list[str]) -> dict[str, float]:
    """The seconds of CPU that each stage takes for `documents`, bytes to bytes. Empty where signals cannot tell."""
    if not hasattr(signal, "setitimer"):
        return {}
    spent: defaultdict[str, float] = defaultdict(float)
    last = time.process_time()

    def sample(_number: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        spent[stage_of(frame)] += now - last
        last = time.process_time()  # what the sample itself took is nobody's

    rules, consent = cleaner._built_in(), Consent()
    read = [document.encode("utf-8") for document in documents]
    before = signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, STEP, STEP)
    try:
        last = time.process_time()
        for data in read:
            document = Document.from_bytes(data)
            document.to_bytes(clean_document(document, rules, consent).text)
        sample(0, sys._getframe())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return {name: spent[name] for name in (*STAGES, REST) if spent[name]}
