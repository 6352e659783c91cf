{#- Return a name as YAML: in quotes unless every YAML takes it for a string without them. -#}
{%- macro _yaml_name(name) -%}
    {%- set words = ['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null'] -%}
    {%- if modules.re.fullmatch('[A-Za-z_][A-Za-z0-9_]*', name) is not none and name.lower() not in words -%}
        {{ return(name) }}
    {%- endif -%}
    {{ return("'" ~ name.replace("'", "''") ~ "'") }}
{%- endmacro -%}
