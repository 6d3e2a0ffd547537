/** Reading messages: pull requests, tag filters and long polling. */
@NullMarked
package io.ringmq.broker.pull;

import org.jspecify.annotations.NullMarked;
