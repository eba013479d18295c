"""Search in both languages: Latin words by their stems, Chinese by pairs of characters, in the index and when asked.

Sphinx cuts Chinese into words with jieba where that is installed, in the index alone: what a reader asks for is not
cut, and is found only where it happens to be a word. Pairs need no dictionary and are the same on both sides; a page is
found that has all pairs of what is asked for. Single characters are in the index too.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from sphinx.search.en import SearchEnglish

_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")


def words(text: str) -> list[str]:
    """What of `text` goes into the index."""
    found: list[str] = []
    for run in _WORD.findall(text):
        if re.match(f"[{_HAN}]", run):
            found += run
            found += (a + b for a, b in pairwise(run))
        else:
            found.append(run)
    return found


class SearchBoth(SearchEnglish):
    """English, and Chinese by pairs of characters."""

    # Sphinx makes the name of the stemmer in JavaScript of it.
    language_name = "English"
    js_splitter_code = """
var splitQuery = (query) => {
  const words = [];
  for (const [run] of query.matchAll(/[HAN]+|(?:(?![HAN])[\\p{L}\\p{N}\\p{M}_])+/gu)) {
    if (!/^[HAN]/u.test(run) || run.length < 2) words.push(run);
    else for (let i = 0; i + 1 < run.length; i++) words.push(run.slice(i, i + 2));
  }
  return words;
};
""".replace("HAN", _HAN)

    def split(self, input: str) -> list[str]:
        """The words of `input`."""
        return words(input)


class SearchBothInChinese(SearchBoth):
    """The same, for a site whose language is Chinese."""

    lang = "zh"


def setup(app: Any) -> dict[str, Any]:
    """For Sphinx: searches both languages' sites so."""
    app.add_search_language(SearchBoth)
    app.add_search_language(SearchBothInChinese)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
