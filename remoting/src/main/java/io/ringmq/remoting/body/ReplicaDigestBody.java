package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a replica has digested itself, and what came out: the answer to GET_DIGEST, RingMQ's own.
 *
 * @param nodeId the node within the cluster's configuration
 * @param index the log index as of which it is digested; 0 if the replica has not come that far
 * @param logBytes how much of the log is digested in all
 * @param ended whether nothing more will come
 * @param parts those that are done, in an order that is the same on every replica
 * @param failure what could not be read, or null
 */
public record ReplicaDigestBody(
        String nodeId,
        long index,
        long logBytes,
        boolean ended,
        List<Part> parts,
        @Nullable String failure) {

    /**
     * A part that is the same on every replica, if they are the same.
     *
     * @param size entries of the state, or bytes of the log
     * @param digest of its contents, hexadecimal
     */
    public record Part(String name, long size, String digest) {}

    public ReplicaDigestBody {
        parts = List.copyOf(parts);
    }

    /** Of a replica that has not applied the mark yet, or has forgotten the digest. */
    public static ReplicaDigestBody notReached(String nodeId) {
        return new ReplicaDigestBody(nodeId, 0, 0, false, List.of(), null);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ReplicaDigestBody decode(ByteBuffer json) {
        return JsonIn.decode("ReplicaDigestBody", json, ReplicaDigestBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private static ReplicaDigestBody read(JsonIn in) {
        in.beginObject();
        String nodeId = null;
        long index = 0;
        long logBytes = 0;
        boolean ended = false;
        List<Part> parts = List.of();
        String failure = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "nodeId" -> nodeId = in.string();
                case "index" -> index = in.number();
                case "logBytes" -> logBytes = in.number();
                case "ended" -> ended = in.bool();
                case "parts" -> parts = in.list(ReplicaDigestBody::readPart);
                case "failure" -> failure = in.string();
                default -> in.skip();
            }
        }
        return new ReplicaDigestBody(in.required(nodeId, "nodeId"), index, logBytes, ended, parts, failure);
    }

    private static Part readPart(JsonIn in) {
        in.beginObject();
        String part = null;
        long size = 0;
        String digest = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "name" -> part = in.string();
                case "size" -> size = in.number();
                case "digest" -> digest = in.string();
                default -> in.skip();
            }
        }
        return new Part(in.required(part, "parts.name"), size, in.required(digest, "parts.digest"));
    }

    private void write(JsonOut out) {
        out.beginObject()
                .member("nodeId", nodeId)
                .member("index", index)
                .member("logBytes", logBytes)
                .member("ended", ended)
                .list("parts", parts, ReplicaDigestBody::writePart)
                .member("failure", failure)
                .endObject();
    }

    private static void writePart(JsonOut out, Part part) {
        out.beginObject()
                .member("name", part.name)
                .member("size", part.size)
                .member("digest", part.digest)
                .endObject();
    }
}
