"""Opening of a brief: the result in one line, its subject, and a paragraph that sums it up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.accounts.regions import apply_house_style, style
from newind.language.phrases import economy, of_economy, place
from newind.language.tense import names, past
from newind.language.words import cardinal, mark, percent
from newind.measures.readings import ends_of, read, say
from newind.messages import NOTHING, message, message_group, say as say_words
from newind.questions.findings import by_size
from newind.questions.wording import INCOME, RATE, format_count, name_of, noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text
    from newind.questions.findings import Diagnosis, Finding

ORDER = ("first", "second", "third")
"""Names in messages of findings that follow on."""
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
        leader = say_words(f"common.opening.leader.{kept}", lang, year=income.year, of=len(income.others))
        return past(leader, income.year)
    good, rose = kept in ("most", "more"), income.up
    moved, with_it = _describe_income_share(ctx, income, lang), good == rose or kept == "middle" or income.change == 0
    if not kept:
        return moved
    result = f"common.opening.result.{'and' if with_it else 'but'}"
    return say_words(result, lang, moved=moved, kept=past(KEPT[kept][lang], rate.year))


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


def _describe_income_share(ctx: Context, income: Reading, lang: Lang) -> str:
    """Return the share in the world's income from manufactures and how it changed."""
    now, when = percent(income.value, lang), income.first
    if income.past is None or when is None:
        return say_words("common.opening.share.single", lang, name=economy(ctx, ctx.region), now=now, year=income.year)
    past = percent(income.past, lang)
    how = "same" if now == past else "unclear" if not income.change else "rose" if income.up else "fell"
    return say_words(
        f"common.opening.share.{how}",
        lang,
        owner=of_economy(ctx),
        now=now,
        year=income.year,
        past=past,
        when=when,
        turned=income.turned,
    )


def subtitle(ctx: Context, lang: Lang) -> str:
    """Return what the brief is about."""
    return title("peers" if ctx.peers else "alone", ctx, lang)


def title(kind: str, ctx: Context, lang: Lang) -> str:
    """Return what a brief is about, by what its economy is compared with."""
    n, name = len(ctx.peers), economy(ctx, ctx.region)
    return say_words(f"common.opening.title.{kind}", lang, n=n, count=format_count(n, lang), name=name, year=ctx.year)


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
    return mark("gap", lang).join(parts)


def income(ctx: Context, lang: Lang) -> str:
    """Return the share in the world's income from manufactures as a sentence, empty where it is not known."""
    reading = read(ctx, INCOME)
    return "" if reading is None else _income(ctx, reading, lang)


def _income(ctx: Context, income: Reading, lang: Lang) -> str:
    said, where, year = say(ctx, income), income.place[lang], income.year
    ranked = past(say_words("common.opening.ranked", lang, where=where), year) if where else ""
    name = economy(ctx, ctx.region)
    return say_words("common.opening.earned", lang, name=name, now=said.now, year=year, since=said.since, ranked=ranked)


def _building(good: Sequence[str], lang: Lang) -> str:
    """Return what an economy can build on."""
    return say_words(f"common.opening.strong.{cardinal(len(good))}", lang, **dict(zip(ORDER, good, strict=False)))


def _weighing(bad: Sequence[str], year: int, lang: Lang) -> str:
    """Return what weighs on an economy, counted off where there is more than one."""
    n = len(bad)
    weighs = past(say_words("common.opening.weighs", lang, n=n, count=format_count(n, lang)), year)
    told = dict(zip(ORDER, bad, strict=False))
    return say_words(f"common.opening.weights.{cardinal(n)}", lang, weighs=weighs, **told)


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
    return message("common.opening.place", where=where, of=noun(figures)) if where["en"] else NOTHING


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
