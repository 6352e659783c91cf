with orders as (

    select * from {{ ref('stg_jaffle_shop_segment__order_completed') }}

),

-- Segment delivers at least once: of an event that came again, the first delivery counts.
deliveries as (

    select
        event_id,
        order_id,
        user_id,
        store_id,
        payment_method,
        total,
        tstamp,
        row_number() over (
            partition by event_id order by received_at_tstamp
        ) as delivery
    from orders

)

select
    event_id,
    order_id,
    user_id,
    store_id,
    payment_method,
    total,
    tstamp as ordered_at
from deliveries
where delivery = 1
