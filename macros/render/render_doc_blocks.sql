{#- Return a file of doc blocks. Their texts hold no braces, which dbt v2 would lose. -#}
{%- macro render_doc_blocks(blocks) -%}
    {%- set lines = [] -%}
    {%- for name, text in blocks -%}
        {%- do lines.append('{% docs ' ~ name ~ ' %}\n' ~ text ~ '\n{% enddocs %}\n') -%}
    {%- endfor -%}
    {{ return(lines | join('\n')) }}
{%- endmacro -%}
