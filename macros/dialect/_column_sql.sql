{#- Return the SQL of a column: bare where that means it, else exactly as the catalogue spells
    it, in quotes. *name* is its name in lower case. -#}
{%- macro _column_sql(name, exact, context) -%}
    {%- set rules = context['rules'] -%}
    {%- set is_meant = rules['folds_to'] == 'none' or exact == reflekt._folded(name, rules) -%}
    {%- if is_meant and name not in context['quoted'] and reflekt._is_plain(exact) -%}
        {{ return(exact if rules['folds_to'] == 'none' else name) }}
    {%- endif -%}
    {{ return(reflekt._in_quotes(exact, rules)) }}
{%- endmacro -%}


{#- Return what a name without quotes, in lower case here, stands for in this warehouse. -#}
{%- macro _folded(name, rules) -%}
    {{ return(name.upper() if rules['folds_to'] == 'upper' else name) }}
{%- endmacro -%}


{#- Tell whether SQL takes a name without quotes, were it no reserved word. -#}
{%- macro _is_plain(name) -%}
    {{ return(modules.re.fullmatch('[A-Za-z_][A-Za-z0-9_]*', name) is not none) }}
{%- endmacro -%}
