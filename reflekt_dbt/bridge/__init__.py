"""The only importers of dbt: the plugin's side, and running dbt in this process."""
