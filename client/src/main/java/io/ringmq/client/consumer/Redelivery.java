package io.ringmq.client.consumer;

import io.ringmq.client.producer.RetryTopicSender;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.message.WireMessage;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a message delivered again later: by its broker, or if that fails, by a copy in the group's retry topic. */
final class Redelivery {
    private static final Logger LOG = LoggerFactory.getLogger(Redelivery.class);

    private final GroupRequests requests;
    private final RetryTopicSender retryTopic;

    Redelivery(GroupRequests requests, RetryTopicSender retryTopic) {
        this.requests = requests;
        this.retryTopic = retryTopic;
    }

    /** Completed when the message is safe elsewhere and done with here; fails if neither way worked. */
    CompletableFuture<Void> request(MessageQueue queue, WireMessage message) {
        return requests.sendBack(queue, message).<Void>thenApply(answer -> null).exceptionallyCompose(failure -> {
            LOG.info(
                    "broker {} did not take message {} of {} back, sending a copy: {}",
                    queue.brokerName(),
                    message.queueOffset(),
                    queue.topic(),
                    failure.toString());
            return retryTopic.send(message).thenApply(receipt -> null);
        });
    }
}
