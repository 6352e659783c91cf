{#- Add findings to a table of the warehouse, which is made where it is absent.

    table: [database or none, schema or none, name]; the target's where there is none.
    rows: [[code, severity, event, property, text], ...]. -#}
{%- macro add_findings(table, rows) -%}
    {%- set place = {
        'database': table[0] or target.database, 'schema': table[1] or target.schema, 'identifier': table[2]
    } -%}
    {%- set relation = api.Relation.create(**place) -%}
    {%- if adapter.get_relation(**place) is none -%}
        {%- do reflekt._carried_out(reflekt._findings_table(relation)) -%}
    {%- endif -%}
    {#- Of many rows: warehouses take so much text in one statement, and are slow to add one by one. -#}
    {%- for some in rows | batch(500) -%}
        {%- do reflekt._carried_out(reflekt._findings_insert(relation, some)) -%}
    {%- endfor -%}
{%- endmacro -%}


{#- Return the statement that makes the table. -#}
{%- macro _findings_table(relation) -%}
    {%- set text = reflekt.long_text_type() -%}
    create table {{ relation }} (
        checked_at {{ dbt.type_timestamp() }},
        run_id {{ text }},
        code {{ text }},
        severity {{ text }},
        event {{ text }},
        property {{ text }},
        text {{ text }}
    )
{%- endmacro -%}


{#- Return the statement that adds *rows*; all of a run have the time at which dbt began. -#}
{%- macro _findings_insert(relation, rows) -%}
    {%- set escapes = reflekt.literal_escapes() -%}
    {%- set run = "cast('" ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S') ~ "' as " ~ dbt.type_timestamp() ~ "), "
        ~ reflekt._literal(invocation_id, escapes) -%}
    {%- set selects = [] -%}
    {%- for row in rows -%}
        {%- set literals = [] -%}
        {%- for value in row -%}{%- do literals.append(reflekt._literal(value, escapes)) -%}{%- endfor -%}
        {%- do selects.append('select ' ~ run ~ ', ' ~ literals | join(', ')) -%}
    {%- endfor -%}
    insert into {{ relation }} (checked_at, run_id, code, severity, event, property, text)
    {{ selects | join(' union all ') }}
{%- endmacro -%}


{#- Run a statement that changes something, and commit it, which an operation of dbt does not by itself. -#}
{%- macro _carried_out(sql) -%}
    {%- call statement('reflekt_findings', auto_begin=True) -%}{{ sql }}{%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro -%}
