-- declare: keys = 2, args = 1
local ok, payload = pcall(cjson.decode, ARGV[1])
if not ok then
  return redis.error_reply('INVALID payload is no JSON')
end
local out = {}
for field, value in pairs(payload) do
  if type(value) == 'table' then
    value = cjson.encode(value)
  elseif value == cjson.null then
    value = ''
  end
  out[#out + 1] = field
  out[#out + 1] = tostring(value)
end
if #out > 0 then redis.call('HMSET', KEYS[1], unpack(out)) end
redis.call('SADD', KEYS[2], KEYS[1])
return cjson.encode({count = #out / 2, key = KEYS[1]})
