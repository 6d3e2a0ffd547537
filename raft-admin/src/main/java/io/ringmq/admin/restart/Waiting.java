package io.ringmq.admin.restart;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.admin.member.Patience;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at a cluster again and again until it is as it is to be, and tells what is missing meanwhile. */
final class Waiting {
    /** Looks between two lines that say the same. */
    private static final int REPEAT_EVERY = 20;

    private final AdminClient admin;
    private final Supplier<Patience> patience;
    private final Consumer<String> progress;

    /** @param patience gives each wait its own */
    Waiting(AdminClient admin, Supplier<Patience> patience, Consumer<String> progress) {
        this.admin = admin;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Waits until nothing is missing.
     *
     * @param what is waited for, in words
     * @param missing a line for each thing
     * @throws AdminException if it did not come in time, saying what is missing
     */
    void until(String what, Function<List<Ring>, List<String>> missing) {
        Patience patient = patience.get();
        String told = "";
        for (int looks = 0; ; looks++) {
            List<String> now = look(missing);
            if (now.isEmpty()) {
                return;
            }
            String text = String.join("; ", now);
            if (!text.equals(told) || looks % REPEAT_EVERY == 0) {
                progress.accept("waiting for " + what + ": " + text);
                told = text;
            }
            if (!patient.waitsOn()) {
                throw new AdminException("gave up waiting for " + what + ": " + text);
            }
        }
    }

    private List<String> look(Function<List<Ring>, List<String>> missing) {
        try {
            return missing.apply(admin.rings());
        } catch (AdminException e) {
            if (!e.isTemporary()) {
                throw e;
            }
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
