package io.ringmq.client.route;

/** No nameserver knows a broker with the topic. */
public final class TopicNotFoundException extends ClientException {
    private static final long serialVersionUID = 1L;

    TopicNotFoundException(String topic) {
        super("no nameserver has a route for topic '" + topic + "'; create the topic or correct its name", null);
    }
}
