"""What packed events, orders and cards have in common, so that it need not be stored with each.

A preset dictionary for zlib (RFC 1950, FDICT).

Frozen: what was packed with it can be read with nothing else. Fields that come later are packed as well as ever, only
less small.
"""

DICTIONARY = (
    b'{"id":"","title":"","currency":"EUR","price":2900,"brand":"","compare_at":3900,"prices_vary":true,'
    b'"picture":{"src":"-1","alt":"A ","width":1280,"height":1600},"second_picture":{"src":"-2","alt":'
    b'"The print in an oak frame on a wall above a sideboard","width":1280,"height":1600},"variants":6}'
    b'{"placed_at":"202{"type":"OrderPlaced.v1","order_id":"01","owner":"shopper#","at":"2026-01-01T00:00:00.000Z",'
    b'"email":"","lines":[{"sku":"","quantity":1},{"sku":"","quantity":2}]}'
    b'{"type":"BasketCheckedOut.v1","order_id":"01","owner":"shopper#","at":"2026-01-01T00:00:00.000Z",'
    b'"currency":"EUR","lines":[{"sku":"","quantity":1,"product_id":"","title":"","price":2900,"total":2900,'
    b'"values":["A3","A4","Unframed"],'
    b'"picture":{"src":"-1","alt":"A ","width":1280,"height":1600}},{"sku":"","quantity":2,"product_id":"'
    b'}],"address":{"name":"","email":"@gmail.com","street":"","postal_code":"10","town":"","country":"DE",'
    b'"phone":"+49 "},"delivery":"standard","subtotal":5000,"delivery_price":490,"total":5490}'
)
