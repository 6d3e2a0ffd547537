package io.ringmq.namesrv.kv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table in a JSON file: {@code {"configTable":{"<namespace>":{"<key>":"<value>"}}}}. A new version is written beside
 * the file, forced to disk and renamed over it, so that a crash leaves the old one or the new one.
 */
public final class KvFile implements KvStorage {
    private static final String ROOT = "configTable";
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;

    /** Uses a file that need not exist; its directory is made when the first table is saved. */
    public KvFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public KvConfig load() throws IOException {
        if (!Files.exists(file)) {
            return KvConfig.EMPTY;
        }
        try (JsonParser in = JSON.createParser(file.toFile())) {
            return read(in);
        } catch (IOException | KvLimitException e) {
            throw new IOException(file + " is not a key-value file: " + e.getMessage() + "; restore or remove it", e);
        }
    }

    @Override
    public void save(KvConfig table) throws IOException {
        Path directory = directory();
        Files.createDirectories(directory);
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(encode(table));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    private Path directory() {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " is a root directory");
        }
        return parent;
    }

    private static byte[] encode(KvConfig table) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeObjectFieldStart(ROOT);
            for (var namespace : table.namespaces().entrySet()) {
                out.writeObjectFieldStart(namespace.getKey());
                for (Map.Entry<String, String> entry : namespace.getValue().entrySet()) {
                    out.writeStringField(entry.getKey(), entry.getValue());
                }
                out.writeEndObject();
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static KvConfig read(JsonParser in) throws IOException {
        expect(in.nextToken(), JsonToken.START_OBJECT);
        expect(in.nextToken(), JsonToken.FIELD_NAME);
        if (!in.currentName().equals(ROOT)) {
            throw new IOException("it starts with '" + in.currentName() + "' instead of '" + ROOT + "'");
        }
        expect(in.nextToken(), JsonToken.START_OBJECT);
        KvConfig table = KvConfig.EMPTY;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            table = readNamespace(in, in.currentName(), table);
        }
        expect(in.currentToken(), JsonToken.END_OBJECT);
        return table;
    }

    private static KvConfig readNamespace(JsonParser in, String namespace, KvConfig before) throws IOException {
        expect(in.nextToken(), JsonToken.START_OBJECT);
        KvConfig table = before;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            expect(in.nextToken(), JsonToken.VALUE_STRING);
            table = table.with(namespace, key, in.getText());
        }
        expect(in.currentToken(), JsonToken.END_OBJECT);
        return table;
    }

    private static void expect(@Nullable JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("expected " + wanted + " but found " + (found == null ? "its end" : found));
        }
    }
}
