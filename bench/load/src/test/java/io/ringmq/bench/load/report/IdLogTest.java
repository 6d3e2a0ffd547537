package io.ringmq.bench.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.load.twin.RecordedEvents;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdLogTest {
    private final RecordedEvents recorded = new RecordedEvents();
    private final IdLog log = new IdLog(recorded.events(), "failed");

    @Test
    void manyIdsShareAnEventWithTheReasonOfTheFirst() {
        log.add("a-0-1", "refused");
        log.add("a-1-1", "timeout");
        log.flush();
        log.flush();
        log.add("a-0-2");
        log.flush();

        assertEquals(
                List.of(
                        "{\"event\":\"failed\",\"t\":17,\"ids\":\"a-0-1,a-1-1\",\"times\":\"17,17\",\"reason\":\"refused\"}",
                        "{\"event\":\"failed\",\"t\":17,\"ids\":\"a-0-2\",\"times\":\"17\"}"),
                recorded.lines());
    }

    @Test
    void fullEventLeavesWithoutBeingFlushed() {
        for (int i = 0; i < 2 * IdLog.MAX_IDS; i++) {
            log.add("s-0-" + i);
        }
        assertEquals(2, recorded.lines().size());
        assertEquals(2 * IdLog.MAX_IDS, recorded.elements("failed", "ids").size());
        assertEquals(2 * IdLog.MAX_IDS, recorded.elements("failed", "times").size());
    }
}
