package io.ringmq.broker.filter;

import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filter language of tags: {@code *} or nothing for all messages, else tags joined by {@code ||}. */
final class TagExpression {
    private static final String ALL = "*";

    private TagExpression() {}

    /**
     * The hashes of the tags an expression names, empty for all messages.
     *
     * @throws CommandException SUBSCRIPTION_PARSE_FAILED if it names no tag
     */
    static Set<Integer> tagHashes(String topic, @Nullable String expression) {
        if (expression == null || expression.isBlank() || expression.strip().equals(ALL)) {
            return Set.of();
        }
        Set<Integer> hashes = new HashSet<>();
        for (String tag : expression.split("\\|\\|")) {
            if (!tag.isBlank()) {
                hashes.add(MessageProperties.tagHash(tag.strip()));
            }
        }
        if (hashes.isEmpty()) {
            throw new CommandException(
                    ResponseCode.SUBSCRIPTION_PARSE_FAILED,
                    "parse the consumer's subscription failed: '" + expression + "' for topic " + topic
                            + " names no tag, write for instance A || B");
        }
        return Set.copyOf(hashes);
    }
}
