return {_G.nothing, _G['nothing_else']}
-- shows: k q z | 7 8 9 | nonexistent global variable
