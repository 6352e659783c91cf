-- The same events as Segment loads them. SCHEMA is the name of the source.
create schema SCHEMA;

create table SCHEMA.tracks (
    id text, user_id text, event text, event_text text, received_at timestamp
);

create table SCHEMA.order_completed (
    id text,
    user_id text,
    event text,
    event_text text,
    received_at timestamp,
    context_ip text,
    order_id text,
    total double precision,
    address1 text,
    cart_item_count bigint
);

create table SCHEMA.httprequest_failed (
    id text, event text, event_text text, received_at timestamp, status_code bigint
);

create table SCHEMA.identifies (id text, user_id text, received_at timestamp, email text);

create table SCHEMA.users (id text, received_at timestamp, email text);

insert into SCHEMA.tracks values
    ('o1', 'user-1', 'order_completed', 'Order Completed', '2026-03-01 09:00:01'),
    ('h1', 'user-1', 'httprequest_failed', 'HTTPRequest Failed', '2026-03-01 10:00:01');

insert into SCHEMA.order_completed values
    (
        'o1', 'user-1', 'order_completed', 'Order Completed', '2026-03-01 09:00:01',
        '203.0.113.7', 'order-1', 12.50, '1 Leaf Lane', 2
    );

insert into SCHEMA.httprequest_failed values
    ('h1', 'httprequest_failed', 'HTTPRequest Failed', '2026-03-01 10:00:01', 503);

insert into SCHEMA.identifies values
    ('i1', 'user-1', '2026-03-01 08:00:00', 'ada@example.com'),
    ('i2', 'user-1', '2026-03-02 08:00:00', 'ada@example.com');

insert into SCHEMA.users values ('user-1', '2026-03-02 08:00:00', 'ada@example.com');
