"""How many hashes, and how they are put into bands: the S-curve of locality-sensitive hashing.

A. Z. Broder, “On the resemblance and containment of documents” (1997): the part of equal minima in two signatures
estimates the Jaccard similarity s of the two sets of shingles. P. Indyk and R. Motwani, “Approximate nearest neighbors”
(1998): with b bands of r rows, two signatures share a whole band with probability 1 - (1 - s^r)^b, a curve like an S.

The minima themselves are Daft's (`daft.functions.minhash`, in Rust, on whatever runner there is).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Letters in a shingle. Two paragraphs of one genre share hardly any run of five by chance, so that three rows a band
#: are enough; and with one letter in ten misread, three runs of five are still whole.
GRAM = 5

#: The similarity at which bands find all but `MISSED`, where none higher is asked for. One letter in ten misread is as
#: bad as text gets that can still be read.
AIM = 0.9

#: The part of real copies that bands may miss at the wanted similarity.
MISSED = 0.05

#: Rows a band: with two, unrelated texts of one genre meet too often; more than six ask for too many hashes.
_FEWEST_ROWS, _MOST_ROWS = 3, 6

#: The most hashes a text.
MOST_HASHES = 256

#: The 64-bit golden ratio, and a multiplier of Steele and Vigna, “Computationally easy, spectrally good multipliers”
#: (2021).
_GOLDEN, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)


class Bands(NamedTuple):
    """`bands` of `rows` hashes each."""

    bands: int
    rows: int

    @property
    def hashes(self) -> int:
        """How many minima a signature has."""
        return self.bands * self.rows

    def chance(self, jaccard: float) -> float:
        """How likely two texts with this Jaccard similarity become a pair to compare."""
        return float(1 - (1 - jaccard**self.rows) ** self.bands)


def expected_jaccard(similarity: float, gram: int = GRAM) -> float:
    """The Jaccard similarity of the shingles of two texts of which a part `similarity` of the letters agrees.

    Where each letter is misread by itself, a shingle survives with probability p = similarity^gram; of two sets of n
    shingles p·n are shared, of (2 - p)·n in all.
    """
    whole = similarity**gram
    return float(whole / (2 - whole))


def bands_for(similarity: float, gram: int = GRAM, missed: float = MISSED) -> Bands:
    """The bands that find at least 1 - `missed` of the pairs of this `similarity` (part of letters that agree).

    Of all choices within `MOST_HASHES` the one with most rows is taken: it makes the fewest pairs for nothing.

    Raises:
        ValueError: `similarity` is not between 0.5 and 1, or no choice finds so many.
    """
    if not 0.5 <= similarity <= 1:
        raise ValueError(f"similarity {similarity}: wants a number from 0.5 to 1")
    jaccard = expected_jaccard(similarity, gram)
    for rows in range(_MOST_ROWS, _FEWEST_ROWS - 1, -1):
        for count in range(4, MOST_HASHES // rows + 1):
            bands = Bands(count, rows)
            if bands.chance(jaccard) >= 1 - missed:
                return bands
    raise ValueError(f"similarity {similarity}: more than {MOST_HASHES} hashes would be needed; ask for a higher one")


def band_keys(signatures: NDArray[np.uint32], bands: Bands) -> NDArray[np.uint64]:
    """One number a band: texts that share it share all the band's minima (but for one chance in 2^64).

    `signatures` has a row a text and `bands.hashes` columns; the result a row a text and `bands.bands` columns.
    """
    parts = signatures.reshape(len(signatures), bands.bands, bands.rows).astype(np.uint64)
    keys = np.broadcast_to(np.arange(1, bands.bands + 1, dtype=np.uint64) * _GOLDEN, parts.shape[:2]).copy()
    for row in range(bands.rows):
        keys ^= parts[:, :, row]
        keys *= _SPREAD
        keys ^= keys >> np.uint64(32)
    return keys
