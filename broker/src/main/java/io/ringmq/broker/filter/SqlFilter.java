package io.ringmq.broker.filter;

import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import java.nio.ByteBuffer;

/** The messages with certain properties. */
public record SqlFilter(SqlExpression expression) implements MessageFilter {
    @Override
    public boolean mayMatch(long tagHash) {
        return true;
    }

    @Override
    public boolean readsMessages() {
        return true;
    }

    @Override
    public boolean matches(ByteBuffer messages, int position) {
        return expression.matches(MessageProperties.parse(MessageLayout.properties(messages, position)));
    }
}
