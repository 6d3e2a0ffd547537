package io.ringmq.chaos.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.chaos.fault.FaultKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final List<FaultKind> KINDS = List.of(FaultKind.values());

    @Test
    void sameSeedDrawsTheSameFaultsWithTheSameSeeds() {
        assertEquals(first(60, 7), first(60, 7));
        assertNotEquals(first(60, 7), first(60, 8));
    }

    @Test
    void everyRoundHasEveryFaultOnce() {
        Plan plan = new Plan(KINDS, 3);
        for (int round = 0; round < 5; round++) {
            Set<FaultKind> seen = Stream.generate(plan::next)
                    .limit(KINDS.size())
                    .map(Plan.Strike::kind)
                    .collect(Collectors.toSet());
            assertEquals(EnumSet.allOf(FaultKind.class), seen);
        }
    }

    @Test
    void aPlanWithoutFaultsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Plan(List.of(), 1));
    }

    private static List<Plan.Strike> first(int count, long seed) {
        return Stream.generate(new Plan(KINDS, seed)::next).limit(count).toList();
    }
}
