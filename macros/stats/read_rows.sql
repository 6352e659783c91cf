{#- Ask the warehouse what only rows can tell; return the rows of each answer, as texts.

    Nothing else of ours reads rows. run: says what it will cost before it is asked.
    questions: see rows_query. -#}
{%- macro read_rows(run, questions) -%}
    {%- set queries = [] -%}
    {%- for question in questions -%}
        {%- do queries.append(reflekt.rows_query(question)) -%}
    {%- endfor -%}
    {%- set words = run.announce(queries) -%}
    {%- if words -%}{%- do log(words, info=true) -%}{%- endif -%}
    {%- set answers = [] -%}
    {%- for query in queries -%}
        {%- set rows = [] -%}
        {%- for row in run_query(query).rows -%}
            {%- set texts = [] -%}
            {%- for value in row -%}
                {%- do texts.append(none if value is none else value ~ '') -%}
            {%- endfor -%}
            {%- do rows.append(texts) -%}
        {%- endfor -%}
        {%- do answers.append(rows) -%}
    {%- endfor -%}
    {{ return(answers) }}
{%- endmacro -%}
