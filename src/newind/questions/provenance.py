"""Where figures of a brief come from, and the numbers that lead from a figure to the row which says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from newind.accounts.regions import apply_house_style, read_regions
from newind.language.words import in_brackets, join_list, mark, unit_name
from newind.measures import zh
from newind.measures.registry import Analysis, Indicator, quantity
from newind.messages import message, say
from newind.questions.model import SourceRow, renumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.data.reference.now import LabourShare
    from newind.language.words import Lang
    from newind.measures.context import Context


T = TypeVar("T")
CODE = re.compile(r"\b[A-Z]{3}\b")
"""Pattern of a possible code of an economy in a note."""
PURE = message("common.provenance.pure")


def sources(w: Accounts, entry: Indicator | Analysis, lang: Lang) -> str:
    """Return where the figures and the method of an indicator come from; the table where it has a part in them."""
    used = [] if isinstance(entry, Indicator) and entry.of_facts else [w.source]
    if isinstance(entry, Indicator):
        used += [w.satellites[n].source for n in entry.list_requirements("satellite") if n in w.satellites]
        used += [w.facts[n].source for n in entry.list_requirements("fact") if n in w.facts]
    else:
        used += [w.satellites[n].source if n in w.satellites else n for n in entry.data]
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


def write_note(text: str, lang: str) -> str:
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


MAIN = ""
"""Name of the accounts that a brief is about; others that stand beside them have one of their own."""


@dataclass
class References:
    """Numbers of the rows that say where figures come from, given in the order in which they are first asked for.

    Parameters
    ----------
    ctx : Context
        The accounts that the brief is about.
    lang : {"en", "zh"}
    """

    ctx: Context
    lang: Lang
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    years: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    others: dict[str, Context] = field(default_factory=dict)
    made: dict[tuple[str, str], SourceRow] = field(default_factory=dict)

    def add_accounts(self, name: str, ctx: Context) -> None:
        """Enter other accounts whose figures stand beside those of the brief, by the name that rows show."""
        self.others[name] = ctx

    def number_indicators(self, ids: Sequence[str], *used: int, of: str = MAIN) -> tuple[int, ...]:
        """Return the numbers of indicators of accounts and note the years that were used."""
        for id in ids:
            self.numbers.setdefault((of, id), len(self.numbers) + 1)
            self.years.setdefault((of, id), set()).update(used)
        return tuple(self.numbers[of, id] for id in ids)

    def number_answer(self, ids: Sequence[str], status: str, *used: int) -> tuple[int, ...]:
        """Return the numbers behind an answer; the row of its first quantity has the status of the answer."""
        self.told.setdefault(ids[0], status)
        return self.number_indicators(ids, *used)

    def number_row(self, row: SourceRow) -> int:
        """Return the number of a row that is written already: of a figure that is no indicator."""
        key = (row.status, row.indicator)
        self.made.setdefault(key, row)
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def join(self, later: References, part: T) -> T:
        """Enter what a part of the brief has numbered by itself; return the part with the numbers that hold here."""
        for name in ("told", "others", "made"):
            entered = getattr(self, name)
            entered.update({key: value for key, value in getattr(later, name).items() if key not in entered})
        for key, used in later.years.items():
            self.years.setdefault(key, set()).update(used)
        numbers = {n: self.numbers.setdefault(key, len(self.numbers) + 1) for key, n in later.numbers.items()}
        renumbered: T = renumber(part, numbers)
        return renumbered

    def __getstate__(self) -> dict[str, object]:
        """Return what a part has numbered, for a process that has the accounts."""
        return vars(self) | {"ctx": None}

    def rows(self) -> tuple[SourceRow, ...]:
        """Return a row for every indicator that was asked for."""
        return tuple(self._row(of, id, number) for (of, id), number in self.numbers.items())

    def _row(self, of: str, id: str, number: int) -> SourceRow:
        if (of, id) in self.made:
            return replace(self.made[of, id], number=number)
        ctx = self.others.get(of, self.ctx)
        entry, used = quantity(id), self.years[of, id]
        seen = [y for y in used if y in ctx.accounts] or [ctx.year]  # figures beside the accounts are known for others
        last = max(seen)
        note = "" if isinstance(entry, Analysis) else next((a.note for a in ctx.arrays(id, last)), "")
        label = entry.label[self.lang]
        return SourceRow(
            number=number,
            indicator=id,
            label=label if of == MAIN else in_brackets(label, of, self.lang),
            formula=formula(entry, self.lang),
            source=sources(ctx.accounts[last], entry, self.lang),
            year=join_list(map(str, sorted(used)), self.lang),
            unit=unit(entry, self.lang),
            status=self._status(entry, ctx, last) if isinstance(entry, Analysis) else ctx.weakest(id, seen),
            note=write_note(note, self.lang),
        )

    def _status(self, entry: Analysis, ctx: Context, year: int) -> str:
        """Return the status of an answer, else its method's; read off a table, the table's."""
        return self.told.get(entry.id) or (ctx.accounts[year].status if entry.status == "observed" else entry.status)
