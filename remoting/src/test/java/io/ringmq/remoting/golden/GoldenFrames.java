package io.ringmq.remoting.golden;

import io.netty.buffer.Unpooled;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandCodec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The recorded frames, from the test resources. */
final class GoldenFrames {
    private GoldenFrames() {}

    /** Every recorded frame file. */
    static List<Path> all() throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(GoldenFrames.class.getResource("/golden"))
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".bin"))
                    .sorted()
                    .toList();
        }
    }

    static boolean isBinary(Path file) {
        return file.toString().contains("-ROCKETMQ");
    }

    static int code(Path file) {
        return Integer.parseInt(String.valueOf(file.getFileName()).replace(".bin", ""));
    }

    static Command decode(byte[] frame) {
        return Objects.requireNonNull(CommandCodec.decode(Unpooled.wrappedBuffer(frame)));
    }
}
