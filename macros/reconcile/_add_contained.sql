{#- Add a property that is read out of an object. JSON gives text, which is cast to what is planned. -#}
{%- macro _add_contained(match, property, contained, context) -%}
    {%- set type = property['cast'] or context['nulls'][property['type']] -%}
    {%- set is_cast = property['cast'] or (contained['is_text'] and property['type'] not in ('string', 'json', 'any')) -%}
    {%- set family = property['type'] if contained['is_text'] else 'any' -%}
    {%- if contained['type'] -%}
        {%- set family = context['types'][contained['type']] or reflekt._learn_family(contained['type'], context) -%}
        {%- if family != property['type'] -%}
            {%- do reflekt._compare_families(match, property, property['property'], family, context) -%}
        {%- endif -%}
    {%- else -%}
        {%- do match.update({'unknowable': match['unknowable'] + 1}) -%}
    {%- endif -%}
    {%- do match['columns'].append({
        'sql': reflekt._cast_sql(contained['sql'], type, 'string' if contained['is_text'] else family, context)
            if is_cast else contained['sql'],
        'alias': property['alias'], 'description': property['description'],
        'tests': property['tests'] + reflekt._fitting_tests(property['value_tests'], family),
        'meta': property['meta'], 'tags': property['tags'], 'comment': '',
        'type': type if is_cast else contained['type'], 'family': family
    }) -%}
{%- endmacro -%}


{#- Return a cast; where config wants it and the warehouse can, one that gives null for what cannot be. -#}
{%- macro _cast_sql(sql, type, family, context) -%}
    {%- if context['settings']['is_safe'] -%}
        {{ return(reflekt.safe_cast(sql, type, family)) }}
    {%- endif -%}
    {{ return('cast(' ~ sql ~ ' as ' ~ type ~ ')') }}
{%- endmacro -%}
