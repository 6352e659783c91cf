{#- Return the SQL of a column: bare and in lower case where that means it, else exactly as the
    catalogue spells it, in quotes. *name* is its name in lower case. -#}
{%- macro _column_sql(name, exact, context) -%}
    {%- if name not in context['quoted'] and exact == reflekt._folded(name, context['rules']) -%}
        {{ return(name) }}
    {%- endif -%}
    {%- set rules = context['rules'] -%}
    {{ return(rules['open'] ~ exact.replace(rules['close'], rules['close'] ~ rules['close']) ~ rules['close']) }}
{%- endmacro -%}


{#- Return what a name without quotes, in lower case here, stands for in this warehouse. -#}
{%- macro _folded(name, rules) -%}
    {{ return(name if rules['folds_to'] == 'lower' else name.upper()) }}
{%- endmacro -%}
