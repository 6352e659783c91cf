{#- Return how a property is read where an object around it is kept whole in one column, or none.

    Returns {'sql', 'is_text': whether it is read as text, 'type': as the catalogue has it or
    '', '' where it cannot tell what is inside}. -#}
{%- macro _contained(property, pool, prefix, context) -%}
    {%- for candidates, keys, names in property['containers'] -%}
        {%- set there = candidates | select('in', pool['columns']) | list -%}
        {%- set column = pool['columns'][there[0]] if there else none -%}
        {%- set fields = column[2] if there and column[2] is defined else none -%}
        {%- set path = reflekt._path_among([keys, names], fields) if fields is not none else keys -%}
        {%- if there and path -%}
            {%- do pool['used'].update({there[0]: true}) -%}
            {%- set is_struct = column[1].lower().startswith(('struct', 'record', 'row')) -%}
            {%- set sql = prefix ~ reflekt._column_sql(there[0], column[0], context) -%}
            {%- set inside = {'kind': 'struct' if is_struct else 'json', 'path': path, 'type': property['type']} -%}
            {{ return({
                'sql': reflekt._field_sql(sql, column[1], inside, context), 'is_text': not is_struct,
                'type': fields[path | join('.')] if fields is not none else ''
            }) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}


{#- Return the first of *paths* that is a field, as it is spelled there, or none. -#}
{%- macro _path_among(paths, fields) -%}
    {%- for path in paths -%}
        {%- for field in fields if field.lower() == (path | join('.')).lower() -%}
            {{ return(field.split('.')) }}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}
