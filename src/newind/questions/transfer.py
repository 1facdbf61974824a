"""Industries that could move out of a region or be attracted to it, as a table of a brief."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.analyses.circulation.location import JOIN
from newind.analyses.circulation.transfer import transfer_candidates
from newind.data.reference import catalog, load
from newind.errors import DataError
from newind.language.words import decimal, percent
from newind.measures.references import NATIONS, nearest
from newind.messages import message, message_group
from newind.questions.model import TableSection

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.references import References

IDS = ("s4.location_quotient", "s2.backward_linkage", "people.labour_share")
TITLE: Text = message("common.transfer.title")
LEAD: Text = message("common.transfer.lead")
NOTE: Text = message("common.transfer.note")
HEAD: dict[str, list[str]] = message_group("common.transfer.head")
WAYS: dict[str, Text] = message_group("common.transfer.ways")
PLUS: Text = message("common.transfer.plus")
COUNTRY: Text = message("common.transfer.country")
NATION: Text = message("common.transfer.nation")


def transfers(refs: References) -> tuple[TableSection, ...]:
    """Return the table of transfer candidates of a province, none where there is nothing to compare it with."""
    ctx, lang = refs.ctx, refs.lang
    if not ctx.province:
        return ()
    nation = national(ctx)
    try:
        found = transfer_candidates(ctx.w, ctx.region, nation)
    except DataError:
        return ()
    found = found[found["direction"] != ""]
    if found.empty:
        return ()
    row = ctx.economy(ctx.region)
    name = row.name(lang)
    reference = COUNTRY[lang] if nation is None else NATION[lang].format(year=nation.year)
    return (
        TableSection(
            id="transfer",
            title=TITLE[lang],
            lead=LEAD[lang].format(name=name, reference=reference),
            header=tuple(HEAD[lang]),
            rows=tuple(_row(r, lang) for r in found.to_dict("records")),
            numeric=(2, 3, 4, 5),
            note=NOTE[lang],
            refs=refs.number_indicators(IDS, ctx.year),
        ),
    )


def national(ctx: Context) -> Accounts | None:
    """Return the shipped table of the nation in the year of a province's own table; None for provinces together."""
    w = ctx.w
    if sum(kind == "province" for kind in w.regions.kind) > 1:
        return None
    name = NATIONS.get(ctx.economy(ctx.region).country, "")
    years = {d.name: d.years for d in catalog()}.get(name, ())
    return load(name, nearest(years, w.year)) if years else None


def join_industry_names(code: str, lang: Lang) -> str:
    """Return the name of an industry, or the names of those that had to be put together.

    Examples
    --------
    >>> join_industry_names("c3", "zh"), join_industry_names("c9+c10", "en")
    ('食品、饮料和烟草', 'Chemicals + Rubber and plastics')
    """
    return PLUS[lang].join(industry_name(part, lang) for part in code.split(JOIN))


def _row(candidate: Mapping[Hashable, Any], lang: Lang) -> tuple[str, ...]:
    quotient, pull = (decimal(float(candidate[k]), 2, lang) for k in ("quotient", "backward_linkage"))
    labour = float(candidate["labour_share"])
    return (
        join_industry_names(str(candidate["industry"]), lang),
        WAYS[str(candidate["direction"])][lang],
        percent(float(candidate["share"]), lang),
        quotient,
        pull,
        "" if math.isnan(labour) else percent(labour, lang),
    )
