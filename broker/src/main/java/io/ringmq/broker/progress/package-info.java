/** What operators do to the progress of consumer groups. */
@NullMarked
package io.ringmq.broker.progress;

import org.jspecify.annotations.NullMarked;
