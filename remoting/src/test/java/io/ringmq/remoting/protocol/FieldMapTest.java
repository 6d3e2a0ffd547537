package io.ringmq.remoting.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldMapTest {
    private static final long SEED = 7;

    @Test
    void behavesAsALinkedHashMap() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            Map<String, String> expected = new LinkedHashMap<>();
            FieldMap actual = new FieldMap();
            for (int i = 0; i < random.nextInt(80); i++) {
                // Not the same object twice: names that come from elsewhere are not interned.
                String name = new String(Integer.toString(random.nextInt(60)));
                assertEquals(expected.put(name, "v" + i), actual.put(name, "v" + i));
            }
            assertEquals(expected, actual);
            assertEquals(actual, expected);
            assertEquals(List.copyOf(expected.entrySet()), List.copyOf(actual.entrySet()));
            List<String> visited = new ArrayList<>();
            actual.forEach((name, value) -> visited.add(name));
            assertEquals(List.copyOf(expected.keySet()), visited);
            assertEquals(expected.get("3"), actual.get("3"));
            assertEquals(expected.containsKey("3"), actual.containsKey("3"));
            assertEquals(expected, new FieldMap(expected));
        }
    }

    @Test
    void nothingIsThereForOtherKeys() {
        FieldMap fields = new FieldMap();
        fields.put("a", "1");
        assertNull(fields.get("b"));
        assertNull(fields.get(null));
    }
}
