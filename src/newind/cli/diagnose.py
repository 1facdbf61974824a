"""``newind diagnose``: what works in an economy and what holds it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.inputs import region_of, resolve_request
from newind.cli.options import Json, Lang, Named, On, Peers, Reference, Region, examples, split
from newind.cli.output import note, say, show_json, working
from newind.messages import message

if TYPE_CHECKING:
    from newind.questions.findings import Diagnosis, Finding

EXAMPLE = examples("newind diagnose CHN", "newind diagnose DEU --system s3 --peers FRA,ITA,USA")


def diagnose(
    region: Region = None,
    named: Named = None,
    system: Annotated[str | None, typer.Option(metavar="s1|s2|s3|s4", help="One system; all if left out.")] = None,
    peers: Peers = None,
    on: On = None,
    reference: Reference = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Last year to look at.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Without asking the model what losses cost.")] = False,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Find what holds an economy back, and its strengths.

    Each finding with its number, the largest of each system first.
    """
    from newind.questions.coarse import hint, is_coarse
    from newind.questions.findings import diagnose as diagnosed

    a = resolve_request(region_of(region, named), on, year, split(peers), reference)
    with working("Diagnosing"):
        found = diagnosed(a.panel, a.region, system, a.peers, a.reference, model=not quick)
    if as_json:
        lost = [part.plain() for part in found.left_out]
        show_json("diagnose", region=found.region, year=found.year, findings=[_plain(f) for f in found], left_out=lost)
    else:
        _show(found, lang)
    if is_coarse(a.panel.last):
        note(hint(a.region, lang))


NOTHING = message("cli.diagnose.nothing")
"""Message where no finding can be made."""


def _plain(f: Finding) -> dict[str, Any]:
    names = ("id", "system", "clause", "kind", "sentence", "detail", "value", "unit", "range", "year", "status")
    return {n: getattr(f, n) for n in names} | {
        "indicators": list(f.indicators),
        "size": f.size,
        "evidence": f.evidence.to_dict("records"),
    }


def _show(found: Diagnosis, lang: Lang) -> None:
    from newind.accounts.regions import apply_house_style as region
    from newind.questions.findings import SYSTEMS
    from newind.questions.text import page_words

    colon, status = (page_words(lang)[key] for key in ("colon", "status"))
    say(f"{region(found.region).name(lang)} ({found.region}), {found.year}")
    if not found:
        say(NOTHING[lang])
    for system, title in SYSTEMS.items():
        findings = found.select_system(system)
        if findings:
            say(f"\n{system.upper()}  {title[lang]}")
        for f in (f for f in findings if f.status != ESTIMATED):
            _say(f, colon, lang, status[f.status])
        estimates = [f for f in findings if f.status == ESTIMATED]
        if estimates:
            say(f"\n  {ORIENTATION[lang]}")
        for f in estimates:
            _say(f, colon, lang, status[f.status])
    if found.left_out:
        say("")
    for part in found.left_out:
        say(part.say(lang))


ESTIMATED = "estimated"
ORIENTATION = message("cli.diagnose.orientation")


def _say(f: Finding, colon: str, lang: Lang, status: str) -> None:
    """Say a finding: its sentence, then its detail, range, year, status and where the number comes from."""
    from newind.language.words import years
    from newind.questions.findings import KINDS, MARKS
    from newind.questions.wording import format_range

    say(f"  {MARKS[f.kind]} {KINDS[f.kind][lang]}{colon}{f.sentence[lang]}")
    parts = [f.detail[lang], format_range(f, lang), years(f.year, f.year, lang), status, ", ".join(f.indicators)]
    say("      " + " · ".join(p for p in parts if p))
