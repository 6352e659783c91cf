"""What we build of Reflekt's demo differs from what Reflekt built only for given reasons."""

from __future__ import annotations

import re
import shlex

import pytest
import yaml
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from reflekt_dbt.config.load import config_from
from reflekt_dbt.sdks import SDKS
from tests.parity import compare
from tests.parity.rendering import start_dbt


@pytest.fixture(scope="module")
def our_files(tmp_path_factory):
    return compare.ours(start_dbt(tmp_path_factory.mktemp("dbt")))


@pytest.fixture(scope="module")
def differences(our_files):
    return compare.differences(compare.theirs(), our_files)


def commands():
    """Every command line of ours that the page shows."""
    page = (compare.HERE / "page.md").read_text(encoding="utf-8")
    return re.findall(r"`reflekt-dbt ([^`]+)`", page)


def test_the_page_is_fresh(our_files, golden):
    golden(compare.PAGE, compare.page(compare.theirs(), our_files))


def test_every_difference_has_a_reason(differences):
    reasons = compare.reasons()

    unexplained = [one for one in differences if not any(r.covers(one) for r in reasons)]

    assert unexplained == []


@pytest.mark.parametrize("reason", compare.reasons(), ids=lambda reason: reason.what)
@pytest.mark.parametrize("part", ["names", "models"])
def test_every_reason_is_still_needed(reason, part, differences):
    covered = [one for one in differences if reason.covers(one)]

    idle = [
        pattern
        for pattern in getattr(reason, part)
        if not any(
            compare.Reason(**{**vars(reason), part: (pattern,)}).covers(one) for one in covered
        )
    ]

    assert idle == []


def test_column_that_we_lose_is_a_difference_without_a_reason(our_files):
    name = f"{compare.PREFIX}cart_viewed.sql"
    without = our_files[name].replace("        coupon,\n", "")

    found = compare.differences(compare.theirs(), {**our_files, name: without})

    lost = compare.Difference("cart_viewed", "only theirs", "coupon")
    assert lost in found
    assert not any(reason.covers(lost) for reason in compare.reasons())


def test_our_files_have_the_names_of_theirs_and_one_file_of_doc_blocks_is_new(our_files):
    new = our_files.keys() - compare.theirs().keys()

    assert new == {"_reflekt_segment.md"}
    assert compare.theirs().keys() <= our_files.keys()


def test_every_column_of_ours_is_described_and_no_other(our_files):
    models = compare.models_of(our_files)

    described = {
        name: [column for column, says in model.docs.items() if says.described]
        for name, model in models.items()
    }

    assert described == {name: list(model.columns) for name, model in models.items()}


@pytest.mark.parametrize("command", commands())
def test_command_line_of_the_page_is_one_that_we_take(command):
    # The help is printed only where every option before it is known.
    result = CliRunner().invoke(cli, [*shlex.split(command), "--help"])

    assert result.exit_code == 0, result.output


def test_configuration_of_the_page_is_valid():
    page = (compare.HERE / "page.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]

    config = config_from(yaml.safe_load(example)["vars"]["reflekt"], "page", SDKS)

    assert [source.name for source in config.sources] == ["jaffle_shop_segment"]
