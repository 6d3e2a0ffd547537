package io.ringmq.broker.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names this run of the operating system: another id means that it has been started again. */
final class BootId {
    private static final Logger LOG = LoggerFactory.getLogger(BootId.class);
    private static final String PROPERTY = "ringmq.bootIdFile";
    private static final String LINUX = "/proc/sys/kernel/random/boot_id";

    private BootId() {}

    /** The id, from the kernel or, for tests of power cuts, from the file of a system property. */
    static @Nullable String read() {
        return read(Path.of(System.getProperty(PROPERTY, LINUX)));
    }

    /** The content of the file; null if it can not be read. */
    static @Nullable String read(Path file) {
        try {
            String id = Files.readString(file).strip();
            return id.isEmpty() ? null : id;
        } catch (IOException e) {
            LOG.info(
                    "{} can not be read: with flush=async a node that was killed is taken for one whose machine went down",
                    file,
                    e);
            return null;
        }
    }
}
