/** Where topics live: what nameservers say, remembered and refreshed. */
@NullMarked
package io.ringmq.client.route;

import org.jspecify.annotations.NullMarked;
