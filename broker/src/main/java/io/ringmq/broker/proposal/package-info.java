/** From a request to records in the log and back to an answer. */
@NullMarked
package io.ringmq.broker.proposal;

import org.jspecify.annotations.NullMarked;
