{#- Ask rows what statistics want to know of them; *statistics* takes the answers. -#}
{%- macro ask_statistics(statistics) -%}
    {%- set questions = statistics.questions(reflekt.families_of(statistics.types)) -%}
    {%- set further = statistics.listen(reflekt.read_rows(statistics, questions)) -%}
    {%- do statistics.listen(reflekt.read_rows(statistics, further)) -%}
{%- endmacro -%}
