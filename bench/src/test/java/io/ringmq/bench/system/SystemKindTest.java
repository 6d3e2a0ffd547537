package io.ringmq.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.process.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SystemKindTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsLabel(SystemKind kind) {
        assertEquals(kind, SystemKind.labelled(kind.label()));
    }

    @Test
    void anUnknownLabelIsAnsweredWithThoseThereAre() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> SystemKind.labelled("rocketmq"));
        assertEquals(
                "'rocketmq' is no system; name one of ringmq, rocketmq-dledger, rocketmq-controller, kafka, nats",
                e.getMessage());
    }

    @Test
    void refusesAFlushModeThatTheSystemLacksBeforeItStartsAnything(@TempDir Path dir) {
        assertTrue(SystemKind.KAFKA.supports(FlushMode.SYNC));
        assertFalse(SystemKind.NATS.supports(FlushMode.SYNC));
        Await await = new Await(Clock.systemUTC());
        assertThrows(
                IllegalArgumentException.class, () -> SystemKind.ROCKETMQ_DLEDGER.start(dir, FlushMode.SYNC, await));
        assertFalse(Files.exists(dir.resolve("rocketmq-dledger-sync")));
    }
}
