package io.ringmq.bench.load.rocketmq;

import io.ringmq.bench.load.client.Completion;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import java.util.List;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/** One producer. A send counts as acknowledged with {@code SEND_OK} only. */
final class RocketMqSender implements Sender {
    private final DefaultMQProducer producer;
    private final String topic;

    RocketMqSender(DefaultMQProducer producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void send(byte[] body) throws SendFailedException, InterruptedException {
        try {
            requireStored(producer.send(new Message(topic, body)));
        } catch (MQClientException | MQBrokerException | RemotingException e) {
            throw new SendFailedException(e);
        }
    }

    @Override
    public void sendAsync(byte[] body, Completion completion) throws InterruptedException {
        try {
            producer.send(new Message(topic, body), new Callback(completion));
        } catch (MQClientException | RemotingException e) {
            completion.done(e);
        }
    }

    @Override
    public void sendGroup(List<byte[]> bodies) throws SendFailedException, InterruptedException {
        List<Message> messages =
                bodies.stream().map(body -> new Message(topic, body)).toList();
        try {
            requireStored(producer.send(messages));
        } catch (MQClientException | MQBrokerException | RemotingException e) {
            throw new SendFailedException(e);
        }
    }

    private static void requireStored(SendResult result) throws SendFailedException {
        if (result.getSendStatus() != SendStatus.SEND_OK) {
            throw new SendFailedException("the broker answered " + result.getSendStatus());
        }
    }

    @Override
    public void close() {
        producer.shutdown();
    }

    private record Callback(Completion completion) implements SendCallback {
        @Override
        public void onSuccess(SendResult result) {
            boolean stored = result.getSendStatus() == SendStatus.SEND_OK;
            completion.done(stored ? null : new SendFailedException("the broker answered " + result.getSendStatus()));
        }

        @Override
        public void onException(Throwable failure) {
            completion.done(failure);
        }
    }
}
