package io.ringmq.broker.transaction;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.ProducerData;
import io.ringmq.remoting.header.CheckTransactionStateHeader;
import io.ringmq.remoting.header.EndTransactionHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A producer of transactions against a {@link TestRing}. */
final class Transacting {
    static final String GROUP = "pg";
    static final int COMMIT = 8;
    static final int ROLLBACK = 12;
    static final int UNKNOWN = 0;

    final FakeConnection connection;
    private final TestRing ring;

    Transacting(TestRing ring, int port) {
        this.ring = ring;
        this.connection = new FakeConnection(port);
    }

    /** What a client knows of its half message. */
    record Half(String id, long number, long physicalOffset) {
        EndTransactionHeader end(int decision) {
            return new EndTransactionHeader("t", GROUP, number, physicalOffset, decision, false, id, id);
        }
    }

    /** Tells the ring that it lives. */
    void heartbeat() {
        HeartbeatBody body =
                new HeartbeatBody("client-" + connection.id(), List.of(new ProducerData(GROUP)), List.of(), 0, false);
        ring.handle(Command.request(RequestCode.HEART_BEAT, Map.of()).withBody(body.encode()), connection)
                .answer(ResponseCode.SUCCESS);
    }

    static String properties(String id, String more) {
        return "TRAN_MSG\1true\2PGROUP\1" + GROUP + "\2UNIQ_KEY\1" + id + "\2" + more;
    }

    /** Sends a half message whose body is its id. */
    Half begin(String topic, String id, String more) {
        Reply reply = ring.send(topic, id, properties(id, more));
        SendMessageResponseHeader sent = SendMessageResponseHeader.parse(reply.answer(ResponseCode.SUCCESS));
        return new Half(
                id, sent.queueOffset(), MessageIds.decode(sent.messageId()).physicalOffset());
    }

    Reply end(Half half, int decision) {
        return ring.handle(RequestCode.END_TRANSACTION, half.end(decision));
    }

    /** The questions that have come since the last call. */
    List<Half> questions() {
        List<Half> questions = new ArrayList<>();
        for (Command question : connection.sent) {
            if (question.code() == RequestCode.CHECK_TRANSACTION_STATE) {
                CheckTransactionStateHeader header = CheckTransactionStateHeader.parse(question);
                questions.add(new Half(
                        String.valueOf(header.transactionId()), header.stateTableOffset(), header.physicalOffset()));
            }
        }
        connection.sent.clear();
        return questions;
    }
}
