package io.ringmq.client.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    @Test
    void aStarOrNothingMeansEverything() {
        for (String expression : List.of("*", " * ", "", " ")) {
            Subscription all = Subscription.of("T", expression, 1);
            assertEquals("*", all.expression());
            assertTrue(all.wants(null));
            assertTrue(all.wants("x"));
        }
    }

    @Test
    void tagsAreSeparatedByBars() {
        Subscription some = Subscription.of("T", " b||a ", 1);
        assertEquals("a || b", some.expression());
        assertTrue(some.wants("a"));
        assertFalse(some.wants("c"));
        assertFalse(some.wants(null));
        assertEquals(List.of("a".hashCode(), "b".hashCode()), some.body().codeSet());
    }

    @Test
    void barsAloneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Subscription.of("T", "|| ||", 1));
    }
}
