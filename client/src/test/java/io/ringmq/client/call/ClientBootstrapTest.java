package io.ringmq.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.transport.HandlerTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientBootstrapTest {
    private final ClientBootstrap bootstrap = new ClientBootstrap();

    @Test
    void whatIsMissingIsNamedByTheCallThatGivesIt() {
        bootstrap.nameservers("a:9876");
        assertMissing("group(name)");
        bootstrap.group("g");
        bootstrap.nameservers(" ; ,");
        assertMissing("nameservers(addresses)");
    }

    private void assertMissing(String call) {
        IllegalStateException missing =
                assertThrows(IllegalStateException.class, () -> bootstrap.network("test", HandlerTable.EMPTY));
        assertEquals("something is missing; call " + call, missing.getMessage());
    }

    @Test
    void aGroupThatBrokersWouldRefuseIsRefusedWithItsNameAndTheReason() {
        bootstrap.group("good");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> bootstrap.group("no good"));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("group 'no good': "), refused.toString());
        assertEquals("good", bootstrap.group());
    }

    @Test
    void addressesAreSeparatedAsUsersOfStockClientsDoIt() {
        assertEquals(List.of("a:1", "b:2", "d:3"), ClientIds.addresses("a:1; b:2,d:3;"));
    }

    @Test
    void twoClientsOfAProcessHaveDifferentIds() {
        assertNotEquals(ClientIds.newClientId(), ClientIds.newClientId());
    }
}
