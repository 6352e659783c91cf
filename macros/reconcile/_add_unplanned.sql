{#- Note the columns that nobody planned and config wants selected: those of the loader's context
    in 'more_context', all others in 'more' of *match*, both sorted.

    A table of many events is left out: whose a column is, it does not tell. -#}
{%- macro _add_unplanned(match, claim, prefix, context) -%}
    {%- set rules = match['plan']['unplanned'] -%}
    {%- set source = context['sources'][match['plan']['source']] -%}
    {%- set planned = reflekt._planned_columns(claim) -%}
    {%- do planned.update(context['layouts'][match['plan']['layout']]['own']) -%}
    {%- set aliases = reflekt._aliases_of(match['plan'], context) -%}
    {%- for key in claim['columns'] | sort -%}
        {%- set column = claim['columns'][key] -%}
        {%- set name = column[0].lower() -%}
        {%- set is_context = reflekt._is_own(name, source) -%}
        {%- set is_wanted = reflekt._fits(name, rules['context']) if is_context else rules['include'] -%}
        {%- if is_wanted and key not in planned and name not in planned and name not in source['own_columns']
                and not reflekt._fits(name, rules['withheld']) -%}
            {%- set alias = reflekt._unplanned_alias(name, rules['rename'], source['taken'], aliases) -%}
            {%- do aliases.update({alias: true}) -%}
            {%- do match['included'].update({key: true}) -%}
            {%- do match['more_context' if is_context else 'more'].append({
                'sql': prefix ~ reflekt._column_sql(key, column[0], context), 'alias': alias,
                'description': "'Planned by no schema.'", 'tests': [], 'meta': [], 'comment': '',
                'type': column[1], 'family': context['types'][column[1]] or reflekt._learn_family(column[1], context)
            }) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}


{#- Tell whether one of some regular expressions fits a whole name. -#}
{%- macro _fits(name, patterns) -%}
    {%- for pattern in patterns if modules.re.fullmatch(pattern, name) is not none -%}{{ return(true) }}{%- endfor -%}
    {{ return(false) }}
{%- endmacro -%}


{#- Return {alias: ...}: what the planned columns of a table are called, there or not. -#}
{%- macro _aliases_of(table, context) -%}
    {%- set layout = context['layouts'][table['layout']] -%}
    {%- set aliases = {} -%}
    {%- for column in layout['columns'] + table['properties'] + layout['context'] + table['added'] + table['literals'] -%}
        {%- do aliases.update({column['alias']: true}) -%}
    {%- endfor -%}
    {{ return(aliases) }}
{%- endmacro -%}


{#- Return the alias of a column that nobody planned: by the rule of planned ones, and never one
    that those have, whatever is planned. -#}
{%- macro _unplanned_alias(name, renamed, taken, aliases) -%}
    {%- for column, alias in renamed if column == name and alias not in aliases -%}{{ return(alias) }}{%- endfor -%}
    {%- set made = namespace(text='') -%}
    {%- for char in name -%}
        {%- set made.text = made.text ~ (char if char in 'abcdefghijklmnopqrstuvwxyz0123456789_' else '_') -%}
    {%- endfor -%}
    {#- Of names that are not plain, several may become one. -#}
    {%- set base = name if made.text == name else made.text ~ '_' ~ local_md5(name)[:8] -%}
    {%- set stem = base.lstrip('_') -%}
    {%- set made.text = '_' ~ base if stem == '' or stem in taken or stem[0] in '0123456789' else base -%}
    {%- if made.text | length > 63 -%}
        {%- set made.text = made.text[:54] ~ '_' ~ local_md5(name)[:8] -%}
    {%- endif -%}
    {%- for _ in range(aliases | length) if made.text in aliases -%}
        {%- set made.text = '_' ~ made.text -%}
    {%- endfor -%}
    {{ return(made.text) }}
{%- endmacro -%}
