/** Messages that consumers pop: handed out for a time, acknowledged one by one, and revived when the time is over. */
@NullMarked
package io.ringmq.broker.pop;

import org.jspecify.annotations.NullMarked;
