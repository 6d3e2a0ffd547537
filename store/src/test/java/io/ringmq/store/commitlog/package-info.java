/** Tests of the CommitLog. */
@NullMarked
package io.ringmq.store.commitlog;

import org.jspecify.annotations.NullMarked;
