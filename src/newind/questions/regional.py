"""Regions of one country beside one another, and provinces that industries could move between.

Such a table knows where the value of its regions goes and what they buy, but not what happens beyond its boundary; the
opening speaks of the size of the region, of its manufacturing, and of who uses what it makes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.analyses.circulation.location import JOIN
from newind.analyses.circulation.transfer import list_export_only_industries, transfer_candidates
from newind.data.reference import catalog, identify, load
from newind.errors import DataError
from newind.language.phrases import economy, industries, of_economy, shares
from newind.language.words import decimal, listing, mark, percent, quantity
from newind.measures.context import peers_of
from newind.measures.references import NATIONS, nearest
from newind.messages import message, message_group, say
from newind.questions.characteristics import TOPICS, characteristics
from newind.questions.model import TableSection
from newind.questions.opening import title
from newind.questions.wording import format_count, name_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.provenance import References


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


LOCAL, NATIONAL, FOREIGN = "s4.demand_local", "s4.demand_national", "s4.demand_foreign"
MANUFACTURING = "s2.manufacturing_share"
NUMBERS = (
    (MANUFACTURING, "digital"),
    ("quality.manufacturing_value_added_rate", "quality"),
    (NATIONAL, "open"),
    (FOREIGN, "open"),
    ("s1.import_dependence", "innovation"),
    (LOCAL, "open"),
)
"""Numbers at the top, of which the first four that the accounts know are shown, and the hue that each wears."""


def headline(ctx: Context, lang: Lang) -> str:
    """Return the result in one line: how much of its income depends on users elsewhere."""
    name = economy(ctx, ctx.region)[lang]
    national, foreign = ctx.value(NATIONAL), ctx.value(FOREIGN)
    if foreign != foreign:
        return _outside(ctx, lang)
    if national != national:
        (abroad,) = shares(foreign)
        local = percent(1 - foreign, lang)
        return say("common.regional.headline.nation", lang, name=name, abroad=abroad, local=local)
    country, abroad = shares(national, foreign)
    return say("common.regional.headline.province", lang, name=name, country=country, abroad=abroad)


def _outside(ctx: Context, lang: Lang) -> str:
    """Return the headline of a table that does not tell other provinces from abroad."""
    local, name = ctx.value(LOCAL), economy(ctx, ctx.region)[lang]
    if local != local:
        return name_of(ctx, ctx.region, lang)
    (elsewhere,) = shares(1 - local)
    return say("common.regional.headline.outside", lang, name=name, elsewhere=elsewhere)


def subtitle(ctx: Context, lang: Lang) -> str:
    """Return what the brief is about."""
    others = "provinces" if ctx.economy(ctx.region).kind == "province" else "peers"
    return title(others if ctx.peers else "own_table", ctx, lang)


def opening(ctx: Context, lang: Lang) -> str:
    """Return the size of a region, of its manufacturing, and who uses what it makes, in a sentence or two."""
    w = ctx.w
    size = quantity(float(w.gdp[w.regions.index(ctx.region)]), w.unit, lang)
    made = ctx.value(MANUFACTURING)
    return say(
        f"common.regional.size.{'made' if made == made else 'whole'}",
        lang,
        year=ctx.year,
        owner=of_economy(ctx),
        size=size,
        made=percent(made, lang),
        users=_users(ctx, lang),
        beyond=_beyond(ctx, lang),
    )


def _beyond(ctx: Context, lang: Lang) -> str:
    """Return that shares used elsewhere are upper bounds, where the table sends much of what is made away in full."""
    part = sum(list_export_only_industries(ctx.w, ctx.region).values()) if ctx.province else 0.0
    if part < MUCH:
        return ""
    (said,) = shares(part)
    return say("common.regional.beyond", lang, share=said)


def _users(ctx: Context, lang: Lang) -> str:
    local, national, foreign = (ctx.value(id) for id in (LOCAL, NATIONAL, FOREIGN))
    if local != local:
        return ""
    if foreign != foreign:
        home, outside = shares(local, 1 - local)
        return say("common.regional.users.outside", lang, home=home, outside=outside)
    if national != national:
        home, abroad = shares(local, foreign)
        return say("common.regional.users.nation", lang, home=home, abroad=abroad)
    home, country, abroad = shares(local, national, foreign)
    return say("common.regional.users.province", lang, home=home, country=country, abroad=abroad)


LIMITS: dict[str, list[str]] = message_group("common.regional.limits")


SPLIT: Text = message("common.regional.split")
PASSING: Text = message("common.regional.passing")
TOGETHER: Text = message("common.regional.together")
PEERS: Text = message("common.regional.peers")
SHIFTED: Text = message("common.regional.shifted")
WHICH: tuple[Text, Text] = (
    message("common.regional.which.given"),
    message("common.regional.which.shipped"),
)
"""Which table peers are from: one that was given, or the shipped one."""
COMPARED: Text = message("common.regional.compared")
NO_CARD: Text = message("common.regional.no_card")
ALL_GONE: Text = message("common.regional.all_gone")
MUCH = 0.05
"""Share of value added of industries that are sold away from which the opening says so."""
ALMOST_NOTHING = 0.005
"""Share of output below which what passes through a region is not worth a line."""


def methods(ctx: Context, lang: Lang) -> tuple[str, ...]:
    """Return method and limits of a table with a boundary as short statements."""
    outside = mark("list", lang).join(name_of(ctx, code, lang) for code in ctx.w.boundary)
    own = (
        *_of_table(ctx, lang),
        *_describe_peers(ctx, lang),
        *_without_card(ctx, lang),
        *_note_empty_industries(ctx, lang),
    )
    return (*own, *(line.format(outside=outside) for line in LIMITS[lang]))


def _describe_peers(ctx: Context, lang: Lang) -> tuple[str, ...]:
    """Return how the provinces compared with were chosen, nothing where they were named or there are none."""
    if not (ctx.province and ctx.peers) or ctx.peers != peers_of(ctx.reference or ctx.w, ctx.region):
        return ()
    n = len(ctx.peers)
    names = listing([economy(ctx, c)[lang] for c in ctx.peers], lang)
    name = economy(ctx, ctx.region)[lang]
    return (COMPARED[lang].format(n=format_count(n, lang), name=name, peers=names),)


def _without_card(ctx: Context, lang: Lang) -> tuple[str, ...]:
    """Return which characteristics have no card."""
    shown = {c.topic for c in characteristics(ctx)}
    lacking = [TOPICS[t][lang] for t in TOPICS if t not in shown]
    said = [t[:1].lower() + t[1:] for t in lacking]
    return (NO_CARD[lang].format(topics=listing(said, lang)),) if lacking else ()


def _note_empty_industries(ctx: Context, lang: Lang) -> tuple[str, ...]:
    """Return the industries of which a table leaves nothing to users in the province."""
    found = list_export_only_industries(ctx.w, ctx.region) if ctx.province else {}
    if not found:
        return ()
    (part,) = shares(sum(found.values()))
    return (ALL_GONE[lang].format(industries=industries(found)[lang], share=part),)


def _of_table(ctx: Context, lang: Lang) -> tuple[str, ...]:
    """Return what was estimated in the table itself."""
    w, provinces = ctx.w, sum(kind == "province" for kind in ctx.w.regions.kind)
    if provinces > 1:
        return (TOGETHER[lang],) if w.status == "estimated" else ()
    r = w.regions.index(ctx.region)
    share = w.facts.get_values("transit", w.R)[r]
    lines = [SPLIT[lang]] if w.status == "estimated" else []
    lines += [PASSING[lang].format(share=percent(share, lang, 0))] if share > ALMOST_NOTHING else []
    if ctx.reference is not None:
        shipped = identify(ctx.reference) != ""
        lines.append(PEERS[lang].format(year=w.year, which=WHICH[shipped][lang]))
        lines += [SHIFTED[lang]] if shipped else []
    return tuple(lines)
