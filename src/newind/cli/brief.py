"""``newind brief``: the page, the Word file and the tables about one economy."""

from __future__ import annotations

from typing import Annotated

import typer

from newind.cli.inputs import command, region_of, resolve_request
from newind.cli.options import BOTH, Json, Languages, Named, On, Peers, Reference, Region, Style, examples, split
from newind.cli.output import note, say, show_json, working
from newind.messages import list_languages

EXAMPLE = examples(
    "newind brief CHN",
    "newind brief CN-GD --lang zh",
    "newind brief --table my-42-sector.xlsx --region CN-GD",
    "newind brief DEU --peers FRA,ITA,USA --out germany",
    "newind brief CHN --pdf --one-page",
    "newind brief CHN --full",
)


def brief(
    region: Region = None,
    named: Named = None,
    peers: Peers = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Last year to look at; the last there is.")] = None,
    lang: Languages = "en",
    on: On = None,
    reference: Reference = None,
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder to write to; it is made.")] = "briefs",
    quick: Annotated[bool, typer.Option("--quick", help="Without the model: no losses, policies, paths.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write a PDF too.")] = False,
    one_page: Annotated[bool, typer.Option("--one-page", help="The first page alone, without tables.")] = False,
    full: Annotated[bool, typer.Option("--full", help="The long brief: findings of each system, with charts.")] = False,
    decision: Annotated[bool, typer.Option("--decision", hidden=True, help="The default.")] = False,
    names: Style = None,
    as_json: Json = False,
) -> None:
    """Write a brief: page, Word file and tables.

    Four pages for a decision, the answer on the first: one self-contained file (HTML) that needs no network, a Word
    file, and the tables behind them (xlsx, csv), in the folder briefs unless --out names another.
    """
    from newind.accounts.regions import STYLES, style
    from newind.documents import brief as write
    from newind.errors import DataError, tell
    from newind.questions.coarse import commands, hint, is_coarse

    if full and (one_page or decision):
        raise DataError(tell("brief.one_form", option="--one-page" if one_page else "--decision"))
    given = region_of(region, named)
    a = resolve_request(given, on, year, split(peers), reference)
    languages = list_languages() if lang == BOTH else (lang,)
    options: dict[str, object] = {"--table": on, "--peers": peers, "--reference": reference, "--year": year}
    chosen = names or style()
    form = "full" if full else "page" if one_page else "decision"
    options |= {
        "--quick": quick,
        "--full": full,
        "--one-page": one_page,
        "--names": None if chosen == STYLES[0] else chosen,
    }
    written = []
    with working("Writing the brief"):
        for one in languages:
            said = command("newind brief", a.region, options | {"--lang": None if one == "en" else one})
            written.append(
                write(a.panel, a.region, out=out, lang=one, peers=a.peers, linked=lang == BOTH,
                      reference=a.reference, command=said, model=not quick, pdf=pdf,
                      form=form, names=chosen)
            )  # fmt: skip
    finer = commands(a.region) if is_coarse(a.panel.last) else ()
    if as_json:
        found = [{"lang": b.lang, "headline": b.headline, "files": [str(p) for p in b.paths]} for b in written]
        show_json("brief", region=a.region, briefs=found, **({"for_a_full_brief": finer} if finer else {}))
        return
    for b in written:
        say(b.headline)
        say("\n".join(f"  {path}" for path in b.paths))
    if finer:
        note(hint(a.region, languages[0]))
