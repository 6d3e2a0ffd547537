package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/** A consumer's share of a topic's queues: the answer to QUERY_ASSIGNMENT. */
public record QueryAssignmentResponseBody(List<QueueAssignment> assignments) {
    public QueryAssignmentResponseBody {
        assignments = List.copyOf(assignments);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static QueryAssignmentResponseBody decode(ByteBuffer json) {
        return JsonIn.decode("QueryAssignmentResponseBody", json, QueryAssignmentResponseBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static QueryAssignmentResponseBody read(JsonIn in) {
        in.beginObject();
        List<QueueAssignment> assignments = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (name.equals("messageQueueAssignments")) {
                assignments = in.list(QueueAssignment::read);
            } else {
                in.skip();
            }
        }
        return new QueryAssignmentResponseBody(assignments);
    }

    void write(JsonOut out) {
        out.beginObject()
                .list("messageQueueAssignments", assignments, (o, value) -> value.write(o))
                .endObject();
    }
}
