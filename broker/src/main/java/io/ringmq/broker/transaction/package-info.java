/** Transactions: half messages, what their producers make of them, and asking those that do not say. */
@NullMarked
package io.ringmq.broker.transaction;

import org.jspecify.annotations.NullMarked;
