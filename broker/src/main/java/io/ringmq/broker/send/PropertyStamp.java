package io.ringmq.broker.send;

import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.UniqueMessageIds;
import java.util.List;
import java.util.Map;

/**
 * Brings the property string of an incoming message into the form in which it is stored: what only the broker may say is
 * replaced, what was meant for the broker alone is dropped, and a message without a unique id gets one. It works on the
 * string, since every message passes here and a map of its properties would be built only to be written out again.
 * Thread-safe.
 */
final class PropertyStamp {
    /** Region that stock clients report to their trace; nobody sets another. */
    static final String REGION = "DefaultRegion";

    /** Whether clients write message traces; they switch that on themselves, this is the broker's consent. */
    static final String TRACE_ON = "true";

    /** Room for a unique id that the broker has to add. */
    private static final int SPARE_CHARS = 64;

    private static final List<String> REPLACED =
            List.of(PropertyNames.MSG_REGION, PropertyNames.TRACE_ON, PropertyNames.CLUSTER, PropertyNames.POP_CK);

    private final String stamp;
    private final UniqueMessageIds ids;

    /** @param ids for messages whose client gave them none */
    PropertyStamp(String clusterName, UniqueMessageIds ids) {
        this.ids = ids;
        this.stamp = MessageProperties.encode(Map.of(PropertyNames.MSG_REGION, REGION))
                + MessageProperties.encode(Map.of(PropertyNames.TRACE_ON, TRACE_ON))
                + MessageProperties.encode(Map.of(PropertyNames.CLUSTER, clusterName));
    }

    /** @param properties in their wire form; entries without a name or a value are dropped, as stock brokers do */
    String stamped(String properties) {
        StringBuilder out = new StringBuilder(properties.length() + stamp.length() + SPARE_CHARS);
        boolean identified = false;
        int start = 0;
        while (start < properties.length()) {
            int end = MessageProperties.entryEnd(properties, start);
            int separator = properties.indexOf(MessageProperties.NAME_VALUE_SEPARATOR, start);
            if (separator > start && separator < end - 1 && isKept(properties, start, separator, end)) {
                identified |= is(PropertyNames.UNIQ_KEY, properties, start, separator);
                out.append(properties, start, end).append(MessageProperties.ENTRY_SEPARATOR);
            }
            start = end + 1;
        }
        if (!identified) {
            out.append(MessageProperties.encode(Map.of(PropertyNames.UNIQ_KEY, ids.next())));
        }
        return out.append(stamp).toString();
    }

    private static boolean isKept(String properties, int start, int separator, int end) {
        for (int i = 0; i < REPLACED.size(); i++) {
            if (is(REPLACED.get(i), properties, start, separator)) {
                return false;
            }
        }
        // Clients ask for the answer after the message is stored by this; consumers have no use for it.
        return !is(PropertyNames.WAIT, properties, start, separator)
                || !"true".equalsIgnoreCase(properties.substring(separator + 1, end));
    }

    private static boolean is(String name, String properties, int start, int separator) {
        return separator - start == name.length() && properties.startsWith(name, start);
    }

    /** The properties of a message within a batch: its own, and those of the whole batch that it does not have itself. */
    static String merged(String own, Map<String, String> shared) {
        String merged = own;
        for (Map.Entry<String, String> entry : shared.entrySet()) {
            if (MessageProperties.find(own, entry.getKey()) == null) {
                merged = MessageProperties.with(merged, entry.getKey(), entry.getValue());
            }
        }
        return merged;
    }
}
