package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight(2, 100);

    @Test
    void bothBoundsHold() {
        inFlight.enter(60);
        assertThrows(BufferFullException.class, () -> inFlight.enter(41));
        inFlight.enter(40);
        assertThrows(BufferFullException.class, () -> inFlight.enter(0));
        inFlight.leave(60);
        inFlight.enter(60);
    }

    @Test
    void aMessageLargerThanTheBoundPassesByItself() {
        inFlight.enter(1_000);
        assertThrows(BufferFullException.class, () -> inFlight.enter(1));
        inFlight.leave(1_000);
        inFlight.enter(1);
    }

    @Test
    void itIsDrainedWhenTheLastPlaceIsGivenBack() {
        inFlight.enter(1);
        CompletableFuture<Void> drained = inFlight.drain();
        assertThrows(SendException.class, () -> inFlight.enter(1));
        assertFalse(drained.isDone());
        inFlight.leave(1);
        assertTrue(drained.isDone());
        assertTrue(inFlight.drain().isDone());
    }
}
