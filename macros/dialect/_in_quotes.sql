{#- Return a name in the quotes of this warehouse; rules: see identifier_rules. -#}
{%- macro _in_quotes(name, rules) -%}
    {{ return(rules['open'] ~ name.replace(rules['close'], rules['escape']) ~ rules['close']) }}
{%- endmacro -%}
