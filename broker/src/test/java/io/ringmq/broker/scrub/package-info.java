@NullMarked
package io.ringmq.broker.scrub;

import org.jspecify.annotations.NullMarked;
