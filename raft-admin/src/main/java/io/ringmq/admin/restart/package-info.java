/** Taking nodes out of service for a while, one by one. */
@NullMarked
package io.ringmq.admin.restart;

import org.jspecify.annotations.NullMarked;
