"""Opening of a brief of a table with a boundary: a province, provinces together, or one nation.

Such a table knows where the value of its regions goes and what they buy, but not what happens beyond its boundary; the
opening speaks of the size of the region, of its manufacturing, and of who uses what it makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.analyses.circulation.transfer import list_export_only_industries
from newind.data.reference import identify
from newind.language.phrases import economy, industries, of_economy, shares
from newind.language.words import listing, mark, percent, quantity
from newind.measures.context import peers_of
from newind.messages import message, message_group, say
from newind.questions.characteristics import TOPICS, characteristics
from newind.questions.opening import title
from newind.questions.wording import format_count, name_of

if TYPE_CHECKING:
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.messages import Text

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
