-- shows: k | | Error("locked")
return {err = 'locked'}
