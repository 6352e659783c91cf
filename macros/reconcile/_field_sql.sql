{#- Return the SQL of a property that is kept inside a column of a type. -#}
{%- macro _field_sql(column, type, property, context) -%}
    {%- if property['kind'] == 'json' -%}
        {{ return(reflekt._inert(reflekt.json_text(column, property['path'], type, property['type']))) }}
    {%- endif -%}
    {%- set value = reflekt.first_item(column) if property['kind'] == 'array' else column -%}
    {%- set inner = namespace(sql=value) -%}
    {%- for field in property['path'] -%}
        {%- set inner.sql = reflekt.struct_field(inner.sql, reflekt._column_sql(field.lower(), field, context), field) -%}
    {%- endfor -%}
    {{ return(reflekt._inert(inner.sql)) }}
{%- endmacro -%}
