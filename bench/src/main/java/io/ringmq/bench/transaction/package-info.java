/** What a transaction costs beside a plain send. */
@NullMarked
package io.ringmq.bench.transaction;

import org.jspecify.annotations.NullMarked;
