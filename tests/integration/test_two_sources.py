"""Several sources in one project, all with the same events: of two SDKs, and of one."""

from __future__ import annotations

import json

import pytest

from tests.integration.tea_shops import (
    RUDDERSTACK,
    STAGING,
    configure,
    paths,
    raw_tables,
    tea_shop,
)

SEGMENT = {"name": "tea_segment", "sdk": "segment"}
WEB = {"name": "tea_web", "sdk": "segment"}
APP = {"name": "tea_app", "sdk": "segment"}

SEGMENT_MODELS = {"tracks", "identifies", "users", "order_completed", "httprequest_failed"}
RUDDERSTACK_MODELS = {
    "tracks",
    "identifies",
    "groups",
    "pages",
    "2fa_enabled",
    "http_request_failed",
    "order",
    "order_completed",
}
RECORDS = {"reflekt.lock", "reflekt.catalog"}
ORDER = "schemas/tea_shop/Order_Completed/1-0.json"


def files_of(source, models):
    files = {f"{source}/__src_{source}.yml"}
    files |= {f"{source}/stg_{source}__{model}.sql" for model in models}
    return files | {f"{source}/_stg_{source}__{model}.yml" for model in models}


def built(root, *sources, raw):
    shop = tea_shop(root, *sources)
    for name, schema in raw:
        shop.execute(raw_tables(name, schema))
    said = shop.build()
    assert said.code == 0, said.err
    shop.commit()
    return shop


@pytest.fixture(scope="module")
def two_sdks_built(tmp_path_factory):
    raw = [("new", ""), ("segment", "tea_segment")]
    return built(tmp_path_factory.mktemp("two_sdks"), SEGMENT, RUDDERSTACK, raw=raw)


@pytest.fixture(scope="module")
def two_segments_built(tmp_path_factory):
    raw = [("segment", "tea_web"), ("segment", "tea_app")]
    return built(tmp_path_factory.mktemp("two_segments"), WEB, APP, raw=raw)


@pytest.fixture
def two_sdks(two_sdks_built, tmp_path):
    """A copy, to do with as one likes."""
    return two_sdks_built.copy_to(tmp_path / "shop")


@pytest.fixture
def two_segments(two_segments_built, tmp_path):
    """A copy, to do with as one likes."""
    return two_segments_built.copy_to(tmp_path / "shop")


def change_order(shop):
    """Change the description of an event that all sources have."""
    document = json.loads(shop.read(ORDER))
    document["description"] = "Tea was paid for."
    shop.write(ORDER, json.dumps(document, indent=2))
    shop.commit()


def changed_paths(shop):
    return {line[3:].removeprefix(f"{STAGING}/") for line in shop.changed}


def docs_of_order(source):
    """The files in which the event's description stands."""
    return {f"{source}/__src_{source}.yml", f"{source}/_stg_{source}__order_completed.yml"}


class TestTwoSdks:
    def test_each_source_has_its_own_files_and_each_sdk_its_doc_blocks(self, two_sdks):
        assert paths(two_sdks) == (
            files_of("tea_segment", SEGMENT_MODELS)
            | files_of("tea_rudderstack", RUDDERSTACK_MODELS)
            | {"_reflekt_segment.md", "_reflekt_rudderstack.md"}
            | RECORDS
        )

    def test_dbt_builds_both_side_by_side(self, two_sdks):
        said = two_sdks.dbt("build")

        counts = two_sdks.query(
            "select count(*), (select count(*) from analytics.stg_tea_segment__order_completed)"
            " from analytics.stg_tea_rudderstack__order_completed"
        )
        assert said.code == 0, said.err
        assert counts == [(3, 1)]

    def test_second_build_changes_nothing(self, two_sdks):
        said = two_sdks.build()

        assert said.code == 0
        assert two_sdks.changed == []

    def test_source_limits_what_is_built(self, two_sdks):
        change_order(two_sdks)

        said = two_sdks.build("--source", "tea_rudderstack")

        assert said.code == 0
        assert changed_paths(two_sdks) == {*docs_of_order("tea_rudderstack"), "reflekt.lock"}

    def test_sdk_limits_what_is_built(self, two_sdks):
        change_order(two_sdks)

        said = two_sdks.build("--sdk", "segment")

        assert said.code == 0
        assert changed_paths(two_sdks) == {*docs_of_order("tea_segment"), "reflekt.lock"}

    def test_first_build_of_one_source_knows_nothing_of_the_other(self, tmp_path):
        shop = tea_shop(tmp_path, SEGMENT, RUDDERSTACK)
        shop.execute(raw_tables("new"))

        said = shop.build("--source", "tea_rudderstack")

        assert said.code == 0, said.err
        assert paths(shop) == (
            files_of("tea_rudderstack", RUDDERSTACK_MODELS)
            | {"_reflekt_rudderstack.md"}
            | RECORDS
        )

    def test_source_that_leaves_takes_its_files_and_its_doc_blocks_with_it(self, two_sdks):
        configure(two_sdks, RUDDERSTACK)

        said = two_sdks.build()

        assert said.code == 0, said.err
        assert paths(two_sdks) == (
            files_of("tea_rudderstack", RUDDERSTACK_MODELS)
            | {"_reflekt_rudderstack.md"}
            | RECORDS
        )
        assert not (two_sdks.root / STAGING / "_reflekt_segment.md").exists()
        assert not (two_sdks.root / STAGING / "tea_segment").exists()
        assert two_sdks.dbt("parse", "--warn-error").code == 0


class TestTwoSourcesOfOneSdk:
    def test_each_has_its_own_files_and_they_share_the_doc_blocks(self, two_segments):
        assert paths(two_segments) == (
            files_of("tea_web", SEGMENT_MODELS)
            | files_of("tea_app", SEGMENT_MODELS)
            | {"_reflekt_segment.md"}
            | RECORDS
        )

    def test_dbt_builds_both_side_by_side(self, two_segments):
        said = two_segments.dbt("build")

        assert said.code == 0, said.err

    def test_source_limits_what_is_built(self, two_segments):
        change_order(two_segments)

        said = two_segments.build("--source", "tea_app")

        assert said.code == 0
        assert changed_paths(two_segments) == {*docs_of_order("tea_app"), "reflekt.lock"}

    def test_doc_blocks_stay_as_long_as_one_of_the_sources_does(self, two_segments):
        configure(two_segments, WEB)

        said = two_segments.build()

        assert said.code == 0, said.err
        assert paths(two_segments) == (
            files_of("tea_web", SEGMENT_MODELS) | {"_reflekt_segment.md"} | RECORDS
        )
        assert two_segments.dbt("parse", "--warn-error").code == 0
