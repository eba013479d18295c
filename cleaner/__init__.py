"""Finds and mends what scanners, OCR engines, vision models and PDFs do to Chinese text.

>>> import cleaner
>>> cleaner.clean("会上签约的项目，，涵盖装备制造与现代农业。")
'会上签约的项目，涵盖装备制造与现代农业。'

`check` finds and explains; `clean` mends what is safe to mend; `map_batch` cleans a batch of rows. None of them reads
or writes a file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleaner._version import __version__

if TYPE_CHECKING:
    from cleaner.ingest.batches import map_batch
    from cleaner.model import Edit, Evidence, Finding, Fix, Held, Related, Safety, Span
    from cleaner.packs import Rule
    from cleaner.plan import Result

__all__ = [
    "Edit",
    "Evidence",
    "Finding",
    "Fix",
    "Held",
    "Related",
    "Result",
    "Safety",
    "Span",
    "__version__",
    "check",
    "clean",
    "map_batch",
]


#: Where the public names live. They are fetched when first asked for, so that `cleaner --help` need not wait for them.
_HOMES = dict.fromkeys(__all__, "cleaner.model") | {"Result": "cleaner.plan", "map_batch": "cleaner.ingest.batches"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _built_in(script: str | None = None) -> tuple[Rule, ...]:
    from cleaner.packs import chosen, load_rules, with_script

    rules = load_rules(examples=False)
    return tuple(with_script(chosen(rules), rules, script))


def check(text: str, *, risky: bool = False, lang: str = "en", script: str | None = None) -> Result:
    """What is wrong with `text`, and what it would read once mended.

    `Result.findings` are all findings, in coordinates (code points) of `text`; `Result.text` is the text after the
    SAFE fixes, and with `risky=True` after the RISKY ones too; `Result.undo` takes it back. `lang` ("en" or "zh") is
    the language of the messages. `script` converts too, by one of OpenCC's configurations ("s2t", "t2s" …);
    ValueError names them where it is none. A text whose letters are under a fifth Han comes back as it is, with
    no findings.
    """
    from cleaner.document import Document
    from cleaner.plan import clean_document
    from cleaner.settings import Settings

    if script is not None:
        from cleaner.language.scripts import configurations

        if script not in configurations():
            raise ValueError(f"script {script!r}; one of: {', '.join(configurations())}")
    consent = Settings(risky=risky, lang=lang, script=script).consent
    return clean_document(Document(text), _built_in(script), consent)


def clean(text: str, *, risky: bool = False, script: str | None = None) -> str:
    """`text` with the SAFE fixes applied (`risky=True`: the RISKY ones too). Cleaning twice changes nothing more.

    `script` converts too, as in `check`.
    """
    return check(text, risky=risky, script=script).text
