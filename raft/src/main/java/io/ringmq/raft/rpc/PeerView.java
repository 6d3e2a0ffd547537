package io.ringmq.raft.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The answer of a node that is asked about a group: its {@link Origin}, then its {@link Standing}.
 *
 * @param origin what its files say
 * @param standing what it is now
 */
public record PeerView(Origin origin, Standing standing) {

    BytesValue encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            origin.write(out);
            standing.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return BytesValue.of(ByteString.copyFrom(bytes.toByteArray()));
    }

    /** @throws IOException if this is not the encoding of such an answer */
    static PeerView decode(BytesValue encoded) throws IOException {
        try (DataInputStream in = new DataInputStream(encoded.getValue().newInput())) {
            return new PeerView(Origin.read(in), Standing.read(in));
        }
    }
}
