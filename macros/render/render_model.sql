{#- Return the SQL of one staging model. The text is Jinja in its own right. -#}
{%- macro render_model(model) -%}
    {%- set ctes = [] -%}
    {%- set renamed = [] -%}
    {%- for branch in model['branches'] or [model] -%}
        {%- set suffix = '_' ~ branch['plan']['union']['branch'] if branch['plan']['union'] else '' -%}
        {%- do ctes.extend(reflekt._import_ctes(branch, suffix)) -%}
        {%- do ctes.append(reflekt._cte('renamed' ~ suffix, reflekt._select_lines(branch, suffix))) -%}
        {%- do renamed.append('select * from renamed' ~ suffix) -%}
    {%- endfor -%}
    {%- set last = renamed[0] -%}
    {%- if model['branches'] -%}
        {%- do ctes.append(reflekt._cte('unioned', [renamed | join('\n    union all\n    ')])) -%}
        {%- set last = 'select * from unioned' -%}
    {%- endif -%}
    {%- set text -%}
-- {{ model['plan']['header'] }}
{{ reflekt._config_block(model['config']) }}
with {{ ctes | join(',\n\n') }}

{{ last }}
{% endset -%}
    {{ return(text) }}
{%- endmacro -%}


{#- Return the lines of a query that names the columns of *match* as our models do. -#}
{%- macro _select_lines(match, suffix) -%}
    {%- set joined = match['joined'] -%}
    {%- set lines = ['select'] -%}
    {%- for column in match['columns'] -%}
        {%- set alias = column['alias'] -%}
        {%- set is_called_so = column['sql'] == alias
            or (joined and column['sql'] in ('source.' ~ alias, 'joined.' ~ alias)) -%}
        {%- do lines.append('    ' ~ column['sql'] ~ ('' if is_called_so else ' as ' ~ alias)
            ~ ('' if loop.last else ',') ~ ('  -- ' ~ column['comment'] if column['comment'] else '')) -%}
    {%- endfor -%}
    {%- do lines.append('from source' ~ (suffix ~ ' as source' if suffix and joined else suffix)) -%}
    {%- if joined -%}
        {%- do lines.append('inner join joined' ~ (suffix ~ ' as joined' if suffix else '') ~ '\n        on') -%}
        {%- for left, right in match['on'] -%}
            {%- do lines.append('        ' ~ ('' if loop.first else 'and ') ~ left ~ ' = ' ~ right) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(lines) }}
{%- endmacro -%}


{#- Return the call that sets a model's config, '' for none. -#}
{%- macro _config_block(arguments) -%}
    {%- if not arguments -%}
        {{ return('') }}
    {%- elif arguments | length == 1 -%}
        {{ return('{{ config(' ~ arguments[0] ~ ') }}\n') }}
    {%- endif -%}
    {{ return('{{\n    config(\n        ' ~ arguments | join(',\n        ') ~ '\n    )\n}}\n') }}
{%- endmacro -%}
