"""``newind scenarios``: scenarios in which packages can be tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import say, show_json, show_table, wrap_text
from newind.messages import message_group

if TYPE_CHECKING:
    from newind.pathways.scenarios import Scenario

EXAMPLE = examples("newind scenarios", "newind scenarios trade-war --lang zh", "newind scenarios my-world.yaml --json")
HEADS = message_group("cli.scenarios.heads")
WIDTH = 100


def scenarios(
    name: Annotated[str | None, typer.Argument(metavar="NAME|FILE", help="One of them.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List scenarios to try packages in, or explain one.

    What happens there happens whatever is done: newind pathway --scenario.
    """
    from newind.pathways.scenarios import scenario, scenarios as known

    chosen = known() if name is None else (scenario(name),)
    if as_json:
        show_json("scenarios", scenarios=[{"name": s.name, **s.to_dict()} for s in chosen])
    elif name is None:
        rows = [[s.name, str(len(s.package.shocks)), str(len(s.parameters)), s.label[lang]] for s in chosen]
        show_table(HEADS[lang], rows, "<>><")
    else:
        _explain(chosen[0], lang)


def _explain(s: Scenario, lang: str) -> None:
    from newind.policy.yaml_file import shock_text

    say("\n".join(wrap_text(s.description[lang], WIDTH)))
    for shock in s.package.shocks:
        say(shock_text(shock.to_dict()))
    for name, value in s.parameters.items():
        say(f"- {name}: {value}")
    if s.response:
        say(f"- response: {s.response}")
    for source in s.package.sources:
        say(f"{source.title} {source.href}".rstrip())
