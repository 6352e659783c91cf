"""A repository that several people work in, and what they do there; shared by these tests."""

from __future__ import annotations

import subprocess

from reflekt_dbt.write.decision import Generated
from reflekt_dbt.write.run import Job, write_files
from tests.write.projects import surveyed

MODEL = "models/staging/shop/stg_shop__orders.sql"


def sql(*columns):
    """A model with these columns, as we lay it out: one a line."""
    lines = ",\n".join(f"        {column}" for column in columns)
    head = "with source as (\n    select * from {{ source('shop', 'orders') }}\n),\n\n"
    return f"{head}renamed as (\n    select\n{lines}\n    from source\n)\n\ntable renamed\n"


def git(root, *arguments, check=True):
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def commit_all(root):
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "work")


def build(root, texts, **job):
    """Write *texts*, path → text, as a build of all of the project would."""
    files = texts if isinstance(texts, dict) else {MODEL: texts}
    generated = tuple(
        Generated(path, "shop", text, f"model shop.{path.rpartition('__')[2]}")
        for path, text in files.items()
    )
    return write_files(root, Job(generated, frozenset({"shop", "-"}), **job), surveyed(root))


def edit(root, old, new, path=MODEL):
    text = (root / path).read_bytes().decode()
    assert old in text
    (root / path).write_bytes(text.replace(old, new).encode())


def read(root, path=MODEL):
    return (root / path).read_bytes().decode()


def is_clean(root):
    return git(root, "status", "--porcelain") == ""
