@NullMarked
package io.ringmq.broker.reply;

import org.jspecify.annotations.NullMarked;
