{#- Return how names are written here: what an unquoted name folds to, and the quotes. -#}
{%- macro identifier_rules() -%}
    {{ return(adapter.dispatch('identifier_rules', 'reflekt')()) }}
{%- endmacro -%}

{%- macro default__identifier_rules() -%}
    {{ return({'folds_to': 'lower', 'open': '"', 'close': '"'}) }}
{%- endmacro -%}
