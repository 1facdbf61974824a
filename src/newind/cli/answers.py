"""How the answer to one question is given: on a terminal, as JSON, or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.options import split
from newind.cli.output import LEFT, RIGHT, note, say, show_json, show_table, wrap_items, wrap_text
from newind.errors import DataError, join_items, tell
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from newind.questions.answers import Answer
    from newind.questions.table import DataTable


def _some(rows: int) -> int:
    """Refuse to show nothing, before anything is computed."""
    if rows < 1:
        raise DataError(f"--rows is {rows}: nothing would be shown. Give at least 1.")
    return rows


KINDS = (".xlsx", ".csv")
"""Files that every answer is written as."""


def check_kind(kinds: Collection[str]) -> Callable[[str | None], str | None]:
    """Return the check of a file's name that refuses kinds that are not written, before anything is computed.

    A folder, whose kind is ``""``, may have any name.
    """

    def check(name: str | None) -> str | None:
        if name is not None and "" not in kinds and Path(name).suffix.lower() not in kinds:
            raise DataError(tell("answer.kind", name=Path(name).name, kinds=join_items(kinds)))
        return name

    return check


Out = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        callback=check_kind(KINDS),
        help="Write all tables to FILE.xlsx, or the first one to FILE.csv.",
    ),
]
Top = Annotated[
    int, typer.Option("--rows", metavar="N", callback=_some, help="Rows of a table that are shown; files have all.")
]
ROWS = 20
"""Rows shown where nobody says how many."""
MORE = message("cli.answers.more")
COLUMNS = 80
"""Width of sentences."""


def split_names(text: str | None, option: str) -> tuple[str, ...] | None:
    """Return the names in a comma-separated option, None when it was not given.

    Raises
    ------
    DataError
        For an option without a name in it.

    Examples
    --------
    >>> split_names("USA, JPN", "--suppliers"), split_names(None, "--suppliers")
    (('USA', 'JPN'), None)
    """
    names = split(text)
    if names == ():
        raise DataError(f"{option} {text!r} names nothing. Give codes, with a comma between them, or leave it out.")
    return names


def give(
    answer: Answer,
    lang: str,
    *,
    as_json: bool,
    out: str | None,
    rows: int = ROWS,
    kinds: Mapping[str, str] | None = None,
    name: str = "",
) -> None:
    """Show an answer, or write it to a file whose kind was checked (`Out`).

    Parameters
    ----------
    kinds : mapping of str to str, optional
        Kinds of file beyond those of every answer, as of `Question.out`; of several files JSON lists which.
    name : str
        Of the command, in JSON; by default its first two words.
    """
    files = {}
    if out is not None:
        written = find_writer(Path(out), kinds or {})(answer, out, lang)
        if isinstance(written, tuple):
            files = {"files": written}
            written = written[0] if len(written) == 1 else f"{len(written)} files, first {written[0]}"
        note(f"newind: wrote {written}")
    answer = answer.in_language(lang)
    if as_json:
        tables = {name: table.records() for name, table in answer.tables.items()}
        name = name or " ".join(w for w in answer.command.split()[1:3] if not w.startswith("-"))
        lead = {"glance": [s[lang] for s in answer.lead]} if answer.lead else {}
        told = dict(answer.about) | files | lead | {"notes": [n[lang] for n in answer.notes]}
        if answer.central:
            told.setdefault("central_case_no_range", answer.tables_without_range)
        show_json(name, **told, tables=tables)
    elif out is None or files:
        _show(answer, lang, rows)


def _show(answer: Answer, lang: str, rows: int) -> None:
    say("\n".join(wrap_text(answer.title[lang], COLUMNS)))
    for said in answer.lead:
        say("\n".join(wrap_text(said[lang], COLUMNS)))
    for name in answer.tables:
        kept = answer.at_a_glance(name)
        if not kept.columns:
            continue
        say("\n" + "\n".join(wrap_text(answer.head(name, lang), COLUMNS)) if name in answer.heads else "")
        for first, part in _divide(answer, name, kept.head(rows), lang):
            heads = [*first, *(answer.label(c, lang, short=True) for c in list(part)[len(first) :])]
            cells = answer.cells(part, lang)
            if name in answer.pages:
                _blocks(heads, cells, lang)
            else:
                show_table(heads, cells, "".join(RIGHT if part.is_numeric(c) else LEFT for c in part))
        if len(kept) > rows:
            say(MORE[lang].format(n=len(kept) - rows))
    for said in answer.notes:
        say("\n" + "\n".join(wrap_text(said[lang], COLUMNS)))


def _divide(answer: Answer, name: str, kept: DataTable, lang: str) -> Iterator[tuple[list[str], DataTable]]:
    """Yield the parts in which a table is shown, each with the name of what it is of in place of its first head."""
    by = answer.divided.get(name)
    if by is None:
        yield [], kept
        return
    rest = [column for column in kept if column != by]
    for value in dict.fromkeys(kept[by]):
        part = kept.take([row for row, of in enumerate(kept[by]) if of == value])
        yield [answer.cell(by, value, lang)], part.select(rest)


def _blocks(heads: list[str], rows: Sequence[Sequence[str]], lang: str) -> None:
    """Print rows of long texts, each as a block: the first two cells above, the others beside their names."""
    for number, (first, second, *texts) in enumerate(rows):
        say(("\n" if number else "") + "\n".join(wrap_text(f"{first}  [{second}]", COLUMNS)))
        for head, text in zip(heads[2:], texts, strict=True):
            if text:
                items = text.split("\n")
                say("\n".join(wrap_items(head, items if len(items) > 1 else text, lang, COLUMNS)))


def find_writer(path: Path, kinds: Mapping[str, str]) -> Callable[[Answer, str, str], object]:
    """Return the function that writes an answer as a kind of file."""
    from newind.documents.answers import write_csv, write_xlsx
    from newind.questions.question import import_function

    kind = path.suffix.lower()
    place = kinds.get(kind) or ("" if kind in KINDS else kinds.get("", ""))
    if place:
        return import_function(f"newind.documents.{place}")
    return write_csv if kind == ".csv" else write_xlsx
