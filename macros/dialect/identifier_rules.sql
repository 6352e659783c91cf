{#- Return how names are written here: {'folds_to', 'open', 'close', 'escape'}.

    folds_to: the case of a name without quotes, lower or upper; none where such a name stays as it
    is. open, close: the quotes. escape: what a closing quote becomes inside of them. -#}
{%- macro identifier_rules() -%}
    {{ return(adapter.dispatch('identifier_rules', 'reflekt')()) }}
{%- endmacro -%}

{%- macro default__identifier_rules() -%}
    {{ return({'folds_to': 'lower', 'open': '"', 'close': '"', 'escape': '""'}) }}
{%- endmacro -%}

{#- Columns are found without case, tables are not. -#}
{%- macro bigquery__identifier_rules() -%}
    {{ return({'folds_to': 'none', 'open': '`', 'close': '`', 'escape': '\\`'}) }}
{%- endmacro -%}

{%- macro snowflake__identifier_rules() -%}
    {{ return({'folds_to': 'upper', 'open': '"', 'close': '"', 'escape': '""'}) }}
{%- endmacro -%}
