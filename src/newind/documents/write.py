"""Write the brief of an economy, all its files or none."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts import regions
from newind.documents.build import build_brief
from newind.documents.decision.book import write_book
from newind.documents.decision.build import build_decision as decide, first_page
from newind.documents.forms import settle_form, tail_of
from newind.documents.html import write_html
from newind.documents.pdf import faces, write_pdf
from newind.documents.sheets.model import PagedBrief
from newind.documents.sheets.page import write_page
from newind.documents.sheets.typeset import write_pdf as write_sheets_pdf
from newind.documents.tables import write_csv, write_xlsx
from newind.errors import DataError, tell
from newind.kernels.secondprocess import made_meanwhile
from newind.messages import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.language.words import Lang
    from newind.pathways.outlook import Outlook
    from newind.questions.model import Brief


def _write_word(brief: Brief | PagedBrief, path: Path) -> None:
    """Write a Word file: what that needs is imported beside a workbook that is written."""
    from newind.documents.docx import write_docx
    from newind.documents.sheets.word import write_word

    write_word(brief, path) if isinstance(brief, PagedBrief) else write_docx(brief, path)


WRITERS: dict[str, Callable[..., None]] = {
    ".html": write_html, ".docx": _write_word, ".pdf": write_pdf, ".xlsx": write_xlsx, ".csv": write_csv,
}  # fmt: skip
"""What writes a full brief; for a decision brief see below."""
SHEET_WRITERS = WRITERS | {".html": write_page, ".pdf": write_sheets_pdf, ".xlsx": write_book}
TABLES = (".xlsx", ".csv")
LONGEST = ".xlsx"
"""Takes as long as all others together."""


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
    form: str = "decision",
    paths: bool = True,
    outlook: Outlook | None = None,
    names: str | None = None,
) -> BriefFiles:
    """Write the brief of an economy: four pages that answer first, as a self-contained page, a Word file and tables.

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
        Whether policies are simulated; this takes most of the time. Without them the decision brief asks the model for
        nothing, the full one for losses.
    depth : bool
        Whether the tables of the full brief show systems in depth; this takes some seconds.
    model : bool
        Whether the model is asked at all: what losses cost, policies and the path, and systems in depth.
    pdf : bool
        Whether a PDF is written too.
    form : {"decision", "page", "full"}
        The decision brief of four pages; its first page alone, without tables; or the full brief: the largest findings
        of each system with their charts, policies and paths, and tables of everything that was computed.
    paths : bool
        Whether the full brief follows policies year by year, too, and searches the best use of a budget; not without
        policies.
    outlook : Outlook, optional
        In which they are followed (:func:`newind.outlook`); the default one where left out.
    names : {"plain", "un", "worldbank"}, optional
        House style of the names of economies; the one in force by default (`newind.names`, ``NEWIND_NAMES``).

    Returns
    -------
    BriefFiles
        Headline and paths, the page first. The bytes depend on the arguments alone.

    Raises
    ------
    DataError
        For an aggregate, an unknown language or form, a folder that cannot be written, a page that overflows even after
        what may be left out is, or a PDF in Chinese without a font for it.
    UnknownNameError
        For an economy that the accounts lack, or a style of names that does not exist.
    """
    kind = settle_form(form)
    if pdf:
        faces(lang)  # before anything is computed
    content: Brief | PagedBrief
    with regions.names(names):
        if kind == "full":
            content = build_brief(w, region, lang, peers, command, reference, policies, depth, model, paths, outlook)
        else:
            content = decide(w, region, lang, peers, command, reference, model and policies, outlook)
    stem, tail = f"newind-brief-{region}-{content.year}", tail_of(kind)
    other = f"{stem}-{other_language(lang)}{tail}.html" if linked else None
    suffixes = [".html", ".docx", *([".pdf"] if pdf else []), *(TABLES if kind != "page" else ())]
    with together(Path(out)) as folder:
        files = [f"{stem}-{lang}{tail}{suffix}" for suffix in suffixes]
        write = partial(_put_all, content, folder, kind, other)
        longest = [file for file in files if file.endswith(LONGEST)]
        with made_meanwhile(partial(write, longest), worth=kind == "full") as written:
            write([file for file in files if file not in longest])
            written()
    return BriefFiles(lang, headline_of(content), tuple(Path(out) / file for file in files))


def headline_of(content: Brief | PagedBrief) -> str:
    """Return the result of a brief in one line."""
    return content.title if isinstance(content, PagedBrief) else content.headline


def _put_all(content: Brief | PagedBrief, folder: Path, form: str, other: str | None, files: Sequence[str]) -> None:
    for file in files:
        put(content, folder / file, form, other)


def put(content: Brief | PagedBrief, path: Path, form: str = "decision", other: str | None = None) -> None:
    """Write a brief as the kind of file that a name says: .html, .pdf, .docx, .xlsx or .csv.

    Parameters
    ----------
    content : PagedBrief or Brief
    path : Path
    form : {"decision", "page", "full"}
        Of a decision brief all pages or the first.
    other : str, optional
        File name of the page in the other language, if it lies beside this one.
    """
    said = first_page(content) if form == "page" and isinstance(content, PagedBrief) else content
    write = (SHEET_WRITERS if isinstance(said, PagedBrief) else WRITERS)[path.suffix]
    write(said, path, *([other] if path.suffix == ".html" else ()))


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
