-- declare: keys = 0, args = 0, errors = open, allow(variant_without_code)
-- redis-script: allow(code_without_variant)
return redis.error_reply('QUOTA is used up')
