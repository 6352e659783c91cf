{#- Return the SQL of the time that many days ago; type as for current_time. -#}
{%- macro days_ago(days, type='') -%}
    {{ return(adapter.dispatch('days_ago', 'reflekt')(days, reflekt.current_time(type))) }}
{%- endmacro -%}

{%- macro default__days_ago(days, now) -%}
    {{ return(now ~ " - interval '" ~ days ~ "' day") }}
{%- endmacro -%}

{%- macro bigquery__days_ago(days, now) -%}
    {%- set function = 'datetime_sub' if 'datetime' in now else 'timestamp_sub' -%}
    {{ return(function ~ '(' ~ now ~ ', interval ' ~ days ~ ' day)') }}
{%- endmacro -%}

{%- macro snowflake__days_ago(days, now) -%}
    {{ return('dateadd(day, -' ~ days ~ ', ' ~ now ~ ')') }}
{%- endmacro -%}
