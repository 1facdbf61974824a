"""Write the brief of an economy: all its files, or none."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts import regions
from newind.documents.build import build_brief
from newind.documents.docx import write_docx
from newind.documents.fonts import faces
from newind.documents.html import write_html
from newind.documents.onepage import one_page
from newind.documents.pdf import write_pdf
from newind.documents.tables import write_csv, write_xlsx
from newind.errors import DataError, tell
from newind.messages import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.language.words import Lang
    from newind.questions.model import Brief

WRITERS: dict[str, Callable[[Brief, Path], None]] = {
    ".docx": write_docx, ".pdf": write_pdf, ".xlsx": write_xlsx, ".csv": write_csv,
}  # fmt: skip
TABLES = (".xlsx", ".csv")
FORMS = ("full", "one-page")


def other_language(lang: Lang) -> Lang:
    """Return the language that a page of several leads to."""
    return "zh" if lang == SOURCE else SOURCE


@dataclass(frozen=True)
class BriefFiles:
    """A brief that was written: its language, its headline, its files (the page first)."""

    lang: str
    headline: str
    paths: tuple[Path, ...]

    def _repr_html_(self) -> str:
        from html import escape

        links = "".join(f'<li><a href="{p.as_posix()}">{escape(p.name)}</a></li>' for p in self.paths)
        return f"<p><b>{escape(self.headline)}</b></p><ul>{links}</ul>"


def brief(
    w: Accounts | Panel,
    region: str,
    *,
    out: str | PathLike[str] = "briefs",
    lang: Lang = "en",
    peers: Sequence[str] | str | None = None,
    linked: bool = False,
    reference: Accounts | None = None,
    command: str | None = None,
    policies: bool = True,
    depth: bool = True,
    model: bool = True,
    pdf: bool = False,
    form: str = "full",
    paths: bool = True,
    names: str | None = None,
) -> BriefFiles:
    """Write the brief of an economy: one self-contained page, a Word file, its tables as xlsx and csv; a PDF if asked.

    Parameters
    ----------
    w : Accounts or Panel
        The accounts; a panel also shows changes.
    region : str
        Code of the economy.
    out : path
        Folder to write to; it is made where it is missing.
    lang : {"en", "zh"}
        Language.
    peers : sequence of str, optional
        Economies to compare with; large manufacturing economies by default.
    linked : bool
        Whether the page links to the one in the other language, because both are written.
    reference : Accounts, optional
        A table of the same year with the peers that the accounts lack.
    command : str, optional
        The command that writes the same brief; made from the arguments by default.
    policies : bool
        Whether example policies are simulated; this takes most of the time.
    depth : bool
        Whether systems are shown in depth; this takes some seconds.
    model : bool
        Whether the model is asked at all: what losses cost, example policies, and systems in depth.
    pdf : bool
        Whether a PDF is written too.
    form : {"full", "one-page"}
        Whether page, Word file and PDF say everything, or what fits on a page; tables are written with the full form.
    paths : bool
        Whether policies are followed year by year, too, and the best use of a budget is searched; not without policies.
    names : {"plain", "un", "worldbank"}, optional
        House style of the names of economies; the one in force by default (`newind.names`, ``NEWIND_NAMES``).

    Returns
    -------
    BriefFiles
        Headline and paths, the page first. The bytes depend on the arguments alone.

    Raises
    ------
    DataError
        For an aggregate, an unknown language or form, a folder that cannot be written, or a PDF in Chinese without a
        font for it.
    UnknownNameError
        For an economy that the accounts lack, or a style of names that does not exist.
    """
    if form not in FORMS:
        raise DataError(f"a brief has the forms {' and '.join(FORMS)}, not {form!r}.")
    if pdf:
        faces(lang)  # before anything is computed
    with regions.names(names):
        content = build_brief(w, region, lang, peers, command, reference, policies, depth, model, paths)
    stem, tail = f"newind-brief-{region}-{content.year}", "" if form == "full" else f"-{form}"
    other = f"{stem}-{other_language(lang)}{tail}.html" if linked else None
    suffixes = [".html", ".docx", *([".pdf"] if pdf else []), *(TABLES if form == "full" else ())]
    with together(Path(out)) as folder:
        files = [f"{stem}-{lang}{tail}{suffix}" for suffix in suffixes]
        for file in files:
            put(content, folder / file, form, other)
    return BriefFiles(lang, content.headline, tuple(Path(out) / file for file in files))


def put(content: Brief, path: Path, form: str = "full", other: str | None = None) -> None:
    """Write a brief as the kind of file that a name says: .html, .pdf, .docx, .xlsx or .csv.

    Parameters
    ----------
    content : Brief
        In full.
    path : Path
    form : {"full", "one-page"}
        What it says; tables are those of the full form.
    other : str, optional
        File name of the page in the other language, if it lies beside this one.
    """
    said = one_page(content) if form == "one-page" else content
    if path.suffix == ".html":
        write_html(said, path, other)
    else:
        WRITERS[path.suffix](said, path)


@contextmanager
def together(out: Path) -> Iterator[Path]:
    """Yield a folder inside `out` whose files are moved up when all is done; else nothing is left behind."""
    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".newind-", dir=out) as name:
            yield Path(name)
            for file in sorted(Path(name).iterdir()):
                file.replace(out / file.name)
    except OSError as error:
        why = error.strerror or error
        raise DataError(tell("file.unwritten_folder", path=out, error=why)) from None
    finally:
        if made and out.is_dir() and not any(out.iterdir()):
            out.rmdir()
