/** Messages that become visible together with a change elsewhere, or not at all. */
@NullMarked
package io.ringmq.client.transaction;

import org.jspecify.annotations.NullMarked;
