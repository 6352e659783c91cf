"""A build that renders nothing anew, because nothing of what it goes by has changed."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml

from reflekt_dbt.bridge import scratch
from reflekt_dbt.bridge.memo import FOLDER, Memo
from reflekt_dbt.bridge.package import package_root

STALE = "-- of another day\n"
RATED = "schemas/jaffle_shop/Order_Rated/1-0.json"


def remembered(shop):
    return sorted((shop.root / "target" / FOLDER).glob("*.json"))


@pytest.fixture(scope="module")
def poisoned(built, tmp_path_factory):
    """The demo, with a memo that says what no macro ever did: where it is used, it shows."""
    shop = built.copy_to(tmp_path_factory.mktemp("poisoned") / "shop")
    assert shop.build().code == 0
    for file in remembered(shop):
        memo = Memo(file.parent, file.stem)
        files = [[path, source, text + STALE] for path, source, text in memo.read()["files"]]
        Memo(file.parent, file.stem).write({**memo.read(), "files": files})
    return shop


@pytest.fixture
def shop_of_lies(poisoned, tmp_path):
    return poisoned.copy_to(tmp_path / "shop")


def is_stale(shop):
    return any(STALE.encode() in text for text in shop.generated().values())


def test_build_of_the_same_input_does_not_render_again(shop_of_lies):
    shop_of_lies.build()

    assert is_stale(shop_of_lies)


def test_run_operation_takes_what_the_command_left(shop_of_lies):
    shop_of_lies.dbt("run-operation", "reflekt_build")

    assert is_stale(shop_of_lies)


def change_schema(shop, _):
    document = json.loads(shop.read(RATED))
    shop.write(RATED, json.dumps({**document, "description": "What they thought of it"}))


def change_config(shop, _):
    document = yaml.safe_load(shop.read("dbt_project.yml"))
    build = document["vars"]["reflekt"].setdefault("build", {})
    build.setdefault("models", {})["filter"] = "where true"
    shop.write("dbt_project.yml", yaml.safe_dump(document))


def change_catalog(shop, _):
    shop.execute("alter table jaffle_shop_segment.cart_viewed add column coupon text")


def add_override(shop, _):
    shop.write(
        "macros/own.sql",
        "{% macro duckdb__as_text(sql, type, family) %}{{ return(sql) }}{% endmacro %}",
    )
    document = yaml.safe_load(shop.read("dbt_project.yml"))
    order = {"macro_namespace": "reflekt", "search_order": ["jaffle_shop", "reflekt"]}
    shop.write("dbt_project.yml", yaml.safe_dump({**document, "dispatch": [order]}))


def change_macro(shop, patch):
    package = shop.root / "package"
    shutil.copytree(package_root() / "macros", package / "macros")
    shutil.copy(package_root() / "dbt_project.yml", package)
    model = package / "macros" / "render" / "render_model.sql"
    model.write_text(
        f"{model.read_text()}{{#- Edited. -#}}\n{{%- macro more() -%}}{{%- endmacro -%}}"
    )
    patch.setattr(scratch, "package_root", lambda: package)


def damage_memo(shop, _):
    for file in remembered(shop):
        file.write_bytes(file.read_bytes()[:-100])


@pytest.mark.parametrize(
    "change",
    [
        change_schema,
        change_config,
        change_catalog,
        add_override,
        change_macro,
        damage_memo,
    ],
)
def test_build_of_any_other_input_does(change, shop_of_lies, monkeypatch):
    change(shop_of_lies, monkeypatch)

    said = shop_of_lies.build()

    assert said.code == 0, said.err
    assert not is_stale(shop_of_lies)


def test_memo_of_another_project_does_no_harm(shop_of_lies):
    # As another project's would be, whatever the file is called.
    change_schema(shop_of_lies, None)
    shop_of_lies.build()
    (news,) = (
        file for file in remembered(shop_of_lies) if STALE.strip() not in file.read_text()
    )
    lies = next(file for file in remembered(shop_of_lies) if file != news)
    shutil.copy(lies, news)

    said = shop_of_lies.build()

    assert said.code == 0, said.err
    assert not is_stale(shop_of_lies)
