{#- Return the SQL type of a null beside columns of *types*, which leaves those as they are; none
    if it cannot be written.

    dbt's word for the family is the same on every warehouse. Where it would change what a union
    makes of the columns, such as money to floating point, it is the catalogue's own. That one is
    text of strangers: a name of someone's own type is nothing to go into code. -#}
{%- macro _type_of_null(types, families, context) -%}
    {%- set numbers = types | select('in', reflekt._of_family(families, 'number')) | list -%}
    {%- set type = (numbers or types)[0] -%}
    {%- set family = families[type] -%}
    {%- set base = type.split('(')[0].split('<')[0].strip() -%}
    {%- set is_exact = family not in context['nulls'] or family in ('any', 'json') or base in (
        'bigdecimal', 'bignumeric', 'decfloat', 'decimal', 'number', 'numeric', 'timestamp_ltz', 'timestamp_tz'
    ) -%}
    {%- if not is_exact or type == '' -%}
        {{ return(context['nulls'][family]) }}
    {%- elif base != 'array' and modules.re.fullmatch('[a-z][a-z0-9_ ,()<>\\[\\]]*', type) is not none -%}
        {{ return(type.replace(', ', ',').replace(',', ', ')) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro -%}


{#- Return the types that are of a family. -#}
{%- macro _of_family(families, family) -%}
    {%- set found = [] -%}
    {%- for type, other in families.items() if other == family -%}{%- do found.append(type) -%}{%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}
