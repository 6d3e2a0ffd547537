/** What is deleted of the logs of a node, and when. */
@NullMarked
package io.ringmq.broker.retention;

import org.jspecify.annotations.NullMarked;
