"""What we generate parses without one warning, whatever the warehouse.

dbt holds YAML against its JSON schema only where the adapter is one of Snowflake,
BigQuery, Redshift or Databricks: a project that is clean on DuckDB proves little.
"""

from __future__ import annotations

import subprocess

import pytest
import yaml

from tests.engines.demo import BIN

POSTGRES = {"host": "127.0.0.1", "port": 5432, "user": "u", "password": "p", "dbname": "d"}
OUTPUTS = {
    "duckdb": {"type": "duckdb", "path": ":memory:"},
    "postgres": {"type": "postgres", **POSTGRES},
    "snowflake": {"type": "snowflake", "account": "a", "user": "u", "password": "p",
                  "database": "d", "warehouse": "w"},
    "bigquery": {"type": "bigquery", "method": "oauth", "project": "p"},
    "redshift": {"type": "redshift", **POSTGRES},
}  # fmt: skip
# The others' YAML dbt does not check.
CHECKED = ("snowflake", "bigquery", "redshift")

# Once dbt's own way to write a source.
DEPRECATED = """\
version: 2
sources:
  - name: deprecated
    meta: {owner: somebody}
    tables: [{name: t}]
"""


def parsed(project, adapter, folder):
    """Parse *project* for an adapter, connecting to nothing; *folder* takes what dbt writes."""
    target = {"threads": 1, "schema": "analytics", **OUTPUTS[adapter]}
    profile = {"jaffle_shop": {"target": adapter, "outputs": {adapter: target}}}
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    command = [BIN / "dbt", "--warn-error", "parse", "--no-partial-parse"]
    command += ["--project-dir", project, "--profiles-dir", folder, "--no-use-colors"]
    command += ["--target-path", folder / "target", "--log-path", folder / "logs"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("adapter", OUTPUTS)
def test_generated_demo_parses_without_a_warning(demo, adapter, tmp_path):
    done = parsed(demo, adapter, tmp_path)

    assert done.returncode == 0, done.stdout
    assert (tmp_path / "target" / "manifest.json").exists()


@pytest.mark.parametrize("adapter", CHECKED)
def test_dbt_would_have_warned_of_what_is_deprecated(adapter, tmp_path):
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "models" / "sources.yml").write_text(DEPRECATED, encoding="utf-8")
    settings = "name: jaffle_shop\nprofile: jaffle_shop\nmodel-paths: [models]\n"
    (project / "dbt_project.yml").write_text(settings, encoding="utf-8")

    done = parsed(project, adapter, tmp_path)

    assert done.returncode != 0
    assert "PropertyMovedToConfigDeprecation" in done.stdout
