package io.ringmq.namesrv.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random events against a table, checked after each: rings whose leaders change with rising terms, while messages of
 * deposed leaders arrive late, connections break and brokers fall silent.
 */
class RouteTableRandomTest {
    private static final int EVENTS = 4_000;
    private static final List<String> RINGS = List.of("r0", "r1");
    private static final List<String> HOSTS = List.of("a", "b", "d", "e");

    private final Map<String, Long> currentTerm = new HashMap<>();
    private final Map<String, String> leaderByTerm = new HashMap<>();
    private final Map<String, Long> lastHeardMs = new HashMap<>();
    private RouteTable table = RouteTable.EMPTY;
    private long nowMs;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void invariantsHoldAfterEveryEvent(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < EVENTS; i++) {
            nowMs += random.nextInt(2_000);
            String ring = RINGS.get(random.nextInt(RINGS.size()));
            Map<String, Long> termsBefore = terms();
            step(random, ring);
            check(termsBefore, "seed " + seed + " event " + i);
        }
    }

    private void step(Random random, String ring) {
        String host = HOSTS.get(random.nextInt(HOSTS.size()));
        int choice = random.nextInt(100);
        if (choice < 40) {
            register(random, ring, host);
        } else if (choice < 65) {
            heartbeat(ring, host);
        } else if (choice < 75) {
            table = table.connectionClosed(host, nowMs);
        } else if (choice < 80) {
            table = table.unregister(ring, ring + host, nowMs);
        } else if (choice < 85) {
            nowMs += BrokerIdentity.DEFAULT_TIMEOUT_MS / 2;
            table = table.scan(nowMs);
        } else if (choice < 97) {
            table = table.scan(nowMs);
        } else {
            table = table.deleteTopic("T" + random.nextInt(5), null);
        }
    }

    private void register(Random random, String ring, String host) {
        long newest = currentTerm.getOrDefault(ring, 1L);
        long term = Math.max(1, newest - random.nextInt(3) + (random.nextInt(4) == 0 ? 1 : 0));
        currentTerm.put(ring, Math.max(newest, term));
        boolean elected = random.nextInt(3) == 0 && leaderByTerm.putIfAbsent(ring + term, host) == null;
        boolean leads = elected || host.equals(leaderByTerm.get(ring + term));
        long id = leads ? 0 : 1 + HOSTS.indexOf(host);
        RegistrationResult result = table.register(registration(ring, host, id, term), nowMs);
        boolean stale = leads && term < table.highestTerm(ring);
        assertTrue(!stale || result.refusal() != null, "a deposed leader was taken");
        if (result.refusal() == null) {
            lastHeardMs.put(ring + host, nowMs);
        }
        table = result.table();
    }

    private Registration registration(String ring, String host, long id, long term) {
        BrokerIdentity broker = new BrokerIdentity("c", ring, id, ring + host, "", 0);
        TopicVersion version = new TopicVersion(term, term, 1);
        return new Registration(
                broker, version, Brokers.queues("T" + term % 5, "termOf" + ring + "=" + term), host, true);
    }

    private void heartbeat(String ring, String host) {
        if (table.version(ring, ring + host).isPresent()) {
            lastHeardMs.put(ring + host, nowMs);
        }
        table = table.heartbeat(ring, ring + host, host, nowMs);
    }

    private Map<String, Long> terms() {
        Map<String, Long> terms = new HashMap<>();
        RINGS.forEach(ring -> terms.put(ring, table.highestTerm(ring)));
        return terms;
    }

    private void check(Map<String, Long> termsBefore, String when) {
        RouteTable scanned = table.scan(nowMs);
        for (BrokerAddresses brokers : scanned.brokers()) {
            checkAddresses(brokers, when);
            checkTopics(scanned, brokers.brokerName(), when);
        }
        for (String ring : RINGS) {
            long before = termsBefore.getOrDefault(ring, 0L);
            boolean forgotten =
                    table.highestTerm(ring) == 0 && table.brokers(ring).isEmpty();
            assertTrue(forgotten || table.highestTerm(ring) >= before, when + ": the term went back");
        }
    }

    private void checkAddresses(BrokerAddresses brokers, String when) {
        SortedMap<Long, String> byId = brokers.byId();
        Set<String> distinct = new HashSet<>(byId.values());
        assertEquals(byId.size(), distinct.size(), when + ": an address under two ids");
        byId.values().forEach(address -> {
            long silentMs = nowMs - lastHeardMs.getOrDefault(address, Long.MIN_VALUE / 2);
            assertTrue(silentMs < BrokerIdentity.DEFAULT_TIMEOUT_MS, when + ": a route to an expired broker");
        });
        String leader = byId.get(0L);
        if (leader != null) {
            String elected = brokers.brokerName()
                    + leaderByTerm.get(brokers.brokerName() + table.highestTerm(brokers.brokerName()));
            assertEquals(elected, leader, when + ": id 0 is not the leader of the highest term");
        }
    }

    private static void checkTopics(RouteTable scanned, String ring, String when) {
        String prefix = "termOf" + ring + "=";
        List<Long> published = scanned.topics(null).stream()
                .filter(topic -> topic.startsWith(prefix))
                .map(topic -> Long.parseLong(topic.substring(prefix.length())))
                .toList();
        assertTrue(published.size() <= 1, when + ": topics of two terms are mixed");
        published.forEach(term -> assertEquals(scanned.highestTerm(ring), term, when + ": topics of a deposed leader"));
    }
}
