"""Packages as YAML: read back as written, and every mistake with its line and column."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings, strategies as st

import newind as ni
from newind.policy.targets import resolve
from newind.policy.yaml_file import parse_package

GOOD = """\
label: {en: Two steps, zh: 两步}
financing: output_tax
sources:
  - {title: own, date: 2024-01-01}
shocks:
  # a comment
  - {lever: tariff, value: 1e-1, region: [CHN, USA]}
  - lever: carbon_price
    value: 10
    region: CHN
    start: 2026
    phase_in: 5
    until: 2035
    options:
      coverage: 0.5
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Return a function that writes a file in an empty folder and returns its name."""
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> str:
        (tmp_path / "steps.yaml").write_text(text, encoding="utf-8")
        return "steps.yaml"

    return write


def test_a_file_says_what_a_package_says(file):
    package = ni.Package.from_yaml(file(GOOD))
    built = ni.Package(
        [
            ni.Shock("tariff", 0.1, region=["CHN", "USA"]),
            ni.Shock("carbon_price", 10, region="CHN", start=2026, phase_in=5, until=2035, options={"coverage": 0.5}),
        ],
        name="steps",
        label={"en": "Two steps", "zh": "两步"},
        financing="output_tax",
        sources=[{"title": "own", "date": "2024-01-01"}],
    )
    assert package == built
    assert package.hash == built.hash
    assert package.shocks[1].where("value") == "steps.yaml:9:12"
    assert package.shocks[1].where() == package.shocks[1].where("partner") == "steps.yaml:8:5"


@pytest.mark.parametrize("package", ni.packages(), ids=lambda p: p.name)
def test_a_saved_package_is_read_back(package, tmp_path):
    path = package.save(tmp_path / "copy.yaml")
    assert path.read_text(encoding="utf-8") == package.to_yaml()
    assert ni.Package.from_yaml(path) == package
    assert [p.name for p in tmp_path.iterdir()] == ["copy.yaml"]


WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)


@settings(max_examples=100)
@given(st.floats(-0.5, 10), st.one_of(WORD, st.lists(WORD, min_size=1, max_size=3)), WORD, st.none() | st.just(2026))
def test_whatever_is_written_is_read_back(tmp_path_factory, value, region, name, start):
    """Labels that look like numbers, dates or truth values stay the text that they are."""
    package = ni.Package([ni.Shock("tariff", value, region=region, start=start)], name=name)
    path = package.save(tmp_path_factory.mktemp("packages") / "p.yaml")
    assert ni.Package.from_yaml(path) == package


@pytest.mark.parametrize("word", ["NO", "on", "1", "1e3", "2024-01-01", "null", "~", "a: b", "#", "- x", "'", "*"])
def test_words_that_yaml_reads_as_something_else(word, tmp_path):
    package = ni.Package([ni.Shock("tariff", 0.1, region=word, action=word)], name=word)
    assert ni.Package.from_yaml(package.save(tmp_path / "p.yaml")) == package


MISTAKES = {
    "unknown key": ("shocks:\n  - {lever: tariff, value: 1, regoin: CHN}\n", "2:31: unknown key 'regoin'"),
    "unknown key above": ("financin: x\nshocks: []\n", "1:1: unknown key 'financin'. Did you mean 'financing'"),
    "out of bounds": ("shocks:\n  - lever: tariff\n    value: 20\n", "3:12: value 20 is out of bounds for tariff"),
    "wrong type": ("shocks:\n  - {lever: tariff, value: high}\n", "2:28: value must be a number, not 'high'"),
    "no value": ("shocks:\n  - {lever: tariff}\n", "2:5: no 'value'"),
    "nothing": ("shocks:\n  -\n", "it must be a mapping of keys to values, not None"),
    "unknown lever": ("shocks:\n  - {value: 1, lever: tarif}\n", "2:23: unknown lever 'tarif'. Did you mean 'tariff'"),
    "date order": (
        "shocks:\n  - {lever: tariff, value: 1, start: 2030, until: 2025}\n",
        "2:51: until 2025 is too early",
    ),
    "option": (
        "shocks:\n  - lever: carbon_price\n    value: 1\n    options:\n      coverag: 1\n",
        "5:7: carbon_price has no option 'coverag'",
    ),
    "option value": (
        "shocks:\n  - {lever: carbon_price, value: 1, options: {coverage: 2}}\n",
        "2:57: coverage of carbon_price must be a number from 0 to 1",
    ),
    "selector not taken": (
        "shocks:\n  - {lever: labour_supply, value: 0, industry: c1}\n",
        "2:38: labour_supply takes no 'industry'",
    ),
    "two sets": (
        "shocks:\n  - {lever: tariff, value: 1}\n  - {lever: tariff, value: 2}\n",
        "3:5: sets tariff where shock 1 does already",
    ),
    "source": ("sources:\n  - {titel: x, title: y}\n", "2:6: unknown key 'titel'. Did you mean 'title'"),
    "key twice": ("name: a\nname: b\n", "2:1: not YAML (found duplicate key"),
    "broken": ("shocks: [1\nname: {\n", "not YAML"),
    "impossible date": ("name: 2024-13-45\nshocks: []\n", ":1:7: not YAML (month must be in 1..12)"),
    "no mapping": ("- 1\n", "1:1: not a package. It has keys such as name"),
    "empty": ("", "1:1: not a package."),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_named_with_its_place(what, file):
    text, message = MISTAKES[what]
    with pytest.raises(ni.PolicyError) as caught:
        ni.Package.from_yaml(file(text))
    assert str(caught.value).startswith("steps.yaml:")
    assert message in str(caught.value)


def test_mistakes_are_told_in_the_order_of_the_file(file):
    text = "financin: x\nshocks:\n  - {zeal: 1, lever: tarif, value: a}\n  - {lever: tariff}\n"
    with pytest.raises(ni.PolicyError) as caught:
        ni.Package.from_yaml(file(text))
    lines = str(caught.value).splitlines()
    assert lines[0] == "5 mistakes in steps.yaml, the first 3:"
    assert [line.split(": ")[0] for line in lines[1:]] == ["steps.yaml:1:1", "steps.yaml:3:6", "steps.yaml:3:22"]


def test_what_accounts_lack_is_named_with_its_place(file):
    text = "shocks:\n  - {lever: tariff, value: 1, region: CHN,\n     partner: USM}\n"
    with pytest.raises(
        ni.PolicyError, match=r"^steps\.yaml:3:15: shock 1: unknown label or group 'USM'\. Did you mean"
    ):
        resolve(ni.Package.from_yaml(file(text)), ni.load("world", year=2011))


def test_places_outlive_a_sum_of_packages(file):
    package = ni.Package.from_yaml(file("shocks:\n  - {lever: tariff, value: 1, region: CHM}\n"))
    both = ni.Package([ni.Shock("markup", 1.1)]) + package
    with pytest.raises(ni.PolicyError, match=r"^steps\.yaml:2:39: shock 2: unknown label or group 'CHM'"):
        resolve(both, ni.load("world", year=2011))


def test_anchors_of_yaml_work(file):
    text = "shocks:\n  - &a {lever: tariff, value: 1, region: CHN}\n  - {<<: *a, region: USA}\n"
    package = ni.Package.from_yaml(file(text))
    assert [s.region for s in package.shocks] == ["CHN", "USA"]
    assert package.shocks[1].where("value").startswith("steps.yaml:")


PIECES = ["{", "}", "[", "]", ":", "-", "\n", "  ", "'", '"', "&a ", "*a", "<<", "!!int x", "!!set", "|", "\t", "#",
          "1e999", ".nan", "null", "%", "@", "? ", "\0", "2024-13-45", "{a: 1}", "---\n"]  # fmt: skip


def test_a_damaged_file_is_read_or_refused():
    """Pieces of YAML thrown into good files: nothing but a package or a PolicyError comes out."""
    rng, w = random.Random(1), ni.load("world", year=2011)
    good = [p.to_yaml() for p in ni.packages()]
    read, told = 0, []
    for _ in range(400):
        text = rng.choice(good)
        at = rng.randrange(len(text))
        try:
            package = parse_package(text[:at] + rng.choice(PIECES) + text[at + rng.choice([0, 1, 5]) :], "f", "n")
            resolve(package, w)
            read += 1
        except ni.PolicyError as error:
            told.append(str(error))
    assert 0 < read < 400
    assert [t for t in told if not t.startswith("f:") and " mistakes in f" not in t] == []


@pytest.mark.parametrize(
    ("content", "message"), [(None, "cannot be read (No such file"), (b"\xff\xfe\x00", "cannot be read (not in UTF-8)")]
)
def test_a_file_that_cannot_be_read(content, message, tmp_path):
    path = tmp_path / "x.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ni.PolicyError) as caught:
        ni.Package.from_yaml(path)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_package_is_saved_whole_or_not_at_all(tmp_path):
    with pytest.raises(ni.DataError, match="cannot write there"):
        ni.Package().save(tmp_path / "missing" / "p.yaml")
