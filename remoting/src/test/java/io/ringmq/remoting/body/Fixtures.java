package io.ringmq.remoting.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Files of {@code golden-bodies}; its README says where they come from. */
public final class Fixtures {
    private Fixtures() {}

    /** Content of a text file without its last line break. */
    public static String text(String path) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/golden-bodies/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of a {@code .json} file. */
    public static ByteBuffer json(String path) {
        return StandardCharsets.UTF_8.encode(text(path + ".json"));
    }

    /** Bytes of a {@code .hex} file. */
    public static ByteBuffer hex(String path) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text(path + ".hex")));
    }
}
