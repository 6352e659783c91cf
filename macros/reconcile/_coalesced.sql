{#- Return the first of *reads* that has a value, {'sql', 'type', 'family'}, as one type that all of
    them can be cast to. -#}
{%- macro _coalesced(reads, property, context) -%}
    {%- set parts = [] -%}
    {%- set types = reads | map(attribute='type') | map('lower') | unique | list -%}
    {%- set family = reads[0]['family'] -%}
    {%- set type = reads[0]['type'] -%}
    {%- if property['hash'] -%}
        {%- for read in reads -%}{%- do parts.append(reflekt.hashed(read['sql'], read['family'])) -%}{%- endfor -%}
        {%- set family = 'string' -%}
        {%- set type = context['nulls']['string'] -%}
    {%- elif property['cast'] -%}
        {%- for read in reads -%}
            {%- do parts.append(reflekt._cast_sql(read['sql'], property['cast'], read['family'], context)) -%}
        {%- endfor -%}
        {%- set type = property['cast'] -%}
    {%- elif types | length == 1 -%}
        {%- set parts = reads | map(attribute='sql') | list -%}
    {%- else -%}
        {%- set common = reflekt._common_type(property, types, context) -%}
        {%- for read in reads -%}{%- do parts.append(reflekt._as_common(read, common, context)) -%}{%- endfor -%}
        {%- set family = common['family'] -%}
        {%- set type = common['null'] -%}
    {%- endif -%}
    {{ return({
        'sql': 'coalesce(' ~ parts | join(', ') ~ ')' if parts | length > 1 else parts[0],
        'type': type, 'family': family
    }) }}
{%- endmacro -%}


{#- Return the SQL of a read in the type that it has in common with others. -#}
{%- macro _as_common(read, common, context) -%}
    {%- set type = read['type'].lower() -%}
    {%- if type not in common['casts'] -%}
        {{ return(read['sql']) }}
    {%- elif common['family'] == 'string' -%}
        {{ return(reflekt.as_text(read['sql'], common['casts'][type], common['families'][type])) }}
    {%- endif -%}
    {{ return(reflekt._cast_sql(read['sql'], common['casts'][type], common['families'][type], context)) }}
{%- endmacro -%}
