"""``newind serve``: the cockpit in a browser, and the API behind it."""

from __future__ import annotations

from typing import Annotated

import typer

from newind.cli.options import Json, examples
from newind.cli.output import note, show_json

EXAMPLE = examples(
    "newind serve", "newind serve --port 8080 --no-open", "newind serve --host 0.0.0.0 --token $(openssl rand -hex 16)"
)


def serve(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where it listens; the next free one if it is taken.")
    ] = 8000,
    host: Annotated[
        str, typer.Option(help="Whom it answers: this machine alone, unless there is a --token.")
    ] = "127.0.0.1",
    token: Annotated[str, typer.Option(help="What others must know to be answered; at least 16 characters.")] = "",
    proxy: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Proxy before it, which is believed when it says who asks.")
    ] = "",
    embed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SITE", help="Site whose pages may show single figures; again for each. By default no site may."
        ),
    ] = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
    demo: Annotated[bool, typer.Option("--demo", help="Begin with the tour.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes that compute; one a core if left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Open the cockpit in a browser.

    Official figures, diagnosis, policies tried. Everything stays on this machine; Ctrl-C ends it.
    """
    from newind.web.serve import run

    def announce_link(link: str) -> None:
        if as_json:
            show_json("serve", url=link, api=link.partition("?")[0].partition("#")[0] + "api/v1")
        else:
            note(f"newind: {link}  (Ctrl-C ends it)")

    run(host, port, token, workers, proxy, embed or (), opened=open_, demo=demo, said=announce_link)
