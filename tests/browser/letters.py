"""Messages as they fail: an event that no queue took, and the note on a stream's records that are gone by now."""

import json

EVENT = json.dumps({
    "version": "0", "id": "5f0d", "detail-type": "OrderConfirmed.v1", "source": "shop.order", "account": "000000000000",
    "time": "2026-11-28T10:00:00Z", "region": "us-east-1", "resources": [],
    "detail": {"type": "OrderConfirmed.v1", "order_id": "0" * 28, "owner": "shopper#nobody", "at": "2026-11-28T10:00:00.000Z"},
})  # fmt: skip
NOTE = json.dumps({
    "requestContext": {"functionArn": "arn:aws:lambda:us-east-1:000000000000:function:relay", "condition": "RecordAgeExceeded"},
    "DDBStreamBatchInfo": {
        "shardId": "shardId-00000000000000000000-00000000", "batchSize": 3,
        "startSequenceNumber": f"{1:021}", "endSequenceNumber": f"{3:021}",
        "streamArn": "arn:aws:dynamodb:us-east-1:000000000000:table/order/stream/2026-11-01T00:00:00.000",
        "approximateArrivalOfFirstRecord": "2026-11-01T00:00:00Z",
    },
})  # fmt: skip
