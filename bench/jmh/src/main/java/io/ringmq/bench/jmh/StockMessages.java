package io.ringmq.bench.jmh;

import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.WireMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Messages as a stock client sends them over IPv4, which differ in a part of their unique ids. Made by writing that part
 * into one buffer, so that making them costs next to nothing.
 */
final class StockMessages {
    /** Address, process and class loader of one client: the same in all its ids. */
    private static final String CLIENT = "7F00000100010DF1A2B3";

    private static final int TIME_DIGITS = 8;
    private static final int COUNTER_DIGITS = 4;
    /** So many messages have the same time. */
    private static final int PER_MS = 20;

    private static final int BITS_PER_DIGIT = 4;
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final String BEHIND_ID = "\2WAIT\1true\2";
    private static final long TIME_MS = 1_000_000_000_000L;

    private final ByteBuffer encoded;
    private final int lastDigit;

    StockMessages(String topic, int bodyBytes) {
        InetSocketAddress host = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        ByteBuffer body = ByteBuffer.wrap(Payload.ofSize(bodyBytes).bytes());
        String properties = "UNIQ_KEY\1" + CLIENT + "0".repeat(TIME_DIGITS + COUNTER_DIGITS) + BEHIND_ID;
        encoded = MessageLayout.encode(
                new WireMessage(topic, 0, 0, 0, 0, 0, TIME_MS, host, TIME_MS, host, 0, 0, body, properties));
        lastDigit = encoded.limit() - BEHIND_ID.length() - 1;
    }

    /** The message with this number, in the wire layout; valid until the next call. */
    ByteBuffer message(long number) {
        put(number, lastDigit, COUNTER_DIGITS);
        put(number / PER_MS, lastDigit - COUNTER_DIGITS, TIME_DIGITS);
        return encoded;
    }

    /** The last digits of a number. */
    private void put(long number, int last, int digits) {
        long left = number;
        for (int i = 0; i < digits; i++) {
            encoded.put(last - i, DIGITS[(int) left & (DIGITS.length - 1)]);
            left >>>= BITS_PER_DIGIT;
        }
    }
}
