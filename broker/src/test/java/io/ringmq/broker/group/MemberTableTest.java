package io.ringmq.broker.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.Language;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Connection;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemberTableTest {
    private final MemberTable table = new MemberTable(2, 2);
    private final FakeConnection first = new FakeConnection(1);
    private final FakeConnection second = new FakeConnection(2);

    @Test
    void onlyNewcomersAndNewConnectionsAreChanges() {
        assertTrue(table.seen("g", member("a", first, 0)));
        assertFalse(table.seen("g", member("a", first, 10)));
        assertTrue(table.seen("g", member("b", second, 10)));
        assertTrue(table.seen("g", member("a", second, 20)));
        assertEquals(Set.of("a", "b"), table.members("g").keySet());
    }

    @Test
    void lateCloseOfTheFormerConnectionChangesNothing() {
        table.seen("g", member("a", first, 0));
        table.seen("g", member("a", second, 0));
        assertEquals(Set.of(), table.disconnected(first));
        assertEquals(Set.of("a"), table.members("g").keySet());
    }

    @Test
    void closedConnectionTakesItsMembersOutOfEveryGroup() {
        table.seen("g", member("a", first, 0));
        table.seen("h", member("a", first, 0));
        table.seen("h", member("b", second, 0));
        assertEquals(Set.of("g", "h"), table.disconnected(first));
        assertTrue(table.members("g").isEmpty());
        assertEquals(Set.of("b"), table.members("h").keySet());
        assertEquals(Set.of("h"), table.groups());
    }

    @Test
    void silentMembersExpire() {
        table.seen("g", member("a", first, 100));
        table.seen("g", member("b", second, 200));
        assertEquals(Set.of(), table.expire(100));
        assertEquals(Set.of("g"), table.expire(101));
        assertEquals(Set.of("b"), table.members("g").keySet());
        assertEquals(Set.of(), table.disconnected(first));
    }

    @Test
    void goodbyeCountsOnlyOverTheMembersOwnConnection() {
        table.seen("g", member("a", first, 0));
        assertFalse(table.leave("g", "a", second));
        assertTrue(table.leave("g", "a", first));
        assertFalse(table.leave("g", "a", first));
    }

    @Test
    void newcomersBeyondABoundAreRefusedAndKnownOnesStay() {
        table.seen("g", member("a", first, 0));
        table.seen("g", member("b", second, 0));
        assertBusy(() -> table.seen("g", member("c", first, 0)));
        table.seen("h", member("a", first, 0));
        assertBusy(() -> table.seen("i", member("a", first, 0)));
        assertFalse(table.seen("g", member("a", first, 1)));
        assertEquals(Set.of("a", "b"), table.members("g").keySet());
    }

    private static void assertBusy(Runnable action) {
        CommandException refused = assertThrows(CommandException.class, action::run);
        assertEquals(ResponseCode.SYSTEM_BUSY, refused.responseCode());
    }

    private static Member member(String clientId, Connection connection, long seenMs) {
        return new Member(clientId, connection, Language.JAVA, 515, seenMs);
    }
}
