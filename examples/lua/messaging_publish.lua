-- Appends ARGV[1] to the history KEYS[1], a stream of which the last ARGV[2] messages are kept, and publishes it
-- on the channel of the same name. Replies the message's id.
--
-- Both in one step: so subscribers see ids that only grow, and who skips those that aren't above the last one
-- loses nothing. With two commands, another message could be appended, and published, in between.
local id = redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[2], '*', 'text', ARGV[1])
redis.call('PUBLISH', KEYS[1], id .. ' ' .. ARGV[1])
return id
