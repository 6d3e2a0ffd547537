/** What clients did and saw, and what replicas held in the end, as a file. Knows nothing of brokers. */
@NullMarked
package io.ringmq.chaos.history;

import org.jspecify.annotations.NullMarked;
