package io.ringmq.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of {@link NioDisk}. An interrupt of any thread inside a {@link FileChannel} closes the channel for all of
 * them; such a channel is opened again and the operation, which is positional and so can be repeated, is run again.
 */
final class NioFile implements DiskFile {
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

    private final Path path;
    private volatile FileChannel channel;
    private volatile boolean closed;

    NioFile(Path path) throws IOException {
        this.path = path;
        this.channel = openChannel(path, true);
    }

    private static FileChannel openChannel(Path path, boolean create) throws IOException {
        return create
                ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)
                : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public int read(ByteBuffer dst, long position) throws IOException {
        int start = dst.position();
        return uninterrupted(open -> {
            dst.position(start);
            return open.read(dst, position);
        });
    }

    @Override
    public synchronized void write(ByteBuffer[] srcs, long position) throws IOException {
        int[] starts = new int[srcs.length];
        for (int i = 0; i < srcs.length; i++) {
            starts[i] = srcs[i].position();
        }
        uninterrupted(open -> {
            for (int i = 0; i < srcs.length; i++) {
                srcs[i].position(starts[i]);
            }
            gather(open, srcs, position);
            return srcs.length;
        });
    }

    /** A gathering write has no positional form, so it uses the channel's own position, guarded by this monitor. */
    private static void gather(FileChannel open, ByteBuffer[] srcs, long position) throws IOException {
        open.position(position);
        int first = 0;
        while (first < srcs.length) {
            if (srcs[first].hasRemaining()) {
                open.write(srcs, first, srcs.length - first);
            } else {
                first++;
            }
        }
    }

    @Override
    public void force() throws IOException {
        uninterrupted(open -> {
            open.force(false);
            return 0;
        });
    }

    @Override
    public long size() throws IOException {
        return uninterrupted(FileChannel::size);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        uninterrupted(open -> open.truncate(sizeBytes));
    }

    @Override
    public void preallocate(long fromBytes, long toBytes) throws IOException {
        ByteBuffer zeros = ZEROS.duplicate();
        long position = fromBytes;
        while (position < toBytes) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), toBytes - position));
            long at = position;
            position += uninterrupted(open -> open.write(zeros.rewind(), at));
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }

    private interface Operation<T> {
        T run(FileChannel open) throws IOException;
    }

    private <T> T uninterrupted(Operation<T> operation) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                FileChannel open = channel;
                try {
                    return operation.run(open);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen(open, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(FileChannel seen, ClosedChannelException cause) throws IOException {
        if (closed) {
            throw cause;
        }
        if (channel == seen) {
            channel = openChannel(path, false);
        }
    }
}
