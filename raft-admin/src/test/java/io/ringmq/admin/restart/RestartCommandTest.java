package io.ringmq.admin.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartCommandTest {
    private final List<String> output = new ArrayList<>();

    private static Node node(String id, String address) {
        return new Node(id, address, "c:1", 1, false, List.of());
    }

    private RestartCommand command(String template) {
        return new RestartCommand(template, 1, output::add);
    }

    @Test
    void placeholdersAreReplaced() {
        assertEquals(
                "ssh mq-1.example restart n1 10900 n1",
                command("ssh {host} restart {node} {port} {node}").forNode(node("n1", "mq-1.example:10900")));
        assertEquals("[::1]", command("{host}").forNode(node("n1", "[::1]:10900")));
    }

    @Test
    void whatAShellWouldTakeForMoreIsRefused() {
        for (String id : List.of("a b", "$(x)", "a;b", "-o", "a'b", "")) {
            assertThrows(AdminException.class, () -> command("{node}").forNode(node(id, "h:1")), id);
        }
    }

    @Test
    void outputAndExitCodeAreTold() {
        command("echo one; echo two >&2").restart(node("n1", "h:1"));
        assertEquals(List.of("n1: echo one; echo two >&2", "one", "two"), output);
        AdminException failed =
                assertThrows(AdminException.class, () -> command("exit 7").restart(node("n1", "h:1")));
        assertTrue(String.valueOf(failed.getMessage()).contains("exit code 7"), failed.getMessage());
        AdminException late = assertThrows(
                AdminException.class, () -> command("echo begun; exec sleep 60").restart(node("n1", "h:1")));
        assertTrue(String.valueOf(late.getMessage()).contains("within 1 s"), late.getMessage());
        assertEquals("begun", output.get(output.size() - 1));
    }
}
