package io.ringmq.store.key;

import java.util.ArrayList;
import java.util.List;

/** Positions found, newest first: each is in front of the one before, or it is the same and left out. */
final class KeyMatches {
    private final int max;
    private final List<KeyPosition> positions = new ArrayList<>();

    KeyMatches(int max) {
        this.max = max;
    }

    boolean enough() {
        return positions.size() >= max;
    }

    void add(KeyPosition position) {
        boolean newer = !positions.isEmpty()
                && position.physicalOffset()
                        >= positions.get(positions.size() - 1).physicalOffset();
        if (!newer && !enough()) {
            positions.add(position);
        }
    }

    List<KeyPosition> positions() {
        return positions;
    }
}
