-- As an old destination loads Postgres: each number is a word of its own, users is filled,
-- and tracks was switched off.
create schema tea_rudderstack;

create table tea_rudderstack.order_completed (
    id text,
    event text,
    event_text text,
    received_at timestamptz,
    order_id text,
    _order bigint,
    total numeric(18, 2),
    address_1 text
);

create table tea_rudderstack._2_fa_enabled (
    id text, event text, event_text text, received_at timestamptz, method text
);

create table tea_rudderstack.identifies (
    id text, user_id text, received_at timestamptz, context_traits_email text, email text
);

create table tea_rudderstack.users (
    id text,
    received_at timestamptz,
    context_ip text,
    context_traits_email text,
    email text,
    address_city text,
    uuid_ts timestamptz
);

create table tea_rudderstack.rudder_discards (
    table_name text,
    row_id text,
    column_name text,
    column_value text,
    received_at timestamptz,
    uuid_ts timestamptz
);

insert into tea_rudderstack.order_completed values
    (
        'o1', 'order_completed', 'Order Completed', '2026-03-01 09:00:01+00', 'order-1', 3,
        12.50, '1 Leaf Lane'
    );

insert into tea_rudderstack._2_fa_enabled values
    ('f1', '2_fa_enabled', '2FA Enabled', '2026-03-01 11:00:00+00', 'totp'),
    ('f2', '2_fa_enabled', '2FA Enabled', '2026-03-02 11:00:00+00', 'sms');

insert into tea_rudderstack.identifies values
    ('i1', 'user-1', '2026-03-01 08:00:00+00', 'ada@example.com', 'ada@example.com'),
    ('i2', 'user-1', '2026-03-02 08:00:00+00', 'ada@example.com', 'ada@example.com');

insert into tea_rudderstack.users values
    (
        'user-1', '2026-03-02 08:00:00+00', '203.0.113.7', 'ada@example.com',
        'ada@example.com', 'Vienna', '2026-03-02 08:30:00+00'
    );
