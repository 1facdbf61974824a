"""Findings that are based on an analysis of one economy instead of an indicator of all: how they are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.language.tense import date_sentence
from newind.measures.registry import quantity
from newind.messages import NOTHING
from newind.questions.findings import Finding, resolve_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.charts.proofs import Proof
    from newind.measures.context import Context
    from newind.messages import Text

MATERIAL = 0.01
"""Share of real income or GDP from which on a loss counts as a risk: its highest figure."""
LARGE = 0.05
"""Share that makes a finding as large as any."""
CAP = 6.0
"""Size of the largest finding of this kind."""
STATUSES = ("estimated", "proxy", "simulated", "observed")
"""From the weakest to the strongest: a finding has the weakest of what it is based on."""


@dataclass(frozen=True)
class EvidenceRow:
    """A figure that a finding is based on, as a row of the measure table; `id` may end in ``.low`` or ``.high``."""

    id: str
    value: float
    industry: str | None = None
    partner: str | None = None
    region: str | None = None
    year: int | None = None
    unit: str | None = None
    status: str | None = None
    note: str = ""

    @property
    def quantity_id(self) -> str:
        """Id of the quantity, without the end of a range."""
        return self.id.removesuffix(".low").removesuffix(".high")


def build_range_facts(
    id: str, low: float, middle: float, high: float, **rest: str | None
) -> tuple[EvidenceRow, EvidenceRow, EvidenceRow]:
    """Return the three rows of a figure with a range."""
    ends = ((id, middle), (f"{id}.low", low), (f"{id}.high", high))
    first, second, third = (EvidenceRow(name, value, **rest) for name, value in ends)  # type: ignore[arg-type]
    return first, second, third


def risk_of_loss(middle: float, high: float) -> tuple[str, float]:
    """Return the kind and size of a finding on what would be lost.

    Returns
    -------
    kind : {"risk", "context"}
        A risk where the highest figure is at least 1 % of income.
    size : float
        Up to 6, reached where the central figure is 5 % of income or more.

    Examples
    --------
    >>> risk_of_loss(0.01, 0.2), risk_of_loss(0.0001, 0.001)[0]
    (('risk', 2.6832815729997477), 'context')
    """
    size = CAP * float(np.sqrt(min(max(middle, 0.0) / LARGE, 1.0)))
    return ("risk" if high >= MATERIAL else "context"), size


def answer(
    ctx: Context,
    name: str,
    ids: tuple[str, ...],
    sentence: Text,
    proof: Proof,
    facts: Iterable[EvidenceRow],
    *,
    kind: str,
    size: float,
    value: float,
    range: tuple[float, float] | None = None,
    detail: Text = NOTHING,
    unit: str | None = None,
    year: int | None = None,
    status: str | None = None,
) -> Finding:
    """Assemble a finding from an analysis; the first of `ids` is what its number is.

    Its status is the weakest of the ids' and of the figures', unless given.
    """
    entry, rows = quantity(ids[0]), list(facts)
    found = {status_in(ctx, i, year) for i in ids} | {f.status for f in rows if f.status}
    return Finding(
        id=name,
        system=name.partition(".")[0],
        clause=entry.clause,
        kind=resolve_kind(kind, entry.better),
        sentence=date_sentence(sentence, ctx.year if year is None else year, ctx.year),
        detail=detail,
        value=value,
        unit=entry.unit if unit is None else unit,
        range=range,
        year=ctx.year if year is None else year,
        status=status or next(s for s in STATUSES if s in found),
        indicators=ids,
        proof=proof,
        rows=evidence(ctx, rows),
        size=size,
    )


def status_in(ctx: Context, id: str, year: int | None) -> str:
    """Return the status of a quantity: what is read off an estimated table is estimated, too."""
    w = ctx.accounts.get(ctx.year if year is None else year)
    own = getattr(quantity(id), "status", None) or "observed"
    return "estimated" if own == "observed" and w is not None and w.status == "estimated" else own


def evidence(ctx: Context, facts: Iterable[EvidenceRow]) -> tuple[tuple[object, ...], ...]:
    """Return figures as rows of the measure table."""
    return tuple(
        (
            ctx.w.scenario,
            f.region or ctx.region,
            f.industry,
            f.partner,
            f.year or ctx.year,
            f.id,
            f.value,
            f.unit or quantity(f.quantity_id).unit,
            f.status or status_in(ctx, f.quantity_id, f.year),
            f.note,
        )
        for f in facts
    )
