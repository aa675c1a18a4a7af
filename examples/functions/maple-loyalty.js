// Pasted from Segment as it was: a script that takes lodash (_) and moment for granted, throws Segment's error classes
// and has a handler for each call, also for those that its partner has no use for.

const POINTS_PER_EURO = 2;
const endpoint = 'https://api.maple.example/v1/points';

async function onTrack(event, settings) {
  if (event.event !== 'Order Completed') {
    throw new EventNotSupported(`event ${event.event} is not supported`);
  }
  const products = _.get(event, 'properties.products', []);
  if (_.isEmpty(products)) {
    throw new InvalidEventPayload('products are required');
  }
  spent = _.sumBy(products, (product) => product.price * (product.quantity || 1));

  let res;
  try {
    res = await fetch(settings.endpoint || endpoint, {
      method: 'post',
      headers: new Headers({
        Authorization: 'Basic ' + btoa(settings.apiKey + ':'),
        'Content-Type': 'application/json',
      }),
      body: JSON.stringify({
        ..._.pick(event, ['userId', 'messageId']),
        points: _.round(spent * POINTS_PER_EURO),
        expires: moment.utc(event.timestamp).add(1, 'year').endOf('month').format('YYYY-MM-DD'),
      }),
    });
  } catch (err) {
    // Retry on connection error
    throw new RetryError(err.message);
  }
  if (res.status >= 500 || res.status === 429) {
    throw new RetryError('HTTP Status ' + res.status);
  }
  if (res.status >= 400) {
    throw new ValidationError(await res.text());
  }
  return res.json();
}

async function onIdentify() {
  throw new EventNotSupported('identify is not supported');
}
