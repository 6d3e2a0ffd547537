package io.ringmq.namesrv.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameserverConfigTest {
    @TempDir
    private Path directory;

    @Test
    void absentKeysHaveDefaults() throws IOException {
        assertEquals(NameserverConfig.defaults(), load(""));
        assertEquals(
                new NameserverConfig(19876, "0.0.0.0", Path.of("/d")),
                load("listenPort = 19876\nbindAddress=0.0.0.0\ndataDir=/d\n"));
    }

    @Test
    void anUnknownKeyIsAnErrorThatSuggestsTheNearest() {
        assertRefused("listenport=1", "unknown key 'listenport'; did you mean 'listenPort'?");
        assertRefused("bindAdress=h", "did you mean 'bindAddress'?");
    }

    @Test
    void unusableValuesAreNamed() {
        assertRefused("listenPort=abc", "listenPort must be a number but is 'abc'");
        assertRefused("listenPort=65536", "listenPort must be 0 to 65535 but is 65536");
        assertRefused("bindAddress=", "bindAddress is empty");
    }

    private void assertRefused(String text, String expected) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> load(text));
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    }

    private NameserverConfig load(String text) throws IOException {
        Path file = directory.resolve("namesrv.properties");
        Files.writeString(file, text);
        return NameserverConfig.load(file);
    }
}
