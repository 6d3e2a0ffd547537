package io.ringmq.remoting.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void boundsTopicsAndGroups() {
        assertNull(TopicNames.reasonInvalid("t".repeat(127)));
        assertNotNull(TopicNames.reasonInvalid("t".repeat(128)));
        assertNull(TopicNames.reasonInvalid(TopicNames.retry("g".repeat(248))));
        assertNotNull(TopicNames.reasonInvalid(TopicNames.retry("g".repeat(249))));
        assertNull(GroupNames.reasonInvalid("g".repeat(120)));
        assertNotNull(GroupNames.reasonInvalid("g".repeat(121)));
    }

    @Test
    void saysWhichCharacterIsWrong() {
        assertNull(TopicNames.reasonInvalid("aZ09_-%|"));
        String reason = TopicNames.reasonInvalid("a b");
        assertNotNull(reason);
        assertTrue(reason.endsWith("at 1"), reason);
        assertNotNull(TopicNames.reasonInvalid("\u00e4"));
        assertNotNull(TopicNames.reasonInvalid(" "));
    }

    @Test
    void knowsSystemTopics() {
        assertTrue(TopicNames.isSystem(TopicNames.TIMER));
        assertTrue(TopicNames.isSystem(TopicNames.AUTO_CREATE_TEMPLATE));
        assertFalse(TopicNames.isSystem("orders"));
        assertTrue(TopicNames.SYSTEM.containsAll(TopicNames.NOT_ALLOWED_TO_SEND));
        assertFalse(TopicNames.NOT_ALLOWED_TO_SEND.contains(TopicNames.TRACE));
    }

    @Test
    void knowsWhoseRetryTopicOfPopsItIs() {
        assertEquals("%RETRY%g+t", TopicNames.popRetry("g", "t"));
        assertTrue(TopicNames.isPopRetryOfGroup("%RETRY%g+t", "g"));
        assertFalse(TopicNames.isPopRetryOfGroup("%RETRY%g+t", "g+t"));
        assertFalse(TopicNames.isPopRetryOfGroup("%RETRY%gg+t", "g"));
        assertFalse(TopicNames.isPopRetryOfGroup("%RETRY%g", "g"));
        assertTrue(TopicNames.isPopRetryOfTopic("%RETRY%g+t", "t"));
        assertTrue(TopicNames.isPopRetryOfTopic("%RETRY%g+%RETRY%h+t", "%RETRY%h+t"));
        assertFalse(TopicNames.isPopRetryOfTopic("%RETRY%g+%RETRY%h+t", "t"));
        assertFalse(TopicNames.isPopRetryOfTopic("%RETRY%g+tt", "t"));
        assertFalse(TopicNames.isPopRetryOfTopic("g+t", "t"));
    }

    @Test
    void readsDelayLevels() {
        DelayLevels levels = DelayLevels.standard();
        assertEquals(18, levels.maxLevel());
        assertEquals(1_000, levels.delayMs(1));
        assertEquals(7_200_000, levels.delayMs(18));
        assertEquals(18, levels.clamp(99));
        assertEquals(0, levels.clamp(-1));
        assertEquals(5, levels.clamp(5));
        assertThrows(IllegalArgumentException.class, () -> levels.delayMs(0));
        assertThrows(IllegalArgumentException.class, () -> levels.delayMs(19));
    }

    @Test
    void refusesBadDelayLevels() {
        for (String bad : new String[] {"", "s", "1", "1x", "-1s", "1s,2s", "99999999999999999d"}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> DelayLevels.parse(bad), bad);
            assertTrue(e.toString().contains("delay level"), e.toString());
        }
    }
}
