{#- Compare plan and catalogue, write nothing, and fail on what is found.

    select, source, sdk: as for reflekt_build.
    fail_on: least severity that fails: error, warning, info or none.
    options: offline, live, stats; each true or false; days, how many of them stats go back. -#}
{%- macro reflekt_check(select=none, source=none, sdk=none, fail_on='warning', options=none) -%}
    {%- set asked = {'select': select, 'source': source, 'sdk': sdk, 'fail_on': fail_on} -%}
    {%- do asked.update(options or {}) -%}
    {%- set run = reflekt._open_run('check', asked) -%}
    {%- set present = run.present(reflekt.get_catalog(run.plan) if run.live else none) -%}
    {%- set matches = reflekt.reconcile(run.plan, present) -%}
    {%- if run.statistics -%}{%- do reflekt.ask_statistics(run.statistics) -%}{%- endif -%}
    {%- set report = run.report({
        'findings': matches['findings'], 'tables': reflekt.table_counts(matches['tables'])
    }) -%}
    {%- if report -%}{%- do print(report) -%}{%- endif -%}
{%- endmacro -%}
