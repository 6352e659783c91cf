{#- Build the sources, staging models, docs and tests of the configured sources.

    select: event ids, prefixes or globs, as text or a list; none selects every event.
    source: a configured source, or database.schema together with sdk; none is all of them.
    check: write nothing, and fail if anything would change.
    dry_run: write nothing, and print what would change.
    options: offline, refresh_catalog, live, force; each true or false. -#}
{%- macro reflekt_build(select=none, source=none, sdk=none, check=false, dry_run=false, options=none) -%}
    {%- set asked = {'select': select, 'source': source, 'sdk': sdk, 'check': check, 'dry_run': dry_run} -%}
    {%- do asked.update(options or {}) -%}
    {%- set run = reflekt._open_run('build', asked) -%}
    {%- set present = run.present(reflekt.get_catalog(run.plan) if run.live else none) -%}
    {%- set result = run.remembered(present, reflekt, adapter) or reflekt.reflekt_files(run.plan, present) -%}
    {%- set report = run.write(result) -%}
    {%- if report -%}{%- do print(report) -%}{%- endif -%}
{%- endmacro -%}
