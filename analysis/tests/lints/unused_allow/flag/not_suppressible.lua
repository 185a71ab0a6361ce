-- declare: allow(lua_syntax)
return 1
-- shows nothing: it is about the attribute, not about what runs
