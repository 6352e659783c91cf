{#- Return {type name: family} for the types of this warehouse's catalogue, in lower case
    and without length or precision. The families are those of the plan. -#}
{%- macro type_families() -%}
    {{ return(adapter.dispatch('type_families', 'reflekt')()) }}
{%- endmacro -%}

{#- No name means one thing here and another there among the adapters that we know. -#}
{%- macro default__type_families() -%}
    {%- set names = [
        ['string', ['varchar', 'text', 'string', 'char', 'character', 'character varying', 'nvarchar', 'nchar',
            'uuid', 'bpchar']],
        ['integer', ['bigint', 'int', 'integer', 'smallint', 'tinyint', 'byteint', 'int2', 'int4', 'int8', 'int64',
            'hugeint', 'ubigint', 'uhugeint', 'uinteger', 'usmallint', 'utinyint']],
        ['number', ['double', 'double precision', 'float', 'float4', 'float8', 'float64', 'real', 'decimal',
            'numeric', 'number', 'bignumeric', 'bigdecimal', 'decfloat']],
        ['boolean', ['boolean', 'bool']],
        ['timestamp', ['timestamp', 'timestamptz', 'datetime', 'timestamp with time zone',
            'timestamp without time zone', 'timestamp_ntz', 'timestamp_tz', 'timestamp_ltz', 'timestamp_ns',
            'timestamp_ms', 'timestamp_s']],
        ['date', ['date']],
        ['json', ['json', 'jsonb', 'variant', 'object', 'array', 'super', 'struct', 'record', 'map', 'list']]
    ] -%}
    {%- set families = {} -%}
    {%- for family, types in names -%}
        {%- for type in types -%}{%- do families.update({type: family}) -%}{%- endfor -%}
    {%- endfor -%}
    {{ return(families) }}
{%- endmacro -%}
