-- run: k | x
local ok, err = pcall(error, 'boom')
return err
