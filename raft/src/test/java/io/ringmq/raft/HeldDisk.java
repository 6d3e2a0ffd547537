package io.ringmq.raft;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk in memory whose log segments can be made to wait in a write, or to fail. */
final class HeldDisk implements Disk {

    private final Disk disk = new MemoryDisk();
    private boolean held;
    private boolean failing;

    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }

    synchronized void fail() {
        failing = true;
    }

    private synchronized void pass() throws IOException {
        while (held) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        if (failing) {
            throw new IOException("the disk is broken");
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        DiskFile file = disk.open(name);
        return name.startsWith("commitlog/") ? new HeldFile(file) : file;
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public long lastModifiedMs(String name) throws IOException {
        return disk.lastModifiedMs(name);
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    private final class HeldFile implements DiskFile {

        private final DiskFile file;

        HeldFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer dst, long position) throws IOException {
            return file.read(dst, position);
        }

        @Override
        public void write(ByteBuffer[] srcs, long position) throws IOException {
            pass();
            file.write(srcs, position);
        }

        @Override
        public void force() throws IOException {
            pass();
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            file.truncate(sizeBytes);
        }

        @Override
        public void preallocate(long fromBytes, long toBytes) throws IOException {
            file.preallocate(fromBytes, toBytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
