package io.ringmq.broker.config;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is deleted of the logs, and when.
 *
 * @param reservedHours age from which a segment may be deleted
 * @param deleteHours hours of the day, 0 to 23, in which old segments are deleted
 * @param maxLogBytes size of one ring's log beyond which its oldest segments are deleted whatever their age
 * @param ratios how full the disk may become
 */
public record RetentionSettings(int reservedHours, Set<Integer> deleteHours, long maxLogBytes, DiskRatios ratios) {

    /**
     * Used parts of the disk in percent, each acted upon when it is exceeded.
     *
     * @param maxUsedPercent old segments are deleted at once, whatever the hour
     * @param cleanForciblyPercent segments are deleted whatever their age
     * @param warningPercent messages are refused
     */
    public record DiskRatios(int maxUsedPercent, int cleanForciblyPercent, int warningPercent) {}

    static RetentionSettings of(Settings values) {
        return new RetentionSettings(
                values.get(Keys.FILE_RESERVED_TIME),
                values.get(Keys.DELETE_WHEN),
                values.get(Keys.MAX_LOG_BYTES),
                new DiskRatios(
                        values.get(Keys.DISK_MAX_USED_RATIO),
                        values.get(Keys.DISK_CLEAN_FORCIBLY_RATIO),
                        values.get(Keys.DISK_WARNING_RATIO)));
    }

    static Set<Integer> parseHours(String text) {
        Set<Integer> hours = new TreeSet<>();
        for (String part : Arrays.stream(text.split(";")).map(String::strip).toList()) {
            if (!part.matches("[0-9]{1,2}") || Integer.parseInt(part) > 23) {
                throw new IllegalArgumentException("'" + part + "' is not an hour from 0 to 23");
            }
            hours.add(Integer.parseInt(part));
        }
        return Set.copyOf(hours);
    }
}
