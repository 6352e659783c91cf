{#- Return {type: family} for types as the catalogue spells them; the families are those of the plan. -#}
{%- macro families_of(types) -%}
    {%- set known = reflekt.type_families() -%}
    {%- set families = {} -%}
    {%- for type in types -%}
        {%- do families.update({type: reflekt._type_family(type, known)}) -%}
    {%- endfor -%}
    {{ return(families) }}
{%- endmacro -%}
