"""A warehouse that holds little of what production holds changes nothing that is generated."""

from __future__ import annotations

import pytest

from tests.trust.crew import Crew, tables_of

EVENTS = [
    f"{noun}_{verb}" for noun in map(chr, range(65, 90)) for verb in map(chr, range(97, 109))
]
SCHEMAS = {f"Jaffle_{event}": ["sku", "price"] for event in EVENTS}
PRODUCTION = tables_of(SCHEMAS)
FEW = 40
DEVELOPMENT = dict(list(PRODUCTION.items())[:FEW])


@pytest.fixture(scope="module")
def crew(render, tmp_path_factory) -> Crew:
    """The project as built on production. Nothing here may change it."""
    crew = Crew.found(tmp_path_factory.mktemp("many") / "ours", render)
    crew.plan(SCHEMAS)
    assert crew.build(PRODUCTION).code == 0
    crew.commit()
    return crew


@pytest.fixture(autouse=True)
def nothing_changes(crew):
    yield
    assert crew.git("status", "--porcelain") == ""


def test_project_is_of_real_size(crew):
    assert len(PRODUCTION) > 300
    assert len(crew.models()) > 600


@pytest.mark.parametrize("options", [{}, {"force": True}, {"check": True, "live": True}])
def test_with_40_of_300_tables_is_refused_with_the_numbers_and_a_way_out(crew, options):
    said = crew.build(DEVELOPMENT, **options)

    assert said.code == 2
    assert f"{len(PRODUCTION) - FEW} of {len(PRODUCTION)}" in said.text
    assert "--offline" in said.text


@pytest.mark.parametrize(
    "options", [{"offline": True}, {"check": True}], ids=["offline", "check"]
)
def test_with_40_of_300_tables_is_not_even_asked(crew, options):
    said = crew.build(DEVELOPMENT, **options)

    assert said.code == 0, said.text


def test_with_columns_that_have_not_arrived_is_no_news(crew):
    tables = {name: columns[:1] for name, columns in PRODUCTION.items()}

    said = crew.build(tables)

    assert said.code == 0, said.text


def test_with_most_of_the_tables_is_no_news(crew):
    tables = dict(list(PRODUCTION.items())[: len(PRODUCTION) * 9 // 10])

    said = crew.build(tables)

    assert said.code == 0, said.text
