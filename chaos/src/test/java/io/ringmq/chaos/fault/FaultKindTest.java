package io.ringmq.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultKindTest {
    @ParameterizedTest
    @EnumSource
    void everyFaultIsFoundByItsName(FaultKind kind) {
        assertEquals(kind, FaultKind.of(kind.label()));
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThereAre() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> FaultKind.of("kill-everything"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("kill-leader"), refusal.getMessage());
    }
}
