"""What the documentation shows works: Python and commands run, links lead somewhere, generated pages are whole."""

from __future__ import annotations

import inspect
import re
import shlex
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import newind as ni
from each import check_each
from newind.cli import app
from newind.examples import examples
from newind.policy.targets import resolve
from readme import ENDLESS, FENCE, ROOT, blocks, lighter, needed, readme
from sources import load_script

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
WHOLE = "newind brief CHN"
"""A command that takes long, and is run from the wheel and from the source distribution."""
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def commands(page: Path) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line.startswith("newind ")]


def named(pages: list[Path]) -> dict:
    return {"argvalues": pages, "ids": [p.relative_to(ROOT).as_posix() for p in pages]}


@pytest.mark.parametrize("page", **named([p for p in PAGES if blocks(p, "python")]))
def test_python_blocks_run_in_order(page, tmp_path, monkeypatch):
    """Commands in blocks of ``bash`` run on the files that the page has written so far, those of ``sh`` alone."""
    monkeypatch.chdir(tmp_path)
    namespace = {"__name__": "__main__"}
    text = page.read_text(encoding="utf-8")
    for m in FENCE.finditer(text):
        if m[1] == "python":
            line = "\n" * (text[: m.start()].count("\n") + 1)
            exec(compile(line + m[2], str(page), "exec"), namespace)
        elif m[1] == "bash":
            for command in m[2].splitlines():
                ran(command)


@pytest.mark.parametrize(
    "command",
    sorted({line for page in PAGES for line in commands(page)} - {WHOLE}),
    ids=lambda line: line.replace(" ", "_"),
)
def test_commands_run(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran(command)


def ran(command: str) -> None:
    """Run a command line in this process, which must end well and say something."""
    done = CliRunner().invoke(app, shlex.split(command)[1:], prog_name="newind")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    assert done.output


# ---- the README
@pytest.mark.parametrize("k", range(len(readme())))
def test_the_commands_of_the_readme_run_in_order_in_an_empty_folder(k, tmp_path, monkeypatch):
    """Files come from ``newind data example``, as the page says, and from nowhere else."""
    monkeypatch.chdir(tmp_path)
    elsewhere = {ENDLESS, *(line for page in PAGES for line in commands(page))}  # those run above
    for command in [*needed(readme()[k][0]), *readme()[k]]:
        if command not in elsewhere:
            ran(lighter(command))


def test_every_file_that_a_command_of_the_readme_reads_is_an_example():
    every = [line for block in readme() for line in block]
    named = {word for line in every for word in shlex.split(line) if re.fullmatch(r"[\w-]+\.[a-z]+", word)}
    written = {shlex.split(line)[-1] for line in every if re.search(" --(out|brief) | template ", line)}
    asked = {word for line in every if line.startswith("newind data example ") for word in shlex.split(line)[3:]}
    assert {"my-42-sector.xlsx", "parts.csv"} <= named
    assert named - written <= {e.file for e in examples() if e.name in asked}


# ---- a page for each lever
LEVERS = sorted((ROOT / "docs" / "levers").glob("*.md"))
LEVERS.remove(ROOT / "docs" / "levers" / "index.md")


def test_every_lever_has_a_page_in_the_index_and_in_the_navigation():
    ids = set(ni.levers().ids)
    assert {p.stem for p in LEVERS} == ids
    index = (ROOT / "docs" / "levers" / "index.md").read_text(encoding="utf-8")
    families = [pages for entry in reference().list_lever_pages() for pages in entry.values()]
    assert {i for i in ids if f"]({i}.md)" in index} == ids
    assert sorted(path for pages in families for page in pages for path in page.values()) == sorted(
        f"levers/{i}.md" for i in ids
    )
    assert all(families)


@pytest.mark.parametrize("page", **named(LEVERS))
def test_a_page_of_a_lever_tries_it_checks_it_and_shows_it_in_a_package(page, tmp_path):
    code = "".join(blocks(page, "python"))
    assert f'"{page.stem}"' in code
    assert code.count("assert ") >= 2
    (text,) = blocks(page, "yaml")
    file = tmp_path / "shown.yaml"
    file.write_text("shocks:\n" + text.replace("\n- ", "\n  - "), encoding="utf-8")
    package = ni.Package.from_yaml(file)
    assert [shock.lever for shock in package.shocks] == [page.stem]
    if not {"recycling industry", "migration matrix"} & set(ni.levers()[page.stem].needs):
        assert resolve(package, ni.load("world").last)


@check_each("page", **named([*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]))
def test_links_lead_somewhere(page):
    targets = {page.parent / link for link in LINK.findall(page.read_text(encoding="utf-8"))}
    generated = {(ROOT / "docs" / path).resolve() for path in reference().PAGES}
    assert {t.resolve() for t in targets if not t.exists()} - generated == set()


def reference():
    return load_script("tools", "reference")


@check_each("path", list(reference().PAGES))
def test_generated_pages_are_whole(path):
    page = reference().PAGES[path]()
    assert page.startswith("# ")
    assert len(page.splitlines()) > 10
    assert "None" not in page
    for row in (line for line in page.splitlines() if line.startswith("| ")):
        assert row.endswith("|")


def test_the_readme_shows_what_simulate_prints(capsys, monkeypatch):
    from newind.cli import main

    (shown,) = blocks(ROOT / "README.md", "text")
    monkeypatch.delenv("COLUMNS", raising=False)  # lines are broken as they are without a terminal
    monkeypatch.setattr(sys, "argv", ["newind", "simulate", "opening-up", "--regions", "CHN"])
    with pytest.raises(SystemExit):
        main()
    printed = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    assert [line for line in shown.strip().splitlines() if " ".join(line.split()) not in printed] == []


MODULES = {"ni": ni} | {f"ni.{n}": m for n in ni.__all__ if inspect.ismodule(m := getattr(ni, n))}


@pytest.mark.parametrize("prefix", MODULES)
def test_the_reference_of_python_has_every_public_name(prefix):
    page = reference().PAGES["reference/python.md"]()
    listed = set(re.findall(r"^\| `([\w.]+)", page, re.MULTILINE))
    public = {f"{prefix}.{name}" for name in MODULES[prefix].__all__ if not name.startswith("_")}
    assert public - listed == set()


def test_the_readme_names_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\npip install uv && uv run newind brief CHN\n" in text
    assert "\npip install uv && uv run pytest\n" in text
