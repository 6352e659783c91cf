"""local-bigquery's server, mended where dbt-bigquery asks more of it than it gives.

For local-bigquery 0.3.2, and run by the Python of its own environment. Takes the
arguments of its command line.
"""

from __future__ import annotations

from typing import Any

from local_bigquery.cli import main
from local_bigquery.jobs import query

_execute = query.execute


def execute(*args: Any, **kwargs: Any) -> tuple[Any, Any, Any]:
    """Report where `create table as` put its rows, as BigQuery does; dbt looks there."""
    statistics, children, destination = _execute(*args, **kwargs)
    if destination is None and statistics.statementType == "CREATE_TABLE_AS_SELECT":
        destination = statistics.ddlTargetTable
    return statistics, children, destination


if __name__ == "__main__":
    query.execute = execute
    main()
