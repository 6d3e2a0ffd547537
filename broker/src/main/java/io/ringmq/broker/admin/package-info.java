/** What tools ask about the node and its log. */
@NullMarked
package io.ringmq.broker.admin;

import org.jspecify.annotations.NullMarked;
