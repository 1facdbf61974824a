"""``newind register``: registers of policy actions, written to start from, checked, listed, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import note, say, show_json, show_table
from newind.errors import unknown
from newind.messages import fill, message, message_group

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.policy.register import Register
    from newind.policy.registerdiff import RegisterDifference

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)
Family = Literal["industrial", "innovation", "trade", "regional", "environment", "market"]

NEXT = message("cli.register.next")
HEADS = message_group("cli.register.heads")
GOOD = message("cli.register.good")
COUNTED: dict[str, Text] = message_group("cli.register.counted")
FOUND_ON = message("cli.register.found_on")
SAME = message("cli.register.same")
NONE = message("cli.register.none")
WHAT: dict[str, Text] = message_group("cli.register.what")
DIFF_HEADS = message_group("cli.register.changes")
SHOWN = 40
"""Letters of a field that are shown in a difference."""


def register_of(file: str | None) -> Register:
    """Return the register of a file, the shipped actions where none is named."""
    from newind.questions.options import read_register

    return read_register(None if file is None else (file,))


@app.callback(invoke_without_command=True)
def register(context: typer.Context) -> None:
    """Registers of policy actions: start, check, list, compare.

    A register holds what governments do, dated and sourced, as a .yaml or .xlsx file; newind screen sorts it under the
    WTO's rules on subsidies.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command(
    "template", epilog=examples("newind register template register.xlsx", "newind register template my.yaml --lang zh")
)
def template(
    file: Annotated[str, typer.Argument(metavar="FILE", help="File to write: .yaml or .xlsx.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Write a register to start from.

    Two invented actions, and what every field means; the workbook has drop-down lists.
    """
    from newind.cli.data_template import _keep
    from newind.policy.registerfile import write_template

    _keep(file, force)
    path = write_template(file, lang)
    if as_json:
        show_json("register template", file=str(path))
        return
    say(str(path))
    note(NEXT[lang].format(path=path))


@app.command(
    "check",
    epilog=examples("newind register check register.xlsx", "newind register check mine.yaml --table world"),
)
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A register (.yaml, .xlsx).")],
    on: Annotated[
        str | None,
        typer.Option("--table", "--on", metavar="NAME|FILE", help="Accounts that must have all its labels."),
    ] = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Year of the accounts; the last if left out.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Find mistakes in a register, with their places.

    Exit 2 with line and column, or sheet and cell, of the first three. With --table, labels are looked up in accounts.
    """
    from newind.policy.register import Register
    from newind.policy.registerdiff import check_labels

    found = Register.read(file)
    accounts = None
    if on is not None or year is not None:
        from newind.cli.inputs import accounts_of

        accounts = accounts_of(on or "world", year)
        check_labels(found, accounts)
    many = {
        "actions": len(found),
        "shocks": sum(len(a.shocks) for a in found),
        "sources": sum(len(a.sources) for a in found),
    }
    if as_json:
        on_ = {"table": on or "world", "year": accounts.year} if accounts else {}
        show_json("register check", file=file, ok=True, hash=found.hash, **many, **on_)
        return
    said = {k: fill(COUNTED[k], n=n)[lang] for k, n in many.items()}
    say(GOOD[lang].format(file=file, **said))
    if accounts is not None:
        say(FOUND_ON[lang].format(table=on or "world", year=accounts.year))


@app.command("list", epilog=examples("newind register list", "newind register list mine.xlsx --family trade --lang zh"))
def list_actions(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A register (.yaml, .xlsx); the shipped actions if left out.")
    ] = None,
    family: Annotated[Family | None, typer.Option(help="Actions of one family of policy.")] = None,
    clause: Annotated[str | None, typer.Option(metavar="CLAUSE", help="Actions of one clause (newind paper).")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List the actions of a register."""
    found = register_of(file)
    if clause is not None and clause not in (known := dict.fromkeys(a.clause for a in found)):
        raise unknown("clause", clause, known, f"Clauses in the register are {', '.join(known) or 'none'}.")
    chosen = found.select(family=family, clause=clause)
    if as_json:
        about = {"name": found.name, "label": dict(found.label)}
        show_json("register list", register=about, actions=[a.to_dict() for a in chosen])
    elif len(chosen):
        show_table(HEADS[lang], _rows(chosen, lang), "<<<><")
    else:
        say(NONE[lang])


def _rows(chosen: Register, lang: str) -> list[list[str]]:
    from newind.policy.registerlayout import plain_number, vocabularies

    words = vocabularies()
    return [
        [
            a.id,
            words["family"][a.family][lang] if lang == "zh" else a.family,
            (words["stage"][a.stage][lang] if lang == "zh" else a.stage) if a.stage else "",
            f"{plain_number(a.budget.amount)} {a.budget.unit}" if a.budget else "",
            a.title(lang),
        ]
        for a in chosen
    ]


@app.command("diff", epilog=examples("newind register diff before.yaml after.xlsx"))
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A register (.yaml, .xlsx).")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what changed from one register to another."""
    found = register_of(before).diff(register_of(after))
    if as_json:
        changed = [{"id": c.id, "field": c.field, "before": c.before, "after": c.after} for c in found.changed]
        show_json("register diff", added=found.added, removed=found.removed, changed=changed)
    elif found:
        show_table(DIFF_HEADS[lang], _changes(found, lang))
    else:
        say(SAME[lang])


def _changes(found: RegisterDifference, lang: str) -> list[list[str]]:
    whole = [[id, WHAT[w][lang], "", "", ""] for w in ("added", "removed") for id in getattr(found, w)]
    changed = [[c.id, WHAT["changed"][lang], c.field, _cell(c.before), _cell(c.after)] for c in found.changed]
    return whole + changed


def _cell(value: Any) -> str:
    """Return a field in a line, cut where it is long."""
    if value is None:
        return "–"
    said = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = " ".join(said.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
