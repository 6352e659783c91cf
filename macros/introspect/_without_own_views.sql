{#- Return rows without the views that the loader makes of its tables: they hold nothing else. -#}
{%- macro _without_own_views(rows, source) -%}
    {%- for type, suffix in source['own_views'] if type == adapter.type() -%}
        {%- set names = dict(zip(rows | map(attribute=0), rows)) -%}
        {%- set kept = [] -%}
        {%- for row in rows if not (row[0].endswith(suffix) and row[0][:-(suffix | length)] in names) -%}
            {%- do kept.append(row) -%}
        {%- endfor -%}
        {{ return(kept) }}
    {%- endfor -%}
    {{ return(rows) }}
{%- endmacro -%}
