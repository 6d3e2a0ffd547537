package io.ringmq.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KafkaAdminTest {
    @Test
    void readsBrokersLeadersAndReplicasInSync() throws IOException {
        KafkaAdmin.Metadata metadata = decode(metadata(3, 3));
        assertEquals(3, metadata.brokers());
        assertEquals(2, metadata.leaderOfFirst("t"));
        assertEquals(-1, metadata.leaderOfFirst("other"));
        assertTrue(metadata.allInSync(3));
    }

    @Test
    void isNotInSyncWhileABrokerOrAReplicaIsMissing() throws IOException {
        assertFalse(decode(metadata(2, 3)).allInSync(3));
        assertFalse(decode(metadata(3, 2)).allInSync(3));
    }

    private static KafkaAdmin.Metadata decode(byte[] bytes) throws IOException {
        return KafkaAdmin.decodeMetadata(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    /** One topic of one partition, led by node 2. */
    private static byte[] metadata(int brokers, int inSync) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(brokers);
        for (int id = 1; id <= brokers; id++) {
            out.writeInt(id);
            out.writeShort(4);
            out.writeBytes("host");
            out.writeInt(9092);
            out.writeShort(-1);
        }
        out.writeInt(1);
        out.writeInt(1);
        out.writeShort(0);
        out.writeShort(1);
        out.writeBytes("t");
        out.writeByte(0);
        out.writeInt(1);
        out.writeShort(0);
        out.writeInt(0);
        out.writeInt(2);
        nodes(out, 3);
        nodes(out, inSync);
        return bytes.toByteArray();
    }

    private static void nodes(DataOutputStream out, int count) throws IOException {
        out.writeInt(count);
        for (int id = 1; id <= count; id++) {
            out.writeInt(id);
        }
    }

    @Test
    void asksForATopicInVersionTwoOfTheRequest() throws IOException {
        try (OneShotServer server = new OneShotServer(client -> answerCreation(client, 0))) {
            new KafkaAdmin(server.port()).createTopic("t", 8, 3);
            assertEquals(
                    "0013" + "0002" + "00000000" + "000562656e6368"
                            + "00000001" + "000174" + "00000008" + "0003" + "00000000" + "00000000"
                            + "00001388" + "00",
                    server.result());
        }
    }

    @Test
    void aRefusedTopicIsAnErrorUnlessItIsThereAlready() throws IOException {
        try (OneShotServer server = new OneShotServer(client -> answerCreation(client, 38))) {
            IOException e = assertThrows(IOException.class, () -> new KafkaAdmin(server.port()).createTopic("t", 8, 3));
            assertEquals("the broker at port " + server.port() + " did not create t: error 38", e.getMessage());
        }
        try (OneShotServer server = new OneShotServer(client -> answerCreation(client, 36))) {
            new KafkaAdmin(server.port()).createTopic("t", 8, 3);
        }
    }

    private static String answerCreation(Socket client, int error) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] request = in.readNBytes(in.readInt());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        out.writeInt(4 + 4 + 4 + 3 + 2 + 2);
        out.writeInt(0);
        out.writeInt(0);
        out.writeInt(1);
        out.writeShort(1);
        out.writeBytes("t");
        out.writeShort(error);
        out.writeShort(-1);
        return HexFormat.of().formatHex(request);
    }
}
