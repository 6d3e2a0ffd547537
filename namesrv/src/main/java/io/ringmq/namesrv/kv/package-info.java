/** Small settings that tools keep in the nameserver, by namespace and key. */
@NullMarked
package io.ringmq.namesrv.kv;

import org.jspecify.annotations.NullMarked;
