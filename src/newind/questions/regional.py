"""Opening of a brief of a table with a boundary: a province, provinces together, or one nation.

Such a table knows where the value of its regions goes and what they buy, but not what happens beyond its boundary; the
opening speaks of the size of the region, of its manufacturing, and of who uses what it makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.analyses.circulation.transfer import list_export_only_industries
from newind.data.reference import identify
from newind.language.phrases import economy, industries, of_economy, shares
from newind.language.words import cardinal, listing, percent, quantity
from newind.measures.context import peers_of
from newind.messages import message
from newind.questions.characteristics import TOPICS, characteristics
from newind.questions.wording import capital, format_count, name_of

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
        en = f"{capital(name)} earns {abroad} of its GDP from final users abroad and {local} from those at home"
        return en if lang == "en" else f"{name}GDP有{abroad}由国外最终使用，{local}由国内最终使用"
    country, abroad = shares(national, foreign)
    if lang == "zh":
        return f"{name}GDP有{country}由其他省份最终使用，{abroad}由国外最终使用"
    elsewhere = f"{country} of its GDP from final users in other provinces and {abroad} from those abroad"
    return f"{capital(name)} earns {elsewhere}"


def _outside(ctx: Context, lang: Lang) -> str:
    """Return the headline of a table that does not tell other provinces from abroad."""
    local, name = ctx.value(LOCAL), economy(ctx, ctx.region)[lang]
    if local != local:
        return name_of(ctx, ctx.region, lang)
    (elsewhere,) = shares(1 - local)
    if lang == "zh":
        return f"{name}GDP有{elsewhere}由本地以外最终使用"
    return f"{capital(name)} earns {elsewhere} of its GDP from final users outside the province"


def subtitle(ctx: Context, lang: Lang) -> str:
    """Return what the brief is about."""
    n = len(ctx.peers)
    province = ctx.economy(ctx.region).kind == "province"
    if lang == "en":
        what = "province" if province else "peer"
        against = f", against {cardinal(n)} {what}{'' if n == 1 else 's'}" if n else ", from its own table"
        return f"New industrialization in {economy(ctx, ctx.region)['en']}, {ctx.year}{against}"
    against = f"——与{format_count(n)}个{'省份' if province else '经济体'}比较" if n else "——依据本地区投入产出表"
    return f"{name_of(ctx, ctx.region, 'zh')}新型工业化进展（{ctx.year}年）{against}"


def opening(ctx: Context, lang: Lang) -> str:
    """Return the size of a region, of its manufacturing, and who uses what it makes, in a sentence or two."""
    w = ctx.w
    size = quantity(float(w.gdp[w.regions.index(ctx.region)]), w.unit, lang)
    made, owner = ctx.value(MANUFACTURING), of_economy(ctx)[lang]
    if lang == "en":
        part = f", {percent(made, lang)} of it in manufacturing" if made == made else ""
        return f"In {ctx.year} {owner} value added was {size}{part}. {_users(ctx, lang)}{_beyond(ctx, lang)}"
    part = f"，其中制造业占{percent(made, lang)}" if made == made else ""
    return f"{ctx.year}年，{owner}增加值为{size}{part}。{_users(ctx, lang)}{_beyond(ctx, lang)}"


def _beyond(ctx: Context, lang: Lang) -> str:
    """Return that shares used elsewhere are upper bounds, where the table sends much of what is made away in full."""
    part = sum(list_export_only_industries(ctx.w, ctx.region).values()) if ctx.province else 0.0
    if part < MUCH:
        return ""
    (said,) = shares(part)
    if lang == "zh":
        return f"表中占增加值{said}的行业产出基本全部流出本地，外部使用占比宜视为上限。"
    return (
        f" The table sends practically all output of industries with {said} of value added out of the province, so "
        "that the shares used elsewhere are upper bounds."
    )


def _users(ctx: Context, lang: Lang) -> str:
    local, national, foreign = (ctx.value(id) for id in (LOCAL, NATIONAL, FOREIGN))
    if local != local:
        return ""
    if foreign != foreign:
        home, outside = shares(local, 1 - local)
        whole: Text = message("common.regional.users.of_it_ends_in", home=home, outside=outside)
        return whole[lang]
    if national != national:
        home, abroad = shares(local, foreign)
        said: Text = message("common.regional.users.of_it_ends_in_2", home=home, abroad=abroad)
        return said[lang]
    home, country, abroad = shares(local, national, foreign)
    said = message("common.regional.users.of_it_ends_in_3", home=home, country=country, abroad=abroad)
    return said[lang]


LIMITS: dict[str, tuple[str, ...]] = {
    "en": (
        "The table has a boundary: what lies outside ({outside}) only sells to the regions described and buys from "
        "them. What it makes of that, and what its supplies hold, is not known; value that returns counts as theirs.",
        "Value added by user follows the region’s own input-output chain; what leaves to a boundary is counted where "
        "it leaves.",
        "Figures are in the table’s own currency and in prices of its year; levels are not compared over years.",
        "Linkages and location quotients describe the structure of one year: they rank candidates to look at, they do "
        "not say what moving an industry would cost or bring.",
        "Kinds: better or worse than the peers’ median, and whether it improved. A finding is context without peers, "
        "without a declared direction, on industries under 1% of output, and where two definitions disagree.",
        "Descriptive accounts: they show where a region stands, not what a policy would do.",
    ),
    "zh": (
        "本表有边界：{outside}仅与表内地区发生买卖。其购入品的用途和供给品的构成未知，回流的增加值不计入本地。",
        "增加值按用户分解沿本地区投入产出链计算；流出至边界的部分在流出处计入。",
        "数值为本表币种、当年价格；不同年份的绝对额不作比较。",
        "关联度和区位商描述单一年份的结构，用于筛选候选行业，不说明转移的成本或收益。",
        "类别判定：与参照地区中位数相比的优劣及其变化方向；无参照、未规定方向、行业占产出不足1%"
        "或两种口径结论不一的列为背景。",
        "本简报为描述性核算，说明现状，不推断政策效果。",
    ),
}


SPLIT: Text = message("common.regional.split")
PASSING: Text = message("common.regional.passing")
TOGETHER: Text = message("common.regional.together")
PEERS: Text = message("common.regional.peers")
SHIFTED: Text = message("common.regional.shifted")
WHICH: tuple[Text, Text] = (
    message("common.regional.which.text"),
    message("common.regional.which.the_estimate_of_all"),
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
    outside = ("; ".join if lang == "en" else "、".join)(name_of(ctx, code, lang) for code in ctx.w.boundary)
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
    return (COMPARED[lang].format(n=cardinal(n) if lang == "en" else format_count(n), name=name, peers=names),)


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
