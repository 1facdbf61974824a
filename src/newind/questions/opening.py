"""Opening of a brief: the result in one line, its subject, and a paragraph that sums it up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.accounts.regions import apply_house_style, style
from newind.language.phrases import economy, of_economy, place
from newind.language.tense import names, past
from newind.language.words import cardinal, percent
from newind.measures.readings import ends_of, read, say
from newind.messages import NOTHING, message, message_group
from newind.questions.findings import by_size
from newind.questions.wording import INCOME, RATE, capital, format_count, name_of, noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text
    from newind.questions.findings import Diagnosis, Finding

STEPS = {"en": ("First", "Second", "Third"), "zh": ("一是", "二是", "三是")}
"""How the findings that weigh on an economy are counted off."""
SECOND = message("common.opening.second")
"""Where a sentence goes on to a second figure."""
KEPT: dict[str, Text] = message_group("common.opening.kept")
"""How much of its sales manufacturing keeps, beside the peers."""


def headline(ctx: Context, diagnosis: Diagnosis, lang: Lang) -> str:
    """Return the result in one line: how much of world manufacturing income, and how much of sales is kept.

    Where either is not known, the largest finding is the headline.
    """
    income, rate = read(ctx, INCOME), read(ctx, RATE)
    if income is None or rate is None or len(rate.others) < 3:
        largest = by_size(diagnosis)
        return largest[0].sentence[lang] if largest else name_of(ctx, ctx.region, lang)
    kept = _standing(rate)
    if income.place["en"].startswith("highest") and kept in ("most", "least"):
        return past(_leader(income.year, len(income.others), kept, lang), income.year)
    good, rose = kept in ("most", "more"), income.up
    moved, with_it = _describe_income_share(ctx, income, lang), good == rose or kept == "middle" or income.change == 0
    link = {"en": "and" if with_it else "but", "zh": "" if with_it else "但"}[lang]
    if not kept:
        return moved
    if lang == "zh":
        return f"{moved}，{link}{KEPT[kept][lang]}"
    return f"{moved}, {link} its manufacturers {past(KEPT[kept][lang], rate.year)}"


def _standing(reading: Reading) -> str:
    """Return where a figure stands among the peers: a key of ``KEPT``; empty where its error leaves that open."""
    low, high = reading.ends.get(next(iter(reading.others)), (0.0, 0.0))
    error, of = (high - low) / 2, len(reading.peers)
    above, below = (sum(sign * (v - reading.value) > 2 * error for v in reading.peers) for sign in (1, -1))
    if of in (above, below):
        return "least" if above else "most"
    if not error:
        return "middle" if above == below else "more" if below > above else "less"
    return "less" if 2 * above > of else "more" if 2 * below > of else ""


def _leader(year: int, of: int, kept: str, lang: Lang) -> str:
    """Return the headline of the largest earner, which keeps most or least of its sales."""
    most = kept == "most"
    if lang == "zh":
        return f"{year}年制成品收入居{of}个经济体之首，增加值率{'最高' if most else '最低'}"
    how = "more" if most else "less"
    return (
        f"The largest earner from manufactures among its peers in {year} keeps {how} of what it sells than any of them"
    )


def _describe_income_share(ctx: Context, income: Reading, lang: Lang) -> str:
    """Return the share in the world's income from manufactures and how it changed."""
    name, owner = economy(ctx, ctx.region)[lang], of_economy(ctx)[lang]
    now = percent(income.value, lang)
    if income.past is None or income.first is None:
        en = f"{capital(name)} earned {now} of the world’s income from manufactures in {income.year}"
        return en if lang == "en" else f"{income.year}年{name}制成品收入占全球{now}"
    past, when, year = percent(income.past, lang), income.first, income.year
    if lang == "en":
        change = "rose" if income.up else "fell"
        change = (
            f"was {now} in {year}, as in {when}"
            if now == past
            else f"was {now} in {year}, with no clear change from {past} in {when}"
            if not income.change
            else f"{change} from {past} in {when} to {now} in {year}"
        )
        return f"{capital(owner)} share of world income from manufactures {change}{income.turned['en']}"
    change = (
        f"{year}年为{now}，与{when}年持平"
        if now == past
        else f"{year}年为{now}，与{when}年的{past}相比无明确变化"
        if not income.change
        else f"由{when}年的{past}{'升' if income.up else '降'}至{year}年的{now}"
    )
    return f"{name}占全球制成品收入的比重{change}{income.turned['zh']}"


def subtitle(ctx: Context, lang: Lang) -> str:
    """Return what the brief is about."""
    n = len(ctx.peers)
    if lang == "en":
        name = economy(ctx, ctx.region)["en"]
        against = f", against {cardinal(n)} peer{'' if n == 1 else 's'}" if n else ""
        return f"New industrialization in {name}, {ctx.year}{against}"
    name = name_of(ctx, ctx.region, "zh")
    return f"{name}新型工业化进展（{ctx.year}年）" + (f"——与{format_count(n)}个经济体比较" if n else "")


def summary(first: str, ctx: Context, diagnosis: Diagnosis, lang: Lang) -> str:
    """Return the brief in one paragraph: a first sentence, what the economy can build on, what weighs on it.

    Risks, where an economy is ahead still, weigh on it only where it is behind in nothing. The economy is named once,
    in the first sentence; findings that follow speak of "it".
    """
    ranked = by_size(diagnosis)
    good = _list_sentences(ctx, _spread([f for f in ranked if f.kind == "strength"], 2), lang)
    behind = [f for f in ranked if f.kind in ("problem", "constraint")]
    bad = _list_sentences(ctx, _spread(behind or [f for f in ranked if f.kind == "risk"], 3), lang)
    parts = [first] if first else []
    parts += [_building(good, lang)] if good else []
    parts += [_weighing(bad, ctx.year, lang)] if bad else []
    return (" " if lang == "en" else "").join(parts)


def income(ctx: Context, lang: Lang) -> str:
    """Return the share in the world's income from manufactures as a sentence, empty where it is not known."""
    reading = read(ctx, INCOME)
    return "" if reading is None else _income(ctx, reading, lang)


def _income(ctx: Context, income: Reading, lang: Lang) -> str:
    said, where = say(ctx, income), income.place[lang]
    if lang == "en":
        earned = f"{capital(economy(ctx, ctx.region)['en'])} earned {said.now['en']} of the world’s income from "
        ranked = f"; its share {past('is', income.year)} the {where} economies" if where else ""
        return f"{earned}manufactured goods in {income.year}{said.since['en']}{ranked}."
    ranked = f"，{where}" if where else ""
    name = name_of(ctx, ctx.region, "zh")
    return f"{income.year}年，{name}获得全球制成品收入的{said.now['zh']}{said.since['zh']}{ranked}。"


def _building(good: Sequence[str], lang: Lang) -> str:
    """Return what an economy can build on."""
    if lang == "zh":
        return f"优势方面，{'；'.join(good)}。"
    first, *others = good
    return " ".join([f"On the strong side, {first}.", *(f"In addition, {s}." for s in others)])


def _weighing(bad: Sequence[str], year: int, lang: Lang) -> str:
    """Return what weighs on an economy, counted off where there is more than one."""
    n, steps = len(bad), STEPS[lang]
    if lang == "zh":
        said = bad if n == 1 else [f"{step}{s}" for step, s in zip(steps, bad, strict=False)]
        return f"制约和风险主要有{format_count(n)}项：{'；'.join(said)}。"
    if n == 1:
        return f"One thing {past('weighs', year)} on it most: {bad[0]}."
    said = [f"{step}, {s}." for step, s in zip(steps, bad, strict=False)]
    return " ".join([f"{capital(cardinal(n))} things {past('weigh', year)} on it most.", *said])


def _spread(found: Sequence[Finding], most: int) -> list[Finding]:
    """Return the largest findings, from different systems first."""
    first = [f for i, f in enumerate(found) if f.system not in {g.system for g in found[:i]}]
    return by_size([*first, *[f for f in found if f not in first]][:most])


def _list_sentences(ctx: Context, found: Sequence[Finding], lang: Lang) -> list[str]:
    """Return the sentences of findings as they follow on: the economy, named before, becomes "it" or goes unsaid.

    A sentence that does not compare ends with the economy's place among its peers.
    """
    name, owner = economy(ctx, ctx.region)[lang], of_economy(ctx)[lang]
    if lang == "zh":
        longer = {
            r.zh.removeprefix(name) for r in map(apply_house_style, ctx.w.regions.rows) if r.zh.startswith(name)
        } - {""}
        own = re.escape(name) + (f"(?!{'|'.join(map(re.escape, sorted(longer)))})" if longer else "")
        return [_with_place(re.sub(own, "", f.sentence[lang]), _place(ctx, f)[lang], lang) for f in found]
    return [_with_place(_following(f.sentence[lang], name, owner), _place(ctx, f)[lang], lang) for f in found]


def _with_place(sentence: str, where: str, lang: Lang) -> str:
    """Return a sentence with the place of its first figure, before what it adds on another."""
    stop = re.search(SECOND[lang], sentence)
    at = stop.start() if stop else len(sentence)
    return sentence[:at] + where + sentence[at:]


def _place(ctx: Context, f: Finding) -> Text:
    """Return the place among peers of a finding whose sentence does not compare with them; else empty."""
    if "peers" in f.sentence["en"] or noun(f.evidence["region"].dropna()) in f.sentence["en"]:
        return NOTHING
    rows = f.evidence
    rows = rows[(rows["indicator"] == f.indicators[0]) & (rows["year"] == f.year) & rows["partner"].isna()]
    figures = dict(zip(rows["region"], rows["value"], strict=True))
    if ctx.region not in figures:  # what it says is of partners or products
        return NOTHING
    of = next(iter(rows["industry"].dropna()), None)
    ends = ends_of(ctx, f.indicators[0], of, f.year, figures)
    where = place(figures[ctx.region], figures, ends)
    return {"en": f" ({where['en']} {noun(figures)})", "zh": f"，{where['zh']}"} if where["en"] else NOTHING


def _following(sentence: str, name: str, owner: str) -> str:
    """Return an English sentence with the economy as "it" (but not "in it", "by it"), in lower case as after a comma.

    Examples
    --------
    >>> _following("China’s exports fell", "China", "China’s"), _following("R&D took 2% of GDP", "China", "China’s")
    ('its exports fell', 'R&D took 2% of GDP')
    >>> _following("The United States emitted less", "the United States", "the United States’")
    'it emitted less'
    >>> _following("Taiwan and Japan provide half of China’s chips", "China", "China’s")
    'Taiwan and Japan provide half of its chips'
    """
    kept = re.match(r"[A-Z]\S?[A-Z]", sentence) or names(style()).match(sentence)
    said = sentence if kept else sentence[:1].lower() + sentence[1:]
    for whole, before, instead in ((owner, "", "its"), (name, r"(?<!\bin )(?<!\bby )", "it")):
        for written in (whole, whole[:1].lower() + whole[1:]):
            said = re.sub(rf"{before}\b{re.escape(written)}(?![\w’])", instead, said)
    return said
