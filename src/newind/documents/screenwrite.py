"""Write a screening to a file: a workbook, a table, or a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts.store import escape_cells, write_whole
from newind.errors import DataError, unknown
from newind.messages import list_languages
from newind.policy.screening import Screening

if TYPE_CHECKING:
    from os import PathLike

    from newind.questions.answers import Answer

KINDS = (".xlsx", ".csv", ".md")


def write_screening(screening: Screening, path: str | PathLike[str], lang: str = "en") -> Path:
    """Write a screening, whole or not at all, and return the path.

    Parameters
    ----------
    screening : Screening
    path : path
        ``.xlsx`` for a workbook, ``.csv`` for a row an action (UTF-8 with a byte order mark), ``.md`` for the memo.
        Equal screenings give equal bytes; texts are never formulas.
    lang : {"en", "zh"}

    Raises
    ------
    DataError
        For another kind of file, or a folder that cannot be written.
    UnknownNameError
        For another language.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise DataError(f"{target.name}: a screening is written as {', '.join(KINDS)}. Give such a name.")
    if lang not in list_languages():
        raise unknown("language", lang, list_languages(), "Screenings are written in en and zh.")
    return write_whole(target, lambda file: _write(screening, file, kind, lang))


def write_screening_answer(answer: Answer, path: str, lang: str) -> Path:
    """Write a screening from its answer."""
    assert isinstance(answer.result, Screening)
    return write_screening(answer.result, path, lang)


def _write(screening: Screening, file: Path, kind: str, lang: str) -> None:
    if kind == ".xlsx":
        from newind.documents.screenbook import write_book

        write_book(screening, file, lang)
    elif kind == ".csv":
        frame = escape_cells(screening.to_frame(lang))
        frame.to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\n")
    else:
        from newind.documents.screenpage import markdown

        file.write_text(markdown(screening, lang), encoding="utf-8")
