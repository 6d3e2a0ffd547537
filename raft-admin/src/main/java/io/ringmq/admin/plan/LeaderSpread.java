package io.ringmq.admin.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the leaders of rings over nodes: at the end no node leads two rings more than another that could lead one of
 * them, and no ring is moved twice.
 */
public final class LeaderSpread {
    /**
     * Who leads a ring and who could.
     *
     * @param leader node id of the leader
     * @param candidates node ids of all healthy replicas, the leader's included
     */
    public record Leadership(String ring, String leader, List<String> candidates) {
        public Leadership {
            candidates = List.copyOf(candidates);
            if (!candidates.contains(leader)) {
                throw new IllegalArgumentException(leader + ", which leads " + ring + ", is none of " + candidates);
            }
        }
    }

    /** One transfer to make. */
    public record Move(String ring, String from, String to) {}

    private LeaderSpread() {}

    /** The transfers to make, in this order; none if the leaders are spread already. */
    public static List<Move> moves(List<Leadership> rings) {
        Map<String, Integer> led = new TreeMap<>();
        rings.forEach(ring -> ring.candidates().forEach(node -> led.putIfAbsent(node, 0)));
        rings.forEach(ring -> led.merge(ring.leader(), 1, Integer::sum));
        Map<String, Leadership> unmoved = new TreeMap<>();
        rings.forEach(ring -> unmoved.put(ring.ring(), ring));
        List<Move> moves = new ArrayList<>();
        for (Move move = best(unmoved, led); move != null; move = best(unmoved, led)) {
            unmoved.remove(move.ring());
            led.merge(move.from(), -1, Integer::sum);
            led.merge(move.to(), 1, Integer::sum);
            moves.add(move);
        }
        return moves;
    }

    /** The move between the two nodes that are furthest apart, null if all are within one of each other. */
    private static @Nullable Move best(Map<String, Leadership> unmoved, Map<String, Integer> led) {
        Map<Move, Integer> gains = new HashMap<>();
        for (Leadership ring : unmoved.values()) {
            int of = led.getOrDefault(ring.leader(), 0);
            ring.candidates().stream()
                    .filter(node -> of - led.getOrDefault(node, 0) > 1)
                    .forEach(node ->
                            gains.put(new Move(ring.ring(), ring.leader(), node), of - led.getOrDefault(node, 0)));
        }
        return gains.entrySet().stream()
                .max(Map.Entry.<Move, Integer>comparingByValue()
                        .thenComparing(Map.Entry::getKey, Comparator.comparing(Move::ring, Comparator.reverseOrder()))
                        .thenComparing(Map.Entry::getKey, Comparator.comparing(Move::to, Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
