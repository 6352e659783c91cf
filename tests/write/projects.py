"""A small project of generated files, as texts and as values; shared by these tests."""

from __future__ import annotations

from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.decision import Generated
from reflekt_dbt.write.lock import Entry, Lock
from reflekt_dbt.write.survey import ProjectPaths, survey

DOCS = "models/staging/_reflekt_segment.md"
TEST = "tests/generic/in_list.sql"
SOURCE = "models/staging/shop/__src_shop.yml"
ORDERS = "models/staging/shop/stg_shop__orders.sql"
ORDERS_YML = "models/staging/shop/_stg_shop__orders.yml"
CARTS = "models/staging/shop/stg_shop__carts.sql"
CARTS_YML = "models/staging/shop/_stg_shop__carts.yml"


def source_yaml(*tables):
    lines = ["version: 2", "sources:", "  - name: shop", "    tables:"]
    return "\n".join([*lines, *(f"      - name: {table}" for table in tables), ""])


def model_sql(table, column="id"):
    return f"with source as ({{{{ source('shop', '{table}') }}}}) table {column}\n"


def model_yaml(table):
    return (
        f"models:\n  - name: stg_shop__{table}\n    columns:\n      - name: id\n"
        "        description: '{{ doc(\"reflekt_segment__id\") }}'\n"
        "        data_tests: [in_list]\n"
    )


ALL = {
    DOCS: "{% docs reflekt_segment__id %}Of the event.{% enddocs %}\n",
    TEST: "{% test in_list(model, column_name) %}select 1{% endtest %}\n",
    SOURCE: source_yaml("carts", "orders"),
    ORDERS: model_sql("orders"),
    ORDERS_YML: model_yaml("orders"),
    CARTS: model_sql("carts"),
    CARTS_YML: model_yaml("carts"),
}
WITHOUT_CARTS = {
    **{path: text for path, text in ALL.items() if path not in {CARTS, CARTS_YML}},
    SOURCE: source_yaml("orders"),
}


def source_of(path):
    return "-" if path in {DOCS, TEST} else "shop"


def generated(texts):
    return tuple(Generated(path, source_of(path), text) for path, text in texts.items())


def locked(texts):
    return Lock(
        {
            path: Entry(source_of(path), frozenset({blob_id(text)}))
            for path, text in texts.items()
        }
    )


def lay_out(root, texts):
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")


def files_in(root):
    """Text of every file of the project, by path."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes().decode()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def surveyed(root):
    return survey(root, ProjectPaths())
