/**
 * The replicated state of a ring: the records its log is made of, and the fold over them.
 *
 * <p>Whoever wants to change something proposes a record made by {@link io.ringmq.broker.state.Records}; {@link
 * io.ringmq.broker.state.RingState} applies the records of committed entries on every replica in the same way, and
 * {@link io.ringmq.broker.state.RingView} shows the outcome.
 */
@NullMarked
package io.ringmq.broker.state;

import org.jspecify.annotations.NullMarked;
