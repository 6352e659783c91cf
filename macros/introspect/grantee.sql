{#- Return whom privileges are to be granted to so that dbt has them in this target; none if the
    profile does not say. -#}
{%- macro grantee() -%}
    {{ return(adapter.dispatch('grantee', 'reflekt')()) }}
{%- endmacro -%}

{%- macro default__grantee() -%}
    {{ return(target.role or target.user or none) }}
{%- endmacro -%}

{#- As its grants name it: kind and address. The address in a key file is not for macros to see. -#}
{%- macro bigquery__grantee() -%}
    {%- set account = target.impersonate_service_account -%}
    {{ return('serviceAccount:' ~ account if account else none) }}
{%- endmacro -%}

{#- Privileges go to roles here, never to users; a profile names them without quotes. -#}
{%- macro snowflake__grantee() -%}
    {{ return(target.role.upper() if target.role else none) }}
{%- endmacro -%}


{#- Return a role in quotes, spelled as the grantee is. -#}
{%- macro _grantee_sql(role) -%}
    {{ return(reflekt._in_quotes(role, reflekt.identifier_rules()) if role else '<role>') }}
{%- endmacro -%}
