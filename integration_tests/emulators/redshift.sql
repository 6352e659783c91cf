-- What dbt-redshift and reflekt read of Redshift's catalogue, on PostgreSQL's.
-- The server must run with allow_system_table_mods=on, because on Redshift all of this is in
-- pg_catalog.
set search_path = pg_catalog;

-- There are no late-binding views here, and no external schemas.
create function pg_catalog.pg_get_late_binding_view_cols() returns setof record
language sql stable as $$
    select null::name, null::name, null::name, null::varchar, null::int where false
$$;

create view pg_catalog.svv_external_columns as
select
    null::text as schemaname,
    null::text as tablename,
    null::text as columnname,
    null::text as external_type,
    null::int as columnnum,
    null::int as part_key,
    null::text as is_nullable
where false;

create function pg_catalog.getdate() returns timestamp
language sql stable as $$ select localtimestamp $$;

create view pg_catalog.svv_columns as
select
    c.table_catalog::text,
    c.table_schema::text,
    c.table_name::text,
    c.column_name::text,
    c.ordinal_position::int,
    c.column_default::text,
    c.is_nullable::text,
    c.data_type::text,
    c.character_maximum_length::int,
    c.numeric_precision::int,
    c.numeric_precision_radix::int,
    c.numeric_scale::int,
    c.datetime_precision::int,
    c.interval_type::text,
    c.interval_precision::text,
    null::text as character_set_catalog,
    null::text as character_set_schema,
    null::text as character_set_name,
    null::text as collation_catalog,
    null::text as collation_schema,
    null::text as collation_name,
    c.domain_name::text,
    -- Not by a cast to regclass, which fails for who may see a table but not its schema.
    (
        select col_description(r.oid, c.ordinal_position::int)
        from pg_class as r
        inner join pg_namespace as n on r.relnamespace = n.oid
        where n.nspname = c.table_schema and r.relname = c.table_name
    ) as remarks
from information_schema.columns as c;

create view pg_catalog.svv_tables as
select
    t.table_catalog::text,
    t.table_schema::text,
    t.table_name::text,
    t.table_type::text,
    (
        select obj_description(r.oid, 'pg_class')
        from pg_class as r
        inner join pg_namespace as n on r.relnamespace = n.oid
        where n.nspname = t.table_schema and r.relname = t.table_name
    ) as remarks
from information_schema.tables as t;

create view pg_catalog.svv_redshift_columns as
select
    table_catalog as database_name,
    table_schema as schema_name,
    table_name,
    column_name,
    ordinal_position,
    data_type,
    column_default,
    is_nullable,
    null::text as encoding,
    false as distkey,
    0 as sortkey,
    null::text as column_acl,
    remarks
from svv_columns;

create view pg_catalog.svv_all_columns as
select
    table_catalog as database_name,
    table_schema as schema_name,
    table_name,
    column_name,
    ordinal_position,
    column_default,
    is_nullable,
    data_type,
    character_maximum_length,
    numeric_precision,
    numeric_scale,
    remarks
from svv_columns;

create view pg_catalog.svv_table_info as
select
    current_database()::text as "database",
    n.nspname::text as "schema",
    c.oid::int as table_id,
    c.relname::text as "table",
    'N'::text as encoded,
    'AUTO(ALL)'::text as diststyle,
    null::text as sortkey1,
    256 as max_varchar,
    null::text as sortkey1_enc,
    0 as sortkey_num,
    1::bigint as size,
    0.0::numeric(10, 4) as pct_used,
    0::bigint as empty,
    null::numeric(5, 2) as unsorted,
    0.0::numeric(5, 2) as stats_off,
    greatest(c.reltuples, 0)::numeric(38, 0) as tbl_rows,
    null::numeric(19, 2) as skew_sortkey1,
    null::numeric(19, 2) as skew_rows
from pg_class as c
inner join pg_namespace as n on c.relnamespace = n.oid
where c.relkind = 'r';

create view pg_catalog.svv_relation_privileges as
select
    table_schema::text as namespace_name,
    table_name::text as relation_name,
    lower(privilege_type)::text as privilege_type,
    grantee::text as identity_name,
    'user'::text as identity_type
from information_schema.table_privileges;

grant select on
    svv_columns,
    svv_tables,
    svv_redshift_columns,
    svv_all_columns,
    svv_table_info,
    svv_relation_privileges,
    svv_external_columns
to public;

-- SUPER is jsonb under another name, so that the catalogue calls it as Redshift does.
create type pg_catalog.super;
create function super_in(cstring) returns super
language internal immutable strict as 'jsonb_in';
create function super_out(super) returns cstring
language internal immutable strict as 'jsonb_out';
create function super_recv(internal) returns super
language internal immutable strict as 'jsonb_recv';
create function super_send(super) returns bytea
language internal immutable strict as 'jsonb_send';
create type pg_catalog.super (
    input = super_in,
    output = super_out,
    receive = super_recv,
    send = super_send,
    like = jsonb
);
create cast (super as jsonb) without function;
create cast (jsonb as super) without function as assignment;

create function json_parse(text) returns super
language sql immutable as $$ select $1::jsonb::super $$;
create function json_serialize(super) returns text
language sql immutable as $$ select $1::jsonb::text $$;
create function json_typeof(super) returns text
language sql immutable as $$ select jsonb_typeof($1::jsonb) $$;
create function get_array_length(super) returns bigint
language sql immutable as $$
    select case
        when jsonb_typeof($1::jsonb) = 'array' then jsonb_array_length($1::jsonb)
    end
$$;

-- JSON in text; with true, what is none gives null. A path has up to five keys.
create function json_or_null(text) returns jsonb
language plpgsql immutable as $$
begin
    return $1::jsonb;
exception when invalid_text_representation then
    return null;
end
$$;
create function json_array_length(text, boolean) returns integer
language sql immutable as $$
    select case
        when jsonb_typeof(json_or_null($1)) = 'array' then jsonb_array_length(json_or_null($1))
    end
$$;
create function json_extract_path_text(text, text, boolean) returns text
language sql immutable as $$ select json_or_null($1) #>> array[$2] $$;
create function json_extract_path_text(text, text, text, boolean) returns text
language sql immutable as $$ select json_or_null($1) #>> array[$2, $3] $$;
create function json_extract_path_text(text, text, text, text, boolean) returns text
language sql immutable as $$ select json_or_null($1) #>> array[$2, $3, $4] $$;
create function json_extract_path_text(text, text, text, text, text, boolean) returns text
language sql immutable as $$ select json_or_null($1) #>> array[$2, $3, $4, $5] $$;
create function json_extract_path_text(text, text, text, text, text, text, boolean) returns text
language sql immutable as $$ select json_or_null($1) #>> array[$2, $3, $4, $5, $6] $$;
