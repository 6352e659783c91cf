{#- Return which settings this warehouse has a use for: {'try_cast', 'persist_docs_relation',
    'persist_docs_columns', 'partition_by', 'cluster_by'}, each true or false.

    partition_by, cluster_by: whether tables can be laid out by columns, whatever it is called. -#}
{%- macro adapter_features() -%}
    {{ return(adapter.dispatch('adapter_features', 'reflekt')()) }}
{%- endmacro -%}

{#- What we do not know of an adapter we leave to its own settings. -#}
{%- macro default__adapter_features() -%}
    {{ return(reflekt._features([])) }}
{%- endmacro -%}

{%- macro bigquery__adapter_features() -%}
    {{ return(reflekt._features([
        'try_cast', 'persist_docs_relation', 'persist_docs_columns', 'partition_by', 'cluster_by'
    ])) }}
{%- endmacro -%}

{%- macro duckdb__adapter_features() -%}
    {{ return(reflekt._features(['try_cast', 'persist_docs_relation', 'persist_docs_columns'])) }}
{%- endmacro -%}

{%- macro postgres__adapter_features() -%}
    {{ return(reflekt._features(['persist_docs_relation', 'persist_docs_columns'])) }}
{%- endmacro -%}

{%- macro redshift__adapter_features() -%}
    {{ return(reflekt._features([
        'try_cast', 'persist_docs_relation', 'persist_docs_columns', 'partition_by', 'cluster_by'
    ])) }}
{%- endmacro -%}

{%- macro snowflake__adapter_features() -%}
    {{ return(reflekt._features([
        'try_cast', 'persist_docs_relation', 'persist_docs_columns', 'partition_by', 'cluster_by'
    ])) }}
{%- endmacro -%}


{%- macro _features(present) -%}
    {%- set features = {} -%}
    {%- for name in ['try_cast', 'persist_docs_relation', 'persist_docs_columns', 'partition_by', 'cluster_by'] -%}
        {%- do features.update({name: name in present}) -%}
    {%- endfor -%}
    {{ return(features) }}
{%- endmacro -%}
