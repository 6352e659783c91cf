{#- Return the SQL of one staging model. The text is Jinja in its own right. -#}
{%- macro render_model(match) -%}
    {%- set text -%}
-- {{ match['plan']['header'] }}
{% for line in match['plan']['config'] %}{{ line }}
{% endfor %}
{{ reflekt._import_ctes(match) }}renamed as (

    select
    {%- for column in match['columns'] %}
        {%- set alias = column['alias'] -%}
        {%- set is_called_so = column['sql'] == alias
            or (match['joined'] and column['sql'] in ('source.' ~ alias, 'joined.' ~ alias)) %}
        {{ column['sql'] }}{{ '' if is_called_so else ' as ' ~ alias }}{{ '' if loop.last else ',' }}
        {%- if column['comment'] %}  -- {{ column['comment'] }}{% endif %}
    {%- endfor %}
    from source
    {%- if match['joined'] %}
    inner join joined
        on
        {%- for left, right in match['on'] %}
            {{ 'and ' if not loop.first }}{{ left }} = {{ right }}
        {%- endfor %}
    {%- endif %}

)

select * from renamed
{% endset -%}
    {{ return(text) }}
{%- endmacro -%}
