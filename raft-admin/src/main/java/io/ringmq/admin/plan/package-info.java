/** Decisions about a whole cluster, as pure functions. */
@NullMarked
package io.ringmq.admin.plan;

import org.jspecify.annotations.NullMarked;
