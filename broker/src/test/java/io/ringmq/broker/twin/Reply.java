package io.ringmq.broker.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.Responder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A responder that keeps the answer. */
public final class Reply implements Responder {
    private final Connection connection;
    private @Nullable Command answer;

    public Reply(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public synchronized void reply(Command response) {
        if (answer != null) {
            throw new IllegalStateException("answered twice: " + answer + " and " + response);
        }
        answer = response;
    }

    public synchronized boolean isAnswered() {
        return answer != null;
    }

    /** Fails unless the request was not answered yet. */
    public void assertPending() {
        assertNull(answer, "answered already");
    }

    /** The answer; fails if there is none. */
    public Command answer() {
        assertNotNull(answer, "not answered");
        return Objects.requireNonNull(answer);
    }

    /** The answer, which must have this code. */
    public Command answer(int code) {
        Command command = answer();
        assertEquals(code, command.code(), () -> "remark: " + command.remark());
        return command;
    }
}
