package io.ringmq.remoting.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.protocol.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {
    private static final String SECRET = "a secret of more than 32 characters";
    private static final AdminKey KEY = AdminKey.of(SECRET);
    private static final Command REQUEST =
            Command.request(9102, Map.of("target", "h:1", "passedOn", "false")).withBody(new byte[] {1, 2});

    @Test
    void provesWhoSignedWhatAndWhen() {
        Command signed = KEY.sign(REQUEST, 1_234, 0x0A);
        assertEquals(new AdminKey.Proof(1_234, "000000000000000a"), KEY.proof(signed));
        assertEquals(
                new AdminKey.Proof(1_234, "000000000000000a"),
                AdminKey.of(SECRET + "\n").proof(signed));
    }

    @Test
    void anyChangeBreaksTheSignature() {
        Command signed = KEY.sign(REQUEST, 1_234, 0x0A);
        assertNull(KEY.proof(REQUEST));
        assertNull(AdminKey.of(SECRET + "!").proof(signed));
        assertNull(KEY.proof(signed.withField("target", "h:2")));
        assertNull(KEY.proof(signed.withField("adminTime", "1235")));
        assertNull(KEY.proof(signed.withField("more", "")));
        assertNull(KEY.proof(signed.withBody(new byte[] {1, 3})));
        assertNotNull(KEY.proof(signed.withOpaque(99)), "the transport numbers requests");
    }

    @Test
    void fieldsCannotTradeCharacters() {
        Command one = KEY.sign(Command.request(1, Map.of("a", "bc")), 1, 1);
        Command other = Command.request(
                1,
                Map.of(
                        "ab", "c",
                        "adminTime", "1",
                        "adminNonce", "0000000000000001",
                        "adminSignature", String.valueOf(one.fields().get("adminSignature"))));
        assertNull(KEY.proof(other));
    }

    @Test
    void aKeyFileIsTheOwnersAlone(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("admin.key");
        assertMessage("openssl rand", file);
        Files.writeString(file, SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertMessage("chmod 600", file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertNotNull(AdminKey.read(file).proof(KEY.sign(REQUEST, 1, 1)));
        Files.writeString(file, "short");
        assertMessage("this one has 5", file);
    }

    @Test
    void keepsItsSecret() {
        assertFalse(KEY.toString().contains("secret"));
    }

    private static void assertMessage(String part, Path file) {
        IOException failure = assertThrows(IOException.class, () -> AdminKey.read(file));
        assertTrue(String.valueOf(failure.getMessage()).contains(part), failure.getMessage());
    }
}
