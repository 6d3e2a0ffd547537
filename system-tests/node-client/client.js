'use strict';

// Sends or consumes with the npm package ali-ons, and reports as the programs of stock-programs do: flat JSON objects, one a line,
// on standard output. Ends when its work is done or its standard input ends.
//
//   node client.js send    --namesrv ADDRESS --topic T --count N --prefix P     events: sent (id, queue, offset), failed (id, message), done
//   node client.js consume --namesrv ADDRESS --topic T --group G [--sql S]      events: ready, consumed (id, queue, offset), done

const { Consumer, Message, Producer } = require('ali-ons');

const ID_PROPERTY = 'systest_id';

const logger = { info() {}, debug() {}, warn: console.error, error: console.error };

function optionsOf(words) {
  const options = {};
  for (let i = 0; i < words.length; i += 2) {
    options[words[i].substring(2)] = words[i + 1];
  }
  return options;
}

function emit(event, fields = {}) {
  const texts = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  process.stdout.write(JSON.stringify({ event, t: Date.now(), ...Object.fromEntries(texts) }) + '\n');
}

function endOfInput() {
  return new Promise(resolve => process.stdin.on('end', resolve).resume());
}

async function send(options) {
  // The client asks for the nameservers by HTTP unless it is told them, and wants an HTTP client even so.
  const producer = new Producer({
    httpclient: {},
    nameSrv: options.namesrv,
    producerGroup: 'node-producer',
    logger,
  });
  await producer.ready();
  for (let i = 0; i < Number(options.count); i++) {
    const id = `${options.prefix}-${i}`;
    const message = new Message(options.topic, 'A', `body of ${id}`);
    message.keys = [id];
    message.properties[ID_PROPERTY] = id;
    message.properties.n = String(i);
    try {
      const result = await producer.send(message);
      emit('sent', { id, queue: result.messageQueue.queueId, offset: result.queueOffset });
    } catch (error) {
      emit('failed', { id, message: error.message });
    }
  }
  await producer.close();
}

async function consume(options) {
  const consumer = new Consumer({
    httpclient: {},
    nameSrv: options.namesrv,
    consumerGroup: options.group,
    pollNameServerInteval: 1000,
    logger,
  });
  const wanted = options.sql ? { expressionType: 'SQL92', subString: options.sql } : '*';
  consumer.subscribe(options.topic, wanted, async message => {
    emit('consumed', {
      id: message.properties[ID_PROPERTY],
      queue: message.queueId,
      offset: message.queueOffset,
    });
  });
  consumer.on('error', error => console.error(error));
  await consumer.ready();
  emit('ready');
  await endOfInput();
  await consumer.close();
}

const programs = { send, consume };

programs[process.argv[2]](optionsOf(process.argv.slice(3)))
  .then(() => emit('done'))
  .then(() => process.exit(0))
  .catch(error => {
    console.error(error);
    process.exit(1);
  });
