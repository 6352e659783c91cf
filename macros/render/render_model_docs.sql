{#- Return the entry of one model in a properties file, without the line end behind it. Its scalars
    are YAML already. -#}
{%- macro render_model_docs(match) -%}
    {%- set table = match['plan'] -%}
    {%- set text %}
  - name: {{ table['model'] }}
    {%- if table['description'] %}
    description: {{ table['description'] }}
    {%- endif %}
    {%- if table['deprecation_date'] %}
    deprecation_date: {{ table['deprecation_date'] }}
    {%- endif %}
    {%- if table['meta'] %}
    config:
      meta:
        {{ table['meta'] | join('\n        ') }}
    {%- endif %}
    columns:
    {%- for column in match['columns'] %}
      - name: {{ column['alias'] }}
        {%- if column['description'] %}
        description: {{ column['description'] }}
        {%- endif %}
        {%- if column['meta'] or column['tags'] %}
        config:
          {%- if column['meta'] %}
          meta:
            {{ column['meta'] | join('\n            ') }}
          {%- endif %}
          {%- if column['tags'] %}
          tags: [{{ column['tags'] | join(', ') }}]
          {%- endif %}
        {%- endif %}
        {%- for test in column['tests'] %}
        {%- if loop.first %}
        data_tests:
        {%- endif %}
          {{ test | join('\n          ') }}
        {%- endfor %}
    {%- endfor %}
    {%- endset -%}
    {%- set mark = '\n' ~ ' ' * 16 ~ match['window_mark'] -%}
    {{ return(text.replace(mark, '\n' ~ ' ' * 16 ~ match['window'] if match['window'] else '')) }}
{%- endmacro -%}
