from __future__ import annotations

from pathlib import Path

import yaml

from reflekt_dbt.config.docs import configuration_markdown
from reflekt_dbt.config.load import config_from

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"


def test_the_page_is_what_the_schema_says(golden):
    golden(PAGE, configuration_markdown())


def test_the_page_s_example_is_valid():
    example = configuration_markdown().partition("```yaml\n")[2].partition("```")[0]

    config = config_from(yaml.safe_load(example)["vars"]["reflekt"], "page", ["segment"])

    assert [source.name for source in config.sources] == ["jaffle_shop_segment"]
