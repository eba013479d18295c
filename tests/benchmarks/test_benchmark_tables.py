"""Tables line up, and the reliability table counts what was right."""

from __future__ import annotations

from benchmarks.reliability import Claim, bucket, counts, report
from benchmarks.tables import cells, table


def test_columns_line_up_by_display_width() -> None:
    text = table(("源", "数"), [["新闻", "10"], ["a", "2.5"]])
    assert {cells(line) for line in text.split("\n")} == {9}


def test_buckets_hold_their_lower_edge() -> None:
    assert [bucket(c) for c in (0.0, 0.9, 0.9499, 0.999, 1.0)] == [
        "0–0.5",
        "0.9–0.95",
        "0.9–0.95",
        "0.999–1",
        "0.999–1",
    ]


def test_reliability_counts_right_and_wrong() -> None:
    claims = [Claim("loops", "looped-clause", "safe", 0.97, n < 3) for n in range(4)]
    (row,) = counts(claims)
    assert (row["claims"], row["right"], row["bucket"]) == (4, 3, "0.95–0.99")
    assert "0.7500" in report(claims)
