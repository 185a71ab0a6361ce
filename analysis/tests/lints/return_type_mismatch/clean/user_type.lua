-- declare: returns = Reply
return {1, 'a', {2, 3}}
