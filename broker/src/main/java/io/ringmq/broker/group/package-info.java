/** Who is connected: members of producer and consumer groups, their subscriptions, and telling them of changes. */
@NullMarked
package io.ringmq.broker.group;

import org.jspecify.annotations.NullMarked;
