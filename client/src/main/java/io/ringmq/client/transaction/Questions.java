package io.ringmq.client.transaction;

import io.ringmq.client.compression.CompressedBody;
import io.ringmq.client.producer.Message;
import io.ringmq.remoting.header.CheckTransactionStateHeader;
import io.ringmq.remoting.header.EndTransactionHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves 39, CHECK_TRANSACTION_STATE: has the checker tell, and tells it over the connection the question came from. What is
 * not answered is asked again.
 */
final class Questions implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    private static final int MAX_BODY_BYTES = 64 << 20;

    private final String group;
    private final TransactionChecker checker;
    private final ExecutorService executor;

    /** @param executor runs the checker; may reject */
    Questions(String group, TransactionChecker checker, ExecutorService executor) {
        this.group = group;
        this.checker = checker;
        this.executor = executor;
    }

    @Override
    public void handle(Command request, Responder responder) {
        CheckTransactionStateHeader header = CheckTransactionStateHeader.parse(request);
        WireMessage message = MessageLayout.read(request.body());
        try {
            executor.execute(() -> answer(header, message, responder.connection()));
        } catch (RejectedExecutionException e) {
            LOG.debug("the checker is busy; it is asked about {} again", header.transactionId(), e);
        }
    }

    private void answer(CheckTransactionStateHeader header, WireMessage message, Connection connection) {
        Map<String, String> properties = MessageProperties.parse(message.properties());
        String id = properties.getOrDefault(PropertyNames.UNIQ_KEY, "");
        Decision decision = decide(id, message, properties);
        EndTransactionHeader end = new EndTransactionHeader(
                message.topic(),
                group,
                header.stateTableOffset(),
                header.physicalOffset(),
                decision.code(),
                true,
                id,
                header.transactionId());
        connection.sendOneway(Command.request(RequestCode.END_TRANSACTION, end).oneway());
    }

    private Decision decide(String id, WireMessage message, Map<String, String> properties) {
        try {
            Message sent = new Message(
                    message.topic(),
                    CompressedBody.plain(message.sysFlag(), message.body(), MAX_BODY_BYTES),
                    properties,
                    message.flag());
            return checker.check(new OpenTransaction(id, sent));
        } catch (RuntimeException e) {
            LOG.warn("the checker failed on transaction {}, it is asked again", id, e);
            return Decision.UNKNOWN;
        }
    }

    /** Ends the checker's threads. */
    void close() {
        executor.shutdown();
    }
}
