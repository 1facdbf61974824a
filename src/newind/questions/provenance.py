"""Where figures come from, in the language of a brief: sources, formulas, notes and units of indicators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.accounts.regions import apply_house_style, read_regions
from newind.language.words import in_brackets, join_list, mark, unit_name
from newind.measures import zh
from newind.measures.registry import Analysis, Indicator
from newind.messages import message, say
from newind.questions.model import SourceRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.accounts import Accounts
    from newind.data.reference.now import LabourShare
    from newind.language.words import Lang

CODE = re.compile(r"\b[A-Z]{3}\b")
"""Pattern of a possible code of an economy in a note."""
PURE = message("common.provenance.pure")


def sources(w: Accounts, entry: Indicator | Analysis, lang: Lang) -> str:
    """Return where the figures and the method of an indicator come from; the table where it has a part in them."""
    used = [] if isinstance(entry, Indicator) and entry.of_facts else [w.source]
    if isinstance(entry, Indicator):
        used += [w.satellites[n].source for n in entry.list_requirements("satellite") if n in w.satellites]
        used += [w.facts[n].source for n in entry.list_requirements("fact") if n in w.facts]
    parts = [s for s in dict.fromkeys(used) if s]
    method = say("common.provenance.method", lang, source=name_source(entry.source, lang))
    return mark("semicolon", lang).join([*(name_source(p, lang) for p in parts), method])


def name_source(text: str, lang: str) -> str:
    """Return a source of figures or of a method in a language."""
    return text if lang != "zh" else zh.source(text)


def formula(entry: Indicator | Analysis, lang: Lang) -> str:
    """Return the formula of an indicator or analysis."""
    if isinstance(entry, Analysis):
        return entry.formula[lang]
    return entry.formula if lang != "zh" else zh.formula(entry)


def unit(entry: Indicator | Analysis, lang: Lang) -> str:
    """Return the unit of an indicator; concentration and gaps are numbers without one."""
    if entry.display == "ratio":
        return PURE[lang]
    return unit_name(entry.unit, lang).removeprefix(mark("counter", lang))


def build_published_row(entry: Indicator, own: LabourShare, years: Iterable[int], lang: Lang) -> SourceRow:
    """Return the row of an indicator as an economy's own tables have it; its number is given later."""
    return SourceRow(
        number=0,
        indicator=entry.id,
        label=in_brackets(entry.label[lang], own.short, lang),
        formula=formula(entry, lang),
        source=own.source[lang] + mark("semicolon", lang) + say("common.provenance.method", lang, source=own.concept),
        year=join_list(map(str, sorted(years)), lang),
        unit=unit(entry, lang),
        status="observed",
    )


def note(text: str, lang: str) -> str:
    """Return a note of the measure table, economies by name."""
    if lang == "zh":
        return zh.note(text)
    return CODE.sub(lambda m: apply_house_style(m[0]).en if m[0] in read_regions() else m[0], text)


def in_python(line: str, *names: str) -> str:
    """Return the command that prints what a line of Python gives: as it is typed in any shell.

    Parameters
    ----------
    line : str
        With `ni` for newind and single quotes only.
    *names : str
        What it takes from modules that are not public, as ``module.name``.

    Examples
    --------
    >>> print(in_python("ni.load('world').years"))
    python -c "import newind as ni; print(ni.load('world').years)"
    """
    parts = (name.rpartition(".") for name in names)
    loaded = "".join(f"from {module} import {name}; " for module, _, name in parts)
    return f'python -c "import newind as ni; {loaded}print({line})"'
