package io.ringmq.store.commitlog;

import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A read of a file may be short; this one is not. */
final class ReadFully {
    private ReadFully() {}

    /** Fills {@code dst} from {@code position}; false if the file ends before. */
    static boolean read(DiskFile file, ByteBuffer dst, long position) throws IOException {
        long at = position;
        while (dst.hasRemaining()) {
            int count = file.read(dst, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        return true;
    }
}
