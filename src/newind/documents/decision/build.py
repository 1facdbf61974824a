"""From accounts to a decision brief: what the four pages show is computed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newind.accounts.panel import Panel
from newind.documents import build
from newind.documents.decision import front, path, policies, reliance
from newind.documents.decision.simulated import begin
from newind.documents.sheets.fit import drop_second, fit
from newind.documents.sheets.model import Boxes, BriefSheet, Columns, Gauge, Gauges, Item, Listing, PagedBrief
from newind.documents.sheets.voice import Voice
from newind.kernels.threads import enough_for
from newind.language.leftout import OmissionLog
from newind.measures.context import Context
from newind.questions import coarse, wording
from newind.questions.characteristics import characteristics
from newind.questions.figures import build_measure_table
from newind.questions.findings import diagnose
from newind.questions.provenance import References

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.language.words import Lang
    from newind.pathways.outlook import Outlook


def build_decision(
    w: Accounts | Panel,
    region: str,
    lang: Lang = "en",
    peers: Sequence[str] | str | None = None,
    command: str | None = None,
    reference: Accounts | None = None,
    model: bool = True,
    outlook: Outlook | None = None,
) -> PagedBrief:
    """Return what the decision brief of an economy says; what is computed is remembered with the accounts.

    Parameters
    ----------
    w : Accounts or Panel
        The accounts; a panel also shows changes.
    region : str
        Code of the economy.
    lang : {"en", "zh"}
        Language of every text.
    peers : sequence of str, optional
        Economies to compare with; large manufacturing economies by default.
    command : str, optional
        What reproduces the brief; made from the arguments by default.
    reference : Accounts, optional
        A table of the same year with the peers that the accounts lack.
    model : bool
        Whether the model is asked: losses, policies and the path.
    outlook : Outlook, optional
        In which policies are followed; the default one where left out.

    Returns
    -------
    PagedBrief

    Raises
    ------
    DataError
        For an aggregate such as the rest of the world, or an unknown language.
    UnknownNameError
        For an economy that the accounts lack, with the nearest one.
    """
    chosen = None if peers is None else tuple([peers] if isinstance(peers, str) else peers)
    w = w.within() if isinstance(w, Panel) else w
    model = model and not coarse.is_coarse(w.last if isinstance(w, Panel) else w)
    ctx = Context.from_accounts(w, region, chosen, reference, model=model, outlook=outlook)
    build.check(ctx, lang)
    voice, log = Voice(References(ctx, lang)), OmissionLog()
    with enough_for(ctx.w.n), begin(ctx) as finish:
        diagnosis = diagnose(w, region, peers=ctx.peers, reference=ctx.reference, model=False)
        cards = characteristics(ctx, log)
        found = finish()
        lost, tried = found.reliance, policies.explain_trials(found.choices, voice)
        lead, refs = front.lead(diagnosis, voice, policies.sentence(tried, voice))
        gauges = front.gauges(cards, voice)
        changed, official = front.changes(cards, voice)
        held = front.constraints(diagnosis, lost.losses if lost else None, voice)
        gauges = front.explain_national(gauges, (changed, held), voice)
        first = BriefSheet(
            voice.say("sheets.front"),
            front.aside(voice),
            (gauges, Columns((changed,), (held,)), policies.boxes(tried, voice)),
            "" if isinstance(tried, str) else voice.say("sheets.foot"),
        )
        sheets = (
            first,
            reliance.sheet(diagnosis, lost, voice),
            policies.sheet(tried, found.families, diagnosis, voice),
            path.sheet(found.path, diagnosis, voice),
        )
    whole = PagedBrief(
        kind=voice.say("page.kind"),
        region=region,
        name=wording.name_of(ctx, region, lang),
        year=ctx.year,
        lang=lang,
        title=front.title(diagnosis, voice),
        lead=lead,
        lead_refs=refs,
        chips=front.chips(voice, official=official),
        sheets=sheets,
        sources=voice.refs.rows(),
        methods=(*build.list_methods(ctx, voice.refs, log), *path.list_methods(found.path, voice)),
        reproduce=build.reproduce(
            ctx,
            lang,
            command,
            None,
            default_peers=peers is None,
            followed=model and ctx.w.closed,
        ),
        names=build.names(ctx, lang),
        peers=ctx.peers,
        table=build_measure_table(w, ctx),
    )
    return fit(whole, (drop_second,))


def first_page(decision: PagedBrief) -> PagedBrief:
    """Return the first page alone, without references, as there is no annex that they lead to."""
    return replace(decision, sheets=(_without_refs(decision.sheets[0]),), lead_refs=())


def _without_refs(part: Any) -> Any:
    """Return a part of a page, or several, without references."""
    if isinstance(part, tuple):
        return tuple(map(_without_refs, part))
    if not isinstance(part, (BriefSheet, Gauges, Gauge, Listing, Item, Boxes, Columns)):
        return part
    changed = {name: _without_refs(value) for name, value in vars(part).items() if isinstance(value, tuple)}
    return replace(part, **changed | ({"refs": ()} if "refs" in changed else {}))
