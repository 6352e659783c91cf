{#- Return [[character, what stands for it in a literal], ...], to be replaced in that order. -#}
{%- macro literal_escapes() -%}
    {{ return(adapter.dispatch('literal_escapes', 'reflekt')()) }}
{%- endmacro -%}

{%- macro default__literal_escapes() -%}
    {{ return([["'", "''"]]) }}
{%- endmacro -%}
