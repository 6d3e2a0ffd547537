/** Messages that are delivered later: the classic delay levels. */
@NullMarked
package io.ringmq.broker.delay;

import org.jspecify.annotations.NullMarked;
