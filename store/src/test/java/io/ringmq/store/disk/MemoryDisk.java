package io.ringmq.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** A disk in memory that never fails. What was written is there as long as the object is. */
public final class MemoryDisk implements Disk {
    private final Map<String, MemoryFile> files = new TreeMap<>();
    private final Set<String> directories = new TreeSet<>();
    private ToLongFunction<String> modifiedMs = name -> 0;

    @Override
    public synchronized DiskFile open(String name) {
        return files.computeIfAbsent(name, absent -> new MemoryFile());
    }

    @Override
    public synchronized boolean exists(String name) {
        return files.containsKey(name) || directories.contains(name);
    }

    @Override
    public synchronized List<String> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return files.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        MemoryFile file = files.remove(from);
        if (file == null) {
            throw new NoSuchFileException(from);
        }
        files.put(to, file);
    }

    @Override
    public synchronized void delete(String name) {
        files.remove(name);
    }

    @Override
    public synchronized void createDirectories(String directory) {
        directories.add(directory);
    }

    @Override
    public void syncDirectory(String directory) {}

    /** This disk has no clock of its own: the files were last written to whenever the test says. */
    @Override
    public synchronized long lastModifiedMs(String name) throws IOException {
        if (!files.containsKey(name)) {
            throw new NoSuchFileException(name);
        }
        return modifiedMs.applyAsLong(name);
    }

    /** Says when files were last written to, from their names. */
    public synchronized void setLastModifiedMs(ToLongFunction<String> times) {
        modifiedMs = times;
    }

    @Override
    public long usableBytes() {
        return Long.MAX_VALUE;
    }

    private static final class MemoryFile implements DiskFile {
        private byte[] content = new byte[0];
        private int size;

        @Override
        public synchronized int read(ByteBuffer dst, long position) {
            if (position >= size) {
                return -1;
            }
            int count = (int) Math.min(dst.remaining(), size - position);
            dst.put(content, (int) position, count);
            return count;
        }

        @Override
        public synchronized void write(ByteBuffer[] srcs, long position) {
            int at = Math.toIntExact(position);
            for (ByteBuffer src : srcs) {
                int count = src.remaining();
                growTo(at + count);
                src.get(content, at, count);
                at += count;
            }
        }

        private void growTo(int bytes) {
            if (bytes > content.length) {
                content = Arrays.copyOf(content, Math.max(bytes, content.length * 2));
            }
            size = Math.max(size, bytes);
        }

        @Override
        public void force() {}

        @Override
        public synchronized long size() {
            return size;
        }

        @Override
        public synchronized void truncate(long sizeBytes) {
            if (sizeBytes < size) {
                Arrays.fill(content, (int) sizeBytes, size, (byte) 0);
                size = (int) sizeBytes;
            }
        }

        @Override
        public synchronized void preallocate(long fromBytes, long toBytes) {
            growTo(Math.toIntExact(toBytes));
            Arrays.fill(content, (int) fromBytes, (int) toBytes, (byte) 0);
        }

        @Override
        public void close() {}
    }
}
