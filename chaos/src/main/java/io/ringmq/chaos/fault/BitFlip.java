package io.ringmq.chaos.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One bit of a file of a node that does not run changes. The node is started; if it refuses to serve a ring, as it may,
 * the bit is changed back, as if the disk had been replaced by a copy.
 */
enum BitFlip implements Fault {
    /** In a frame of the log. */
    LOG {
        @Override
        List<Path> candidates(NodeFiles files) {
            return files.segments().stream()
                    .filter(segment -> NodeFiles.endOfFrames(segment) > 0)
                    .toList();
        }

        @Override
        long limit(Path file) {
            return NodeFiles.endOfFrames(file);
        }
    },
    /** In the index that is derived from the log. */
    INDEX {
        @Override
        List<Path> candidates(NodeFiles files) {
            return files.index().stream()
                    .filter(file -> file.toFile().length() > 0)
                    .toList();
        }

        @Override
        long limit(Path file) {
            return file.toFile().length();
        }
    };

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final int BITS = 8;

    abstract List<Path> candidates(NodeFiles files);

    /** Bytes of the file that mean something. */
    abstract long limit(Path file);

    @Override
    public void strike(Arena arena) {
        List<Integer> victim = Victims.ANY.choose(arena);
        int node = victim.get(0);
        Kill.now(arena, victim);
        int ring = arena.random().nextInt(arena.cluster().spec().rings());
        String name = arena.cluster().spec().ringName(ring);
        List<Path> files =
                candidates(new NodeFiles(arena.cluster().spec().dataDir(node).resolve(name)));
        Path file = files.get(arena.random().nextInt(files.size()));
        long at = arena.random().nextLong(limit(file));
        int bit = arena.random().nextInt(BITS);
        arena.note("bit " + bit + " of byte " + at + " of " + file + " flips");
        NodeFiles.flip(file, at, bit);
        arena.cluster().launchNode(node);
        String address = arena.cluster().spec().clientAddress(node, ring);
        boolean serves = arena.cluster()
                .await()
                .holds(
                        START_TIMEOUT,
                        () -> !arena.cluster().view().runtimeInfo(address).isEmpty());
        arena.note(arena.names(victim) + (serves ? " serves" : " does not serve; the bit flips back"));
        if (!serves) {
            arena.cluster().kill(node);
            NodeFiles.flip(file, at, bit);
            arena.start(victim);
        }
    }
}
