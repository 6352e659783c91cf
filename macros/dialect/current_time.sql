{#- Return the SQL of now, to be compared with a column of *type*, as the catalogue spells it; '' is
    the type that loaders use here. They load universal time, also where a type has no zone. -#}
{%- macro current_time(type='') -%}
    {{ return(adapter.dispatch('current_time', 'reflekt')(type)) }}
{%- endmacro -%}

{%- macro default__current_time(type) -%}
    {{ return('current_timestamp') }}
{%- endmacro -%}

{%- macro bigquery__current_time(type) -%}
    {{ return('current_datetime()' if type.lower() == 'datetime' else 'current_timestamp()') }}
{%- endmacro -%}

{%- macro duckdb__current_time(type) -%}
    {%- set has_zone = type == '' or 'with time' in type.lower() -%}
    {{ return('current_timestamp' if has_zone else "(current_timestamp at time zone 'UTC')") }}
{%- endmacro -%}

{%- macro postgres__current_time(type) -%}
    {%- set has_zone = 'without' not in type.lower() -%}
    {{ return('current_timestamp' if has_zone else "(current_timestamp at time zone 'UTC')") }}
{%- endmacro -%}

{#- Universal time without a zone. -#}
{%- macro redshift__current_time(type) -%}
    {%- set has_zone = 'with time' in type.lower() -%}
    {{ return("(getdate() at time zone 'UTC')" if has_zone else 'getdate()') }}
{%- endmacro -%}

{#- sysdate() is universal time without a zone, current_timestamp() a point in time. -#}
{%- macro snowflake__current_time(type) -%}
    {%- set has_zone = type.lower().startswith(('timestamp_tz', 'timestamp_ltz')) -%}
    {{ return('current_timestamp()' if has_zone else 'sysdate()') }}
{%- endmacro -%}
