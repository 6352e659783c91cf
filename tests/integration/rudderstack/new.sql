-- As RudderStack loads Postgres today: numbers stay with their words, users is skipped.
create schema tea_rudderstack;

create table tea_rudderstack.tracks (
    id text,
    anonymous_id text,
    user_id text,
    event text,
    event_text text,
    record_id text,
    "timestamp" timestamptz,
    original_timestamp timestamptz,
    sent_at timestamptz,
    received_at timestamptz,
    channel text,
    context_ip text,
    context_source_id text,
    rudder_event text,
    uuid_ts timestamptz
);

create table tea_rudderstack.order_completed (
    id text,
    anonymous_id text,
    user_id text,
    event text,
    event_text text,
    "timestamp" timestamptz,
    original_timestamp timestamptz,
    sent_at timestamptz,
    received_at timestamptz,
    channel text,
    context_ip text,
    context_request_ip text,
    context_passed_ip text,
    context_source_id text,
    context_source_type text,
    context_destination_id text,
    context_destination_type text,
    context_library_name text,
    context_page_initial_referrer text,
    context_session_id bigint,
    context_traits_email text,
    order_id text,
    _order bigint,
    total numeric(18, 2),
    currency text,
    address1 text,
    cart_item_count bigint,
    cart_coupon_code text,
    items text,
    _timestamp text,
    experiment text,
    uuid_ts timestamptz
);

create table tea_rudderstack.http_request_failed (
    id text,
    anonymous_id text,
    event text,
    event_text text,
    "timestamp" timestamptz,
    received_at timestamptz,
    channel text,
    context_user_agent text,
    _id text,
    status_code bigint,
    _limit bigint,
    user_agent text
);

create table tea_rudderstack._2fa_enabled (
    id text, event text, event_text text, received_at timestamptz, method text
);

create table tea_rudderstack._order (
    id text, event text, event_text text, received_at timestamptz, _table bigint
);

create table tea_rudderstack.identifies (
    id text,
    anonymous_id text,
    user_id text,
    received_at timestamptz,
    channel text,
    context_source_id text,
    context_traits_email text,
    email text,
    address_city text,
    address_postal_code text
);

create table tea_rudderstack."groups" (
    id text, group_id text, user_id text, received_at timestamptz, name text, seats bigint
);

create table tea_rudderstack.pages (
    id text, anonymous_id text, received_at timestamptz, channel text, name text, url text
);

create table tea_rudderstack.newsletter_opened (
    id text, event text, event_text text, received_at timestamptz
);

create table tea_rudderstack.rudder_discards (
    table_name text,
    row_id text,
    column_name text,
    column_value text,
    received_at timestamptz,
    uuid_ts timestamptz,
    reason text
);

-- The last of the orders comes from a device whose clock is a thousand years ahead.
insert into tea_rudderstack.order_completed values
    (
        'o1', 'anon-1', 'user-1', 'order_completed', 'Order Completed',
        '2026-03-01 09:00:00+00', '2026-03-01 09:00:05+00', '2026-03-01 09:00:06+00',
        '2026-03-01 09:00:01+00', 'web', '203.0.113.7', '203.0.113.8', '203.0.113.9',
        'src-1', 'javascript', 'dst-1', 'POSTGRES', 'RudderLabs JavaScript SDK',
        'https://example.com/tea', 1772355600, 'ada@example.com', 'order-1', 3, 12.50, 'EUR',
        '1 Leaf Lane', 2, 'SPRING', '[{"sku":"assam"},{"sku":"mint"}]', '09:00', 'b',
        '2026-03-01 09:30:00+00'
    );
insert into tea_rudderstack.order_completed (id, received_at, order_id, total) values
    ('o2', '2026-03-02 09:00:00+00', 'order-2', 8.00),
    ('o2', '2026-03-02 09:00:00+00', 'order-2', 8.00),
    ('o3', '3026-03-03 09:00:00+00', 'order-3', 9.00);

insert into tea_rudderstack.http_request_failed values
    (
        'h1', 'anon-1', 'http_request_failed', 'HTTPRequest Failed',
        '2026-03-01 10:00:00+00', '2026-03-01 10:00:01+00', 'mobile', 'Phone/1.0',
        'request-1', 503, 60, 'tea-app/2.0'
    );

insert into tea_rudderstack._2fa_enabled values
    ('f1', '2fa_enabled', '2FA Enabled', '2026-03-01 11:00:00+00', 'totp'),
    ('f2', '2fa_enabled', '2FA Enabled', '2026-03-02 11:00:00+00', 'sms');

insert into tea_rudderstack._order values
    ('t1', 'order', 'Order', '2026-03-01 12:00:00+00', 4);

insert into tea_rudderstack.tracks (id, event, event_text, received_at, channel, rudder_event) values
    ('o1', 'order_completed', 'Order Completed', '2026-03-01 09:00:01+00', 'web', '{}'),
    ('o2', 'order_completed', 'Order Completed', '2026-03-02 09:00:00+00', 'web', '{}'),
    ('o2', 'order_completed', 'Order Completed', '2026-03-02 09:00:00+00', 'web', '{}'),
    ('o3', 'order_completed', 'Order Completed', '3026-03-03 09:00:00+00', 'web', '{}'),
    ('h1', 'http_request_failed', 'HTTPRequest Failed', '2026-03-01 10:00:01+00', 'mobile', '{}'),
    ('f1', '2fa_enabled', '2FA Enabled', '2026-03-01 11:00:00+00', 'web', '{}'),
    ('f2', '2fa_enabled', '2FA Enabled', '2026-03-02 11:00:00+00', 'web', '{}'),
    ('t1', 'order', 'Order', '2026-03-01 12:00:00+00', 'mobile', '{}'),
    ('n1', 'newsletter_opened', 'Newsletter Opened', '2026-03-01 13:00:00+00', 'web', '{}');

insert into tea_rudderstack.newsletter_opened values
    ('n1', 'newsletter_opened', 'Newsletter Opened', '2026-03-01 13:00:00+00');

insert into tea_rudderstack.identifies values
    (
        'i1', 'anon-1', 'user-1', '2026-03-01 08:00:00+00', 'web', 'src-1',
        'ada@example.com', 'ada@example.com', 'Vienna', '1010'
    ),
    ('i2', 'anon-2', null, '2026-03-01 08:30:00+00', 'web', 'src-1', null, null, 'Graz', null);

insert into tea_rudderstack."groups" values
    ('g1', 'company-1', 'user-1', '2026-03-01 08:10:00+00', 'Tea & Sons', 12);

insert into tea_rudderstack.pages values
    ('p1', 'anon-1', '2026-03-01 08:05:00+00', 'web', 'Home', 'https://tea.example.com/'),
    ('p2', 'anon-1', '2026-03-01 08:06:00+00', 'web', 'Menu', 'https://tea.example.com/menu'),
    ('p3', 'anon-2', '2026-03-01 08:07:00+00', 'web', 'Home', 'https://tea.example.com/');

insert into tea_rudderstack.rudder_discards values
    (
        'order_completed', 'o2', 'total', 'eight', '2026-03-02 09:00:00+00',
        '2026-03-02 09:30:00+00', 'incompatible schema conversion'
    );
