{#- Return *text* as a literal of this warehouse's SQL. -#}
{%- macro string_literal(text) -%}
    {{ return(adapter.dispatch('string_literal', 'reflekt')(text)) }}
{%- endmacro -%}

{%- macro default__string_literal(text) -%}
    {{ return("'" ~ text.replace("'", "''") ~ "'") }}
{%- endmacro -%}
