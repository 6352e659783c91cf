{{
  config(
    materialized = 'view'
  )
}}

with

source as (
    select *
    from {{ source('jaffle_shop_segment', 'checkout_step_viewed') }}
    where received_at < current_timestamp
),

renamed as (
    select
        id as event_id,
        event_text as event_name,
        original_timestamp as original_tstamp,
        sent_at as sent_at_tstamp,
        received_at as received_at_tstamp,
        timestamp as tstamp,
        anonymous_id,
        user_id,
        context_active as active,
        context_app_name as app_name,
        context_app_version as app_version,
        context_app_build as app_build,
        context_campaign_name as campaign_name,
        context_campaign_source as campaign_source,
        context_campaign_medium as campaign_medium,
        context_campaign_term as campaign_term,
        context_campaign_content as campaign_content,
        context_device_id as device_id,
        context_device_name as device_name,
        context_device_type as device_type,
        context_device_manufacturer as device_manufacturer,
        context_device_model as device_model,
        context_device_advertising_id as device_advertising_id,
        context_device_ad_tracking_enabled as device_ad_tracking_enabled,
        context_ip as ip,
        context_library_name as library_name,
        context_library_version as library_version,
        context_locale as locale,
        context_location_city as location_city,
        context_location_country as location_country,
        context_location_latitude as location_latitude,
        context_location_longitude as location_longitude,
        context_location_postal_code as location_postal_code,
        context_location_region as location_region,
        context_location_speed as location_speed,
        context_network_bluetooth as network_bluetooth,
        context_network_carrier as network_carrier,
        context_network_cellular as network_cellular,
        context_network_wifi as network_wifi,
        context_os_name as os_name,
        context_os_version as os_version,
        context_page_path as page_path,
        context_page_referrer as page_referrer,
        context_page_search as page_search,
        context_page_title as page_title,
        context_page_url as page_url,
        context_protocols_source_id as protocols_source_id,
        context_protocols_violations as protocols_violations,
        context_protocols_omitted as protocols_omitted,
        context_referrer_type as referrer_type,
        context_referrer_name as referrer_name,
        context_referrer_url as referrer_url,
        context_referrer_link as referrer_link,
        context_screen_density as screen_density,
        context_screen_height as screen_height,
        context_screen_width as screen_width,
        context_timezone as timezone,
        context_group_id as group_id,
        context_user_agent as user_agent,
        cart_id,
        checkout_id,
        step,
        step_name,
        fulfillment,
        is_guest,
        'track'::varchar as call_type,
        'jaffle_shop_segment'::varchar as source_schema,
        'checkout_step_viewed'::varchar as source_table,
        'jaffle_shop/Checkout_Step_Viewed/1-0.json'::varchar as schema_id,
        '{"code_owner": "@the-jaffle-shop/checkout-guild", "product_owner": "checkout@thejaffleshop.com"}'::varchar as schema_metadata
    from source
)

select * from renamed
