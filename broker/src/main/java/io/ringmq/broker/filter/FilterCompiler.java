package io.ringmq.broker.filter;

import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes filters of the expressions of consumers, who send the same ones again and again: the SQL expressions used last
 * are kept. Thread-safe.
 */
public final class FilterCompiler {
    /** Expressions kept; beyond that the one not used for longest is compiled anew when it comes again. */
    static final int MAX_KEPT = 256;

    private final Map<String, SqlFilter> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SqlFilter> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** Whether the type of an expression, null for the default, means tags. */
    public static boolean isByTag(@Nullable String type) {
        return type == null || type.isEmpty() || type.equals(SubscriptionBody.TAG);
    }

    /**
     * The filter of an expression.
     *
     * @param type null, TAG or SQL92
     * @throws CommandException SUBSCRIPTION_PARSE_FAILED if the expression is none of its type, SYSTEM_ERROR if the type
     *     is not known
     */
    public MessageFilter compile(String topic, @Nullable String type, @Nullable String expression) {
        if (isByTag(type)) {
            return new TagFilter(TagExpression.tagHashes(topic, expression));
        }
        if (!SubscriptionBody.SQL92.equals(type)) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "The broker does not support consumer to filter message by " + type + ", use TAG or SQL92");
        }
        try {
            return sql(expression == null ? "" : expression);
        } catch (InvalidExpressionException e) {
            throw new CommandException(
                    ResponseCode.SUBSCRIPTION_PARSE_FAILED,
                    "parse the consumer's subscription failed, topic " + topic + ": " + e.getMessage(),
                    e);
        }
    }

    private SqlFilter sql(String expression) {
        synchronized (kept) {
            return kept.computeIfAbsent(expression, text -> new SqlFilter(SqlExpression.parse(text)));
        }
    }
}
