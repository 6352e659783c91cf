{#- Draft event schemas for tables and columns that nobody planned.

    Reads the warehouse's catalogue; rows are read only where one of the options asks for it.

    source, sdk: as for reflekt_build.
    select: tables by name or glob, or events by id; a text or a list; none is all of them.
    dry_run: write nothing, and print what would be written.
    options: event_names, stats, each true or false; sample_values, columns; days; folder. -#}
{%- macro reflekt_infer(source=none, sdk=none, select=none, dry_run=false, options=none) -%}
    {%- do reflekt._need_python() -%}
    {%- set asked = {'source': source, 'sdk': sdk, 'select': select, 'dry_run': dry_run} -%}
    {%- do asked.update(options or {}) -%}
    {%- set run = modules.reflekt.open_infer(
        project_name, reflekt.reflekt_version(), asked, [target.name, target.type, target.database]
    ) -%}
    {%- set present = run.present(reflekt.get_catalog(run.plan)) -%}
    {%- set questions = run.questions(reflekt.unplanned(run.plan, present, run.types)) -%}
    {%- set report = run.write(reflekt.read_rows(run, questions)) -%}
    {%- if report -%}{%- do print(report) -%}{%- endif -%}
{%- endmacro -%}
