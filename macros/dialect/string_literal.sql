{#- Return *text* as a literal of this warehouse's SQL. -#}
{%- macro string_literal(text) -%}
    {{ return(reflekt._literal(text, reflekt.literal_escapes())) }}
{%- endmacro -%}


{#- Return *text* as a literal, with the escapes that were looked up before. -#}
{%- macro _literal(text, escapes) -%}
    {%- set escaped = namespace(text=text) -%}
    {%- for character, escape in escapes -%}
        {%- set escaped.text = escaped.text.replace(character, escape) -%}
    {%- endfor -%}
    {{ return("'" ~ escaped.text ~ "'") }}
{%- endmacro -%}
