{#- Fill in the config of *match*, and which rows its tests are about. Both name columns, which
    this very model may do without. -#}
{%- macro _apply_settings(match, claim, context) -%}
    {%- set settings = context['settings'] -%}
    {%- do match['config'].extend(match['plan']['config'] + settings['config']) -%}
    {%- if settings['partition_by'] or settings['cluster_by'] -%}
        {%- set aliases = match['columns'] | map(attribute='alias') | list -%}
        {%- do match['config'].extend(reflekt._storage(match, aliases, context)) -%}
    {%- endif -%}
    {%- set when = match['plan']['received_at'] -%}
    {%- if settings['window'] and when and when[0] in claim['columns'] -%}
        {%- set type = claim['columns'][when[0]][1] -%}
        {%- if type not in settings['since'] -%}
            {%- do settings['since'].update({type: reflekt.days_ago(settings['window'], type)}) -%}
        {%- endif -%}
        {%- set condition = when[1] ~ ' >= ' ~ settings['since'][type] -%}
        {%- do match.update({'window': "where: '" ~ condition.replace("'", "''") ~ "'"}) -%}
    {%- endif -%}
{%- endmacro -%}


{#- Return the lines of config that lay a table out, as far as it has the columns. -#}
{%- macro _storage(match, aliases, context) -%}
    {%- set settings = context['settings'] -%}
    {%- set partition = settings['partition_by'] if settings['partition_by'] in aliases else none -%}
    {%- set clusters = settings['cluster_by'] | select('in', aliases) | list -%}
    {%- set absent = settings['cluster_by'] | reject('in', aliases) | list -%}
    {%- if settings['partition_by'] and not partition -%}
        {%- set absent = [settings['partition_by']] + absent -%}
    {%- endif -%}
    {%- for column in absent -%}
        {%- do context['found'].append(['setting_without_column', match['plan']['event'], '', {
            'source': match['plan']['source'], 'model': match['plan']['model'], 'column': column,
            'setting': 'partition_by' if column == settings['partition_by'] else 'cluster_by'
        }]) -%}
    {%- endfor -%}
    {%- set key = ([partition or ''] + clusters) | join(' ') -%}
    {%- if key not in settings['storage'] -%}
        {%- do settings['storage'].update({key: reflekt.storage_settings(partition, clusters) if partition or clusters else []}) -%}
    {%- endif -%}
    {{ return(settings['storage'][key]) }}
{%- endmacro -%}
