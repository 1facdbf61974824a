"""The numbers that lead from a figure to the row which says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newind.language.words import in_brackets, join_list
from newind.measures.registry import Analysis, quantity
from newind.questions import provenance
from newind.questions.model import SourceRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.language.words import Lang
    from newind.measures.context import Context

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

    def rows(self) -> tuple[SourceRow, ...]:
        """Return a row for every indicator that was asked for."""
        return tuple(self._row(of, id, number) for (of, id), number in self.numbers.items())

    def _row(self, of: str, id: str, number: int) -> SourceRow:
        if (of, id) in self.made:
            return replace(self.made[of, id], number=number)
        ctx = self.others.get(of, self.ctx)
        entry, used = quantity(id), self.years[of, id]
        last = max((y for y in used if y in ctx.accounts), default=ctx.year)  # power is known for later years
        note = "" if isinstance(entry, Analysis) else next((a.note for a in ctx.arrays(id, last)), "")
        label = entry.label[self.lang]
        return SourceRow(
            number=number,
            indicator=id,
            label=label if of == MAIN else in_brackets(label, of, self.lang),
            formula=provenance.formula(entry, self.lang),
            source=provenance.sources(ctx.accounts[last], entry, self.lang),
            year=join_list(map(str, sorted(used)), self.lang),
            unit=provenance.unit(entry, self.lang),
            status=self._status(entry, ctx, last) if isinstance(entry, Analysis) else ctx.weakest(id, used),
            note=provenance.note(note, self.lang),
        )

    def _status(self, entry: Analysis, ctx: Context, year: int) -> str:
        """Return the status of an answer, else its method's; read off a table, the table's."""
        return self.told.get(entry.id) or (ctx.accounts[year].status if entry.status == "observed" else entry.status)
