"""What reads texts and corpora: bytes in any encoding, JSON lines, packed lines, Parquet, maps of offsets."""

from __future__ import annotations

import gzip
import json
import pickle
import random
from functools import cache

from benchmarks.fuzzing import texts
from benchmarks.fuzzing.shared import JSON_TOKENS, SAMPLE, Target, folder, rules_of, says
from benchmarks.fuzzing.texts import mutated, mutated_whole

ENCODINGS = (
    *("auto", "auto", "auto", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"),
    *("big5", "big5hkscs", "cp950", "shift_jis", "iso2022_jp", "hz", "euc_kr", "utf-7", "latin-1", "ascii", "johab"),
)


def _make_bytes(rng: random.Random) -> bytes:
    if rng.random() < 0.1:
        return rng.randbytes(rng.randrange(300))
    data = texts.text(rng)[: rng.choice((20, 200, 2000))].encode("utf-8", "surrogatepass")
    name = rng.choice(ENCODINGS)
    if name != "auto":
        data = data.decode("utf-8", "ignore").encode(name, "ignore")
    return data if rng.random() < 0.3 else mutated(rng, data, texts.RAW, _plain_seed())


@cache
def _plain_seed() -> bytes:
    return texts.seeds()[0].encode()


def _check_reader(data: bytes) -> None:
    from cleaner.document import Document, Lines, UnreadableText
    from cleaner.encodings import read

    for name in ("auto", ENCODINGS[len(data) % len(ENCODINGS)]):
        try:
            document = read(data, "a.txt", name)
        except UnreadableText as error:
            says(error.said("en"))
            says(error.said("zh"), "zh")
            assert error.line >= 0
            assert error.column >= 0
            assert pickle.loads(pickle.dumps(error)).said("en") == error.said("en")
            continue
        text = document.text
        assert document.to_bytes(text) == data, f"read as {document.encoding}, it is not written as it was"
        lines = Lines(text)
        assert "".join(text[line.start : line.stop] for line in lines) == text, "lines are not the text"
        for at in {0, len(text) // 3, len(text)}:
            line, column = document.place(at)
            assert line >= 1
            assert column >= 1
        assert Document.from_bytes(data, None, document.encoding).text == text


_ROWS = (
    '{"id": 7, "text": "石桥镇小学添置课桌四十二张。", "meta": {"page": 3}}\n',
    '{"text": "邮差每逢三、六、九进山。\\n最远的一户", "id": "a"}\r\n',
    '{"text": null}\n{"txt": 1}\n\n[1, 2]\n"text"\n',
    '{"text": "\\ud83d\\ude00 \\ud800", "id": [1]}\n',
)


def _make_rows(rng: random.Random) -> bytes:
    made = "".join(rng.choices(_ROWS, k=rng.randrange(1, 5))).encode()
    return mutated(rng, made, (*JSON_TOKENS, b'"text":', b"\r", b"[" * 50), rng.choice(_ROWS).encode())


def _check_rows(data: bytes) -> None:
    """Each line is a row with a text or with what is wrong with it; none is lost; and none stops the others."""
    import io

    from cleaner.corpus.rows import Lines, Reading

    lang = "zh" if len(data) % 2 else "en"
    reading = Reading(id_column="id", lang=lang, batch_rows=2)
    rows = [row for batch in Lines(io.BytesIO(data), 0, reading).batches(1 << 60) for row in batch.rows]
    first = data.removeprefix(b"\xef\xbb\xbf")
    assert len(rows) == sum(1 for line in first.split(b"\n") if line.strip()), "a line was lost"
    for row in rows:
        assert (row.text is None) == bool(row.problem), f"row {row.number} is neither text nor problem"
        if row.text is not None:
            row.text.encode()


def _make_packed(rng: random.Random) -> bytes:
    packed = gzip.compress("".join(rng.choices(_ROWS, k=8)).encode(), 1, mtime=0)
    return mutated_whole(rng, packed) if rng.random() < 0.9 else mutated(rng, packed, texts.RAW)


def _check_packed(data: bytes) -> None:
    """Packed lines, damaged: what could be unpacked are rows, and the last row says that the rest is lost."""
    from cleaner.corpus.kinds import Kind
    from cleaner.corpus.rows import Part, Reading, batches

    path = folder() / "rows.jsonl.gz"
    path.write_bytes(data)
    for batch in batches(Part(str(path), Kind.JSONL), Reading()):
        for row in batch.rows:
            assert (row.text is None) == bool(row.problem)


@cache
def _parquet() -> tuple[bytes, ...]:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    made = []
    for packing in ("none", "snappy", "gzip", "zstd"):
        table = pa.table({"id": list(range(60)), "text": [SAMPLE[: n + 3] if n % 7 else None for n in range(60)]})
        out = io.BytesIO()
        pq.write_table(table, out, compression=packing, row_group_size=20)
        made.append(out.getvalue())
    return tuple(made)


def _make_parquet(rng: random.Random) -> bytes:
    data = rng.choice(_parquet())
    if rng.random() < 0.5:  # the foot says where everything is
        foot = len(data) - rng.randrange(1, 600)
        return data[:foot] + mutated_whole(rng, data[foot:])
    return mutated_whole(rng, data)


def _check_parquet(data: bytes) -> None:
    """A damaged Parquet file is refused before the run (SourceError), or while it is read (OSError); see `corpus`."""
    from cleaner.corpus.kinds import Kind, Source, SourceError
    from cleaner.corpus.looking import check_columns
    from cleaner.corpus.rows import Part, Reading, batches

    path = folder() / "rows.parquet"
    path.write_bytes(data)
    try:
        check_columns(Source(str(path), Kind.PARQUET, len(data)), "text", "id", "zh" if len(data) % 2 else "en")
    except SourceError as error:
        says(str(error))
        return
    try:
        for batch in batches(Part(str(path), Kind.PARQUET), Reading(id_column="id")):
            for row in batch.rows:
                assert (row.text is None) == bool(row.problem)
    except OSError:
        return


@cache
def _offsets() -> bytes:
    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.offsets import record_of
    from cleaner.plan import clean_document

    result = clean_document(Document(SAMPLE), rules_of(0), Consent(risky=True))
    records = [record_of("a.txt", result, "0" * 64, "1" * 64, unit) for unit in ("codepoint", "utf-8", "utf-16")]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def _make_offsets(rng: random.Random) -> bytes:
    return mutated(rng, _offsets(), JSON_TOKENS, _offsets())


def _check_offsets(data: bytes) -> None:
    """A map that is read answers for every position; what is none is refused with its line."""
    from cleaner.offsets import read_maps

    path = folder() / "offsets.jsonl"
    path.write_bytes(data)
    try:
        for _, made in read_maps(path):
            for at in (0, made.length // 2, made.length):
                assert 0 <= made.to_cleaned(at) <= made.cleaned_length
            for at in (0, made.cleaned_length // 2, made.cleaned_length):
                assert 0 <= made.to_original(at) <= made.length
            made.to_cleaned_span(0, made.length)
            made.to_original_span(0, made.cleaned_length)
    except ValueError as error:
        says(str(error))
        assert str(error).startswith(f"{path}:"), str(error)[:200]


TARGETS = (
    Target("reader", _make_bytes, _check_reader, 300, "bytes to text: encodings, byte order marks, lines, places"),
    Target("rows", _make_rows, _check_rows, 440, "JSON lines of a corpus"),
    Target("packed", _make_packed, _check_packed, 20, "the same, packed with gzip and damaged"),
    Target("parquet", _make_parquet, _check_parquet, 2, "Parquet files, damaged"),
    Target("offsets", _make_offsets, _check_offsets, 70, "maps of offsets"),
)
