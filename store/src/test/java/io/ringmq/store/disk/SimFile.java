package io.ringmq.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open handle of {@link SimDisk}. */
final class SimFile implements DiskFile {
    private final SimDisk disk;
    private final String name;
    private final SimContent content;
    private final int generation;

    SimFile(SimDisk disk, String name, SimContent content, int generation) {
        this.disk = disk;
        this.name = name;
        this.content = content;
        this.generation = generation;
    }

    @Override
    public int read(ByteBuffer dst, long position) {
        disk.checkAlive(generation);
        // Short reads are allowed, so the callers had better know.
        int asked = dst.remaining() > 1 && disk.random().nextInt(16) == 0 ? dst.remaining() / 2 : dst.remaining();
        int limit = dst.limit();
        int count = content.read(dst.limit(dst.position() + asked), position);
        dst.limit(limit);
        return count;
    }

    @Override
    public void write(ByteBuffer[] srcs, long position) throws IOException {
        disk.checkAlive(generation);
        int total = 0;
        for (ByteBuffer src : srcs) {
            total += src.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(total);
        for (ByteBuffer src : srcs) {
            all.put(src);
        }
        int admitted = disk.admitWrite(total, content.growth(position, total));
        content.write(all.flip().limit(admitted), (int) position);
        disk.changed("write", name, position, all.limit(total).rewind().hashCode());
        if (disk.writeFails()) {
            throw new IOException("Simulated failure to write " + total + " bytes to " + name);
        }
    }

    @Override
    public void force() throws IOException {
        disk.checkAlive(generation);
        if (disk.forceFails()) {
            content.forceBadly(disk.random());
            disk.changed("bad force", name, 0, 0);
            throw new IOException("Simulated failure to force " + name);
        }
        content.force();
        disk.changed("force", name, 0, 0);
    }

    @Override
    public long size() {
        disk.checkAlive(generation);
        return content.bytes();
    }

    @Override
    public void truncate(long sizeBytes) {
        disk.checkAlive(generation);
        content.truncate((int) sizeBytes);
        disk.changed("truncate", name, sizeBytes, 0);
    }

    @Override
    public void preallocate(long fromBytes, long toBytes) throws IOException {
        write(new ByteBuffer[] {ByteBuffer.allocate((int) (toBytes - fromBytes))}, fromBytes);
    }

    @Override
    public void close() {}
}
