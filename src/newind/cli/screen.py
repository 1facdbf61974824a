"""``newind screen``: a register under the WTO's rules on subsidies, as an analyst's memo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import note, show_json
from newind.errors import DataError

if TYPE_CHECKING:
    from newind.policy.register import Register
    from newind.policy.screening import Screening, Triage

EXAMPLE = examples("newind screen", "newind screen mine.yaml --lang zh", "newind screen mine.xlsx --out memo.xlsx")
KINDS = (".xlsx", ".csv", ".md")


def _file(name: str | None) -> str | None:
    """Refuse a kind of file that is not written, before anything is computed."""
    if name is not None and Path(name).suffix.lower() not in KINDS:
        raise DataError(f"{Path(name).name}: a screening is written as {', '.join(KINDS)}. Give such a name.")
    return name


def screen(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A register (.yaml, .xlsx); the shipped actions if left out.")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", callback=_file, help="Write the memo to FILE.xlsx, FILE.csv or FILE.md."),
    ] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Sort actions under the WTO's rules on subsidies.

    Per action the tag, the article, the facts that led there and where each comes from, what would change it, and the
    source; support by year. A preliminary WTO classification by stated facts, no ruling and no legal advice.
    """
    from newind.policy.screening import screen as screened

    found = screened(register_of(file))
    if out is not None:
        from newind.documents.screenwrite import write_screening

        note(f"newind: wrote {write_screening(found, out, lang)}")
    if as_json:
        show_json("screen", **plain(found, lang))
    elif out is None:
        from newind.cli.screen_show import show
        from newind.questions.policies.screen_memo import memo

        show(memo(found, lang))


def register_of(file: str | None) -> Register:
    """Return the register of a file, the shipped actions where none is named."""
    from newind.policy.actions import actions
    from newind.policy.register import Register

    return actions() if file is None else Register.read(file)


def plain(found: Screening, lang: str) -> dict[str, Any]:
    """Return a screening as plain data, with its texts in a language."""
    from newind.policy.triage import NO_ADVICE

    register = found.register
    return {
        "lang": lang,
        "caution": NO_ADVICE[lang],
        "register": {"name": register.name, "label": dict(register.label), "hash": register.hash},
        "counts": found.counts(),
        "portfolio": found.portfolio().to_dict("records"),
        "actions": [_action(t, lang) for t in found],
    }


def _action(t: Triage, lang: str) -> dict[str, Any]:
    from newind.policy.triage import facts
    from newind.policy.triage.answers import spoken
    from newind.policy.triage.told import because, change, format_citation

    led = [
        {
            "fact": id,
            "answer": t.answers[id].answer,
            "from": t.answers[id].basis,
            "article": format_citation(facts()[id].article, lang),
            "said": spoken(id, t.answers[id].answer, t.action, lang),
        }
        for id in t.decisive
    ]
    turns = [
        {
            "fact": turn.fact,
            "now": turn.now,
            "then": turn.then,
            "tags": turn.tags,
            "evidence": facts()[turn.fact].evidence[lang],
            "said": change(t, turn, lang),
        }
        for turn in t.open
    ]
    return {
        "id": t.action.id,
        "label": t.action.title(lang),
        "instrument": {"id": t.action.instrument, "gta": t.action.means.gta, "mast": t.action.means.mast},
        "regions": t.action.regions,
        "industries": t.action.industries,
        "budget": None if t.action.budget is None else t.action.budget.model_dump(),
        "dates": t.action.dates.model_dump(),
        "tag": t.tag,
        "possible": t.tags,
        "article": format_citation(t.article, lang),
        "because": because(t, lang),
        "facts": led,
        "would_change": turns,
        "notes": [n[lang] for n in t.notes],
        "sources": [s.model_dump() for s in t.action.sources],
        "evidence": t.action.evidence,
    }
