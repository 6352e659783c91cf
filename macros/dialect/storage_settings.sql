{#- Return the lines of config, as Jinja has them, that lay a table out: by the day of the timestamp
    *partition_by*, or none, and by the columns *cluster_by*. -#}
{%- macro storage_settings(partition_by, cluster_by) -%}
    {{ return(adapter.dispatch('storage_settings', 'reflekt')(partition_by, cluster_by)) }}
{%- endmacro -%}

{%- macro default__storage_settings(partition_by, cluster_by) -%}
    {{ return([]) }}
{%- endmacro -%}

{%- macro bigquery__storage_settings(partition_by, cluster_by) -%}
    {%- set lines = [] -%}
    {%- if partition_by -%}
        {%- do lines.append(
            "partition_by={'field': '" ~ partition_by ~ "', 'data_type': 'timestamp', 'granularity': 'day'}"
        ) -%}
    {%- endif -%}
    {{ return(lines + reflekt._list_setting('cluster_by', cluster_by)) }}
{%- endmacro -%}

{#- It has no partitions; rows that are sorted by time are read by time as well. -#}
{%- macro redshift__storage_settings(partition_by, cluster_by) -%}
    {{ return(reflekt._list_setting('sort', ([partition_by] if partition_by else []) + cluster_by)) }}
{%- endmacro -%}

{#- It has no partitions; a day has fewer values than a time, which makes a better key. -#}
{%- macro snowflake__storage_settings(partition_by, cluster_by) -%}
    {%- set keys = ['to_date(' ~ partition_by ~ ')'] if partition_by else [] -%}
    {{ return(reflekt._list_setting('cluster_by', keys + cluster_by)) }}
{%- endmacro -%}


{%- macro _list_setting(name, values) -%}
    {{ return([name ~ "=['" ~ values | join("', '") ~ "']"] if values else []) }}
{%- endmacro -%}
