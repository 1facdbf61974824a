"""Present state of an economy: the newest official figures, with the words that a page needs beside them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from newind.accounts.regions import apply_house_style
from newind.data.reference import now as figures_of
from newind.data.reference.power import labels as powers
from newind.messages import message_group
from newind.questions.now.answers import HEADLINE, now
from newind.web.answers.catalogue import STATUSES, TITLES
from newind.web.responses import CodeNames, EconomyList, HeadlineColumn, OfficialSummary, body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.messages import Text


def economies() -> EconomyList:
    """Return the economies that have official figures, by code."""
    rows = [cast("CodeNames", {"code": c, **name_economy(c)}) for c in sorted(figures_of.economies())]
    return body(EconomyList, economies=rows)


def page(region: str, peers: Sequence[str], date: str) -> OfficialSummary:
    """Return the newest official figures of an economy on a day.

    Raises
    ------
    UnknownNameError, DataError
        As `newind.now`.
    """
    found = now(region, date=date, peers=list(peers) or None).to_dict()
    columns, origins = figures_of.columns(), figures_of.origins()
    figures = [f | {"digits": figures_of.decimals(f["id"], f["value"])} for f in found["figures"]]
    sources = {
        s: {"updated": None} | of | {"short": origins[s]["short"], "zh": origins[s]["zh"]}
        for s, of in found["sources"].items()
    }
    partners = {row["partner"] for flow in ("exports", "imports") for row in found["partners"][flow]}
    codes = {found["economy"]["code"], *partners, *found["peers"]}
    return body(OfficialSummary, **found | {
        "figures": figures, "sources": sources,
        "headline": [_column(name, columns[name]) for name in HEADLINE],
        "missing": [{"id": name, "label": _text(columns[name])} for name in found["missing"]],
        "names": {code: name_economy(code) for code in sorted(codes)},
        "sections": figures_of.labels("sections"), "units": figures_of.labels("units"),
        "powers": powers(), "statuses": STATUSES, "progress": _progress(), "sets": TITLES,
    })  # fmt: skip


def name_economy(code: str) -> Text:
    """Return the names of an economy.

    Examples
    --------
    >>> name_economy("VNM")["zh"]
    '越南'
    """
    row = apply_house_style(code)
    return {"en": row.en, "zh": row.zh}


def _text(of: dict[str, Any]) -> Text:
    return {"en": of["en"], "zh": of["zh"]}


def _column(name: str, of: dict[str, Any]) -> HeadlineColumn:
    return {"id": name, "label": _text(of), "unit": of["unit"], "digits": of["digits"]}


@cache
def _progress() -> dict[str, Text]:
    """Return what it is called how far a target is."""
    found: dict[str, Text] = message_group("paths.roadmap.values.status")
    return found
