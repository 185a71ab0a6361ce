-- declare: keys = 3, args = 0, open_keys = (bucket, user, total)
return { KEYS[1], KEYS[2], KEYS[3] }
-- shows cluster: k user total | | CROSSSLOT
