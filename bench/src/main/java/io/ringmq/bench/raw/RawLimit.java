package io.ringmq.bench.raw;

import java.io.IOException;
import java.util.Map;

/** One limit of the machine. */
interface RawLimit {
    /** What it is called in results. */
    String name();

    /** Measures it for some time. */
    Map<String, Double> measure(Meter meter, long durationNs) throws IOException;
}
