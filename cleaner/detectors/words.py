"""Words for words: lists that a user brings, and characters that OCR takes for one another in certain surroundings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.detectors.script import prose
from cleaner.language.plausible import odds
from cleaner.model import Edit, Hit, Span
from cleaner.views import View
from cleaner.wordlists import word_list

#: `words` says what becomes what. `left` and `right` are what must stand right before and behind, one of each, where
#: they are given. A confusion without them is judged by its `odds`: the natural logarithm of how much likelier the
#: other reading is, by pairs of characters, words, and what else stands in the text.
KINDS: Mapping[str, Mapping[str, Any]] = {
    "word-list": {"words": {}, "left": [], "right": [], "confidence": 0.9},
    "confusion": {"words": {}, "left": [], "right": [], "odds": 4.0, "confidence": 0.8},
}

#: Code points of a word that is looked for. At each place all lengths are tried, so that they must be few.
MOST_WORD = 200

#: The least odds that a person may ask for.
LEAST_ODDS = 1.0


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for each word of the list in its surroundings, outside code and addresses."""
    words: Mapping[str, str] = params["words"]
    text, known = view.text, word_list(tuple(words))
    left, right = tuple(params["left"]), tuple(params["right"])
    judged = kind == "confusion" and not (left or right)
    done = 0
    for span in known.find(text):
        seen = text[span.start : span.end]
        read = words[seen]
        if span.start < done:
            continue
        if _stands(text, span, seen, read):
            done = span.end
            continue
        if (left and not text.endswith(left, 0, span.start)) or (right and not text.startswith(right, span.end)):
            continue
        if not prose(view, span):
            continue
        evidence: dict[str, str | int | float | bool] = {}
        if judged:
            likelier = _odds(text, span, seen, read)
            if likelier < params["odds"]:
                continue
            evidence = {"odds": round(likelier, 1)}
        done = span.end
        yield Hit(
            span,
            (Edit(span, read),),
            confidence=float(params["confidence"]),
            values={"seen": seen, "read": read},
            evidence=evidence,
        )


def _stands(text: str, span: Span, seen: str, read: str) -> bool:
    """Whether `read` stands there already: 江津区 is not to become 江津区区 where 江津 becomes 江津区."""
    at = read.find(seen)
    while at >= 0:
        if text.startswith(read, span.start - at) and span.start >= at:
            return True
        at = read.find(seen, at + 1)
    return False


def _odds(text: str, span: Span, seen: str, read: str) -> float:
    """How much likelier `read` is than what is `seen`, which is not counted as a witness for itself."""
    start, end = max(0, span.start - 2), span.end + 2
    here = text[start:end]

    def count(piece: str) -> int:
        return text.count(piece) - here.count(piece)

    return -odds(text[start : span.start], seen, read, text[span.end : end], count)


def wrong(kind: str, params: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """What is wrong with `params`, what would be right, and the word by which to find the line; None: all is well."""
    words: Mapping[Any, Any] = params["words"]
    if not words:
        return "has no words", "params = { words = { “as it stands” = “as it should read” } }", "params"
    for seen, read in words.items():
        if not isinstance(read, str):
            return f"words: {seen} = {read!r}", "a string", str(seen)
        if max(len(seen), len(read)) > MOST_WORD:
            return f"words: “{seen[:20]}…” is long", f"words of at most {MOST_WORD} characters", seen[:20]
        if not seen or seen == read:
            return f"words: “{seen}” = “{read}”", "two different words, the first not empty", str(seen)
    for name in ("left", "right"):
        if odd := [one for one in params[name] if not (isinstance(one, str) and one)]:
            return f"{name}: {odd[0]!r}", "strings that are not empty", name
    judged = kind == "confusion" and not (params["left"] or params["right"])
    # Two that are taken for each other may both be listed where the text decides: it cannot speak for both.
    for seen, read in () if judged else words.items():
        if again := next((one for one in words if one in read and one != seen and one not in seen), None):
            return (
                f"words: “{seen}” becomes “{read}”, in which “{again}” would become “{words[again]}”",
                "give each word the form that it is to have in the end",
                str(seen),
            )
    if judged and params["odds"] < LEAST_ODDS:
        return f"odds = {params['odds']}", f"at least {LEAST_ODDS}, or say what stands beside with left, right", "odds"
    return None
