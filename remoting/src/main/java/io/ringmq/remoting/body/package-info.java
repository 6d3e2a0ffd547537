/** Bodies of requests and responses other than messages: records with their JSON (docs/wire.md). */
@NullMarked
package io.ringmq.remoting.body;

import org.jspecify.annotations.NullMarked;
