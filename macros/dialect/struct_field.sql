{#- Return the SQL of a field of a struct. -#}
{%- macro struct_field(struct, field) -%}
    {{ return(adapter.dispatch('struct_field', 'reflekt')(struct, field)) }}
{%- endmacro -%}

{%- macro default__struct_field(struct, field) -%}
    {{ return(struct ~ '.' ~ field) }}
{%- endmacro -%}

{#- Without the brackets Postgres takes the column for a table. -#}
{%- macro postgres__struct_field(struct, field) -%}
    {{ return('(' ~ struct ~ ').' ~ field) }}
{%- endmacro -%}
