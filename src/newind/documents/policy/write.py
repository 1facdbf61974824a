"""Write a policy brief: a page, a Word file, a PDF, and the scenarios as files beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts import regions
from newind.documents.pdf import faces
from newind.documents.policy.build import BriefSubject, build_policy
from newind.documents.write import BriefFiles, other_language, put, together
from newind.errors import DataError, tell
from newind.policy.posing import list_acting_regions
from newind.policy.simulate import Simulation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from newind.documents.sheets.model import PagedBrief
    from newind.language.words import Lang

SUFFIXES = (".html", ".docx", ".pdf")
"""Kinds of file that a brief is written as."""


def policy_brief(
    tried: Simulation | Sequence[Simulation],
    region: str | None = None,
    *,
    out: str | PathLike[str] = "briefs",
    lang: Lang = "en",
    question: str = "",
    names: str | None = None,
) -> BriefFiles:
    """Write the policy brief of one or two simulations: two pages about what was tried, what it does and why.

    Parameters
    ----------
    tried : Simulation or sequence of Simulation
        One or two, on the same accounts and under the same parameters; every horizon is shown, whichever they are at.
    region : str, optional
        Code of the economy whose outcomes are shown; the first that acts by default.
    out : path
        A file whose suffix says what it is (.html, .docx, .pdf), or a folder, which is made: page, Word file, PDF and
        the scenarios as files.
    lang : {"en", "zh"}
        Language.
    question : str
        The question that it answers, in words of the user: at most 140 characters.
    names : {"plain", "un", "worldbank"}, optional
        House style of the names of economies; the one in force by default.

    Returns
    -------
    BriefFiles
        Finding and paths, the page first. The bytes depend on the arguments alone.

    Raises
    ------
    DataError
        For more than two simulations, other accounts or parameters, a question that is too long, a page that does not
        fit, a kind of file that is not written, or Chinese as a PDF without a font for it.
    UnknownNameError
        For an economy that the accounts lack.
    PolicyError, ConvergenceError
        For a scenario without an equilibrium at the medium horizon.
    """
    simulations = (tried,) if isinstance(tried, Simulation) else tuple(tried)
    asked = ask_about(simulations, region, question)
    with regions.names(names):
        return write_policy(asked, Path(out), lang)


def ask_about(simulations: Sequence[Simulation], region: str | None, question: str = "") -> BriefSubject:
    """Return what a brief of simulations is asked.

    Raises
    ------
    DataError
        Where there are none, or they are on other accounts or under other parameters.
    """
    if not simulations:
        raise DataError(tell("brief.scenarios", found=0))
    first = simulations[0]
    w, given = first.laboratory.origin, dict(first.parameters)
    if any(s.laboratory.origin is not w or dict(s.parameters) != given for s in simulations):
        raise DataError(tell("brief.other_accounts"))
    packages = tuple(s.package for s in simulations)
    at = region or w.regions.codes[next(iter(list_acting_regions(packages[0], w)), 0)]
    return BriefSubject(w, at, packages, given, question)


def write_policy(asked: BriefSubject, out: Path, lang: Lang, *, linked: bool = False) -> BriefFiles:
    """Write a policy brief to a file or, all or none, to a folder; errors as of :func:`policy_brief`."""
    asked.check()
    if out.suffix.lower() in SUFFIXES:
        if out.suffix.lower() == ".pdf":
            faces(lang)
        content = build_policy(asked, lang)
        with together(out.parent) as folder:
            put(content, folder / out.name)
        return BriefFiles(lang, content.title, (out,))
    if out.suffix and not out.is_dir():
        raise DataError(tell("brief.kind", name=out.name))
    faces(lang)
    content = build_policy(asked, lang)
    stem = name_files(content)
    other = f"{stem}-{other_language(lang)}.html" if linked else None
    files = [f"{stem}-{lang}{suffix}" for suffix in SUFFIXES]
    with together(out) as folder:
        for file in files:
            put(content, folder / file, other=other)
        for attached in content.files:
            (folder / attached.name).write_text(attached.text, encoding="utf-8", newline="\n")
    return BriefFiles(lang, content.title, tuple(out / f for f in (*files, *(a.name for a in content.files))))


def name_files(content: PagedBrief) -> str:
    """Return what the names of the files of a brief begin with."""
    return f"newind-policy-{content.region}-{content.year}"
