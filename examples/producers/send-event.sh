#!/bin/sh
# A producer in a few lines of the AWS CLI. Endpoint, region and credentials come from the environment, as `sluice up`
# prints them:
#
#     export AWS_ENDPOINT_URL=… AWS_REGION=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…
#     examples/producers/send-event.sh <events queue URL> [write key]
set -eu

queue_url=${1:?"the URL of the events queue is missing, sluice up prints it"}
write_key=${2:-wk_web}

# Version 1 of the AWS CLI takes neither region nor endpoint from the names that the SDKs read.
export AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-${AWS_REGION:-us-east-1}}"

aws sqs send-message ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} --queue-url "$queue_url" \
  --message-attributes "writeKey={DataType=String,StringValue=$write_key}" \
  --message-body '{ "type": "track", "userId": "ada", "event": "Order Completed",
                    "properties": { "order_id": "o-1", "total": 127.5, "currency": "EUR" } }'
