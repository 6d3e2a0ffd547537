package io.ringmq.broker.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.Candidacy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    private Path dir;

    private static final class Ring implements Candidacy {
        private final Set<String> reasons = new TreeSet<>();

        @Override
        public CompletableFuture<Void> withhold(String reason) {
            reasons.add(reason);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void resume(String reason) {
            reasons.remove(reason);
        }

        @Override
        public Set<String> reasons() {
            return reasons;
        }
    }

    @Test
    void itLastsOverRestartsAndHoldsForEveryRing() throws Exception {
        Maintenance maintenance = Maintenance.of(dir, CLOCK);
        Ring first = new Ring();
        AutoCloseable following = maintenance.follow(first);
        assertFalse(maintenance.isOn());
        assertEquals(Set.of(), first.reasons());

        maintenance.set(true);
        assertEquals(Set.of("maintenance"), first.reasons());
        assertEquals(
                "ringmq-maintenance 1\nsince=2026-01-02T03:04:05Z\n", Files.readString(dir.resolve("MAINTENANCE")));

        Maintenance restarted = Maintenance.of(dir, CLOCK);
        assertTrue(restarted.isOn());
        Ring opened = new Ring();
        restarted.follow(opened);
        assertEquals(Set.of("maintenance"), opened.reasons());
        restarted.set(false);
        assertEquals(Set.of(), opened.reasons());
        assertFalse(Maintenance.of(dir, CLOCK).isOn());

        following.close();
        maintenance.set(false);
        assertEquals(Set.of("maintenance"), first.reasons(), "a ring that was closed is left alone");
    }

    @Test
    void whatCannotBeWrittenDownDoesNotHappen() throws IOException {
        Path gone = Files.createDirectory(dir.resolve("gone"));
        Maintenance maintenance = Maintenance.of(gone, CLOCK);
        Ring ring = new Ring();
        maintenance.follow(ring);
        Files.delete(gone);
        assertThrows(IOException.class, () -> maintenance.set(true));
        assertFalse(maintenance.isOn());
        assertEquals(Set.of(), ring.reasons());
    }
}
