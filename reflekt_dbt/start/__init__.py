"""What `init` adds to a dbt project: decided as a list of steps, then written at once."""
