{#- Return what becomes of a column whose types are not the same in all sources, or that some of
    them lack: {'null': SQL type of a null, 'family', 'families': {type: family}, 'casts': {type:
    SQL type}}. *types*: those there are, in lower case.

    Whole and other numbers go together as they are; so do texts of any length. Else all become
    what is planned, if a cast of what they hold can fail, but never lose anything; else text. -#}
{%- macro _common_type(planned, types, context) -%}
    {%- set wanted = planned['type'] or 'any' -%}
    {%- set families = {} -%}
    {%- for type in types -%}
        {%- do families.update({type: reflekt._union_family(type, wanted, context)}) -%}
    {%- endfor -%}
    {%- set kinds = families.values() | unique | sort | list -%}
    {%- set own = reflekt._type_of_null(types, families, context) -%}
    {%- set as_they_are = kinds == ['integer', 'number'] or (kinds | length == 1 and kinds[0] not in ('any', 'json')) -%}
    {%- if planned['cast'] -%}
        {{ return({'null': planned['cast'], 'family': wanted, 'families': families, 'casts': {}}) }}
    {%- elif own and (as_they_are or types | length == 1) -%}
        {{ return({'null': own, 'family': kinds[-1], 'families': families, 'casts': {}}) }}
    {%- endif -%}
    {%- set target = reflekt._common_family(wanted, kinds) -%}
    {%- set casts = {} -%}
    {%- for type in types if families[type] != target -%}
        {%- do casts.update({type: context['nulls'][target]}) -%}
    {%- endfor -%}
    {{ return({'null': context['nulls'][target], 'family': target, 'families': families, 'casts': casts}) }}
{%- endmacro -%}


{#- Return the family to which all of *kinds* can be cast without loss: the one wanted, or string. -#}
{%- macro _common_family(wanted, kinds) -%}
    {%- set times = kinds | reject('in', ['date', 'datetime', 'timestamp']) | list | length == 0 -%}
    {%- set target = 'timestamp' if times else 'number' if wanted == 'integer' and 'number' in kinds else wanted -%}
    {%- set losslessly = {
        'boolean': ['string'], 'date': ['string'], 'integer': ['string'], 'number': ['integer', 'string'],
        'timestamp': ['date', 'datetime', 'string']
    } -%}
    {%- for kind in kinds if kind != target and kind not in losslessly.get(target, []) -%}
        {{ return('string') }}
    {%- endfor -%}
    {{ return('string' if target in ('any', 'json') else target) }}
{%- endmacro -%}


{#- Return the family of a type; of one that does not go together with the rest of its family, its own. -#}
{%- macro _union_family(type, wanted, context) -%}
    {%- if type in ('uuid', 'datetime') -%}{{ return(type) }}{%- endif -%}
    {#- What was cast to the planned type has dbt's words for it. -#}
    {%- if type in ('', context['nulls'][wanted]) -%}{{ return(wanted) }}{%- endif -%}
    {{ return(context['types'][type] or reflekt._learn_family(type, context)) }}
{%- endmacro -%}
