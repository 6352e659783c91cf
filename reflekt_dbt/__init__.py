"""Event schemas in, tested dbt staging models out."""

__version__ = "0.1.0"
