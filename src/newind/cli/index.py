"""``newind index``: build an index, audit it, and see how far its ranks depend on choices."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import say, show_json, show_table
from newind.cli.questions import make_program

app = make_program("index")


@app.command("spec", epilog=examples("newind index spec", "newind index spec new-industrialization > my-index.yaml"))
def spec(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help="Which one; a list of them if left out.")
    ] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List specifications, or print one as YAML.

    To start from: elements, recipe, views, and what is left out and why. A metadata table (csv, xlsx) becomes YAML too.
    """
    from newind.datafiles import texts
    from newind.index.specification import SHIPPED, spec as spec_of, specs
    from newind.questions.index.voice import line

    if name is None:
        found = [spec_of(n) for n in specs()]
        if as_json:
            show_json("index spec", specs=[{"id": s.id, "name": s.name, "note": s.note} for s in found])
            return
        counts = [{"indicators": len(s.tree.indicators), "pillars": len(s.tree.pillars)} for s in found]
        rows = [[s.id, line("made_of", **c)[lang], s.name.get(lang, "")] for s, c in zip(found, counts, strict=True)]
        show_table(["", "", ""], rows)
        return
    chosen, shipped = spec_of(name), texts(SHIPPED)
    if as_json:
        show_json("index spec", **chosen.to_dict())
    else:
        say(shipped[f"{name}.yaml"].rstrip() if f"{name}.yaml" in shipped else _yaml(chosen))


def _yaml(chosen: Any) -> str:
    from newind.documents.report.write import as_yaml

    return as_yaml(chosen).rstrip()
