{#- Bring event schemas from git into a registry, as `reflekt-dbt push` does.

    registry: a connection of vars.reflekt.registries, or a type that only one has.
    select: plans, by folder or as the registry calls them; a text or a list.
    dry_run: change nothing, and fail if anything would change.
    delete: delete what is selected in the registry, and push nothing.
    prune: delete in the registry what is gone from git.
    overwrite: let git win where the registry was changed as well.
    yes: do it; nobody can be asked here. -#}
{%- macro reflekt_push(
    registry=none, select=none, dry_run=false, delete=false, prune=false, overwrite=false,
    yes=false
) -%}
    {%- do reflekt._need_python() -%}
    {%- set asked = {'registry': registry, 'select': select, 'dry_run': dry_run} -%}
    {%- do asked.update({'delete': delete, 'prune': prune}) -%}
    {%- do asked.update({'overwrite': overwrite, 'yes': yes}) -%}
    {%- do print(modules.reflekt.sync(project_name, reflekt.reflekt_version(), 'push', asked)) -%}
{%- endmacro -%}
