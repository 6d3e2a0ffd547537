/** Taking messages: checks, automatic topic creation and the records a send becomes. */
@NullMarked
package io.ringmq.broker.send;

import org.jspecify.annotations.NullMarked;
