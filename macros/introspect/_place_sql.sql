{#- Return a part of a place in quotes; written plainly, it means what it folds to. -#}
{%- macro _place_sql(place, part) -%}
    {%- set rules = reflekt.identifier_rules() -%}
    {%- set name = place[part] -%}
    {%- if reflekt._is_plain(name) and place['quoting'][part] != true -%}
        {%- set name = reflekt._folded(name.lower(), rules) -%}
    {%- endif -%}
    {{ return(reflekt._in_quotes(name, rules)) }}
{%- endmacro -%}
