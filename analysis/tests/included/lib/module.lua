local clock = {}
return clock
