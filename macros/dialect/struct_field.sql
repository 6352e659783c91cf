{#- Return the SQL of a field of a struct. field: its SQL, as that of a column. name: as it is spelled. -#}
{%- macro struct_field(struct, field, name) -%}
    {{ return(adapter.dispatch('struct_field', 'reflekt')(struct, field, name)) }}
{%- endmacro -%}

{%- macro default__struct_field(struct, field, name) -%}
    {{ return(struct ~ '.' ~ field) }}
{%- endmacro -%}

{#- Without the brackets Postgres takes the column for a table. -#}
{%- macro postgres__struct_field(struct, field, name) -%}
    {{ return('(' ~ struct ~ ').' ~ field) }}
{%- endmacro -%}

{#- Which Redshift, for which those of Postgres count, does not. -#}
{%- macro redshift__struct_field(struct, field, name) -%}
    {{ return(struct ~ '.' ~ field) }}
{%- endmacro -%}

{#- The keys of an object do not fold. -#}
{%- macro snowflake__struct_field(struct, field, name) -%}
    {{ return(struct ~ '[' ~ reflekt.string_literal(name) ~ ']') }}
{%- endmacro -%}
