{#- Return the SQL of whether a regular expression is found anywhere in a text. -#}
{%- macro matches_regex(sql, pattern) -%}
    {{ return(adapter.dispatch('matches_regex', 'reflekt')(sql, reflekt.string_literal(pattern))) }}
{%- endmacro -%}

{%- macro default__matches_regex(sql, literal) -%}
    {{ return('regexp_like(' ~ sql ~ ', ' ~ literal ~ ')') }}
{%- endmacro -%}

{%- macro bigquery__matches_regex(sql, literal) -%}
    {{ return('regexp_contains(' ~ sql ~ ', ' ~ literal ~ ')') }}
{%- endmacro -%}

{%- macro duckdb__matches_regex(sql, literal) -%}
    {{ return('regexp_matches(' ~ sql ~ ', ' ~ literal ~ ')') }}
{%- endmacro -%}

{%- macro postgres__matches_regex(sql, literal) -%}
    {{ return(sql ~ ' ~ ' ~ literal) }}
{%- endmacro -%}

{#- regexp_like and rlike look at the whole text. -#}
{%- macro snowflake__matches_regex(sql, literal) -%}
    {{ return('regexp_instr(' ~ sql ~ ', ' ~ literal ~ ') > 0') }}
{%- endmacro -%}
