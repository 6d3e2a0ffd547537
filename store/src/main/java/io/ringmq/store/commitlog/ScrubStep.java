package io.ringmq.store.commitlog;

/**
 * What {@link CommitLog#scrub} saw.
 *
 * @param nextOffset where to go on; behind a damaged segment if there was damage
 * @param readBytes what was read
 * @param damagedOffset physical offset of a frame that is not what was written, or {@link #SOUND}
 */
public record ScrubStep(long nextOffset, long readBytes, long damagedOffset) {
    /** {@link #damagedOffset} when everything read was sound. */
    public static final long SOUND = -1;

    /** Whether a damaged frame was met. */
    public boolean isDamaged() {
        return damagedOffset != SOUND;
    }
}
