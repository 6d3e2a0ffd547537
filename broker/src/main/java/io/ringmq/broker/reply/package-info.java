/** Request and reply: bringing an answer to the producer that waits for it, whichever node it is connected to. */
@NullMarked
package io.ringmq.broker.reply;

import org.jspecify.annotations.NullMarked;
