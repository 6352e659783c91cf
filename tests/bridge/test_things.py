from __future__ import annotations

from reflekt_dbt.bridge.files import as_generated


def table(key, path, docs_path, union=None):
    source = key.partition(".")[0]
    names = {"key": key, "source": source, "path": path, "docs_path": docs_path}
    return {**names, "union": union}


PLAN = {
    "sources": [{"name": "shop", "path": "m/__src_shop.yml"}],
    "tables": [
        table("shop.orders", "m/stg_orders.sql", "m/_orders.yml"),
        table("shop.carts", "m/stg_carts.sql", "m/_shared.yml"),
        table("shop.users", "m/stg_users.sql", "m/_shared.yml"),
        table("ios.taps", "m/stg_taps.sql", "m/_taps.yml", union={"name": "apps"}),
    ],
    "unions": [table("apps.taps", "m/stg_taps.sql", "m/_taps.yml")],
}


def test_each_file_is_called_by_what_it_is_about_and_not_by_its_path():
    paths = [
        "m/__src_shop.yml", "m/stg_orders.sql", "m/_orders.yml", "m/_shared.yml",
        "m/stg_taps.sql", "m/_taps.yml", "m/_reflekt_segment.md",
    ]  # fmt: skip
    result = {"files": [[path, "shop", ""] for path in paths]}

    things = {one.path: one.thing for one in as_generated(result, {"shop": "shop"}, PLAN)}

    assert things == {
        "m/__src_shop.yml": "source shop",
        "m/stg_orders.sql": "model shop.orders",
        "m/_orders.yml": "docs shop.orders",
        "m/_shared.yml": "docs shop",
        "m/stg_taps.sql": "model apps.taps",
        "m/_taps.yml": "docs apps.taps",
        "m/_reflekt_segment.md": "text _reflekt_segment.md",
    }


def test_several_shared_files_of_one_source_are_told_apart_by_their_paths():
    tables = [
        table(f"shop.{name}", f"m/{name}.sql", f"{name[0]}/_shared.yml")
        for name in ("a1", "a2", "b1", "b2")
    ]
    plan = {"sources": [], "tables": tables, "unions": []}
    result = {"files": [[f"{folder}/_shared.yml", "shop", ""] for folder in "ab"]}

    things = [one.thing for one in as_generated(result, {"shop": "shop"}, plan)]

    assert things == ["docs shop a/_shared.yml", "docs shop b/_shared.yml"]
