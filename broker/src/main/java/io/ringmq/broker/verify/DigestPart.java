package io.ringmq.broker.verify;

/** A part of a replica that is digested in short steps, so that it is in nobody's way. Used by one thread at a time. */
interface DigestPart {

    /**
     * Does the next step.
     *
     * @return whether there is more to do
     * @throws RuntimeException if the part can not be read
     */
    boolean step();

    /** Of the part, the same on every replica. */
    String name();

    /** How much was digested: entries of a family, bytes of the log. */
    long size();

    /** CRC32C of what was digested. */
    long digest();
}
