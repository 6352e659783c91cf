{#- Tell whether the catalogue query of a schema that is not there would fail, instead of being
    answered by no rows; then the schema is looked for first. -#}
{%- macro asks_schema_first(place) -%}
    {{ return(adapter.dispatch('asks_schema_first', 'reflekt')(place)) }}
{%- endmacro -%}

{%- macro default__asks_schema_first(place) -%}
    {{ return(false) }}
{%- endmacro -%}

{#- It is a call of the API here, no statement. -#}
{%- macro bigquery__asks_schema_first(place) -%}
    {{ return(true) }}
{%- endmacro -%}

{%- macro postgres__asks_schema_first(place) -%}
    {{ return(not reflekt._is_connected(place)) }}
{%- endmacro -%}

{#- Another database is seen through the views of this one. -#}
{%- macro redshift__asks_schema_first(place) -%}
    {{ return(false) }}
{%- endmacro -%}
