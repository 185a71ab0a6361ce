-- grüße
return 'ä'
