"""Write the brief of an economy, all its files or none, and its one-page form."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts import regions
from newind.documents.build import build_brief
from newind.documents.decision.build import build_decision as decide, first_page
from newind.documents.html import write_html
from newind.documents.pdf import faces, write_pdf
from newind.documents.sheets.page import write_page
from newind.documents.sheets.typeset import write_pdf as write_sheets_pdf
from newind.documents.tables import write_csv, write_xlsx
from newind.errors import DataError, join_items, tell
from newind.kernels.secondprocess import made_meanwhile
from newind.language.words import mark
from newind.messages import SOURCE
from newind.questions.findings import KINDS, MARKS
from newind.questions.model import TableSection
from newind.questions.now.section import short
from newind.questions.policies.section_tables import policy_rows
from newind.questions.text import page_words, quantity, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.documents.sheets.model import PagedBrief
    from newind.language.words import Lang
    from newind.pathways.outlook import Outlook
    from newind.questions.model import Brief, Card


SHOWN = 2
"""Findings of a system."""
HINDCAST = "path-hindcast"
"""The table that must stand beside every path."""


def one_page(brief: Brief) -> Brief:
    """Return what of a brief fits on a page; the full one has proofs, methods and sources.

    Parameters
    ----------
    brief : Brief
        In full.

    Returns
    -------
    Brief
        Headline, summary and numbers as they are; characteristics, findings, policies and paths as tables without
        charts; beside a path what hindcasts say.
    """
    return replace(
        brief,
        short=True,
        numbers=tuple(replace(n, refs=()) for n in brief.numbers),
        characteristics=(),
        systems=(),
        index=None,
        now=None,
        depth=(),
        paths=(),
        policies=None,
        tables=tuple(
            t for t in (short(brief), _six(brief), _findings(brief), _policies(brief), _paths(brief)) if t.rows
        ),
        methods=(),
        last_years=(),
        sources=(),
        table=None,
    )


def _six(brief: Brief) -> TableSection:
    lang = brief.lang
    header = (say("characteristic", lang), say("where", lang), say("year", lang))
    rows = tuple((c.title, c.sentence, str(c.year)) for c in brief.characteristics)
    return TableSection("six", page_words(lang)["h_characteristics"].format(name=brief.name), "", header, rows)


def _findings(brief: Brief) -> TableSection:
    lang = brief.lang
    header = (say("system", lang), say("finding", lang), say("number", lang))
    found = [(s.title, c) for s in brief.systems for c in s.findings[:SHOWN]]
    rows = tuple((title, _format_card(c, lang), quantity(c.number, c.unit, lang)) for title, c in found)
    return TableSection("findings", page_words(lang)["h_systems"], "", header, rows)


def _format_card(card: Card, lang: str) -> str:
    return f"{MARKS[card.kind]} {KINDS[card.kind][lang]}{mark('colon', lang)}{card.sentence}"


def _policies(brief: Brief) -> TableSection:
    tried = brief.policies
    if tried is None or not tried.policies:
        return TableSection("policies", "", "", ("",), ())
    header, rows = policy_rows(tried, brief.lang)
    return TableSection("policies", tried.title, "", tuple(header), tuple(tuple(r) for r in rows))


def _paths(brief: Brief) -> TableSection:
    """Return the first results on the path and on a robust package, and how far the method was off in the past."""
    lang = brief.lang
    header = (say("characteristic", lang), say("where", lang), say("year", lang))
    cards = [c for s in brief.paths for c in (*s.cards[:1], *s.cards[2:3])]
    rows = [(c.title, c.sentence, str(c.year)) for c in cards]
    rows += [(s.title, s.lead, "") for s in brief.paths if not s.cards]  # nothing is recommended, or there is no path
    checks = [t for s in brief.paths for t in s.tables if t.id == HINDCAST]
    rows += [(t.title, t.lead, "") for t in checks]
    return TableSection("paths", brief.paths[0].title if rows else "", "", header, tuple(rows))


def _write_word(brief: Brief, path: Path) -> None:
    """Write a Word file: what that needs is imported beside a workbook that is written."""
    from newind.documents.docx import write_docx

    write_docx(brief, path)


WRITERS: dict[str, Callable[[Brief, Path], None]] = {
    ".docx": _write_word, ".pdf": write_pdf, ".xlsx": write_xlsx, ".csv": write_csv,
}  # fmt: skip
TABLES = (".xlsx", ".csv")
LONGEST = ".xlsx"
"""Takes as long as all others together."""
DECISIONS = ("decision", "decision-page")
"""The four pages of a decision brief, and its first page alone."""
FORMS = ("full", "one-page", *DECISIONS)


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
    outlook: Outlook | None = None,
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
    form : {"full", "one-page", "decision", "decision-page"}
        Whether page, Word file and PDF say everything, or what fits on a page; or are the decision brief of four pages,
        or the first of these, which leave out what `policies`, `depth` and `paths` are about by themselves. Tables are
        written with the full form.
    paths : bool
        Whether policies are followed year by year, too, and the best use of a budget is searched; not without policies.
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
        For an aggregate, an unknown language or form, a folder that cannot be written, or a PDF in Chinese without a
        font for it.
    UnknownNameError
        For an economy that the accounts lack, or a style of names that does not exist.
    """
    if form not in FORMS:
        raise DataError(f"a brief has the forms {join_items(FORMS)}, not {form!r}.")
    if pdf:
        faces(lang)  # before anything is computed
    if form in DECISIONS:
        with regions.names(names):
            made = decide(w, region, lang, peers, command, reference, model, outlook)
        return _write_decision(
            made if form == DECISIONS[0] else first_page(made), Path(out), form, linked=linked, pdf=pdf
        )
    with regions.names(names):
        content = build_brief(w, region, lang, peers, command, reference, policies, depth, model, paths, outlook)
    stem, tail = f"newind-brief-{region}-{content.year}", "" if form == "full" else f"-{form}"
    other = f"{stem}-{other_language(lang)}{tail}.html" if linked else None
    suffixes = [".html", ".docx", *([".pdf"] if pdf else []), *(TABLES if form == "full" else ())]
    with together(Path(out)) as folder:
        files = [f"{stem}-{lang}{tail}{suffix}" for suffix in suffixes]
        write = partial(_put_all, content, folder, form, other)
        longest = [file for file in files if file.endswith(LONGEST)]
        with made_meanwhile(partial(write, longest), worth=bool(longest)) as written:
            write([file for file in files if file not in longest])
            written()
    return BriefFiles(lang, content.headline, tuple(Path(out) / file for file in files))


def _write_decision(content: PagedBrief, out: Path, form: str, *, linked: bool, pdf: bool) -> BriefFiles:
    """Write the page, the Word file and, if asked, the PDF of a decision brief, all or none."""
    stem, lang = f"newind-{form}-{content.region}-{content.year}", content.lang
    other = f"{stem}-{other_language(lang)}.html" if linked else None
    files = [f"{stem}-{lang}{suffix}" for suffix in (".html", ".docx", *([".pdf"] if pdf else []))]
    with together(out) as folder:
        for file in files:
            put_sheets(content, folder / file, other)
    return BriefFiles(lang, content.title, tuple(out / file for file in files))


def put_sheets(content: PagedBrief, path: Path, other: str | None = None) -> None:
    """Write a brief of a few sheets as the kind of file that a name says: .html, .docx or .pdf.

    Raises
    ------
    DataError
        Where a page overflows even after what may be left out is, or a PDF in Chinese has no font.
    """
    if path.suffix == ".html":
        write_page(content, path, other)
    elif path.suffix == ".pdf":
        write_sheets_pdf(content, path)
    else:
        from newind.documents.sheets.word import write_word

        write_word(content, path)


def _put_all(content: Brief, folder: Path, form: str, other: str | None, files: Sequence[str]) -> None:
    for file in files:
        put(content, folder / file, form, other)


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
