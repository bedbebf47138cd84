// What stands in the place of a number: for client-1 its last four digits, for all others none.
// Variables are body, the match, and exchangeProperties, what the route knows of the request.
int shown = exchangeProperties.clientLabel == 'client-1' ? 4 : 0
'*' * (body.length() - shown) + body.substring(body.length() - shown)
