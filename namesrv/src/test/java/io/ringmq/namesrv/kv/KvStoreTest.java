package io.ringmq.namesrv.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvStoreTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasChangedIsThereAfterARestart() throws IOException {
        KvStore store = open();
        store.change(table ->
                table.with("ns", "k", "v\"\u4e2d\n").with("ns", "l", "w").with("other", "k", ""));
        store.change(table -> table.without("ns", "l").without("ns", "absent"));

        KvConfig table = open().current();
        assertEquals(Optional.of("v\"\u4e2d\n"), table.get("ns", "k"));
        assertEquals(Map.of("k", "v\"\u4e2d\n"), table.list("ns"));
        assertEquals(Map.of("k", ""), table.list("other"));
        assertEquals(Map.of(), table.list("absent"));
    }

    @Test
    void anEmptiedNamespaceIsGone() throws IOException {
        KvStore store = open();
        store.change(table -> table.with("ns", "k", "v"));
        store.change(table -> table.without("ns", "k"));
        assertEquals(KvConfig.EMPTY, open().current());
    }

    @Test
    void aChangeThatCanNotBeSavedDoesNotHappen() throws IOException {
        KvStore store = KvStore.open(new KvStorage() {
            @Override
            public KvConfig load() {
                return KvConfig.EMPTY;
            }

            @Override
            public void save(KvConfig table) throws IOException {
                throw new IOException("disk full");
            }
        });
        assertThrows(IOException.class, () -> store.change(table -> table.with("ns", "k", "v")));
        assertEquals(KvConfig.EMPTY, store.current());
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        for (String damaged : new String[] {"", "{", "[]", "{\"x\":1}", "{\"configTable\":{\"ns\":{\"k\":1}}}"}) {
            Files.writeString(file(), damaged);
            IOException e = assertThrows(IOException.class, this::open);
            assertTrue(String.valueOf(e.getMessage()).contains(file().toString()), e::toString);
        }
    }

    @Test
    void keysAreBoundedInNumberAndSize() {
        KvConfig table = KvConfig.EMPTY;
        for (int i = 0; i < KvConfig.MAX_KEYS; i++) {
            table = table.with("ns" + i % 100, "k" + i, "v");
        }
        KvConfig full = table.with("ns0", "k0", "changed");
        assertThrows(KvLimitException.class, () -> full.with("ns0", "more", "v"));
        String longest = "v".repeat(KvConfig.MAX_ENTRY_CHARS - 2);
        assertEquals(
                Optional.of(longest), KvConfig.EMPTY.with("n", "k", longest).get("n", "k"));
        assertThrows(KvLimitException.class, () -> KvConfig.EMPTY.with("n", "k", longest + "v"));
    }

    private KvStore open() throws IOException {
        return KvStore.open(new KvFile(file()));
    }

    private Path file() {
        return directory.resolve("kv.json");
    }
}
