@NullMarked
package io.ringmq.broker.proposal;

import org.jspecify.annotations.NullMarked;
