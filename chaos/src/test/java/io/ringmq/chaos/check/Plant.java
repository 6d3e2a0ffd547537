package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

/** Ways to spoil a faultless history, each with the promise that is then broken. */
enum Plant {
    ACKNOWLEDGED_IS_NOWHERE(Anomaly.Kind.LOST) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Place end = new Place("t/ring-0/0", endOf(history, "t/ring-0/0"));
            history.add(0, new Entry.Invoked(0, "extra", 1, true));
            history.add(new Entry.Acknowledged(Long.MAX_VALUE - 1, "extra", end));
        }
    },
    ACKNOWLEDGED_TAIL_IS_GONE_FROM_ONE_REPLICA(Anomaly.Kind.LOST) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Acknowledged some = any(history, Entry.Acknowledged.class, random, e -> true);
            history.removeIf(e -> e instanceof Entry.Held held
                    && held.replica().equals("n1")
                    && held.place().queue().equals(some.place().queue())
                    && held.place().offset() >= some.place().offset());
        }
    },
    READ_AND_THEN_GONE(Anomaly.Kind.LOST) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Read some = any(history, Entry.Read.class, random, e -> true);
            history.removeIf(e -> e instanceof Entry.Held held && held.place().equals(some.place()));
            history.removeIf(e -> e instanceof Entry.Acknowledged a && a.place().equals(some.place()));
        }
    },
    TO_BE_DELIVERED_AND_IS_NOWHERE(Anomaly.Kind.LOST) {
        @Override
        void spoil(List<Entry> history, Random random) {
            history.add(0, new Entry.Invoked(0, "extra", 1, true));
            history.add(1, new Entry.Settled(0, "extra", 0));
        }
    },
    TO_BE_DELIVERED_AND_MISSING_ON_ONE_REPLICA(Anomaly.Kind.LOST) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Settled some = any(history, Entry.Settled.class, random, e -> true);
            history.removeIf(e -> e instanceof Entry.Held held
                    && held.replica().equals("n1")
                    && held.id().equals(some.id()));
        }
    },
    ROLLED_BACK_AND_YET_THERE(Anomaly.Kind.PHANTOM) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Settled some = any(history, Entry.Settled.class, random, e -> true);
            replace(history, some, new Entry.Refused(some.timeNs(), some.id(), "rolled back"));
        }
    },
    SEEN_BEFORE_ITS_TIME(Anomaly.Kind.EARLY) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Settled some = any(history, Entry.Settled.class, random, e -> true);
            replace(history, some, new Entry.Settled(some.timeNs(), some.id(), Long.MAX_VALUE));
        }
    },
    DELIVERED_TWICE_AFTER_ITS_TIME(Anomaly.Kind.DUPLICATE) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Settled some = any(history, Entry.Settled.class, random, e -> true);
            Entry.Held held = any(history, Entry.Held.class, random, e -> e.id().equals(some.id()));
            Place end = new Place("t/ring-0/1", endOf(history, "t/ring-0/1"));
            for (int node = 0; node < 3; node++) {
                history.add(new Entry.Held("n" + node, end, held.id(), held.crc()));
            }
        }
    },
    GROUP_MISSES_A_DELIVERY(Anomaly.Kind.UNDELIVERED) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Settled some = any(history, Entry.Settled.class, random, e -> true);
            history.removeIf(e -> e instanceof Entry.Delivered d && d.id().equals(some.id()));
        }
    },
    NEVER_SENT(Anomaly.Kind.PHANTOM) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Held some = any(history, Entry.Held.class, random, e -> true);
            replace(history, some, new Entry.Held(some.replica(), some.place(), "stranger", some.crc()));
        }
    },
    REFUSED_AND_YET_THERE(Anomaly.Kind.PHANTOM) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Acknowledged some = any(history, Entry.Acknowledged.class, random, e -> true);
            replace(history, some, new Entry.Refused(some.timeNs(), some.id(), "busy"));
        }
    },
    OTHER_BODY(Anomaly.Kind.DAMAGED) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Read some = any(history, Entry.Read.class, random, e -> true);
            replace(
                    history,
                    some,
                    new Entry.Read(some.timeNs(), some.reader(), some.place(), some.id(), some.crc() + 1));
        }
    },
    ONE_REPLICA_HAS_ANOTHER_MESSAGE_THERE(Anomaly.Kind.CONFLICT) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Held some = any(history, Entry.Held.class, random, e -> true);
            Entry.Invoked other = any(history, Entry.Invoked.class, random, e -> !e.id().equals(some.id()));
            replace(history, some, new Entry.Held(some.replica(), some.place(), other.id(), other.crc()));
        }
    },
    TWO_ACKNOWLEDGED_AT_ONE_OFFSET(Anomaly.Kind.CONFLICT) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Acknowledged some = any(history, Entry.Acknowledged.class, random, e -> true);
            history.add(0, new Entry.Invoked(0, "extra", 1, true));
            history.add(new Entry.Acknowledged(Long.MAX_VALUE - 1, "extra", some.place()));
        }
    },
    SENT_ONCE_STORED_TWICE(Anomaly.Kind.DUPLICATE) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Invoked some = sentOnceAndStored(history, random);
            Place end = new Place("t/ring-0/1", endOf(history, "t/ring-0/1"));
            for (int node = 0; node < 3; node++) {
                history.add(new Entry.Held("n" + node, end, some.id(), some.crc()));
            }
        }
    },
    OFFSET_LEFT_OUT(Anomaly.Kind.HOLE) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Held some = any(history, Entry.Held.class, random, e -> true);
            Place beyond =
                    new Place(some.place().queue(), endOf(history, some.place().queue()) + 1);
            history.add(0, new Entry.Invoked(0, "extra", 1, true));
            for (int node = 0; node < 3; node++) {
                history.add(new Entry.Held("n" + node, beyond, "extra", 1));
            }
        }
    },
    LATER_SEND_HAS_SMALLER_OFFSET(Anomaly.Kind.ORDER) {
        @Override
        void spoil(List<Entry> history, Random random) {
            // The message at offset 0 was, so they say, sent after a later one had been acknowledged.
            Entry.Acknowledged later = any(
                    history, Entry.Acknowledged.class, random, e -> e.place().offset() > 0);
            Entry.Held first = any(
                    history,
                    Entry.Held.class,
                    random,
                    e -> e.place().equals(new Place(later.place().queue(), 0)));
            history.replaceAll(e -> e instanceof Entry.Invoked i && i.id().equals(first.id())
                    ? new Entry.Invoked(later.timeNs() + 1, i.id(), i.crc(), i.once())
                    : e);
        }
    },
    READER_SKIPS(Anomaly.Kind.SKIPPED) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Read skipped = any(
                    history,
                    Entry.Read.class,
                    random,
                    e -> history.stream()
                            .anyMatch(o -> o instanceof Entry.Read r
                                    && e.place().offset() > 0
                                    && r.place()
                                            .equals(new Place(
                                                    e.place().queue(), e.place().offset() + 1))));
            history.remove(skipped);
        }
    },
    READER_GETS_ONE_AGAIN(Anomaly.Kind.SKIPPED) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Read again = any(history, Entry.Read.class, random, e -> true);
            history.add(again);
        }
    },
    GROUP_MISSES_ONE(Anomaly.Kind.UNDELIVERED) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.Acknowledged some = any(history, Entry.Acknowledged.class, random, e -> true);
            history.removeIf(e -> e instanceof Entry.Delivered d && d.id().equals(some.id()));
        }
    },
    ONE_REPLICA_HAS_MORE(Anomaly.Kind.REPLICAS_DIFFER) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Place end = new Place("t/ring-0/2", endOf(history, "t/ring-0/2"));
            history.add(0, new Entry.Invoked(0, "extra", 1, true));
            history.add(new Entry.Held("n2", end, "extra", 1));
        }
    },
    LOGS_ARE_NOT_THE_SAME_BYTES(Anomaly.Kind.REPLICAS_DIFFER) {
        @Override
        void spoil(List<Entry> history, Random random) {
            Entry.LogPiece some = any(history, Entry.LogPiece.class, random, e -> true);
            replace(
                    history,
                    some,
                    new Entry.LogPiece(some.replica(), some.log(), some.offset(), some.bytes(), some.crc() + 1));
        }
    };

    private final Anomaly.Kind broken;

    Plant(Anomaly.Kind broken) {
        this.broken = broken;
    }

    /** The promise that the spoiled history breaks; others may break with it. */
    Anomaly.Kind broken() {
        return broken;
    }

    abstract void spoil(List<Entry> history, Random random);

    private static Entry.Invoked sentOnceAndStored(List<Entry> history, Random random) {
        return any(
                history,
                Entry.Invoked.class,
                random,
                e -> e.once()
                        && history.stream()
                                .anyMatch(o -> o instanceof Entry.Held held
                                        && held.id().equals(e.id())));
    }

    private static long endOf(List<Entry> history, String queue) {
        return history.stream()
                .filter(e ->
                        e instanceof Entry.Held held && held.place().queue().equals(queue))
                .mapToLong(e -> ((Entry.Held) e).place().offset() + 1)
                .max()
                .orElse(0);
    }

    private static void replace(List<Entry> history, Entry old, Entry spoiled) {
        history.set(history.indexOf(old), spoiled);
    }

    private static <E extends Entry> E any(List<Entry> history, Class<E> kind, Random random, Predicate<E> wanted) {
        List<E> found = new ArrayList<>();
        for (Entry entry : history) {
            if (kind.isInstance(entry) && wanted.test(Objects.requireNonNull(kind.cast(entry)))) {
                found.add(kind.cast(entry));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("the history has no " + kind.getSimpleName() + " to spoil");
        }
        return found.get(random.nextInt(found.size()));
    }
}
