package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageIdTest {
    private static final String DIGITS = "0123456789ABCDEF";
    private static final int MAX_DIGITS = 64;
    private static final int DIGITS_PER_WORD = 16;
    private static final int COUNTER_BITS = 16;
    /** Address, process and class loader. */
    private static final String CLIENT = "7F00000100010DF1A2B3";

    private static final String CLIENT_OVER_IPV6 = "FE80000000000000000000000000000100010DF1A2B3";
    /** Milliseconds and a counter. */
    private static final String MOMENT = "00AB12C00FFE";
    /** Of milliseconds the last digit, and the counter. */
    private static final int MOMENT_DIGITS = 5;

    private static final long SEED = 20261123;

    @Test
    void anyNumberOfDigitsUpTo64TakesFourNumbers() {
        Random random = new Random(SEED);
        for (int digits = 1; digits <= MAX_DIGITS; digits++) {
            for (int i = 0; i < 100; i++) {
                String text = digits(random, digits);
                assertEquals(expected(text), ClientMessageId.of(text), text + ", seed " + SEED);
            }
        }
    }

    @Test
    void aSingleOtherCharacterMakesItAText() {
        for (int at = 0; at < 21; at++) {
            for (char c = 0; c < 0x180; c++) {
                if (DIGITS.indexOf(c) < 0) {
                    String text = "0123456789ABCDEF09AF7".substring(0, at) + c + "B".repeat(20 - at);
                    ClientMessageId id = ClientMessageId.of(text);
                    assertEquals(0, id.digits(), text);
                    assertEquals(text, id.text());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0",
                "7f0000017f0000017f0000017f000001"
            })
    void whatIsTooLongOrNotUpperCaseIsAText(String text) {
        assertEquals(text, ClientMessageId.of(text).text());
    }

    @Test
    void leadingZerosCount() {
        assertNull(ClientMessageId.of("01").text());
        assertNotEquals(ClientMessageId.of("1"), ClientMessageId.of("01"));
    }

    @Test
    void onlyWhatLiesBetweenPositionAndLimitIsTheId() {
        ByteBuffer around = ByteBuffer.wrap("xyA1B2C3D4E5F607zz".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                ClientMessageId.of("A1B2C3D4E5F607"),
                ClientMessageId.of(around.position(2).limit(16)));
    }

    @Test
    void idsOfOneMomentHaveHashesThatFollowEachOther() {
        for (String client : List.of(CLIENT, CLIENT_OVER_IPV6)) {
            int first = ClientMessageId.of(client + MOMENT).hash();
            assertEquals(first + 1, ClientMessageId.of(client + "00AB12C00FFF").hash());
            assertEquals(first + 2, ClientMessageId.of(client + "00AB12CF1000").hash());
        }
    }

    @Test
    void idsThatDifferInAnythingButAMomentAreSpread() {
        Set<String> ids = new HashSet<>();
        Set<Integer> places = new HashSet<>();
        for (String id : List.of(CLIENT + MOMENT, CLIENT_OVER_IPV6 + MOMENT)) {
            for (int at = 0; at < id.length() - MOMENT_DIGITS; at++) {
                for (int digit = 0; digit < DIGITS.length(); digit++) {
                    ids.add(id.substring(0, at) + DIGITS.charAt(digit) + id.substring(at + 1));
                }
            }
        }
        ids.forEach(id -> places.add(ClientMessageId.of(id).hash() >>> COUNTER_BITS));
        assertTrue(places.size() > ids.size() * 0.95, places.size() + " of " + ids.size());
    }

    /** Neighbours of one client must not heap up where those of another are. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 20", "1, 500", "64, 1", "64, 20", "1000, 1"})
    void hashesOfStockIdsMeetHardlyMoreOftenThanRandomOnes(int clients, int perMs) {
        int ids = 1 << 18;
        int[] chains = new int[2 * ids];
        long met = 0;
        for (int i = 0; i < ids; i++) {
            int ofClient = i / clients;
            String id = String.format("%010X%010X%08X%04X", i % clients, 0, ofClient / perMs, ofClient & 0xFFFF);
            met += chains[ClientMessageId.of(id).hash() & (chains.length - 1)]++;
        }
        // Random ones meet a quarter of an id each, as there are twice as many chains; few long runs meet by chance.
        assertTrue(met < 0.4 * ids, met + " of " + ids);
    }

    private static String digits(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.toString();
    }

    private static ClientMessageId expected(String text) {
        return new ClientMessageId(text.length(), word(text, 0), word(text, 1), word(text, 2), word(text, 3), null);
    }

    private static long word(String text, int word) {
        int from = Math.min(text.length(), word * DIGITS_PER_WORD);
        int to = Math.min(text.length(), from + DIGITS_PER_WORD);
        return from == to ? 0 : Long.parseUnsignedLong(text.substring(from, to), 16);
    }
}
