"""The section "New Industrialization Index": score, rank and obstacles of an economy, none without its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.accounts import Accounts
from newind.data.reference import identify, load
from newind.data.reference.now import labour_shares
from newind.errors import NewindError
from newind.index.reduced import APART
from newind.language.phrases import economy
from newind.language.scales import quantity
from newind.language.tense import past
from newind.language.words import cardinal, decimal, listing, mark, ordinal, percent
from newind.measures.newer import LABOUR
from newind.measures.registry import indicators
from newind.questions.index import section_tables, section_voice as words
from newind.questions.index.section_voice import StandingWording
from newind.questions.index.standing import (
    REPLICATIONS,
    SEED,
    SPEC,
    ScoreExclusion,
    Standing,
    audit_index,
    lacking,
    of_index,
    standing,
)
from newind.questions.model import Section
from newind.questions.provenance import in_python

if TYPE_CHECKING:
    from newind.accounts.panel import Panel
    from newind.index.audit import Audit
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.questions.provenance import References

ID = "index"


def index_section(refs: References, w: Accounts | Panel) -> Section:
    """Return the section of a brief; where the economy is not scored, why not in one line.

    Parameters
    ----------
    refs : References
        Of the brief; rows of what is scored are entered there.
    w : Accounts or Panel
        What the brief is about: ranks are among all economies of it.
    """
    title = of_index().name[refs.lang]
    if not refs.ctx.w.closed:
        remedy = words.REMEDY["province" if refs.ctx.province else "country"][refs.lang]
        return Section(title, words.BOUNDARY[refs.lang].format(remedy=remedy), ID)
    try:
        found = standing(w, refs.ctx.region)
    except NewindError as error:
        return Section(title, _explain_refusal(w, refs, error), ID)
    if found is None:
        return Section(title, _explain_refusal(w, refs), ID)
    return _build_scored_section(found, refs, title, _summarise_audit(audit_index(w), refs.lang))


def _explain_refusal(w: Accounts | Panel, refs: References, error: NewindError | None = None) -> str:
    """Return why an economy is not scored: what is not known of it, else what the index says."""
    lang, gone = refs.lang, lacking(w, refs.ctx.region)
    if gone is not None:
        return _lacking(gone, refs)
    if isinstance(w, Accounts) or len(w) == 1:
        return words.ONE_YEAR[lang]
    return words.REFUSED[lang].format(why=error)


def _lacking(gone: ScoreExclusion, refs: References) -> str:
    lang, spec = refs.lang, gone.spec
    pillars = listing([spec.label(p, lang) for p in gone.pillars], lang)
    missing = [spec.label(c, lang) for c in gone.missing]
    return words.LACKING[lang].format(
        least=percent(spec.recipe.screen.min_available, lang, 0),
        n=len(spec.tree.indicators),
        known=percent(gone.known, lang, 0),
        name=economy(refs.ctx, refs.ctx.region)[lang],
        year=gone.year,
        whole=words.WHOLE[lang].format(pillars=pillars) if pillars else "",
        missing=mark("list", lang).join(missing),
    )


def _build_scored_section(found: Standing, refs: References, title: str, audit: str) -> Section:
    """Return the section of an economy that is scored; the method ends with the marks of the ``audit``."""
    voice, lang = StandingWording(found, refs), refs.lang
    numbers = section_tables.numbers(voice)
    return Section(
        title=title,
        lead=_lead(voice),
        id=ID,
        cards=section_tables.cards(voice, numbers),
        beside=True,
        tables=(section_tables.pillars(voice, numbers),),
        methods=(*_methods(voice), audit),
        command=_command(refs.ctx, found.year),
        again=words.AGAIN[lang],
        figures=section_tables.figures(voice),
        labels=section_tables.labels(lang),
    )


def _command(ctx: Context, year: int) -> str:
    """Return what builds the same index: a command on whole accounts, a line of Python where years were left out."""
    name = identify(ctx.w)
    whole = load(name) if name else None
    if whole is None or whole.within().years == ctx.years:
        return words.COMMAND.format(spec=SPEC) + ("" if name == "world" else f" --on {name or 'FILE'}")
    if whole.within(year).years == ctx.years:
        return words.COMMAND.format(spec=SPEC) + ("" if name == "world" else f" --on {name}") + f" --year {year}"
    return in_python(words.PYTHON.format(name=name, first=ctx.years[0], end=ctx.year + 1, spec=SPEC))


def _lead(voice: StandingWording) -> str:
    """Return score, rank and change, each with its range, and what holds the score down."""
    found, lang = voice.found, voice.lang
    score, rank = found.own
    place = ordinal(int(rank.value)) if lang != "zh" else f"{rank.value:.0f}"
    said = words.LEAD[lang].format(
        name=voice.name(found.region, first=True),
        year=found.year,
        score=voice.points(score.value),
        ends=voice.ends(score),
        rank=words.RANK[voice.certainty][lang].format(rank=place, places=voice.places(rank), of=len(found.ranks)),
        of=len(found.ranks),
        change=_change(voice),
        apart=_apart(voice),
        missing=_missing(voice),
    )
    return past(said.strip(), found.year) + _unknown(voice)


def _unknown(voice: StandingWording) -> str:
    """Return what a reduced index is scored without, nothing of the whole one."""
    spec, lang = voice.found.spec, voice.lang
    if spec.full is None:
        return ""
    gone = listing([voice.label(c, inside=True) for c in spec.lacking], lang)
    lost = listing([voice.label(p) for p in spec.omitted_pillars], lang)
    return words.UNKNOWN[lang].format(
        m=len(spec.tree.indicators),
        n=len(spec.full.tree.indicators),
        year=voice.found.year,
        gone=gone,
        lost=words.LOST[lang].format(lost=lost) if lost else "",
    )


def _change(voice: StandingWording) -> str:
    """Return how the score changed; only the range where its direction is open."""
    change = voice.found.change
    if change is None:
        return ""
    kind = "unclear" if not change.sure else "up" if change.value > 0 else "down"
    by, ends = voice.points(abs(change.value)), voice.ends(change, flip=kind == "down")
    return words.CHANGE[kind][voice.lang].format(by=by, first=voice.found.years[0], ends=ends)


def _apart(voice: StandingWording) -> str:
    n, lang = len(voice.found.overlapping), voice.lang
    if not n:
        return words.ALONE[lang]
    said = {"n": cardinal(n) if lang != "zh" else str(n), "s": "" if n == 1 else "s"}
    return words.APART[lang].format(those="that" if n == 1 else "those", **said)


def _missing(voice: StandingWording) -> str:
    found, lang = voice.found, voice.lang
    if not found.obstacles:
        return ""
    first, second = sorted(found.pillars, key=lambda p: -found.pillars[p].obstacle)[:2]
    indicator, part = next(iter(found.obstacles.items()))
    return words.MISSING[lang].format(
        first=voice.label(first),
        share=percent(found.pillars[first].obstacle, lang, 0),
        second=voice.label(second),
        other=percent(found.pillars[second].obstacle, lang, 0),
        indicator=voice.label(indicator, inside=True),
        part=percent(part, lang, 0),
    )


def _methods(voice: StandingWording) -> tuple[str, ...]:
    """Return what the scores are relative to, what the ranges vary, what is not scored, what was imputed."""
    spec, lang = voice.found.spec, voice.lang
    contested = [voice.label(e.code, inside=True) for e in spec.list_elements("unscored")]
    said = {
        "least": percent(spec.recipe.screen.min_available, lang, 0),
        "n": len(spec.tree.indicators),
        "years": voice.years(voice.found.years),
        "contested": mark("list", lang).join(contested),
        "replications": decimal(REPLICATIONS, 0, lang),
        "seed": SEED,
    }
    lines = [line.format(**said) for line in words.METHODS[lang]]
    return (
        *lines,
        *_describe_reduction(voice),
        *section_tables.nobody(voice),
        section_tables.describe_imputation(voice),
    )


def _describe_reduction(voice: StandingWording) -> tuple[str, ...]:
    """Return of a reduced index what it does not compare with, and the last figures of what it lacks."""
    found, lang = voice.found, voice.lang
    if found.spec.full is None:
        return ()
    parts = [_format_last_value(voice, code, *known) for code, known in found.last.items()]
    last = words.LASTS[lang].format(name=voice.name(found.region), last=mark("semicolon", lang).join(parts))
    return (last, APART[lang]) if parts else (APART[lang],)


def _format_last_value(voice: StandingWording, code: str, year: int, value: float) -> str:
    """Return the last figure of an indicator; a newer labour share of an economy's own tables comes first."""

    def format_value(year: int, value: float) -> str:
        shown = quantity(value, indicators()[code].unit, voice.lang)
        return words.LAST[voice.lang].format(indicator=voice.label(code, inside=True), value=shown, year=year)

    own = labour_shares().get(voice.found.region) if code == LABOUR else None
    last = max((y for y in own.total if y <= voice.found.years[-1]), default=0) if own else 0
    if own is None or last <= year:
        return format_value(year, value)
    newest, older = format_value(last, own.total[last]), format_value(year, value)
    return words.OWN[voice.lang].format(newest=newest, short=own.short, older=older)


def _summarise_audit(audit: Audit, lang: Lang) -> str:
    """Return how many of the ten steps pass, and which need attention."""
    odd = [step.title[lang] for step in audit.steps if step.mark == "attention"]
    named = mark("semicolon", lang).join(odd)
    said = words.ATTENTION[lang].format(steps=named) if odd else ""
    return words.AUDIT[lang].format(summary=audit.summary(lang)) + said
