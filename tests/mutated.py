"""Damage a small valid file in many ways: a reader returns accounts or says what is wrong, and nothing else happens.

Use in any test::

    from mutated import check_mutations

    check_mutations(path, ni.read)                       # 2,000 damaged files
    check_mutations(path, lambda p: read(p, year=2008))  # with options

`path` is a small file in a folder of its own (neighbours such as ``labels.json`` are copied beside each damaged file),
or a folder whose files are damaged one at a time. To replay a failure: ``read(damaged(path, seed, k, folder)[0])``.
"""

from __future__ import annotations

import io
import json
import re
import resource
import shutil
import signal
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

from newind.accounts.accounts import Accounts
from newind.data.readers.sheets import address
from newind.errors import NewindError, in_chinese

SECONDS = 5.0
MEGABYTES = 400
"""How long a read may take, and by how much it may raise the peak of the memory of the process."""
WORDS = (
    *("", " ", "n.a.", "-", "-1", "-1e30", "1e300", "1e999", "NaN", "inf", "-inf", "1,234", "1 234", "1.234,5", "12%"),
    *(
        "#DIV/0!",
        "中国",
        "é\u200b",
        "０１２",
        "TRUE",
        "2008-01-01",
        "'",
        '"',
        '"a',
        "=A1",
        "\\",
        "0x10",
        "1_000",
        "{",
        "<&>",
    ),
    "9" * 400,
)
"""What stands in a cell after damage."""
ADDRESSES = ("XFD1048576", "A1048576", "XFD1", "ZZZZ99999999", "A0", "1A", "", "ZZ9999", "A99999999999999999999", "a1")
Rng = np.random.Generator
Damage = Callable[[bytes, Rng], bytes]


class Hung(BaseException):
    """The read took too long; no reader catches this."""


def check_mutations(
    path: Path,
    read: Callable[[Path], object],
    count: int = 2000,
    seed: int = 0,
    *,
    kind: type = Accounts,
    now: Path | None = None,
) -> Counter[str]:
    """Assert that every damaged file gives what its reader returns or raises NewindError, in time and in memory.

    The error must be in both languages.

    What is being read is noted in the file `now`, for when the process ends over it. Returns how many were still read
    and how many refused.
    """
    found: Counter[str] = Counter()
    before = peak()
    for k in range(count):
        with tempfile.TemporaryDirectory(prefix="mutated") as folder:
            target, damage = damaged(path, seed, k, Path(folder))
            where = f"seed {seed}, file {k}, {damage}"
            if now is not None:
                now.write_text(where, encoding="utf-8")
            try:
                with time_limit(SECONDS):
                    result = read(target)
            except NewindError as error:
                if not in_chinese(error):
                    raise AssertionError(f"{where}: in English only: {str(error)[:300]}") from error
                found["refused"] += 1
            except (Exception, Hung) as error:
                raise AssertionError(f"{where}: {type(error).__name__}: {str(error)[:300]}") from error
            else:
                assert isinstance(result, kind), f"{where}: returned {type(result).__name__}"
                found["read"] += 1
            before, grown = (most := peak()), (most - before) / 1024
            assert grown < MEGABYTES, f"{where}: memory rose by {grown:.0f} MB"
    return found


def damaged(path: Path, seed: int, k: int, folder: Path) -> tuple[Path, str]:
    """Write the k-th damaged copy of a file, with its neighbours, to a folder; return its path and what was done."""
    rng = np.random.default_rng([seed, k])
    root = path if path.is_dir() else path.parent
    files = sorted(p for p in (root.rglob("*") if path.is_dir() else root.iterdir()) if p.is_file())
    target = folder / root.name if path.is_dir() else folder
    for file in files:
        (target / file.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / file.relative_to(root))
    victim = files[int(rng.integers(len(files)))] if path.is_dir() else path
    content, kind = mutate(victim.read_bytes(), rng)
    (target / victim.relative_to(root)).write_bytes(content)
    return (target if path.is_dir() else target / path.name), f"{victim.name}: {kind}"


def mutate(content: bytes, rng: Rng) -> tuple[bytes, str]:
    """Return damaged bytes and the name of the damage: of bytes, of text, or of the members of an archive."""
    archive = content[:4] == b"PK\x03\x04"
    kinds = BYTES if archive and rng.random() < 0.25 else MEMBERS if archive else BYTES | _kinds_of_text(content)
    name = list(kinds)[int(rng.integers(len(kinds)))]
    return kinds[name](content, rng), name


def _kinds_of_text(content: bytes) -> dict[str, Damage]:
    """Return what can be done to a text, and beside that to JSON and to YAML; nothing where it is no text."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return {}
    if text[:1] == "{":
        return TEXT | {"value in JSON": _on_lines(_json_line), "value in JSON again": _on_lines(_json_line)}
    return TEXT | YAML if re.match(r"[\w-]+: ?\S*\n", text) else TEXT


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise Hung when what is inside takes longer, in time of the processor: other programs may be at work."""

    def expired(*_: object) -> None:
        raise Hung(f"more than {seconds} s of the processor")

    previous = signal.signal(signal.SIGPROF, expired)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


def peak() -> float:
    """Return the most memory that the process has held, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# ---- bytes of any file


def _cut(b: bytes, rng: Rng) -> bytes:
    return b[: int(rng.integers(len(b) + 1))]


def _behead(b: bytes, rng: Rng) -> bytes:
    return b[int(rng.integers(len(b) + 1)) :]


def _flip(b: bytes, rng: Rng) -> bytes:
    out = bytearray(b)
    for _ in range(int(rng.integers(1, 9)) if b else 0):
        out[int(rng.integers(len(b)))] ^= int(rng.integers(1, 256))
    return bytes(out)


def _insert(b: bytes, rng: Rng) -> bytes:
    at = int(rng.integers(len(b) + 1))
    return b[:at] + rng.bytes(int(rng.integers(1, 40))) + b[at:]


def _nulls(b: bytes, rng: Rng) -> bytes:
    at = int(rng.integers(len(b) + 1))
    return b[:at] + b"\0" * int(rng.integers(1, 200)) + b[at:]


BYTES: dict[str, Damage] = {
    "cut": _cut,
    "beginning lost": _behead,
    "bytes flipped": _flip,
    "bytes inserted": _insert,
    "null bytes": _nulls,
    "empty": lambda b, rng: b"",
    "twice": lambda b, rng: b + b,
    "byte-order mark": lambda b, rng: (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")[int(rng.integers(3))] + b,
}


def _flip_end(b: bytes, rng: Rng) -> bytes:
    """Flip single bits of the last bytes, where archives and columns say what is where."""
    out = bytearray(b)
    for _ in range(int(rng.integers(1, 5)) if b else 0):
        out[-1 - int(rng.integers(min(len(b), 400)))] ^= 1 << int(rng.integers(8))
    return bytes(out)


BYTES["bits of the end flipped"] = _flip_end


# ---- lines and columns of a text


def _pick(rng: Rng, items: tuple[str, ...]) -> str:
    return items[int(rng.integers(len(items)))]


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _on_lines(change: Callable[[list[str], Rng], list[str]]) -> Damage:
    def damage(b: bytes, rng: Rng) -> bytes:
        lines = b.decode("utf-8", errors="replace").splitlines()
        return ("\n".join(change(lines, rng) if lines else lines) + "\n").encode()

    return damage


def _on_cells(change: Callable[[list[list[str]], Rng], list[list[str]]]) -> Damage:
    def damage(b: bytes, rng: Rng) -> bytes:
        text = b.decode("utf-8", errors="replace")
        sep = _delimiter(text)
        cells = [line.split(sep) for line in text.splitlines()]
        return ("\n".join(sep.join(row) for row in (change(cells, rng) if cells else cells)) + "\n").encode()

    return damage


def _two(size: int, rng: Rng) -> tuple[int, int]:
    return int(rng.integers(size)), int(rng.integers(size))


def _swap_lines(lines: list[str], rng: Rng) -> list[str]:
    i, j = _two(len(lines), rng)
    lines[i], lines[j] = lines[j], lines[i]
    return lines


def _drop_lines(lines: list[str], rng: Rng) -> list[str]:
    i = int(rng.integers(len(lines)))
    return lines[:i] + lines[i + int(rng.integers(1, 4)) :]


def _repeat_line(lines: list[str], rng: Rng) -> list[str]:
    i = int(rng.integers(len(lines)))
    return lines[: i + 1] + lines[i:]


def _change_cell(cells: list[list[str]], rng: Rng) -> list[list[str]]:
    for _ in range(int(rng.integers(1, 4))):
        row = cells[int(rng.integers(len(cells)))]
        row[int(rng.integers(len(row)))] = _pick(rng, WORDS)
    return cells


def _change_header(cells: list[list[str]], rng: Rng) -> list[list[str]]:
    row = cells[min(int(rng.integers(4)), len(cells) - 1)]
    row[int(rng.integers(len(row)))] = _pick(rng, WORDS)
    return cells


def _swap_cells(cells: list[list[str]], rng: Rng) -> list[list[str]]:
    a, b = (cells[i] for i in _two(len(cells), rng))
    i, j = int(rng.integers(len(a))), int(rng.integers(len(b)))
    a[i], b[j] = b[j], a[i]
    return cells


def _drop_column(cells: list[list[str]], rng: Rng) -> list[list[str]]:
    j = int(rng.integers(max(map(len, cells))))
    return [row[:j] + row[j + 1 :] for row in cells]


def _repeat_column(cells: list[list[str]], rng: Rng) -> list[list[str]]:
    j = int(rng.integers(max(map(len, cells))))
    return [row[: j + 1] + row[j:] for row in cells]


def _swap_columns(cells: list[list[str]], rng: Rng) -> list[list[str]]:
    i, j = _two(max(map(len, cells)), rng)
    for row in cells:
        if max(i, j) < len(row):
            row[i], row[j] = row[j], row[i]
    return cells


def _fill_column(cells: list[list[str]], rng: Rng) -> list[list[str]]:
    j, word = int(rng.integers(max(map(len, cells)))), _pick(rng, WORDS)
    return [[word if k == j else c for k, c in enumerate(row)] for row in cells]


def _transpose(cells: list[list[str]], rng: Rng) -> list[list[str]]:
    width = max(map(len, cells))
    return [[row[j] if j < len(row) else "" for row in cells] for j in range(width)]


TEXT: dict[str, Damage] = {
    "lines dropped": _on_lines(_drop_lines),
    "line repeated": _on_lines(_repeat_line),
    "lines swapped": _on_lines(_swap_lines),
    "first line lost": _on_lines(lambda lines, rng: lines[1:]),
    "only the first line": _on_lines(lambda lines, rng: lines[:1]),
    "cells changed": _on_cells(_change_cell),
    "label changed": _on_cells(_change_header),
    "cells swapped": _on_cells(_swap_cells),
    "column dropped": _on_cells(_drop_column),
    "column repeated": _on_cells(_repeat_column),
    "columns swapped": _on_cells(_swap_columns),
    "column filled": _on_cells(_fill_column),
    "transposed": _on_cells(_transpose),
    "other delimiter": lambda b, rng: b.replace(b",", (b";", b"\t", b" ", b"|")[int(rng.integers(4))]),
    "other encoding": lambda b, rng: b.decode("utf-8", "replace").encode(("utf-16", "gb18030")[int(rng.integers(2))]),
    "nested": lambda b, rng: b + (b"[" * 3000, b"{a: " * 3000, b'"' * 3001)[int(rng.integers(3))],
    "long cell": lambda b, rng: b.replace(b",", b"," + b"x1" * 100_000, 1),
    "long number": lambda b, rng: re.sub(rb"\d+", lambda m: b"9" * 5000, b, count=int(rng.integers(1, 20))),
    "carriage returns": lambda b, rng: b.replace(b"\n", (b"\r\n", b"\r", b"\n\n")[int(rng.integers(3))]),
}


# ---- values of YAML and JSON

ODD = (
    *("", "~", "null", "yes", "[]", "{}", "[[a]]", "{a: {b: c}}", "{<<: 1}", "{<<: [1]}", "{a: 1, a: 2}"),
    *("{? [a]: b}", "<<", "*a", "&a [*a]", "!mine x", "!!binary abc", "!!float x", "!!set {a}", "!!python/object:os x"),
    *("|", ">-", "%TAG", "@x", "`x`", "\u2028", "\t x", ".inf", "-.nan", "0o17", "1:30:99", "2024-13-45", "2024-02-30"),
    *("1e999", "-1e-999", "1_000", "0x" + "f" * 5000, "9" * 5000, "9" * 400 + ".5", "99999999999999999999"),
)
"""What stands for a value in YAML after damage."""
PLACE = re.compile(r"(?<=[:,\[] )[^,{}\[\]\n]+|[\w-]+(?=: )")


def _yaml_value(b: bytes, rng: Rng) -> bytes:
    """Write something else for one value or key, or for three."""
    text = b.decode("utf-8", "replace")
    for _ in range(int(rng.choice([1, 1, 3]))):
        found = list(PLACE.finditer(text))
        if found:
            m = found[int(rng.integers(len(found)))]
            text = text[: m.start()] + _pick(rng, ODD + WORDS) + text[m.end() :]
    return text.encode()


def _yaml_indent(lines: list[str], rng: Rng) -> list[str]:
    k = int(rng.integers(len(lines)))
    lines[k] = (" " * int(rng.integers(1, 9)) + lines[k], lines[k].lstrip(), "- " + lines[k], "\t" + lines[k])[
        int(rng.integers(4))
    ]
    return lines


def _yaml_second(lines: list[str], rng: Rng) -> list[str]:
    line = _pick(rng, ("---", "...", "%YAML 3.0", "%TAG ! x", "? a", "<<: *first"))
    lines.insert(int(rng.integers(len(lines) + 1)), line)
    return lines


YAML: dict[str, Damage] = {
    "value in YAML": _yaml_value,
    "value in YAML again": _yaml_value,
    "values in YAML": _yaml_value,
    "indent": _on_lines(_yaml_indent),
    "another document": _on_lines(_yaml_second),
}


def _json_line(lines: list[str], rng: Rng) -> list[str]:
    """Damage a value of JSON, or of a line of it where each line is JSON."""
    whole = "\n".join(lines)
    try:
        json.loads(whole)
    except ValueError:
        k = int(rng.integers(len(lines)))
        lines[k] = _json(lines[k].encode(), rng).decode("utf-8", "replace")
        return lines
    return [_json(whole.encode(), rng).decode()]


# ---- members of an archive, cells of a sheet

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
ROW = re.compile(r'<row r="(\d+)".*?</row>|<row r="(\d+)"[^>]*/>', re.DOTALL)


def _on_member(change: Damage, which: str) -> Damage:
    """Return damage to one member whose name matches; to the bytes as a whole where there is none."""

    def damage(b: bytes, rng: Rng) -> bytes:
        members = dict(_members(b))
        names = [n for n in members if re.search(which, n)]
        if not names:
            return _flip(b, rng)
        name = names[int(rng.integers(len(names)))]
        members[name] = change(members[name], rng)
        return _packed(members)

    return damage


@cache
def _members(b: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(b)) as archive:
        return tuple((n, archive.read(n)) for n in archive.namelist())


def _packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _lose_member(b: bytes, rng: Rng) -> bytes:
    members = dict(_members(b))
    del members[list(members)[int(rng.integers(len(members)))]]
    return _packed(members)


def _swap_members(b: bytes, rng: Rng) -> bytes:
    members = dict(_members(b))
    names = list(members)
    i, j = (names[k] for k in _two(len(names), rng))
    members[i], members[j] = members[j], members[i]
    return _packed(members)


def _on_xml(change: Callable[[str, Rng], str]) -> Damage:
    text = _on_member(lambda b, rng: change(b.decode("utf-8", "replace"), rng).encode(), r"xl/worksheets/.*\.xml$")
    return lambda b, rng: text(b, rng) if b"xl/worksheets/" in b else _on_member(_json, r"\.(json|npy)$")(b, rng)


def _any(found: list[re.Match[str]], rng: Rng) -> re.Match[str]:
    return found[int(rng.integers(len(found)))]


def _written(column: str, row: str, word: str, rng: Rng) -> str:
    """Return the XML of a cell that holds a word as text, number, formula, boolean, error, date or a shared string."""
    text = word.replace("&", "&amp;").replace("<", "&lt;")
    kinds = (
        ' t="inlineStr"><is><t>{}</t></is>', "><v>{}</v>", ' t="str"><f>A1</f><v>{}</v>', ' t="b"><v>1</v>',
        ' t="e"><v>#DIV/0!</v>', ' t="s"><v>999999</v>', ' t="d"><v>2008-01-01</v>', "><v></v>", ' s="1"><v>39448</v>',
    )  # fmt: skip
    return f'<c r="{column}{row}"' + _pick(rng, kinds).format(text) + "</c>"


def _xml_cells(xml: str, rng: Rng) -> str:
    found = list(CELL.finditer(xml))
    for _ in range(int(rng.integers(1, 4)) if found else 0):
        m = _any(found, rng)
        xml = xml.replace(m[0], _written(m[1], m[2], _pick(rng, WORDS), rng), 1)
    return xml


def _xml_labels(xml: str, rng: Rng) -> str:
    found = [m for m in CELL.finditer(xml) if 't="s"' in m[0]]
    if len(found) < 2:
        return xml
    a, b = _any(found, rng), _any(found, rng)
    return xml.replace(a[0], b[0].replace(f'"{b[1]}{b[2]}"', f'"{a[1]}{a[2]}"'), 1)


def _xml_drop_cell(xml: str, rng: Rng) -> str:
    found = list(CELL.finditer(xml))
    return xml.replace(_any(found, rng)[0], "", 1) if found else xml


def _xml_move_cell(xml: str, rng: Rng) -> str:
    found = list(CELL.finditer(xml))
    m = _any(found, rng)
    return xml.replace(f'r="{m[1]}{m[2]}"', f'r="{_pick(rng, ADDRESSES)}"', 1)


def _xml_drop_row(xml: str, rng: Rng) -> str:
    found = list(ROW.finditer(xml))
    return xml.replace(_any(found, rng)[0], "", 1)


def _shifted(row: str, by: int) -> str:
    return re.sub(r'(r="[A-Z]*)(\d+)"', lambda m: f'{m[1]}{int(m[2]) + by}"', row)


def _xml_close_row(xml: str, rng: Rng) -> str:
    """Drop a row and move those below up, or repeat one and move them down."""
    found = [m[0] for m in ROW.finditer(xml)]
    k, by = int(rng.integers(len(found))), int(rng.choice([-1, 1]))
    kept = found[:k] if by < 0 else found[: k + 1]
    rows = kept + [_shifted(row, by) for row in found[k + 1 if by < 0 else k :]]
    start, end = xml.index(found[0]), xml.rindex(found[-1]) + len(found[-1])
    return xml[:start] + "".join(rows) + xml[end:]


def _xml_drop_column(xml: str, rng: Rng) -> str:
    column = re.sub(r"\d", "", address(0, int(rng.integers(12))))
    return CELL.sub(lambda m: "" if m[1] == column else m[0], xml)


def _xml_transpose(xml: str, rng: Rng) -> str:
    cells: dict[int, list[str]] = {}
    for m in CELL.finditer(xml):
        column = sum((ord(c) - 64) * 26**k for k, c in enumerate(reversed(m[1])))
        cells.setdefault(column, []).append(
            m[0].replace(f'"{m[1]}{m[2]}"', f'"{address(column - 1, int(m[2]) - 1)}"', 1)
        )
    rows = "".join(f'<row r="{r}">{"".join(c)}</row>' for r, c in sorted(cells.items()))
    return re.sub(r"<sheetData>.*</sheetData>", lambda _: f"<sheetData>{rows}</sheetData>", xml, flags=re.DOTALL)


def _xml_hide(xml: str, rng: Rng) -> str:
    if rng.random() < 0.5:
        return xml.replace("<sheetData>", '<cols><col min="5" max="5" hidden="1"/></cols><sheetData>')
    row = _any(list(ROW.finditer(xml)), rng)[0]
    return xml.replace(row, row.replace("<row ", '<row hidden="1" ', 1), 1)


def _xml_merge(xml: str, rng: Rng) -> str:
    return xml.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A3:A5"/></mergeCells>')


def _xml_dimension(xml: str, rng: Rng) -> str:
    return re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{_pick(rng, ADDRESSES)}"', xml)


def _json(b: bytes, rng: Rng) -> bytes:
    """Damage a JSON value somewhere inside, or the bytes of anything else."""
    try:
        value = json.loads(b)
    except (UnicodeDecodeError, json.JSONDecodeError):
        return _flip(b, rng)
    return json.dumps(_value(value, rng)).encode()


def _value(value: object, rng: Rng) -> object:
    if isinstance(value, (dict, list)) and value and rng.random() < 0.85:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = keys[int(rng.integers(len(keys)))]
        copy = value.copy()
        if rng.random() < 0.15:
            del copy[key]  # type: ignore[arg-type]
        else:
            copy[key] = _value(copy[key], rng)  # type: ignore[index,call-overload]
        return copy
    odd = (None, True, -1, 0, 1e999, 2**70, "", "x", "x" * 5000, [], {}, [[]], {"a": 1}, ["CHN", "CHN"], float("nan"))
    return odd[int(rng.integers(len(odd)))]


# ---- what an archive and its XML say of themselves

NUMBERS = ("-1", "0", "4294967295", "2147483648", "99999999999999999999", "1e9", "", "x")
"""What stands in place of a count, an index or a place."""


def _anywhere(found: list[re.Match[bytes]], b: bytes, new: Callable[[re.Match[bytes]], bytes], rng: Rng) -> bytes:
    if not found:
        return b
    m = found[int(rng.integers(len(found)))]
    return b[: m.start()] + new(m) + b[m.end() :]


def _xml_number(b: bytes, rng: Rng) -> bytes:
    """Say another number in one attribute."""
    said = _pick(rng, NUMBERS).encode()
    return _anywhere(list(re.finditer(rb'="\d+"', b)), b, lambda m: b'="' + said + b'"', rng)


def _xml_count(b: bytes, rng: Rng) -> bytes:
    """Say that there is another number of something."""
    said = _pick(rng, NUMBERS).encode()
    return _anywhere(list(re.finditer(rb'[cC]ount="\d+"', b)), b, lambda m: m[0][:7] + said + b'"', rng)


def _xml_tag(b: bytes, rng: Rng) -> bytes:
    """Lose, rename or repeat a tag, or put many into one another."""
    deep = int(rng.integers(100, 20_000))
    news: tuple[Callable[[re.Match[bytes]], bytes], ...] = (
        lambda m: b"",
        lambda m: m[0].replace(b"<", b"<x", 1),
        lambda m: m[0] * 2,
        lambda m: b"<a>" * deep + b"</a>" * deep + m[0],
    )
    return _anywhere(list(re.finditer(rb"</?\w[^>]*>", b)), b, news[int(rng.integers(4))], rng)


ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + k, b"&%c;" % (97 + k) * 10) for k in range(9)
)
"""Declarations of which the last stands for ten gigabytes."""


def _xml_entities(b: bytes, rng: Rng) -> bytes:
    head, _, rest = b.partition(b"?>")
    return head + b"?>" + ENTITIES + b"]>" + rest.replace(b"<v>", b"<v>&j;", 1).replace(b"<t>", b"<t>&j;", 1)


def _repacked(b: bytes, rng: Rng) -> bytes:
    """Pack an archive otherwise, and flip a byte of what is packed."""
    kind = (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)[int(rng.integers(3))]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, data in _members(b):
            archive.writestr(name, data)
    out = bytearray(buffer.getvalue())
    out[int(rng.integers(len(out)))] ^= int(rng.integers(256))
    return bytes(out)


def _untrue(b: bytes, rng: Rng) -> bytes:
    """Let the list of an archive say another size, place, method, mark or name of a member."""
    out = bytearray(b)
    listed = [m.start() for m in re.finditer(rb"PK\x01\x02", b)]
    at = listed[int(rng.integers(len(listed)))] if listed else 0
    field = int(rng.choice([8, 10, 16, 20, 24, 28, 30, 42, 46]))
    new = (b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\x01\0", b"../", rng.bytes(4))[int(rng.integers(5))]
    out[at + field : at + field + len(new)] = new
    return bytes(out)


def _renamed(b: bytes, rng: Rng) -> bytes:
    members = list(_members(b))
    at = int(rng.integers(len(members)))
    new = _pick(rng, ("../x", "/x", "a/", "x" * 300, members[0][0].upper(), "xl/worksheets/sheet9.xml"))
    return _packed(dict([*members[:at], (new, members[at][1]), *members[at + 1 :]]))


SHEETS_AND_ARRAYS = r"\.(xml|rels|bin|npy|json)$"
MEMBERS: dict[str, Damage] = {
    "member cut": _on_member(_cut, SHEETS_AND_ARRAYS),
    "member with bytes flipped": _on_member(_flip, SHEETS_AND_ARRAYS),
    "member with bytes inserted": _on_member(_insert, SHEETS_AND_ARRAYS),
    "member emptied": _on_member(lambda b, rng: b"", "."),
    "member lost": _lose_member,
    "members swapped": _swap_members,
    "cells changed": _on_xml(_xml_cells),
    "cells changed again": _on_xml(_xml_cells),
    "labels exchanged": _on_xml(_xml_labels),
    "cell dropped": _on_xml(_xml_drop_cell),
    "cell moved": _on_xml(_xml_move_cell),
    "row emptied": _on_xml(_xml_drop_row),
    "row dropped or repeated": _on_xml(_xml_close_row),
    "column emptied": _on_xml(_xml_drop_column),
    "transposed": _on_xml(_xml_transpose),
    "hidden": _on_xml(_xml_hide),
    "merged": _on_xml(_xml_merge),
    "dimension": _on_xml(_xml_dimension),
    "number in XML": _on_member(_xml_number, r"\.(xml|rels)$"),
    "count in XML": _on_member(_xml_count, r"\.xml$"),
    "tag": _on_member(_xml_tag, r"\.(xml|rels)$"),
    "entities": _on_member(_xml_entities, r"\.(xml|rels)$"),
    "long number": _on_member(TEXT["long number"], r"\.(json|xml)$"),
    "packed otherwise": _repacked,
    "untrue list": _untrue,
    "member renamed": _renamed,
    "shared strings": _on_member(
        lambda b, rng: (
            b.replace(b"<t>", b"<t>" + _pick(rng, WORDS).replace("&", "").replace("<", "").encode(), 1)
            if rng.random() < 0.5
            else b.replace(b"<si>", b"", 1)
        ),
        "sharedStrings|json$",
    ),
}
