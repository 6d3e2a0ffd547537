package io.ringmq.admin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.admin.plan.LeaderSpread.Leadership;
import io.ringmq.admin.plan.LeaderSpread.Move;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeaderSpreadTest {
    private static final List<String> NODES = List.of("n0", "n1", "n2");

    @Test
    void threeRingsOnOneNodeBecomeOneEach() {
        assertEquals(
                List.of(new Move("a", "n0", "n1"), new Move("b", "n0", "n2")),
                LeaderSpread.moves(List.of(led("a", "n0"), led("b", "n0"), led("c", "n0"))));
    }

    @Test
    void whatIsSpreadStays() {
        assertEquals(List.of(), LeaderSpread.moves(List.of(led("a", "n0"), led("b", "n1"), led("c", "n2"))));
        assertEquals(
                List.of(), LeaderSpread.moves(List.of(led("a", "n0"), led("b", "n0"), led("c", "n1"), led("d", "n2"))));
        assertEquals(List.of(), LeaderSpread.moves(List.of()));
    }

    @Test
    void aNodeThatIsAwayGetsNothing() {
        List<String> alive = List.of("n0", "n1");
        List<Move> moves =
                LeaderSpread.moves(List.of(new Leadership("a", "n0", alive), new Leadership("b", "n0", alive)));
        assertEquals(List.of(new Move("a", "n0", "n1")), moves);
    }

    @Test
    void aLeaderIsACandidate() {
        assertThrows(IllegalArgumentException.class, () -> new Leadership("a", "n9", NODES));
    }

    @Test
    void anyStartEndsSpreadWithNoRingMovedTwice() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<Leadership> rings = new ArrayList<>();
            Map<String, Integer> led = new HashMap<>();
            NODES.forEach(node -> led.put(node, 0));
            for (int ring = 0; ring < random.nextInt(12); ring++) {
                String leader = NODES.get(random.nextInt(NODES.size()));
                rings.add(led("ring-" + ring, leader));
                led.merge(leader, 1, Integer::sum);
            }
            List<Move> moves = LeaderSpread.moves(rings);
            for (Move move : moves) {
                led.merge(move.from(), -1, Integer::sum);
                led.merge(move.to(), 1, Integer::sum);
            }
            int difference = Collections.max(led.values()) - Collections.min(led.values());
            assertTrue(difference <= 1, rings + " end as " + led);
            assertEquals(
                    moves.size(), new HashSet<>(moves.stream().map(Move::ring).toList()).size());
        }
    }

    private static Leadership led(String ring, String leader) {
        return new Leadership(ring, leader, NODES);
    }
}
