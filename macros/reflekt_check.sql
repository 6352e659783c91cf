{#- Compare plan, catalogue and generated files, write nothing, and fail on what is found.

    select, source, sdk: as for reflekt_build.
    fail_on: least severity that fails: error, warning, info or none; check.fail_on if absent.
    options: offline, write_catalog, refresh_catalog, stats; each true or false. table:
    schema.table, to add the findings to. days: how many of them stats go back. -#}
{%- macro reflekt_check(select=none, source=none, sdk=none, fail_on=none, options=none) -%}
    {%- set asked = {'select': select, 'source': source, 'sdk': sdk, 'fail_on': fail_on} -%}
    {%- do asked.update(options or {}) -%}
    {%- set run = reflekt._open_run('check', asked) -%}
    {%- set seen = run.present(reflekt.get_catalog(run.plan) if run.live else none) -%}
    {%- set built_from = run.built_from() -%}
    {%- set built = none -%}
    {%- if built_from is not none -%}
        {%- set built = run.remembered(built_from, reflekt, adapter) or reflekt.reflekt_files(run.plan, built_from) -%}
    {%- endif -%}
    {%- set found = built if built_from == seen else reflekt._compared(run.plan, seen) -%}
    {%- if run.statistics -%}{%- do reflekt.ask_statistics(run.statistics) -%}{%- endif -%}
    {%- set report = run.report(found, built) -%}
    {%- if report -%}{%- do print(report) -%}{%- endif -%}
    {%- if run.table -%}{%- do reflekt.add_findings(run.table, run.rows) -%}{%- endif -%}
    {%- do run.close() -%}
{%- endmacro -%}


{#- Return what plan and catalogue do not agree on, without laying out a file. -#}
{%- macro _compared(plan, present) -%}
    {%- set matches = reflekt.reconcile(plan, present) -%}
    {{ return({
        'findings': matches['findings'], 'tables': reflekt.table_counts(matches['tables'])
    }) }}
{%- endmacro -%}
