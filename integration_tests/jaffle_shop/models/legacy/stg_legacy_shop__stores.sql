with source as (

    select * from {{ source('legacy_shop', 'stores') }}

),

renamed as (

    select
        id as store_id,
        name as store_name,
        city,
        cast(opened_on as date) as opened_on,
        tax_rate
    from source

)

select * from renamed
