package io.ringmq.remoting.body;

/** How the keys of a map from numbers are written; both are read everywhere. */
public enum JsonStyle {
    /** {@code {"0":"addr"}}: what JSON says and clients since 4.9.4 ask for. */
    STANDARD,
    /** {@code {0:"addr"}}: what older clients and those of other languages expect in a route. */
    UNQUOTED_NUMBER_KEYS
}
