"""Every question is declared whole: words in both languages, clauses that there are, an answer with its status."""

from __future__ import annotations

import re
import shlex
from typing import get_args

import numpy as np
import pytest
import typer
from pydantic import ValidationError

import newind as ni
from newind import paper
from newind.analyses.manufacturing.firms import write_firms_template
from newind.cli.questions import add_command
from newind.documents.answers import draw_answer
from newind.errors import DataError, UnknownNameError
from newind.pathways.running import WorkOrder
from newind.questions import question as declared
from newind.questions.index.declared import MOST_SERVED
from newind.questions.options import Names, NumbersByYear, QuestionOptions
from newind.questions.question import Question, import_function, load_help, question, questions
from newind.testing import REGIONS, Structure, build
from newind.web.answers.questions import answer_question, schema_of, served_questions
from newind.web.requests import AuditRequest

EVERY = {q.id: q for q in questions()}
NEEDED = {
    "circulation.joint": {"draws": 30},
    "green.budget": {"total": "95%"},
    "green.divide": {"peak": 2030, "level": "2060=-90%"},
    "manufacturing.concentration": {"file": "firms.csv"},
    "science.replace": {"top": 3},
    "science.products": {"files": ["trade.csv"]},
    "index.compare": {"set": "weight=equal"},
    "policies.compare": {"packages": "shared-data,opening-up"},
    "policies.redesign": {"exchange": "CNY=6.46"},
    "paths.pathway": {"package": "shared-data", "until": 2028},
    "paths.roadmap": {"until": 2028},
    "paths.sensitivity": {
        "package": "opening-up",
        "vary": "trade_elasticity,growth_memory",
        "draws": 2,
        "until": 2028,
    },
    "paths.search": {"actions": "more-research,shared-data", "evaluations": 4, "until": 2028, "scenarios": "none"},
    "policies.simulate": {"package": "shared-data"},
    "policies.synergy": {"policies": "shared-data,opening-up", "range": False},
}
"""Options without which a question has no answer, or one that takes long."""
OWN = ("green.recycling",)
"""Questions that shipped accounts cannot answer."""


class Options(QuestionOptions):
    """Options of every kind."""

    by: Names = None
    energy: NumbersByYear = None
    deep: bool = False


def faults(q: Question) -> list[str]:
    """Return what is wrong with a declaration."""
    found = []
    for key in ("", *(o.name for o in q.asked)):
        try:
            found += [f"{q.id} {key}: no {lang}" for lang, said in q.say(key).items() if not said.strip()]
        except DataError as error:
            found.append(str(error))
    for option in q.asked if not found else ():
        try:
            found += [
                f"{q.id} {option.name}={w}: no {lang}"
                for w, of in q.words_of(option).items()
                for lang, said in of.items()
                if not said
            ]
        except DataError as error:
            found.append(str(error))
    known = {c.id for c in paper.clauses()}
    found += [f"{q.id}: unknown clause {c}" for c in q.clauses if c not in known]
    for typed in (*q.examples, *(t for lines in q.clauses.values() for t in lines)):
        if q.regional and not shlex.split(typed):
            found.append(f"{q.id}: an example without a region")
    return found


@pytest.fixture
def family(monkeypatch):
    """Let made-up declarations stand in a family whose words are given."""

    def declare(words: dict[str, dict[str, str]], **of) -> Question:
        monkeypatch.setattr(declared, "load_help", lambda _: words)
        return Question("green.made", "answers_carbon:footprint", **of)

    return declare


def test_every_declaration_is_whole():
    assert len(EVERY) == 58
    assert [fault for q in EVERY.values() for fault in faults(q)] == []
    assert all(callable(q.find_function()) for q in EVERY.values())
    writers = [f"newind.documents.{place}" for q in EVERY.values() for place in q.out.values()]
    others = [place for q in EVERY.values() for place in (*q.files.values(), *q.begins.values())]
    assert all(callable(import_function(place)) for place in (*writers, *others))


def test_an_option_is_of_a_plain_type_or_of_words():
    kinds = {o.kind for q in EVERY.values() for o in q.asked if not get_args(o.kind)}
    assert kinds <= {int, float, bool, str}


def test_no_words_are_left_over():
    for family in declared.FAMILIES:
        used = set()
        for q in (q for q in EVERY.values() if q.family == family):
            used |= {q.name, f"{q.name}.working"}
            used |= {".region"} if q.takes_arguments and q.regional else set()
            used |= {f"{q.name}.{key}" for key in ("region", "on") if q.has_own_words(key)}
            used |= {f"{q.name}.name", ".name"} if q.run else set()
            used |= {f"{q.name}.{name}" for name in (*q.files, *q.begins, *(["out"] if q.out else []))}
        for q in EVERY.values():
            for o in q.asked:
                used |= {f"{q.name}.{o.name}", f".{o.name}"}
                used |= {f"{place}.{o.name}={word}" for place in ("", q.name) for word in q.words_of(o)}
        assert set(load_help(family)) <= used


def test_an_option_is_called_as_its_field_or_by_an_alias_and_work_has_a_bound():
    for q in EVERY.values():
        properties = q.options.model_json_schema()["properties"] if q.asked else {}
        assert sorted(o.name for o in q.asked) == sorted(properties)
        for name in ("draws", "top", "days"):
            if name in properties:
                variants = properties[name].get("anyOf", [properties[name]])
                assert any("maximum" in v for v in variants), f"{q.id} {name} has no upper bound"


def test_what_is_wrong_with_a_declaration_is_found(family):
    words = {"made": {"en": "Made.", "zh": ""}, ".by": {"en": "By.", "zh": "按"}}
    said = faults(family(words, options=Options, clauses={"9.9": ("CHN",)}, examples=("",)))
    assert any("no zh" in s for s in said)
    assert any("no words for made.energy" in s for s in said)
    assert any("unknown clause 9.9" in s for s in said)
    assert any("example without a region" in s for s in said)


@pytest.fixture(scope="module")
def recycling_table() -> ni.Panel:
    """Return accounts of two economies with a recycling industry, as a user's table may have one."""
    home = np.array([[10, 40, 2, 8], [4, 60, 5, 60], [0, 12, 1, 2], [15, 30, 6, 120]])
    Z = np.kron(np.eye(2), home) + np.kron(1 - np.eye(2), home // 10)
    Y = np.array([[8, 1], [65, 4], [6, 0], [420, 10], [1, 80], [5, 230], [0, 20], [12, 1300]])
    return ni.Panel([ni.Accounts(Z=Z, Y=Y.astype(float), regions=["CHN", "ROW"], demand=["final"], year=2011,
                                 industries=["ore", "metals", "recycling", "other"], unit="M.USD")])  # fmt: skip


def read_command(q: Question, command: str) -> tuple[str, QuestionOptions]:
    """Return the region and the options that a command line gives a question."""
    app = typer.Typer()
    add_command(app, q)
    words = shlex.split(command)
    assert words[: len(q.command.split())] == q.command.split()
    typed = typer.main.get_command(app).make_context(q.name, words[len(q.command.split()) :]).params
    given = {o.name: typed[o.attribute] for o in q.asked if typed[o.attribute] not in (None, [], ())}
    return typed.get("region") or typed.get("named") or "", q.read(given, files=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write files of a user that questions need, once; return their folder."""
    folder = tmp_path_factory.mktemp("own")
    write_firms_template(folder / "firms.csv")
    ni.science.example_products(folder / "trade.csv", products=320)
    return folder


@pytest.fixture
def own_files(files, monkeypatch):
    """Go where the files of a user are."""
    monkeypatch.chdir(files)


def region_of(q: Question) -> str:
    """Return the region of the first example."""
    words = shlex.split(q.examples[0])
    return "" if not q.regional else words[words.index("--region") + 1] if "--region" in words else words[0]


A_SHARE = 50.0
"""Above this a fraction is none: growth of an industry is, at most, a few thousand per cent."""


def largest(column) -> float:
    """Return the largest number that is no whole one (those are counts and years), 0 where there is none."""
    found = [abs(v) for v in column if isinstance(v, float) and np.isfinite(v) and v != int(v)]
    return max(found, default=0.0)


@pytest.mark.parametrize("id", EVERY)
def test_an_answer_has_status_words_and_the_command_that_gives_it(id, recycling_table, own_files):
    q = EVERY[id]
    region, asked = region_of(q), q.read(NEEDED.get(id, {}), files=True)
    from newind.measures.references import home_of

    panel = recycling_table if id in OWN else ni.load(home_of(region)) if q.accounts else None
    found = q.ask(panel, region, asked)
    assert found.about.get("status"), f"{id}: no status"
    assert found.tables
    assert (found.chart is not None) == q.chart
    for lang in ("en", "zh") if q.chart else ():
        assert re.search(r"[0-9]</text>", draw_answer(found, lang)), f"{id}: a picture without figures"
    for said in (found.title, *found.lead, *found.notes):
        assert said["en"].strip()
        assert said["zh"].strip()
    assert read_command(q, found.command) == (region, asked)
    for lang in ("en", "zh"):
        told = found.in_language(lang)
        for name, frame in told.tables.items():
            assert not [c for c in frame if str(c).endswith(("_en", "_zh")) and c not in told.labels]
            assert name in found.heads, f"{id}: {name} has no title in heads"
            for column in told.at_a_glance(name):
                assert column in told.labels, f"{id}: {name}.{column} has no name"
                if column not in found.money | found.numbers | found.points | found.masses | found.tonnes:
                    assert largest(frame[column]) < A_SHARE, f"{id}: {name}.{column} is no share; say what it is"


def test_options_are_read_as_they_are_typed():
    q = question("green.kaya")
    assert q.read({"energy": "2000=1470, 2001=1555", "from": "2000"}).energy == {2000: 1470.0, 2001: 1555.0}
    assert question("green.footprint").read({"by": "origin，product"}).by == ("origin", "product")
    assert question("manufacturing.growth").read({"years": "1995, 2007"}).years == (1995, 2007)
    for given, said in (
        ({"energy": "2000"}, "'2000' is not a name and a number. Write it as in Y=E"),
        ({"energy": "2000=1,2000=2"}, "2000 stands twice"),
        ({"from": "soon"}, "from: Input should be a valid integer"),
        ({"form": 1}, "form: Extra inputs"),
    ):
        with pytest.raises(DataError, match=said):
            q.read(given)
    with pytest.raises(UnknownNameError, match=r"Did you mean 'green\.kaya'"):
        question("green.kay")


def test_a_command_is_written_as_it_was_typed():
    q = question("green.change")
    for typed, given in (
        ("DEU", {}),
        ("DEU --from 2000 --to 2007 --how consumption", {"from": "2000", "to": 2007, "how": "consumption"}),
        ("CHN --method index --ends", {"method": "index", "chained": "no", "how": "production"}),
    ):
        assert q.write(typed[:3], q.read(given)) == f"newind green change {typed}"
    grown = question("manufacturing.growth")
    years = grown.read({"years": (1995, 2007)})
    assert grown.write("CHN", years) == "newind manufacturing growth CHN --years 1995,2007"
    assert q.write("CHN", q.read({}), on="own table.npz") == "newind green change CHN --on 'own table.npz'"


def test_an_argument_that_stands_before_one_that_was_given_is_written_too():
    q = question("index.compare")
    for typed, given in (
        ("new-industrialization mine.yaml", {"second": "mine.yaml"}),
        ("china-sti --year 2015 --set weight=entropy", {"spec": "china-sti", "set": ["weight=entropy"], "year": 2015}),
    ):
        assert q.write("", q.read(given, files=True)) == f"newind index compare {typed}"


def test_changes_of_an_index_are_read_as_they_are_typed():
    q = question("index.build")
    asked = q.read({"set": "normalise.range=[1, 100], weight=entropy", "remove": ["a,b", "c"], "weight": "open=2"})
    assert (asked.settings, asked.remove) == (("normalise.range=[1, 100]", "weight=entropy"), ("a", "b", "c"))
    assert asked.weight == {"open": 2.0}
    for given, said in (
        ({"data": "own.csv"}, "own.csv' is a file"),
        ({"spec": "own.yaml"}, "own.yaml' is a file"),
        ({"replications": 50_000}, "50000 is out of bounds, which are ≤ 5000"),
        ({"replications": 500_000}, "500000 is out of bounds, which are ≥ 1, ≤ 5000"),
        ({"weight": "open"}, "'open' is not a name and a number. Write it as in CODE=W"),
        ({"set": "weight"}, "'weight' is not of the form STEP=METHOD"),
        ({"year": "soon"}, "'soon' is not a year"),
    ):
        with pytest.raises(DataError, match=said):
            q.read(given)
    with pytest.raises(UnknownNameError, match="Did you mean 'world'"):
        q.read({"on": "wrld"})


def test_a_server_states_the_bound_that_it_keeps():
    for id in ("index.build", "index.uncertainty"):
        assert schema_of(question(id), "replications")["maximum"] == MOST_SERVED
    assert AuditRequest.model_json_schema()["properties"]["replications"]["maximum"] == MOST_SERVED
    typed = {"replications": "100001"}
    with pytest.raises(DataError, match="≥ 1, ≤ 100000"):
        question("index.build").read(typed, files=True)


def test_all_regions_are_asked_about_where_none_is_named():
    q = question("circulation.transfer")
    found = q.ask(ni.load(q.everywhere), "", q.read({"weights": "cost=1,linkage=2", "industries": "c14,c15"}))
    assert found.command == "newind circulation transfer --industries c14,c15 --weights cost=1,linkage=2"
    assert found.about["region"] == "CHN"
    assert {q.id for q in EVERY.values() if q.everywhere} == {"circulation.provinces", "circulation.transfer"}


def test_parameters_are_read_and_written_one_by_one():
    q = question("green.budget")
    asked = q.read({"set": ["trade_elasticity=4", "shares=common", "both_distortions=true"], "total": "95%"})
    assert asked.parameters == {"trade_elasticity": 4.0, "shares": "common", "both_distortions": True}
    words = shlex.split(q.write("CHN", asked))
    assert words[-6:] == ["--set", "trade_elasticity=4", "--set", "shares=common", "--set", "both_distortions=True"]
    assert q.read({"set": words[-5::2]}).parameters == asked.parameters
    with pytest.raises(DataError, match="set: 'theta' is not a name and a number"):
        q.read({"set": ["theta"]})


def test_one_share_for_all_is_written_without_a_name():
    q = question("green.charge")
    assert q.read({"coverage": "0.4"}).coverage == {"*": 0.4}
    for typed in ("0.4", "c17=1,c12=0.5"):
        assert q.write("CHN", q.read({"coverage": typed})) == f"newind green charge CHN --coverage {typed}"


@pytest.mark.parametrize("name", ["market.yaml", "folder/market", "../market", "market.yml:CHN/", "own"])
def test_a_file_is_read_only_where_that_is_allowed(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").write_text("shocks: []", encoding="utf-8")
    q = question("green.budget")
    with pytest.raises(DataError, match="is a file"):
        q.read({"package": name})
    assert q.read({"package": name}, files=True).package == name
    for other in ("subsidy:CHN", "carbon-market", "x" * 400):
        assert q.read({"package": other}).package == other


def test_a_question_that_needs_a_file_has_no_route():
    needy = {q.id for q in EVERY.values() if q.needs_file}
    assert needy == {"manufacturing.concentration", "science.products"}
    assert {q.id for q in served_questions()} == set(EVERY) - needy
    for id in needy:
        with pytest.raises(DataError, match="which a server does not read"):
            question(id).read(NEEDED[id])


def test_a_table_in_place_of_a_region_is_read_on_the_command_line_alone(tmp_path):
    file = tmp_path / "parts.csv"
    file.write_text("region,emissions,cumulative\nA,800,9000\nB,500,7000\n", encoding="utf-8")
    q = question("green.divide")
    given = {"peak": 2030, "level": "2060=-90%", "growth": 0.01, "year": 2023}
    found = q.ask(None, str(file), q.read(given | {"order": "together"}))
    assert [row["region"] for row in found.tables["budgets"].records()] == ["A", "B"]
    with pytest.raises(UnknownNameError):
        answer_question("green.divide", "", str(file), given)
    body = answer_question("green.divide", "", "chn", {"peak": "2030", "level": "2060=-90%"})
    assert body["command"] == "newind green divide CHN --peak 2030 --level 2060=-90%"


def test_texts_among_values_are_of_one_language_where_one_is_read():
    found = question("policies.screen").ask(None, "", question("policies.screen").read({"actions": "export-bonuses"}))
    for lang in ("en", "zh"):
        assert found.in_language(lang).about["actions"] == found.about["actions"][lang]
        assert found.in_language(lang).about["register"] == found.about["register"]


def test_a_question_of_no_region_is_asked_without_one():
    body = answer_question("policies.screen", "", "CHN", {"actions": "export-bonuses"})
    assert body["command"] == "newind screen export-bonuses"


def test_what_accounts_do_not_answer_is_asked_without_them():
    q = question("green.power")
    assert q.write("WLD", q.read({}), on="world") == "newind green power WLD"
    body = answer_question("green.power", "no such accounts", "WLD", {"year": "2024"})
    assert body["about"]["region"] == "WLD"
    assert body["command"] == "newind green power WLD --year 2024"


def test_a_run_is_kept_by_its_command_only(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWIND_RUNS", str(tmp_path))
    q, shock = question("paths.sensitivity"), {"lever": "productivity", "value": 0.02, "region": "CHN", "start": 2010}
    panel = ni.Panel([build(Structure(REGIONS[:2], ("c14", "c30"), inventories=False), 3, year=2008)])
    asked = q.read(NEEDED[q.id] | {"package": {"shocks": [shock]}, "until": 2012, "start": 2010, "history": True})
    found = q.ask(panel, "CHN", asked)
    assert "run" not in found.about
    assert not list(tmp_path.iterdir())
    kept = q.ask(panel, "CHN", asked, order=WorkOrder(name="mine"))
    assert kept.about == found.about | {"run": "mine"}
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]
    assert {q.id for q in EVERY.values() if q.run} == {"paths.pathway", "paths.sensitivity", "paths.search"}


def test_a_package_may_be_written_out():
    q = question("paths.pathway")
    asked = q.read({"package": {"name": "own", "shocks": [{"lever": "tariff", "value": 0.1, "region": "CHN"}]}})
    assert asked.package.package().shocks[0].lever == "tariff"
    assert q.write("CHN", asked) == "newind pathway FILE --region CHN"


def test_options_cannot_be_changed():
    with pytest.raises(ValidationError):
        question("green.trade").read({}).year = 2000
