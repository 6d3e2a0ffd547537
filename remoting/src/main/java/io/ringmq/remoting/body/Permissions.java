package io.ringmq.remoting.body;

/** Bits of a topic's permission. */
public final class Permissions {
    /** A topic made from this template has its permission. */
    public static final int INHERIT = 1;

    public static final int WRITE = 2;
    public static final int READ = 4;
    public static final int PRIORITY = 8;
    public static final int READ_WRITE = READ | WRITE;

    private Permissions() {}

    public static boolean isReadable(int perm) {
        return (perm & READ) != 0;
    }

    public static boolean isWritable(int perm) {
        return (perm & WRITE) != 0;
    }

    public static boolean isInherited(int perm) {
        return (perm & INHERIT) != 0;
    }
}
