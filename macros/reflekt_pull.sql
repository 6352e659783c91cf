{#- Bring event schemas from a registry into git, as `reflekt-dbt pull` does.

    registry: a connection of vars.reflekt.registries, or a type that only one has.
    select: plans, by folder or as the registry calls them; a text or a list.
    dry_run: change nothing, and fail if anything would change.
    prune: remove files of events that are gone from the registry; needs yes.
    overwrite: let the registry win where git was changed as well; needs yes.
    yes: do it; nobody can be asked here. -#}
{%- macro reflekt_pull(
    registry=none, select=none, dry_run=false, prune=false, overwrite=false, yes=false
) -%}
    {%- do reflekt._need_python() -%}
    {%- set asked = {'registry': registry, 'select': select, 'dry_run': dry_run} -%}
    {%- do asked.update({'prune': prune, 'overwrite': overwrite, 'yes': yes}) -%}
    {%- do print(modules.reflekt.sync(project_name, reflekt.reflekt_version(), 'pull', asked)) -%}
{%- endmacro -%}
