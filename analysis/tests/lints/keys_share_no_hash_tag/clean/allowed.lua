-- declare: keys = 2, args = 0, open_keys = (bucket, user), allow(keys_share_no_hash_tag)
return { KEYS[1], KEYS[2] }
