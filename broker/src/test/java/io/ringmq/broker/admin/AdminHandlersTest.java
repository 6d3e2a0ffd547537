package io.ringmq.broker.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.remoting.body.KvTable;
import io.ringmq.remoting.header.ViewMessageHeader;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AdminHandlersTest {
    private final TestRing ring = new TestRing();

    @Test
    void messageIsViewedByItsPhysicalOffsetOnly() {
        ring.send("t", "a", "");
        ring.send("t", "b", "");
        ring.timer.advance(10);
        ring.send("t", "c", "");
        for (WireMessage stored : ring.messages("t")) {
            Command answer = ring.handle(
                            RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageHeader("t", stored.physicalOffset()))
                    .answer(ResponseCode.SUCCESS);
            assertEquals(stored, TestRing.messages(answer).get(0));
            ring.handle(RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageHeader("t", stored.physicalOffset() + 4))
                    .answer(ResponseCode.SYSTEM_ERROR);
        }
    }

    @Test
    void figuresForTools() {
        Map<String, String> before = info();
        assertEquals("0.0 0.0 0.0", before.get("putTps"));
        for (int i = 0; i < 20; i++) {
            ring.send("t", "a", "");
        }
        ring.timer.advance(2_000);
        Map<String, String> after = info();
        assertEquals("10.0 10.0 10.0", after.get("putTps"));
        assertEquals("leader", after.get("brokerRole"));
        assertEquals("20", after.get("msgPutTotalTodayNow"));
    }

    private Map<String, String> info() {
        Command answer = ring.handle(Command.request(RequestCode.GET_BROKER_RUNTIME_INFO, Map.of()))
                .answer(ResponseCode.SUCCESS);
        return Objects.requireNonNull(KvTable.decode(answer.body()).table());
    }
}
