/** The nameserver's answers, one class per request code or pair of codes. */
@NullMarked
package io.ringmq.namesrv.handler;

import org.jspecify.annotations.NullMarked;
