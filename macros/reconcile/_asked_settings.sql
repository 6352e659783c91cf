{#- Return what is asked of the warehouse and what it can do of it. What it cannot is left out,
    with a finding: {'is_safe', 'config': [Jinja code, ...], 'partition_by', 'cluster_by', 'storage':
    {...: lines}, 'window': days or none, 'since': {type: SQL of that many days ago}, 'window_mark'}. -#}
{%- macro _asked_settings(asked, found) -%}
    {%- set can = reflekt.adapter_features() -%}
    {%- set docs = [] -%}
    {%- for part in asked['persist_docs'] -%}
        {%- if can['persist_docs_' ~ part] -%}
            {%- do docs.append("'" ~ part ~ "': true") -%}
        {%- else -%}
            {%- do reflekt._leave_out('persist_docs.' ~ part, found) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for setting, feature in [['safe_casts', 'try_cast'], ['partition_by', 'partition_by'], ['cluster_by', 'cluster_by']]
            if asked[setting] and not can[feature] -%}
        {%- do reflekt._leave_out(setting, found) -%}
    {%- endfor -%}
    {{ return({
        'is_safe': asked['safe_casts'] and can['try_cast'],
        'config': ['persist_docs={' ~ docs | join(', ') ~ '}'] if docs else [],
        'partition_by': asked['partition_by'] if can['partition_by'] else none,
        'cluster_by': asked['cluster_by'] if can['cluster_by'] else [],
        'storage': {}, 'window': asked['test_window'], 'since': {}, 'window_mark': asked['test_window_line']
    }) }}
{%- endmacro -%}


{%- macro _leave_out(setting, found) -%}
    {%- do found.append(['setting_not_supported', '', '', {'setting': setting, 'adapter': adapter.type()}]) -%}
{%- endmacro -%}
