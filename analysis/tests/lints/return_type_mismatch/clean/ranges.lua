-- declare: keys = 1, args = 0, returns = (i8, u8, i16, u16, u32, u64)
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {-128, 255, -32768, 65535, 4294967295, 0}
end
return {127, 0, 32767, 0, 0, redis.call('TTL', KEYS[1])}
