{#- Add findings for what a source has and nothing plans. What the loader owns is never among it. -#}
{%- macro _find_unplanned(source, context) -%}
    {%- set claims = context['claims'][source['name']] -%}
    {%- for claim in claims.values() -%}
        {%- do reflekt._find_unplanned_columns(source, claim, context) -%}
    {%- endfor -%}
    {%- for name in context['index'][source['name']] -%}
        {%- if name not in claims and name not in source['own_tables'] and name not in source['elsewhere'] -%}
            {%- do context['found'].append(['table_without_event', '', '', {'source': source['name'], 'table': name}]) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}


{#- Add findings for the columns of a relation that none of the events which read it plans. -#}
{%- macro _find_unplanned_columns(source, claim, context) -%}
    {%- set match = claim['matches'][0] -%}
    {%- set is_shared = claim['matches'] | length > 1 -%}
    {%- set event = '' if is_shared else match['plan']['event'] -%}
    {%- set own = context['layouts'][match['plan']['layout']]['own'] -%}
    {%- set strange = claim['columns'] | reject('in', own) | list -%}
    {%- set planned = reflekt._planned_columns(claim) if strange else {} -%}
    {%- set unlisted = [] -%}
    {%- set ignored = [] -%}
    {%- for reader in claim['matches'] if strange -%}
        {%- do planned.update(reader['included']) -%}
        {%- do ignored.extend(reader['plan']['unplanned']['ignore']) -%}
    {%- endfor -%}
    {%- for name in strange if name not in planned and name not in source['own_columns'] -%}
        {%- if reflekt._is_own(name, source) -%}
            {%- do unlisted.append(name) -%}
        {%- elif not reflekt._fits(name, ignored) -%}
            {%- if not is_shared -%}{%- do match.update({'unplanned': match['unplanned'] + 1}) -%}{%- endif -%}
            {%- do context['found'].append(['column_without_property', event, name, {
                'source': source['name'], 'table': claim['name']
            }]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if unlisted -%}
        {%- do context['found'].append(['unlisted_context', event, '', {
            'source': source['name'], 'table': claim['name'], 'count': unlisted | length ~ ''
        }]) -%}
    {%- endif -%}
{%- endmacro -%}


{#- Tell whether a column that no list names is the loader's own all the same. -#}
{%- macro _is_own(name, source) -%}
    {%- for prefix in source['own_prefixes'] if name.startswith(prefix) -%}{{ return(true) }}{%- endfor -%}
    {{ return(false) }}
{%- endmacro -%}
