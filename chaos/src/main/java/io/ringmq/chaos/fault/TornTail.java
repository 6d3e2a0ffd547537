package io.ringmq.chaos.fault;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A node dies while it writes: behind the last frame of its log lies the beginning of another, with bytes of all sorts
 * in it. Nothing acknowledged is touched.
 */
record TornTail() implements Fault {
    private static final int FRAME_MAGIC = 0x524D5131;
    private static final int MAX_BYTES = 8_192;

    @Override
    public void strike(Arena arena) {
        List<Integer> victim = Victims.ANY.choose(arena);
        int node = victim.get(0);
        Kill.now(arena, victim);
        for (int ring = 0; ring < arena.cluster().spec().rings(); ring++) {
            String name = arena.cluster().spec().ringName(ring);
            NodeFiles files = new NodeFiles(arena.cluster().spec().dataDir(node).resolve(name));
            Path last = lastWithFrames(files.segments());
            long end = NodeFiles.endOfFrames(last);
            byte[] torn = new byte[arena.random().nextInt(1, MAX_BYTES)];
            arena.random().nextBytes(torn);
            if (torn.length > 2 * Integer.BYTES && arena.random().nextBoolean()) {
                ByteBuffer.wrap(torn).putInt(FRAME_MAGIC).putInt(MAX_BYTES);
            }
            NodeFiles.overwrite(last, end, torn);
            arena.note("torn write of " + torn.length + " bytes in " + last + " at " + end);
        }
        arena.start(victim);
    }

    private static Path lastWithFrames(List<Path> segments) {
        Path last = segments.get(0);
        for (Path segment : segments) {
            if (NodeFiles.endOfFrames(segment) > 0) {
                last = segment;
            }
        }
        return last;
    }
}
