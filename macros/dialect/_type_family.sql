{#- Return the family of a type as the catalogue spells it; families as type_families gives them. -#}
{%- macro _type_family(type, families) -%}
    {%- set lower = type.lower() -%}
    {%- set base = lower.split('(')[0].split('<')[0].strip() -%}
    {%- if lower.endswith(']') -%}
        {{ return('json') }}
    {%- endif -%}
    {#- Without a scale it is 0, but only where a precision is given. -#}
    {%- if base in ('decimal', 'number', 'numeric', 'bignumeric', 'bigdecimal') and '(' in lower -%}
        {%- set scale = lower.split('(')[1].split(')')[0].split(',')[1:] -%}
        {{ return('integer' if not scale or scale[0].strip() == '0' else 'number') }}
    {%- endif -%}
    {{ return(families.get(base, 'any')) }}
{%- endmacro -%}
